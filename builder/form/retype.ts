/**
 * Changing the type of a field: what it keeps, and which rules elsewhere still make sense.
 * A rule that asks 多选 for "contains" asks 单选 for "is"; what cannot follow is named, never dropped silently.
 */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { CodeList, FormField, ValueType } from '../../schemas/generated/documents.ts';
import type { DocumentPath } from '../editing/document.ts';
import { pathOf } from '../editing/paths.ts';
import { walkReferences } from '../editing/references.ts';
import { feelOfRows, rowsOf, type Term } from '../flow/condition.ts';

export interface FollowedRule {
  at: DocumentPath;
  before: string;
  /** The rule for the new type; absent when nobody but a person can say what it should be. */
  after?: string;
}

const listed: readonly ValueType[] = ['code', 'codes', 'cascade'];
export const needsCodes = (type: ValueType): boolean => listed.includes(type);
const ordered: readonly ValueType[] = ['number', 'integer', 'money', 'date', 'dateTime'];

/** A new list of choices starts with two to overwrite. */
export const firstCodes = {
  '1': { name: { 'zh-CN': '选项一', en: 'First' }, rank: 'F' },
  '2': { name: { 'zh-CN': '选项二', en: 'Second' }, rank: 'V' },
} as const satisfies CodeList;

/** A new table starts with one column. */
export const firstColumns = { c1: { rank: 'V', label: { 'zh-CN': '第一列', en: 'First column' }, type: 'string' } } as const;

/** Settings of a field under its new type: all that still means something stays. */
export function retyped(field: FormField, type: ValueType): Partial<FormField> {
  return {
    type,
    codes: needsCodes(type) ? withoutParents(field.codes ?? firstCodes, type) : undefined,
    columns: type === 'table' ? (field.columns ?? firstColumns) : undefined,
    minRows: type === 'table' ? field.minRows : undefined,
    maxRows: type === 'table' ? field.maxRows : undefined,
    display: type === 'table' ? field.display : undefined,
    slot: type === 'file' ? field.slot : undefined,
    // A formula or a first value of a list, a table, a file or a signature is a mistake the check would find later.
    computed: ['table', 'file', 'signature'].includes(type) ? undefined : field.computed,
    default: ['table', 'file', 'signature'].includes(type) ? undefined : field.default,
  };
}

/** Only cascaded lists have levels; elsewhere the lowest ones would stand beside what they belong to. */
function withoutParents(codes: CodeList, type: ValueType): CodeList {
  if (type === 'cascade') return codes;
  return Object.fromEntries(Object.entries(codes).map(([code, { parent: _parent, ...entry }]) => [code, entry]));
}

/** Rules anywhere in the package that name the field and no longer fit; rules that fit are left out. */
export function rulesAfterRetype(pkg: ScenarioPackage, field: FormField, type: ValueType): FollowedRule[] {
  const path = pathOf(field);
  const before = field.type ?? (field.element ? pkg.elements[field.element]?.type : undefined) ?? 'string';
  if (!path || before === type) return [];
  const found: FollowedRule[] = [];
  walkReferences(pkg, (at, value, kind) => {
    if (kind !== 'feel' || typeof value !== 'string' || !mentions(value, path)) return;
    const rows = rowsOf(value);
    if (!rows) return void found.push({ at, before: value });
    const terms = rows.terms.map((term) => (term.path === path ? termFor(term, type) : term));
    if (terms.some((term) => term === undefined)) return void found.push({ at, before: value });
    const after = feelOfRows({ ...rows, terms: terms as Term[] });
    if (after !== value) found.push({ at, before: value, after });
  });
  return found;
}

const mentions = (feel: string, path: string) => new RegExp(`(?<![\\w.])${path.replace('.', '\\.')}(?!\\w)`).test(feel);

const ofLists = ({ operator }: Term) => operator === 'contains' || operator === 'lacks';

/** The comparison for the new type; undefined when it has no meaning there. */
function termFor(term: Term, type: ValueType): Term | undefined {
  if (term.operator === 'empty' || term.operator === 'filled') return term;
  if (type === 'codes') {
    if (term.operator === 'contains' || term.operator === 'lacks') return term;
    if (term.operator === '!=' && term.kind === 'text') return { ...term, operator: 'lacks' };
    return term.operator === '=' && term.kind === 'text' ? { ...term, operator: 'contains' } : undefined;
  }
  if (type === 'code') {
    if (term.operator === 'contains') return { ...term, operator: '=' };
    if (term.operator === 'lacks') return { ...term, operator: '!=' };
    return ['=', '!=', 'in'].includes(term.operator) && term.kind === 'text' ? term : undefined;
  }
  if (ordered.includes(type)) {
    const kind = type === 'date' || type === 'dateTime' ? 'date' : 'number';
    return term.kind === kind && !ofLists(term) ? term : undefined;
  }
  if (type === 'boolean') return term.kind === 'boolean' ? term : undefined;
  if (['table', 'file', 'signature', 'dateRange', 'cascade'].includes(type)) return undefined;
  return term.kind === 'text' && !ofLists(term) ? term : undefined;
}

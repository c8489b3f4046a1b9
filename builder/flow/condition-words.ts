import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { isDesk } from '../../runtime/compile/desks.ts';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { CodeList, Text, ValueType } from '../../schemas/generated/documents.ts';
import { knownValues } from '../editing/paths.ts';
import { useDocument } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { rowsOf, type Term } from './condition.ts';

/** A value a condition may ask about. */
export interface Askable {
  path: string;
  name: Text;
  group: Text | undefined;
  type: ValueType;
  codes?: CodeList;
}

/** Form fields and declared values, regional parameters, what steps decided, and the case itself. */
export function askableValues(pkg: ScenarioPackage): ReadonlyMap<string, Askable> {
  const before = askableOf.get(pkg);
  if (before) return before;
  const askable = collectAskable(pkg);
  askableOf.set(pkg, askable);
  return askable;
}
const askableOf = new WeakMap<ScenarioPackage, ReadonlyMap<string, Askable>>();

function collectAskable(pkg: ScenarioPackage): Map<string, Askable> {
  const { scenario } = pkg;
  const map = new Map<string, Askable>();
  for (const value of knownValues(pkg).values())
    map.set(value.path, { path: value.path, name: value.name, group: value.subjectName, type: value.type, codes: value.codes });
  for (const [id, param] of Object.entries(scenario.params ?? {}))
    map.set(`param.${id}`, { path: `param.${id}`, name: param.name, group: undefined, type: param.type });
  for (const [id, node] of Object.entries(scenario.nodes)) {
    if (isDesk(node))
      map.set(`outcome.${id}`, { path: `outcome.${id}`, name: node.name, group: undefined, type: 'code', codes: node.decisions });
  }
  for (const value of ofTheCase) map.set(value.path, value);
  return map;
}

const ofTheCase: readonly Askable[] = [
  { path: 'case.region', name: { 'zh-CN': '办理地区', en: 'region of the case' }, group: undefined, type: 'region' },
  { path: 'case.submittedDate', name: { 'zh-CN': '提交日期', en: 'date of submission' }, group: undefined, type: 'date' },
];

export function useAskable(): ReadonlyMap<string, Askable> {
  const pkg = useDocument();
  return askableValues(pkg);
}

/** 母亲的手机号; a name that says already whose it is stays as it is. */
export const ownedName = (owner: string, name: string, of = ''): string =>
  owner === '' || name.includes(owner) ? name : `${owner}${of}${name}`;

/** A condition in words: 户籍地 是 本县 且 产假天数 不少于 98. */
export function useConditionWords(): (source: string) => string {
  const { t } = useTranslation();
  const text = useText();
  const askable = useAskable();
  return useCallback(
    (source) => {
      const name = (path: string) => {
        const value = askable.get(path);
        return value ? ownedName(text(value.group), text(value.name), t('flow.of')) : undefined;
      };
      const rows = rowsOf(source);
      if (!rows) return source.replace(/[a-z][A-Za-z0-9]*\.[A-Za-z][A-Za-z0-9_]*/g, (path) => name(path) ?? path);
      return rows.terms
        .map((term) => termWords(term, { t, text, name: name(term.path) ?? term.path, askable: askable.get(term.path) }))
        .join(t(`flow.join.${rows.join}`));
    },
    [askable, t, text],
  );
}

interface TermWords {
  t: (key: string, more?: Record<string, unknown>) => string;
  text: (text: Text | undefined) => string;
  name: string;
  askable: Askable | undefined;
}

function termWords(term: Term, { t, text, name, askable }: TermWords): string {
  const value = (raw: string) => {
    const code = askable?.codes?.[raw];
    if (code) return text(code.name);
    if (term.kind === 'boolean') return t(raw === 'true' ? 'ui.yes' : 'ui.no');
    return term.kind === 'text' ? `「${raw}」` : raw;
  };
  return t(`flow.operator.${operatorWord(term.operator)}`, { name, value: term.values.map(value).join(t('flow.listComma')) });
}

/** Text keys carry no signs. */
export const operatorWord = (operator: Term['operator']): string =>
  ({
    '=': 'is',
    '!=': 'isNot',
    '>': 'more',
    '>=': 'atLeast',
    '<': 'less',
    '<=': 'atMost',
    in: 'in',
    contains: 'contains',
    lacks: 'lacks',
    empty: 'empty',
    filled: 'filled',
  })[operator];

/** A scenario in the making while a model is read: values by name, tables in order, and the report. */
import type { DecisionTable, FormField, TableInputType, Text, ValueSpec } from '../../schemas/generated/documents.ts';
import type { Xml } from './elements.ts';
import { nameOf } from './elements.ts';
import { Ids } from './names.ts';
import type { ReportEntry, ReportVerdict } from './report.ts';
import type { Known } from './rewrite.ts';
import { keptAs, Types } from './types.ts';

export interface Draft {
  types: Types;
  report: ReportEntry[];
  /** Names of subjects by id. */
  subjects: Map<string, Text>;
  variables: Map<string, ValueSpec>;
  fields: Map<string, Omit<FormField, 'rank' | 'section'>>;
  tables: Map<string, { table: DecisionTable; decision: Xml }>;
  /** Ids of subjects, of tables, and of the keys of each subject. */
  subjectIds: Ids;
  tableIds: Ids;
  keys: Map<string, Ids>;
}

export const newDraft = (definitions: Xml): Draft => ({
  types: new Types(definitions),
  report: [],
  subjects: new Map(),
  variables: new Map(),
  fields: new Map(),
  tables: new Map(),
  subjectIds: new Ids(),
  tableIds: new Ids(),
  keys: new Map(),
});

/** Writes a line of the report. */
export function tell(draft: Draft, element: Xml, verdict: ReportVerdict, words: { zh: string; en: string; to?: string }): void {
  const name = nameOf(element) || element.attributes.label;
  draft.report.push({
    element: element.name,
    ...(element.attributes.id ? { id: element.attributes.id } : {}),
    ...(name ? { name } : {}),
    ...(element.line === undefined ? {} : { line: element.line }),
    verdict,
    ...(words.to ? { to: words.to } : {}),
    message: { 'zh-CN': words.zh, en: words.en },
  });
}

/** Where input data and results without a group of their own are kept. */
export const inputSubject = (draft: Draft): string => subjectCalled(draft, { 'zh-CN': '输入', en: 'Input' }, 'input');
export const resultSubject = (draft: Draft): string => subjectCalled(draft, { 'zh-CN': '结果', en: 'Result' }, 'result');

/** A subject of this name; the same name gives the same subject. */
export const subjectNamed = (draft: Draft, name: string, fallback: string): string =>
  subjectCalled(draft, texts(name), /^[\x20-\x7e]*$/.test(name) || name === '' ? name : '', fallback);

function subjectCalled(draft: Draft, name: Text, wanted: string, fallback = wanted): string {
  for (const [id, known] of draft.subjects) if (known['zh-CN'] === name['zh-CN']) return id;
  const id = draft.subjectIds.take(wanted === '' ? name['zh-CN'] : wanted, fallback);
  draft.subjects.set(id, name);
  return id;
}

/** A path below a subject for a value of this name. */
export function pathNamed(draft: Draft, subject: string, name: string): string {
  const keys = draft.keys.get(subject) ?? new Ids();
  draft.keys.set(subject, keys);
  return `${subject}.${keys.take(name, 'value', 48)}`;
}

/** How expressions read a value kept at a path. */
export function knownAt(path: string, type: TableInputType, list = false): Known {
  const { type: kept, read } = keptAs(type);
  return { kind: 'value', path, type, kept, ...(read ? { read } : {}), ...(list ? { list } : {}) };
}

/** A text of what a model calls something; a name in Latin letters serves both languages. */
export function texts(zh: string, en?: string): Text {
  if (zh === '') return { 'zh-CN': '（无名）', en: en ?? '(no name)' };
  const english = en ?? (/^[\x20-\x7e]+$/.test(zh) ? zh : undefined);
  return { 'zh-CN': zh, ...(english ? { en: english } : {}) };
}

/** Words we wrote ourselves come back as they were: without English where there was none. */
export const exactTexts = (zh: string, en: string | undefined): Text => ({ 'zh-CN': zh, ...(en ? { en } : {}) });

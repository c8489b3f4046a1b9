/** A resource while its department writes it: what a new one begins with, and what is still missing. */
import type { ConnectionRow, DataResourceSave } from '../../../schemas/generated/api.ts';
import { mappingProblems } from './mapping-draft.ts';

export type ResourceDocument = DataResourceSave['document'];
export type ResourceField = ResourceDocument['fields'][string];
export type ResourceKey = ResourceDocument['keys'][string];

/** Types an answer may have that people choose from; other types come with a data element. */
export const fieldTypes = ['string', 'integer', 'number', 'money', 'date', 'dateTime', 'boolean', 'idCard', 'uscc', 'mobile'] as const;

interface NewResource {
  region: string;
  department: string;
  /** The last part of the id, free in the department; it is never shown. */
  name: string;
}

export const newResource = ({ region, department, name }: NewResource): ResourceDocument => ({
  format: 'lianban.data-resource/1',
  id: `${department}/${name}`,
  name: { 'zh-CN': '' },
  answers: { 'zh-CN': '' },
  owner: { region, department },
  sharing: 'conditional',
  connection: '',
  keys: { idNumber: { name: { 'zh-CN': '公民身份号码', en: 'Citizen ID number' }, element: 'idNumber', sensitivity: 4 } },
  fields: {},
  cardinality: 'one',
  maxAgeSeconds: 0,
});

/** How the connection is asked, as far as its kind needs it said; what was said before stays while the kind does. */
export function operationFor(
  kind: ConnectionRow['kind'] | undefined,
  before: ResourceDocument['operation'],
): ResourceDocument['operation'] {
  if (kind === 'http') return before && 'method' in before ? before : { method: 'POST', path: '/' };
  if (kind === 'sql') return before && 'query' in before ? before : { query: '' };
  return undefined;
}

/** Text keys by entry. */
export function resourceProblems(document: ResourceDocument): Record<string, string> {
  const problems: Record<string, string> = {};
  if (document.name['zh-CN'].trim() === '' || document.answers['zh-CN'].trim() === '') problems.name = 'data.keep.nameNeeded';
  if (document.connection === '') problems.connection = 'data.keep.connectionNeeded';
  const { operation } = document;
  if (operation && 'path' in operation && !operation.path.startsWith('/')) problems.operation = 'data.keep.pathWrong';
  if (operation && 'path' in operation) Object.assign(problems, mappingProblems(operation));
  if (operation && 'query' in operation && operation.query === '') problems.operation = 'data.keep.queryNeeded';
  if (Object.keys(document.keys).length === 0) problems.keys = 'data.keep.keysNeeded';
  if (Object.keys(document.fields).length === 0) problems.fields = 'data.keep.fieldsNeeded';
  const unnamed = [...Object.values(document.fields), ...Object.values(document.keys)].some((one) => one.name['zh-CN'].trim() === '');
  if (unnamed) problems.names = 'data.keep.namesNeeded';
  return problems;
}

/** A code of the other side as the id of a field or key: what is sent and answered goes by it. */
export function codeOf(words: string, taken: ReadonlySet<string>): string | undefined {
  const code = words.trim();
  return /^[a-z][A-Za-z0-9_]{0,63}$/.test(code) && !taken.has(code) ? code : undefined;
}

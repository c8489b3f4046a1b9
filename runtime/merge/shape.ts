/**
 * What the walk through a package has to know about its documents, beside what JSON itself shows. Everything here goes by
 * the names of members; the laws try it against the schemas.
 */
import { isObject, type JsonObject, type Maybe, type Path } from './tree.ts';

/** Members that are maps by id when they are objects: an absent one is an empty one, and entries are elements of their own. */
const maps = new Set(
  `forms elements resources contracts cases subjects departments roles items materials variables nodes edges messages signals errors
  escalations data tables scripts clocks papers notifications outcomes params locks layout sections fields columns codes decisions
  participants inputs outputs rows localise keys provides values collect when then query body headers assists consents due`.split(/\s+/),
);
export const isMapName = (name: string): boolean => maps.has(name);

/** Members that are taken as a whole: they say one thing, or are a choice between forms that do not mix. */
const wholes = new Set([
  'lineage',
  'wait',
  'activate',
  'mode',
  'loop',
  'duration',
  'expires',
  'every',
  'cycle',
  'share',
  'record',
  'adHoc',
  'status',
]);
/** Maps whose entries are taken as a whole. */
const mapsOfWholes = new Set(['layout', 'locks', 'query', 'body', 'headers', 'assists']);

/** Whether the value at a path is taken as a whole. */
export function isWhole(path: Path): boolean {
  const name = path.at(-1)!;
  const parent = path.at(-2) ?? '';
  if (path[0] === 'cases') return path.length > 3 && (parent === 'data' || parent === 'assists' || parent === 'fields');
  if (path[0] === 'resources' && parent === 'fields' && path.at(-3) === 'response') return true;
  if (path.length === 3 && path[0] === 'scenario') return mapsOfWholes.has(parent);
  if (path[0] === 'resources' && path.at(-3) === 'request') return mapsOfWholes.has(parent);
  return wholes.has(name) && !isMapName(parent);
}

/** What tells the forms of one element apart: when it changes, the element is another one. */
export function formOf(path: Path, value: JsonObject): string {
  const name = path.at(-1);
  if (path.at(-2) === 'nodes' || name === 'paging') return String(value.kind);
  if (name === 'event' || name === 'trigger') return String(value.type);
  if (name === 'operation') return 'query' in value ? 'query' : 'request';
  return '';
}

/** A text shown to people: `{ "zh-CN": …, "en": … }`. */
export const isText = (value: Maybe): value is { 'zh-CN': string; en?: string } => isObject(value) && typeof value['zh-CN'] === 'string';

/** Lists in which order means nothing and every value stands once. */
const sets = new Set(
  `given prefill reads separate nodes writes suspendedBy restartedBy types departments asked issued visited notVisited notified synonyms steps
  fields forms`.split(/\s+/),
);
export const isSetName = (name: string): boolean => sets.has(name);

/** Members of one element that say one thing together: changed on both sides, they are one question. */
export const coupled: readonly (readonly string[])[] = [
  ['days', 'unit'],
  ['when', 'on', 'default'],
  ['from', 'to'],
  ['element', 'type', 'key'],
  ['duration', 'until', 'cycle', 'share'],
  ['over', 'times', 'departments'],
  ['hitPolicy', 'aggregation'],
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minRows', 'maxRows'],
  ['resource', 'contract'],
];

/** What is never asked, whatever both sides did: ours stays. */
export function isQuiet(path: Path): boolean {
  if (path[0] === 'template') return true;
  if (path[0] === 'scenario' && path[1] === 'layout') return true;
  return path.at(-1) === 'lineage' || path.at(-1) === 'hue';
}

/** The version of a document counts up: the higher one is right. */
export const isCounter = (path: Path): boolean => path.at(-1) === 'version' && path.length <= 3;

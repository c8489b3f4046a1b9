/** What the elements of a package are called. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { isMapName, isText } from '../shape.ts';
import { isObject, type Maybe, type Path, pathOfKey, valueAt } from '../tree.ts';
import { elementWords, lookUp, type Words, wordsOfText } from './words.ts';

/** The packages a name may be found in, the newest first. */
export type Sources = readonly ScenarioPackage[];

/** An element on the way to a property. */
export interface Place {
  map: string;
  id: string;
  path: Path;
}

/** The elements a path leads through, and the names of what lies inside the last of them. */
export function placesOf(path: Path): { places: Place[]; rest: Path } {
  const places: Place[] = [];
  let rest: Path = path;
  for (let at = 0; at + 1 < path.length; at += 1) {
    if (!isMapName(path[at]!)) continue;
    places.push({ map: path[at]!, id: path[at + 1]!, path: path.slice(0, at + 2) });
    rest = path.slice(at + 2);
    at += 1;
  }
  return { places, rest: places.length === 0 ? path.filter((name) => name !== 'scenario' && name !== 'template') : rest };
}

/** What a key is about: the id of the nearest element (or of the document), and the property of it, empty for the element itself. */
export function addressOf(key: string): { element: string; property: string } {
  const path = pathOfKey(key);
  const { places, rest } = placesOf(path);
  const last = places.at(-1);
  return { element: last?.id ?? path[0] ?? '', property: rest.join('.') };
}

export const find = (sources: Sources, path: Path): Maybe => {
  for (const source of sources) {
    const value = valueAt(source, path);
    if (value !== undefined) return value;
  }
  return undefined;
};

const quoted = ([zh, en]: Words): Words => [`「${zh}」`, `“${en}”`];
const text = (value: Maybe): Words | undefined => (isText(value) ? wordsOfText(value as Text) : undefined);

/** An element by its name, in quotation marks, or by what it is. */
export function elementName(sources: Sources, place: Place): Words {
  const kind = lookUp(elementWords, place.map) ?? ['内容', 'part'];
  return quotedName(sources, place) ?? kind;
}

/** An element as "环节「审核」". */
export function elementTitle(sources: Sources, place: Place): Words {
  const [zh, en] = lookUp(elementWords, place.map) ?? ['内容', 'part'];
  const name = quotedName(sources, place);
  return name ? [`${zh}${name[0]}`, `${en} ${name[1]}`] : [zh, en];
}

function quotedName(sources: Sources, { map, id, path }: Place): Words | undefined {
  const value = find(sources, path);
  const own = isObject(value) ? (text(value.name) ?? text(value.label) ?? text(value.title)) : undefined;
  if (own) return quoted(own);
  if (map === 'edges' && isObject(value)) return between(sources, value);
  if (map === 'rows') return rowNumber(sources, path);
  if (map === 'layout') return nodeOrEdge(sources, id);
  if (map === 'locks') return lockedName(sources, id);
  const other = namedElsewhere(sources, { map, id, path }, value);
  return other && quoted(other);
}

function namedElsewhere(sources: Sources, { map, id, path }: Place, value: Maybe): Words | undefined {
  const named = (...at: string[]) => text(find(sources, [...at, 'name']));
  const member = (name: string) => (isObject(value) && typeof value[name] === 'string' ? (value[name] as string) : undefined);
  switch (map) {
    case 'forms':
      return member('form') === undefined ? undefined : named('forms', member('form')!);
    case 'fields':
    case 'columns':
      return member('element') === undefined ? undefined : named('elements', member('element')!);
    case 'contracts':
      return isObject(value) ? text(value.purpose) : undefined;
    case 'papers':
      return member('item') === undefined ? undefined : named('scenario', 'items', member('item')!);
    case 'when':
    case 'then':
      return named(...path.slice(0, 3), map === 'when' ? 'inputs' : 'outputs', id);
    case 'consents':
    case 'data':
      return named('scenario', 'data', id);
    case 'provides':
    case 'keys':
      return named('resources', String(find(sources, [...path.slice(0, 3), 'resource'])), map === 'keys' ? 'keys' : 'fields', id);
    default:
      return undefined;
  }
}

/** Rows have no name: their place in the table is what people see. */
function rowNumber(sources: Sources, path: Path): Words | undefined {
  for (const source of sources) {
    const rows = valueAt(source, path.slice(0, -1));
    if (!isObject(rows) || !Object.hasOwn(rows, path.at(-1)!)) continue;
    const order = Object.entries(rows as Record<string, { rank?: string }>).sort(([a, x], [b, y]) =>
      `${x.rank} ${a}` < `${y.rank} ${b}` ? -1 : 1,
    );
    const at = order.findIndex(([id]) => id === path.at(-1)) + 1;
    return [`第 ${at} 行`, `row ${at}`];
  }
  return undefined;
}

function nodeOrEdge(sources: Sources, id: string): Words | undefined {
  const name = text(find(sources, ['scenario', 'nodes', id, 'name']));
  if (name) return quoted(name);
  const edge = find(sources, ['scenario', 'edges', id]);
  return isObject(edge) ? between(sources, edge) : undefined;
}

function between(sources: Sources, edge: Record<string, Maybe>): Words | undefined {
  const end = (id: Maybe) => text(find(sources, ['scenario', 'nodes', String(id), 'name'])) ?? (['某环节', 'a step'] as const);
  const [from, to] = [end(edge.from), end(edge.to)];
  return [`「${from[0]}」→「${to[0]}」`, `“${from[1]}” → “${to[1]}”`];
}

const lockable = [
  'nodes',
  'clocks',
  'items',
  'tables',
  'scripts',
  'params',
  'data',
  'forms',
  'outcomes',
  'notifications',
  'edges',
  'materials',
];
/** A lock's address begins with the id of an element, or with the name of a map. */
function lockedName(sources: Sources, address: string): Words | undefined {
  const parts = address.split(/[./]/).filter((part) => part !== 'scenario');
  for (const id of parts) {
    for (const map of lockable) {
      if (find(sources, ['scenario', map, id]) === undefined) continue;
      return quotedName(sources, { map, id, path: ['scenario', map, id] });
    }
  }
  const kind = lookUp(elementWords, parts[0] ?? '');
  return kind && quoted(kind);
}

/** What a path of a value is called: the question that asks it, else what the scenario calls it. */
export function pathName(sources: Sources, path: string): Words | undefined {
  const own = text(find(sources, ['scenario', 'variables', path, 'name']));
  if (own) return own;
  const [subject, key] = path.split('.');
  for (const source of sources) {
    for (const form of Object.values(source.forms ?? {})) {
      for (const [id, field] of Object.entries(form.fields ?? {})) {
        if (field.subject !== subject || (field.element ?? field.key ?? id) !== key) continue;
        return text(field.label as Maybe) ?? text(find(sources, ['elements', key!, 'name']));
      }
    }
  }
  return text(find(sources, ['elements', key ?? '', 'name']));
}

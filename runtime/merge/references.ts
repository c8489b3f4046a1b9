/** Who names whom in a package, by id: an element that is named must not go while what names it stays (MG14). */
import { isObject, type JsonObject, keyOf, type Maybe, type Path, valueAt } from './tree.ts';

export interface Reference {
  /** The property that names. */
  from: Path;
  /** The element that is named. */
  to: Path;
}

/**
 * By map of elements: properties that name, and the map the id is looked up in. `*` is any entry, `#` any value of a list,
 * `$` the document the element stands in.
 */
const table: readonly (readonly [elements: string, maps: Readonly<Record<string, string>>])[] = [
  ['scenario/edges', { 'scenario/nodes': 'from to' }],
  [
    'scenario/nodes',
    {
      'scenario/nodes': 'parent attachedTo retain separate/# nodes/# event/node',
      'scenario/items': 'item participants/*/item',
      'scenario/departments': 'department participants/*/department each/departments/#',
      'scenario/roles': 'role participants/*/role',
      'scenario/subjects': 'party',
      'scenario/forms': 'form forms/#',
      'scenario/data': 'data prefill/#',
      'scenario/scripts': 'script',
      'scenario/tables': 'table',
      'scenario/notifications': 'notification',
      'scenario/outcomes': 'outcome',
      'scenario/messages': 'event/message trigger/message',
      'scenario/signals': 'event/signal trigger/signal',
    },
  ],
  ['scenario/clocks', { 'scenario/nodes': 'starts ends', 'scenario/items': 'item', 'scenario/departments': 'department' }],
  ['scenario/papers', { 'scenario/nodes': 'at', 'scenario/items': 'item', 'scenario/departments': 'department' }],
  ['scenario/outcomes', { 'scenario/subjects': 'holder', 'scenario/items': 'item', 'scenario/departments': 'department' }],
  ['scenario/forms', { forms: 'form', 'scenario/items': 'item' }],
  ['scenario/data', { resources: 'resource', contracts: 'contract' }],
  ['scenario/items', { 'scenario/departments': 'department', 'scenario/data': 'materials/#/data' }],
  ['scenario/materials', { 'scenario/data': 'accepts/#/data' }],
  ['scenario/notifications', { 'scenario/subjects': 'to' }],
  ['scenario/variables', { elements: 'element' }],
  [
    'forms/*/fields',
    { 'forms/$/sections': 'section', elements: 'element columns/*/element', 'scenario/items': 'item', 'scenario/materials': 'slot' },
  ],
  ['contracts', { resources: 'resource', 'scenario/nodes': 'steps/#' }],
];

const groups = table.map(([elements, maps]) => ({
  elements: elements.split('/'),
  properties: Object.entries(maps).flatMap(([map, names]) =>
    names.split(' ').map((name) => ({ name: name.split('/'), map: map.split('/') })),
  ),
}));
type Properties = (typeof groups)[number]['properties'];
/** What an element names, from the element on. */
interface Named {
  from: Path;
  map: Path;
  id: string;
}
/** Versions share the elements nobody changed: each is looked through once. */
const known = new WeakMap<object, Map<Properties, readonly Named[]>>();

/** Every place of a package that names an element by its id. */
export function referencesOf(pkg: unknown): Reference[] {
  const found: Reference[] = [];
  const add = (place: Path, document: string, named: Named) =>
    found.push({ from: [...place, ...named.from], to: [...named.map.map((part) => (part === '$' ? document : part)), named.id] });
  for (const { elements, properties } of groups) {
    for (const [place, element, document] of elementsIn(pkg as Maybe, elements))
      for (const named of namedBy(element, properties)) add(place, document, named);
  }
  const situation = valueAt(pkg, ['scenario', 'situation', 'form']);
  if (typeof situation === 'string') found.push({ from: ['scenario', 'situation', 'form'], to: ['scenario', 'forms', situation] });
  return found;
}

function elementsIn(root: Maybe, elements: Path): [Path, JsonObject, string][] {
  const star = elements.indexOf('*');
  const documents = star < 0 ? [''] : Object.keys((valueAt(root, elements.slice(0, star)) ?? {}) as JsonObject);
  return documents.flatMap((document) => {
    const path = elements.map((part) => (part === '*' ? document : part));
    const map = valueAt(root, path);
    if (!isObject(map)) return [];
    return Object.entries(map).flatMap(([id, element]): [Path, JsonObject, string][] =>
      isObject(element) ? [[[...path, id], element, document]] : [],
    );
  });
}

function namedBy(element: JsonObject, properties: Properties): readonly Named[] {
  const before = known.get(element)?.get(properties);
  if (before) return before;
  const found: Named[] = [];
  for (const { name, map } of properties) follow(element, name, [], (from, id) => found.push({ from, map, id }));
  known.set(element, (known.get(element) ?? new Map()).set(properties, found));
  return found;
}

function follow(value: Maybe, [part, ...rest]: readonly string[], at: Path, visit: (from: Path, id: string) => void): void {
  if (part === undefined) {
    if (typeof value === 'string') visit(at, value);
  } else if (part === '#') {
    // A value of a list is addressed by its list: positions are no addresses.
    if (Array.isArray(value)) for (const one of value) follow(one, rest, at, visit);
  } else if (part === '*') {
    if (isObject(value)) for (const [id, one] of Object.entries(value)) follow(one, rest, [...at, id], visit);
  } else if (isObject(value) && Object.hasOwn(value, part)) follow(value[part], rest, [...at, part], visit);
}

/** References to elements that are not there, by a name of their own. */
export function danglingIn(pkg: unknown): Map<string, Reference> {
  const dangling = referencesOf(pkg).filter(({ to }) => valueAt(pkg, to) === undefined);
  return new Map(dangling.map((reference) => [`${keyOf(reference.from)} ${keyOf(reference.to)}`, reference]));
}

/**
 * Steps that only got another id (MG28). People never see ids, so a renamed id is no wish of theirs: the versions are
 * brought to the new id before they are compared, and what the other side did to the element stays with it.
 */
import type { ScenarioPackage } from '../compile/plan.ts';
import { groupOf } from './groups.ts';
import { lockAt } from './lock-address.ts';
import { referencesOf } from './references.ts';
import { splitsBetween } from './splits.ts';
import { equal, isObject, type JsonObject, keyOf, type Maybe, member, type Path, valueAt } from './tree.ts';
import type { Change, MergeInput, MergeItem } from './types.ts';

/** One step under two ids. */
export interface Rename {
  /** The map it stands in. */
  map: Path;
  from: string;
  to: string;
}

/**
 * Steps only. Fields of a form are alike too often (two of one label in one section), and a field that was renamed and changed
 * at once would be asked about again after it was taken.
 */
const maps: readonly Path[] = [['scenario', 'nodes']];

const pathKey = ({ map, from }: Rename) => keyOf([...map, from]);
const newKey = ({ map, to }: Rename) => keyOf([...map, to]);

/**
 * From one version to the next. An element was renamed when it is gone and exactly one new one is like it: of the same kind and
 * name, in the same place (item, department, section), and doing the same in all but what may be changed at the same time.
 * `across`: the other side, whose new name the element may have taken already.
 */
export function renamesBetween(before: ScenarioPackage, after: ScenarioPackage, across = before): Rename[] {
  const splits = splitsBetween(before, after);
  return maps.flatMap((map) => {
    const [was, is] = [valueAt(before, map), valueAt(after, map)];
    if (was === is || !isObject(was) || !isObject(is)) return [];
    const gone = Object.keys(was).filter((id) => !Object.hasOwn(is, id) && !splits.has(keyOf([...map, id])));
    const come = Object.keys(is).filter((id) => !Object.hasOwn(was, id));
    const pairs = gone.flatMap((from) =>
      come.filter((to) => areOne(was[from], is[to], valueAt(across, [...map, from]))).map((to) => ({ map, from, to })),
    );
    // One to one, or it is not certain which became which.
    return pairs.filter(
      ({ from, to }) => pairs.filter((pair) => pair.from === from).length === 1 && pairs.filter((pair) => pair.to === to).length === 1,
    );
  });
}

/** What makes an element this one and no other. */
const identity = ['kind', 'type', 'name', 'label', 'item', 'department', 'element', 'path', 'form', 'forms'] as const;

function areOne(was: Maybe, is: Maybe, other: Maybe): boolean {
  if (!isObject(was) || !isObject(is)) return false;
  if (member(was, 'name') === undefined && member(was, 'label') === undefined) return false;
  return identity.every(
    (name) => equal(member(was, name), member(is, name)) || (isObject(other) && equal(member(other, name), member(is, name))),
  );
}

function isLocked({ scenario }: ScenarioPackage, path: Path): boolean {
  const held = lockAt(scenario?.locks, path);
  return held !== undefined && held.lock !== 'free';
}

export interface Aligned {
  input: MergeInput;
  /** By upstream, by us, or by both alike. */
  renames: (Rename & { by: 'ours' | 'theirs' | 'same' })[];
}

/** All three versions under the ids that are the newest. What both renamed differently, or whose new id is taken, stays as it is. */
export function align(input: MergeInput): Aligned {
  const { base, ours, theirs } = input;
  const byTheirs = renamesBetween(base, theirs, ours);
  // What upstream locks is not renamed here: it stays a locked element that is gone.
  const byOurs = renamesBetween(base, ours, theirs).filter(({ map, from }) => !isLocked(theirs, [...map, from]));
  if (byOurs.length === 0 && byTheirs.length === 0) return { input, renames: [] };
  const found = [
    ...byOurs.map((rename) => ({ ...rename, by: 'ours' as const })),
    ...byTheirs.map((rename) => ({ ...rename, by: 'theirs' as const })),
  ];
  const renames = found.flatMap((rename): Aligned['renames'] => {
    const other = found.find((one) => one.by !== rename.by && pathKey(one) === pathKey(rename));
    if (other) return other.to !== rename.to ? [] : rename.by === 'ours' ? [{ ...rename, by: 'same' }] : [];
    const across = rename.by === 'ours' ? theirs : ours;
    if (valueAt(across, [...rename.map, rename.to]) === undefined) return [rename];
    // Gone there too, and there under the very id: the same renaming, and more was changed with it.
    return valueAt(across, [...rename.map, rename.from]) === undefined ? [{ ...rename, by: 'same' }] : [];
  });
  const of = (side: 'ours' | 'theirs') => renames.filter(({ by }) => by !== side && by !== 'same');
  return {
    input: { ...input, base: withIds(base, renames), ours: withIds(ours, of('ours')), theirs: withIds(theirs, of('theirs')) },
    renames,
  };
}

/** The package with elements under other ids, and whatever names them. */
export function withIds(pkg: ScenarioPackage, renames: readonly Rename[]): ScenarioPackage {
  const here = renames.filter(({ map, from, to }) => {
    const elements = valueAt(pkg, map);
    return isObject(elements) && Object.hasOwn(elements, from) && !Object.hasOwn(elements, to);
  });
  if (here.length === 0) return pkg;
  const ids = new Map(here.map((rename) => [pathKey(rename), rename]));
  let result = pkg as unknown as JsonObject;
  const change = (path: Path, make: (value: Maybe) => Maybe) => {
    result = changed(result, path, make);
  };
  for (const { from, to } of referencesOf(pkg)) {
    const rename = ids.get(keyOf(to));
    if (rename) change(from, (value) => named(value, rename));
  }
  for (const rename of here) {
    change(rename.map, (elements) => renamedMember(elements, rename));
    if (rename.map[1] !== 'nodes') continue;
    // Where it lies on the picture, the locks on it, and the case tests that act at it.
    change(['scenario', 'layout'], (layout) => renamedKeys(layout, rename, 2));
    change(['scenario', 'locks'], (locks) => renamedLocks(locks, rename));
    change(['cases'], (cases) => renamedInside(cases, rename));
  }
  return result as unknown as ScenarioPackage;
}

/** Only what is there is changed. */
function changed(root: JsonObject, [key, ...rest]: Path, make: (value: Maybe) => Maybe): JsonObject {
  if (key === undefined || !Object.hasOwn(root, key)) return root;
  const value = root[key]!;
  const next = rest.length === 0 ? make(value) : isObject(value) ? changed(value, rest, make) : value;
  if (next === value || next === undefined) return root;
  return Object.fromEntries(Object.entries(root).map(([name, inner]) => [name, name === key ? next : inner]));
}

function named(value: Maybe, { from, to }: Rename): Maybe {
  if (value === from) return to;
  return Array.isArray(value) ? value.map((one) => (one === from ? to : one)) : value;
}

function renamedMember(elements: Maybe, { from, to }: Rename): Maybe {
  if (!isObject(elements) || !Object.hasOwn(elements, from)) return elements;
  return Object.fromEntries(Object.entries(elements).map(([id, element]) => [id === from ? to : id, element]));
}

function renamedKeys(value: Maybe, rename: Rename, depth: number): Maybe {
  if (!isObject(value) || depth === 0) return value;
  const inner = renamedMember(value, rename) as JsonObject;
  return Object.fromEntries(Object.entries(inner).map(([name, member]) => [name, renamedKeys(member, rename, depth - 1) ?? member]));
}

/** `n_ga`, `n_ga.dueDays`, `nodes.n_ga`, `scenario/nodes/n_ga/dueDays`. */
function renamedLocks(locks: Maybe, { from, to }: Rename): Maybe {
  if (!isObject(locks)) return locks;
  const address = (key: string) =>
    key
      .split(/([./])/)
      .map((part) => (part === from ? to : part))
      .join('');
  return Object.fromEntries(Object.entries(locks).map(([key, lock]) => [address(key), lock]));
}

/** A step is named by key or as a word of its own; ids of steps are like nothing people type. */
function renamedInside(value: Maybe, rename: Rename): Maybe {
  if (value === rename.from) return rename.to;
  if (Array.isArray(value)) return value.map((one) => renamedInside(one, rename) ?? one);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key === rename.from ? rename.to : key, renamedInside(inner, rename) ?? inner]),
  );
}

/** The renaming as a change of its own: told, never asked. */
export function renameChange(rename: Rename, { before, after }: { before: ScenarioPackage; after: ScenarioPackage }): Change {
  const { map, from, to } = rename;
  const [was, is] = [valueAt(before, [...map, from]), valueAt(after, [...map, to])];
  return {
    key: pathKey(rename),
    kind: 'renamed',
    group: groupOf([...map, from]),
    ...(was === undefined ? {} : { before: was }),
    ...(is === undefined ? {} : { after: is }),
    into: [newKey(rename)],
  };
}

/** The same beside the items of a merge. */
export function renameItem({ by, ...rename }: Aligned['renames'][number], { base }: MergeInput): MergeItem {
  const value = valueAt(base, [...rename.map, rename.from]);
  return {
    key: pathKey(rename),
    group: groupOf([...rename.map, rename.from]),
    kind: 'renamed',
    state: by,
    choices: [],
    ...(value === undefined ? {} : { base: value }),
    into: [newKey(rename)],
  };
}

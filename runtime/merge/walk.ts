/** The walk through three versions: every property that somebody changed becomes an item. */
import type { JsonValue } from '../compile/plan.ts';
import { groupOf } from './groups.ts';
import { mergeLines } from './lines.ts';
import { mergeSequences, mergeSets } from './lists.ts';
import { coupled, formOf, isCounter, isMapName, isQuiet, isSetName, isText, isWhole } from './shape.ts';
import { equal, isObject, type JsonObject, keyOf, type Maybe, member, type Path } from './tree.ts';
import type { ChangeKind, Choice, MergeItem, MergeState } from './types.ts';

/** First name of the paths in JSON that is no package. */
export const anyJson = 'json';
const isAny = (path: Path) => path[0] === anyJson;

/** An object is a record of properties, a map of elements by id, or one of those elements. */
type Role = 'record' | 'map' | 'element';
export interface Three {
  base: Maybe;
  ours: Maybe;
  theirs: Maybe;
}
/** An item before anything is decided about it. */
export interface Drawn {
  item: MergeItem;
  path: Path;
  /** What `both` comes to, where both have room. */
  both?: JsonValue;
}
export interface Walked {
  items: Map<string, Drawn>;
  /** Maps that one version has and another has not: whether the result keeps one that is empty. */
  empties: [Path, boolean][];
  /** Keys whose decision makes something that fits no schema. */
  refused: Set<string>;
}

/** Everything that differs between three packages, property by property. No address of an item lies inside another's. */
export function walkPackages(three: Three): Walked {
  const walked: Walked = { items: new Map(), empties: [], refused: new Set() };
  walk(walked, [], three, 'record', undefined);
  return walked;
}

function walk(walked: Walked, path: Path, three: Three, role: Role, leader: string | undefined): void {
  const { base, ours, theirs } = three;
  if (equal(base, ours) && equal(base, theirs)) return;
  if (descends(path, three, role)) walkObject(walked, path, three, role);
  else settle(walked, path, three, leader);
}

/** Whether what changed lies inside, so that each side may have changed another part. */
function descends(path: Path, { base, ours, theirs }: Three, role: Role): boolean {
  const present = [base, ours, theirs].filter((value) => value !== undefined);
  if (!present.every(isObject)) return false;
  if (role === 'map') return present.length > 0;
  if (present.length < 3 && (role === 'element' || base !== undefined || ours === undefined || theirs === undefined)) return false;
  if (isAny(path)) return true;
  if (isWhole(path) || present.some(isText)) return false;
  return new Set((present as JsonObject[]).map((value) => formOf(path, value))).size === 1;
}

function walkObject(walked: Walked, path: Path, three: Three, role: Role): void {
  const keys = new Set([three.ours, three.theirs, three.base].flatMap((value) => (isObject(value) ? Object.keys(value) : [])));
  const leaders = role === 'map' || isAny(path) ? undefined : leadersOf(three);
  if (role === 'map' && [three.base, three.ours, three.theirs].includes(undefined)) walked.empties.push([path, staysWhenEmpty(three)]);
  for (const key of keys) {
    const inner = { base: member(three.base, key), ours: member(three.ours, key), theirs: member(three.theirs, key) };
    walk(walked, [...path, key], inner, roleOf(path, role, key, inner), leaders?.get(key));
  }
}

function roleOf(path: Path, role: Role, key: string, { base, ours, theirs }: Three): Role {
  if (role === 'map' || isAny(path)) return 'element';
  const isMap = isMapName(key) && [base, ours, theirs].every((value) => value === undefined || (isObject(value) && !isText(value)));
  return isMap && !isWhole([...path, key]) ? 'map' : 'record';
}

/** An empty map and none are the same to every reader; which of them is there is still taken from the side that changed it. */
function staysWhenEmpty({ base, ours, theirs }: Three): boolean {
  const [b, o, t] = [base !== undefined, ours !== undefined, theirs !== undefined];
  if (o === t) return o;
  return b === o ? t : o;
}

/** Of members that say one thing together and were changed on both sides: the first leads, the others follow its decision. */
function leadersOf({ base, ours, theirs }: Three): Map<string, string> {
  const leaders = new Map<string, string>();
  if (base === undefined) return leaders;
  for (const group of coupled) {
    const changed = (side: Maybe) => group.filter((key) => !equal(member(base, key), member(side, key)));
    const [byOurs, byTheirs] = [changed(ours), changed(theirs)];
    if (byOurs.length === 0 || byTheirs.length === 0 || group.every((key) => equal(member(ours, key), member(theirs, key)))) continue;
    const either = group.filter((key) => byOurs.includes(key) || byTheirs.includes(key));
    if (either.length > 1) for (const key of either) leaders.set(key, either[0]!);
  }
  return leaders;
}

/** One property, or one element as a whole: who changed it, and what may be chosen. */
function settle(walked: Walked, path: Path, three: Three, leader: string | undefined): void {
  const { base, ours, theirs } = three;
  const joined = leader === undefined ? join(path, three) : undefined;
  const state = leader === undefined ? stateOf(three, joined?.clean !== undefined) : 'conflict';
  const result = state === 'merged' ? joined!.clean : state === 'theirs' ? theirs : ours;
  const key = keyOf(path);
  const item: MergeItem = {
    key,
    group: groupOf(path),
    kind: kindOf(path, three),
    state,
    choices: choicesFor(state, joined?.both, [base, ours, theirs].every(isEditable)),
  };
  if (base !== undefined) item.base = base;
  if (ours !== undefined) item.ours = ours;
  if (theirs !== undefined) item.theirs = theirs;
  setResult(item, result);
  if (state === 'conflict' && !isAny(path) && isQuiet(path)) item.quiet = true;
  if (leader !== undefined && leader !== path.at(-1)) Object.assign(item, { follows: keyOf([...path.slice(0, -1), leader]), choices: [] });
  walked.items.set(key, { item, path, ...(joined?.both === undefined ? {} : { both: joined.both }) });
}

function stateOf({ base, ours, theirs }: Three, isMerged: boolean): MergeState {
  if (equal(ours, theirs)) return 'same';
  if (equal(base, ours)) return 'theirs';
  if (equal(base, theirs)) return 'ours';
  return isMerged ? 'merged' : 'conflict';
}

function choicesFor(state: MergeState, both: Maybe, isEditable: boolean): Choice[] {
  if (state === 'same') return [];
  const canBoth = both !== undefined && (state === 'conflict' || state === 'merged');
  return ['ours', 'theirs', ...(canBoth ? (['both'] as const) : []), ...(isEditable ? (['edit'] as const) : [])];
}

/** What changed, told from the side that changed it; of two changes, upstream's. */
export function kindOf(path: Path, { base, ours, theirs }: Three): ChangeKind {
  const changed = equal(base, theirs) ? ours : theirs;
  if (base === undefined) return 'added';
  if (changed === undefined || ours === undefined || theirs === undefined) return 'removed';
  const name = path.at(-1)!;
  if (name === 'rank' || name === 'parent' || (name === 'section' && path[0] === 'forms') || path[1] === 'layout') return 'moved';
  return 'changed';
}

/** Brings two different changes of one property together, where that has a meaning. */
function join(path: Path, { base, ours, theirs }: Three): { clean?: JsonValue; both?: JsonValue } | undefined {
  if (isAny(path))
    return [base, ours, theirs].every(Array.isArray)
      ? mergeSequences(base as JsonValue[], ours as JsonValue[], theirs as JsonValue[])
      : undefined;
  if (isCounter(path) && typeof ours === 'number' && typeof theirs === 'number') return { clean: Math.max(ours, theirs) };
  if (Array.isArray(base ?? []) && Array.isArray(ours) && Array.isArray(theirs)) {
    return (isSetOf(path, ours, theirs) ? mergeSets : mergeSequences)((base ?? []) as JsonValue[], ours, theirs);
  }
  if (base === undefined && isObject(ours) && isObject(theirs)) {
    const later = String(ours.rank) > String(theirs.rank) ? ours : theirs;
    if (equal({ ...ours, rank: '' }, { ...theirs, rank: '' })) return { clean: later };
  }
  if (isText(ours) && isText(theirs) && (base === undefined || isText(base))) return joinTexts(base, ours, theirs);
  if (typeof base === 'string' && typeof ours === 'string' && typeof theirs === 'string' && isLong(path, base))
    return mergeLines(base, ours, theirs);
  return undefined;
}

const isSetOf = (path: Path, ours: JsonValue[], theirs: JsonValue[]) =>
  isSetName(path.at(-1)!) && [...ours, ...theirs].every((value) => typeof value === 'string');

/** Scripts, and what runs over several lines. An expression is one thought: two of them do not mix. */
const isLong = (path: Path, base: string) => path.at(-1) === 'source' && path[1] === 'scripts' && base !== '';

type Words = { 'zh-CN': string; en?: string };
/** A text in two languages: each language from the side that changed it, line by line where both did. */
function joinTexts(base: Words | undefined, ours: Words, theirs: Words): { clean?: JsonValue; both?: JsonValue } | undefined {
  if (base === undefined) return undefined;
  const merged: [string, string][] = [];
  for (const language of new Set([...Object.keys(ours), ...Object.keys(theirs), ...Object.keys(base)]) as Set<'zh-CN' | 'en'>) {
    const [b, o, t] = [base[language], ours[language], theirs[language]];
    const value =
      o === t || b === t ? o : b === o ? t : b !== undefined && o !== undefined && t !== undefined ? mergeLines(b, o, t).clean : null;
    if (value === null || (value === undefined && o !== undefined && t !== undefined)) return undefined;
    if (value !== undefined) merged.push([language, value]);
  }
  return { clean: Object.fromEntries(merged) };
}

/** Sets what an item comes to; absent when it is taken out. */
export function setResult(item: MergeItem, value: Maybe): void {
  if (value === undefined) delete item.result;
  else item.result = value;
}

/** What a person can type: a value, a list of values, a text. An element as a whole is edited where it is drawn. */
const isEditable = (value: Maybe): boolean => value === undefined || !isObject(value) || isText(value);

/**
 * Whether a merge lost anything, told by a program that knows nothing of how it works: it compares the three versions and
 * the result value by value, and lets a change be missing only where the merge says itself that there was a conflict.
 */
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import type { MergeItem } from '../types.ts';
import { isObject, type Maybe } from './parts.ts';

/** Changes of either side that are neither in the result nor under a conflict; empty when nothing was lost. */
export function lostChanges(
  { base, ours, theirs }: { base: ScenarioPackage; ours: ScenarioPackage; theirs: ScenarioPackage },
  { items, result }: { items: readonly MergeItem[]; result: ScenarioPackage },
): string[] {
  const asked = items.filter(({ state }) => state === 'conflict').map(({ key }) => key);
  const isAsked = (path: string) => asked.some((key) => path === key || path.startsWith(`${key}/`) || key.startsWith(`${path}/`));
  // An element under another id is followed to where it is now: nothing of it may be lost on the way.
  const moves = items.flatMap(({ kind, key, into }) => (kind === 'renamed' && into?.[0] ? [moveOf(key, into[0])] : []));
  const [before, here, there] = [base, ours, theirs].map((pkg) => moves.reduce(moved, pkg)) as [
    ScenarioPackage,
    ScenarioPackage,
    ScenarioPackage,
  ];
  const lost: string[] = [];
  for (const [name, side, other] of [
    ['ours', here, there],
    ['theirs', there, here],
  ] as const) {
    for (const [path, was, is] of changedLeaves(before, side)) {
      const came =
        at(result, path) ??
        at(
          result,
          path.map((part) => moves.reduce(renamedPart, part)),
        );
      const address = path.map(segment).join('/');
      if (same(is, came) || same(moves.reduce(renamedValue, is), came) || isAsked(address)) continue;
      if (!isBlended(address, was, is, at(other, path), came))
        lost.push(`${name} ${address}: ${JSON.stringify(was)} -> ${JSON.stringify(is)}, came ${JSON.stringify(came)}`);
    }
  }
  return lost;
}

/** Values that differ, by address: texts by language, lists as they are. What two versions share is not looked into. */
function changedLeaves(base: unknown, side: unknown, path: string[] = []): [path: string[], was: Maybe, is: Maybe][] {
  if (base === side) return [];
  if (!isObject(base) && !isObject(side)) return same(base as Maybe, side as Maybe) ? [] : [[path, base as Maybe, side as Maybe]];
  const [was, is] = [isObject(base) ? base : {}, isObject(side) ? side : {}];
  const below = [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) =>
    changedLeaves(own(was, key), own(is, key), [...path, key]),
  );
  // One value turned into an object, or an object into one value.
  const turned =
    isObject(base) === isObject(side) || base === undefined || side === undefined ? [] : [[path, base as Maybe, side as Maybe]];
  return [...(turned as [string[], Maybe, Maybe][]).filter(([, , value]) => !isObject(value)), ...below];
}
const own = (object: { [key: string]: JsonValue }, key: string): Maybe => (Object.hasOwn(object, key) ? object[key] : undefined);
const at = (root: unknown, path: readonly string[]): Maybe => {
  const value = path.reduce<unknown>((inner, key) => (isObject(inner) ? own(inner, key) : undefined), root) as Maybe;
  return isObject(value) ? undefined : value;
};

interface Move {
  map: string[];
  from: string;
  to: string;
}
function moveOf(key: string, into: string): Move {
  const parts = (one: string) => one.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [was, is] = [parts(key), parts(into)];
  return { map: was.slice(0, -1), from: was.at(-1)!, to: is.at(-1)! };
}
/** The package with the element under its new id; what names it stays. */
function moved<T>(pkg: T, { map, from, to }: Move): T {
  const copy = structuredClone(pkg);
  const elements = map.reduce<unknown>((inner, key) => (isObject(inner) ? own(inner, key) : undefined), copy);
  if (!isObject(elements) || !Object.hasOwn(elements, from) || Object.hasOwn(elements, to)) return pkg;
  elements[to] = elements[from]!;
  delete elements[from];
  return copy;
}
/** A part of an address that names it: alone, or as the beginning of an address of a lock. */
const renamedPart = (part: string, { from, to }: Move) =>
  part
    .split(/([./])/)
    .map((one) => (one === from ? to : one))
    .join('');
const renamedValue = (value: Maybe, { from, to }: Move): Maybe =>
  value === from ? to : Array.isArray(value) ? value.map((one) => (one === from ? to : one)) : value;
const segment = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
const same = (a: Maybe, b: Maybe) => JSON.stringify(a) === JSON.stringify(b);

/** Both sides changed it and the result is neither: it must then hold what each put in, and nothing each took out. */
function isBlended(path: string, was: Maybe, is: Maybe, other: Maybe, came: Maybe): boolean {
  if (Array.isArray(is) && Array.isArray(came)) return holdsChanges(keys(was), keys(is), keys(other), keys(came));
  if (path.endsWith('/rank') && was === undefined && typeof is === 'string' && typeof came === 'string')
    return came.startsWith(is) || came > is;
  if (path.endsWith('/version') && typeof came === 'number' && typeof is === 'number') return came >= is;
  if (typeof is === 'string' && typeof came === 'string' && /[\r\n]/.test(`${was}${is}`))
    return holdsChanges(lines(was), lines(is), lines(other), lines(came));
  return false;
}

const keys = (list: Maybe) => (Array.isArray(list) ? list.map((value) => JSON.stringify(value)) : []);
const lines = (text: Maybe) => (typeof text === 'string' ? text.split(/\r\n|\n|\r/).filter((line) => line !== '') : []);

function holdsChanges(was: string[], is: string[], other: string[], came: string[]): boolean {
  const count = (list: string[], value: string) => list.filter((one) => one === value).length;
  const added = is.filter((value) => count(is, value) > count(was, value));
  const gone = was.filter((value) => count(is, value) < count(was, value));
  return (
    added.every((value) => count(came, value) >= count(is, value)) &&
    gone.every((value) => count(came, value) < count(was, value) || count(other, value) > count(was, value))
  );
}

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
  const [b, o, t, r] = [leaves(base), leaves(ours), leaves(theirs), leaves(result)];
  const asked = items.filter(({ state }) => state === 'conflict').map(({ key }) => key);
  const renamed = items.filter(({ kind }) => kind === 'renamed').map(({ key }) => key);
  const isAsked = (path: string) =>
    [...asked, ...renamed].some((key) => path === key || path.startsWith(`${key}/`) || key.startsWith(`${path}/`));
  const lost: string[] = [];
  for (const [name, side, other] of [
    ['ours', o, t],
    ['theirs', t, o],
  ] as const) {
    for (const path of new Set([...b.keys(), ...side.keys()])) {
      const [was, is, came] = [b.get(path), side.get(path), r.get(path)];
      if (same(was, is) || same(is, came) || isAsked(path)) continue;
      if (!isBlended(path, was, is, other.get(path), came))
        lost.push(`${name} ${path}: ${JSON.stringify(was)} -> ${JSON.stringify(is)}, came ${JSON.stringify(came)}`);
    }
  }
  return lost;
}

/** Values by address: texts by language, lists as they are. */
function leaves(pkg: ScenarioPackage): Map<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  const walk = (value: JsonValue, path: string) => {
    if (!isObject(value)) found.set(path, value);
    else
      for (const [key, inner] of Object.entries(value))
        if (inner !== undefined) walk(inner, path === '' ? segment(key) : `${path}/${segment(key)}`);
  };
  walk(pkg as unknown as JsonValue, '');
  return found;
}
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

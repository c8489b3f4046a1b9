/** Locks of a template: what a clone may change (MG20-MG24). */
import type { Text } from '../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import { bypassedSteps } from './bypass.ts';
import { type Held, type Locks, lockAt, namesOf } from './lock-address.ts';
import { equal, isObject, type JsonObject, keyOf, type Maybe, member, type Path } from './tree.ts';
import type { LockViolation } from './types.ts';
import { walkPackages } from './walk.ts';

/** Everything in a clone that the locks of its template do not allow. */
export function lockViolations(upstream: ScenarioPackage, local: ScenarioPackage): LockViolation[] {
  const locks = upstream.scenario.locks;
  if (!locks || Object.keys(locks).length === 0) return [];
  const [base, theirs] = [upstream as unknown as JsonObject, local as unknown as JsonObject];
  const changes = [...walkPackages({ base, ours: base, theirs }).items.values()].map(({ item, path }) => ({
    path,
    before: item.base,
    after: item.theirs,
  }));
  const found = changes.flatMap((change) => brokenBy(locks, change).map((broken) => violation(broken)));
  const known = new Set(found.map(({ key }) => key));
  return [
    ...found,
    ...bypassedSteps(locks, { upstream, local })
      .map(violation)
      .filter(({ key }) => !known.has(key)),
  ];
}

const violation = ({ path, before, after, ...broken }: Broken & ChangeAt): LockViolation => ({
  key: keyOf(path),
  lock: broken.address,
  code: broken.code,
  message: wordsOf(broken),
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

export interface ChangeAt {
  path: Path;
  before: Maybe;
  after: Maybe;
}

/** Locks a change breaks: one around it, or, when an element goes or is replaced as a whole, those on parts of it. */
function brokenBy(locks: Locks, change: ChangeAt): (Broken & ChangeAt)[] {
  const broken = lockCodeOf(locks, change.path, change);
  if (broken) return [{ ...broken, ...change }];
  if (!isObject(change.before)) return [];
  return Object.keys(change.before).flatMap((key) => {
    const inner: ChangeAt = { path: [...change.path, key], before: member(change.before, key), after: member(change.after, key) };
    if (equal(inner.before, inner.after) || !hasLockBelow(locks, inner.path)) return [];
    return brokenBy(locks, inner);
  });
}

/** Whether some lock is nearer to a path than to what lies around it. */
function hasLockBelow(locks: Locks, path: Path): boolean {
  const held = lockAt(locks, path);
  if (held?.rest.length === 0) return true;
  const [, starts] = namesOf(path);
  return Object.keys(locks).some((address) =>
    starts.some((start) => start < path.length && address.startsWith(`${path.slice(start).join('.')}.`)),
  );
}

export interface Broken {
  code: LockViolation['code'];
  address: string;
  min?: number;
  max?: number;
}

/** What a change of one property breaks, if anything. */
export function lockCodeOf(locks: Locks | undefined, path: Path, { before, after }: { before: Maybe; after: Maybe }): Broken | undefined {
  if (path[0] === 'scenario' && path[1] === 'locks') return before === undefined ? undefined : { code: 'locks', address: path[2] ?? '' };
  if (path[0] === 'scenario' && path[1] === 'layout') return undefined;
  const held = lockAt(locks, path);
  if (!held || held.lock === 'free') return undefined;
  if (held.lock === 'locked') return { code: 'locked', address: held.address };
  if (held.lock === 'insert') return before === undefined && held.rest.length > 0 ? undefined : { code: 'insert', address: held.address };
  // A tunable element: its numbers within the range, the rest as upstream has it.
  return typeof before === 'number'
    ? outOfRange(held, after)
    : { code: held.rest.length === 0 ? 'range' : 'locked', address: held.address, ...rangeOf(held) };
}

const rangeOf = ({ lock }: Held) => (lock as { tunable: { min?: number; max?: number } }).tunable;

function outOfRange({ address, lock }: Held, after: Maybe): Broken | undefined {
  const { min, max } = (lock as { tunable: { min?: number; max?: number } }).tunable;
  const fits = typeof after === 'number' && (min === undefined || after >= min) && (max === undefined || after <= max);
  return fits ? undefined : { code: 'range', address, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function wordsOf({ code, min, max }: Broken): Text {
  switch (code) {
    case 'range':
      return rangeWords(min, max);
    case 'insert':
      return {
        'zh-CN': '模板在这里只允许增加，不能修改或删除原有内容。',
        en: 'The template allows adding here, not changing or removing what is there.',
      };
    case 'bypassed':
      return {
        'zh-CN': '这一步是模板锁定的，不能绕过：请恢复通向它和由它通出的连线。',
        en: 'The template locks this step: put back the connections that lead to it and from it.',
      };
    case 'locks':
      return { 'zh-CN': '模板的锁定不能修改或删除。', en: 'The locks of the template cannot be changed or removed.' };
    default:
      return { 'zh-CN': '模板锁定了这里，请恢复为模板的内容。', en: 'The template locks this: put back what the template says.' };
  }
}

function rangeWords(min: number | undefined, max: number | undefined): Text {
  if (min === undefined)
    return { 'zh-CN': `模板规定最多 ${max}，请改小。`, en: `The template allows at most ${max}: choose a smaller value.` };
  if (max === undefined)
    return { 'zh-CN': `模板规定最少 ${min}，请改大。`, en: `The template asks for at least ${min}: choose a larger value.` };
  return {
    'zh-CN': `模板只允许在 ${min} 到 ${max} 之间，请改回范围内。`,
    en: `The template allows ${min} to ${max}: choose a value within it.`,
  };
}

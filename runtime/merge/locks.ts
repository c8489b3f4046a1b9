/** Locks of a template: what a clone may change (MG20-MG24). */
import type { Scenario, Text } from '../../schemas/generated/documents.ts';
import type { JsonValue, ScenarioPackage } from '../compile/plan.ts';
import { isObject, type JsonObject, type Maybe, type Path, pathOfKey } from './tree.ts';
import type { LockViolation } from './types.ts';
import { type Drawn, walkPackages } from './walk.ts';

type Locks = NonNullable<Scenario['locks']>;
type Lock = Locks[string];
export interface Held {
  address: string;
  lock: Lock;
  /** Parts of the path behind the address: none when the lock is on the value itself. */
  rest: Path;
}

/**
 * The lock nearest to a path. Addresses, from near to far: `clocks.c_case.days`, `c_case.days`, `clocks.c_case`, `c_case`,
 * `clocks`; with slashes the whole address from the root of the package.
 */
export function lockAt(locks: Locks | undefined, path: Path): Held | undefined {
  if (!locks) return undefined;
  const [start, names] = namesOf(path);
  for (let length = path.length; length > start; length -= 1) {
    const rest = path.slice(length);
    for (const address of addressesOf(path, names, start, length)) {
      if (Object.hasOwn(locks, address)) return { address, lock: locks[address]!, rest };
    }
  }
  return undefined;
}

/** Where addresses may begin: behind `scenario`, or at the document of a form. */
function namesOf(path: Path): [start: number, names: readonly number[]] {
  return path[0] === 'scenario' ? [1, [1, 2]] : [0, [0, 1, 2, 3]];
}

function addressesOf(path: Path, starts: readonly number[], _start: number, length: number): string[] {
  const dotted = starts.filter((start) => start < length).map((start) => path.slice(start, length).join('.'));
  return [path.slice(0, length).join('/'), ...dotted];
}

/** Everything in a clone that the locks of its template do not allow. */
export function lockViolations(upstream: ScenarioPackage, local: ScenarioPackage): LockViolation[] {
  const locks = upstream.scenario.locks ?? {};
  const [base, theirs] = [upstream as unknown as JsonObject, local as unknown as JsonObject];
  const { items } = walkPackages({ base, ours: base, theirs });
  return [...items.values()].flatMap((drawn) => violationOf(locks, drawn) ?? []);
}

function violationOf(locks: Locks, { item, path }: Drawn): LockViolation | undefined {
  const code = lockCodeOf(locks, path, { before: item.base, after: item.theirs });
  if (!code) return undefined;
  return {
    key: item.key,
    lock: code.address,
    code: code.code,
    message: wordsOf(code),
    ...(item.base === undefined ? {} : { before: item.base }),
    ...(item.theirs === undefined ? {} : { after: item.theirs }),
  };
}

interface Broken {
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
  return outOfRange(held, after);
}

function outOfRange({ address, lock }: Held, after: Maybe): Broken | undefined {
  const { min, max } = (lock as { tunable: { min?: number; max?: number } }).tunable;
  const fits = typeof after === 'number' && (min === undefined || after >= min) && (max === undefined || after <= max);
  return fits ? undefined : { code: 'range', address, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function wordsOf({ code, min, max }: Broken): Text {
  const range = `${min ?? ''}–${max ?? ''}`;
  switch (code) {
    case 'range':
      return {
        'zh-CN': `模板只允许在 ${range} 之间调整，请改回范围内。`,
        en: `The template allows ${range} here: choose a value within it.`,
      };
    case 'insert':
      return {
        'zh-CN': '模板在这里只允许增加，不能修改或删除原有内容。',
        en: 'The template allows adding here, not changing or removing what is there.',
      };
    case 'bypassed':
      return { 'zh-CN': '这一步是模板锁定的，不能绕过。', en: 'The template locks this step: it cannot be bypassed.' };
    case 'locks':
      return { 'zh-CN': '模板的锁定不能修改或删除。', en: 'The locks of the template cannot be changed or removed.' };
    default:
      return { 'zh-CN': '模板锁定了这里，请恢复为模板的内容。', en: 'The template locks this: put back what the template says.' };
  }
}

export const isTunable = (lock: JsonValue | undefined): boolean => isObject(lock) && 'tunable' in lock;
export { pathOfKey };

/** Addresses in `locks`, and which lock is nearest to a path (MG20). */
import type { Scenario } from '../../schemas/generated/documents.ts';
import type { Path } from './tree.ts';

export type Locks = NonNullable<Scenario['locks']>;
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
export function namesOf(path: Path): [start: number, names: readonly number[]] {
  return path[0] === 'scenario' ? [1, [1, 2]] : [0, [0, 1, 2, 3]];
}

function addressesOf(path: Path, starts: readonly number[], _start: number, length: number): string[] {
  const dotted = starts.filter((start) => start < length).map((start) => path.slice(start, length).join('.'));
  return [path.slice(0, length).join('/'), ...dotted];
}

/** Lists and lines: the longest common part of two of them, and three brought together. */

/** Pairs of places [in a, in b] of a longest common subsequence, in order. */
export function commonPlaces<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): [number, number][] {
  let start = 0;
  while (start < a.length && start < b.length && same(a[start]!, b[start]!)) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && same(a[endA - 1]!, b[endB - 1]!)) {
    endA -= 1;
    endB -= 1;
  }
  const pairs: [number, number][] = Array.from({ length: start }, (_, at) => [at, at]);
  pairs.push(...middle(a.slice(start, endA), b.slice(start, endB), same).map(([i, j]): [number, number] => [i + start, j + start]));
  for (let at = 0; at < a.length - endA; at += 1) pairs.push([endA + at, endB + at]);
  return pairs;
}

/** Above this many comparisons the parts count as entirely different: a list that long is not edited by hand. */
const mostCells = 4_000_000;

function middle<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): [number, number][] {
  if (a.length === 0 || b.length === 0 || a.length * b.length > mostCells) return [];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] = same(a[i]!, b[j]!)
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(a[i]!, b[j]!)) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i += 1;
    else j += 1;
  }
  return pairs;
}

/** A run that is alike in all three, or one that was changed by one side, by both alike, or by both differently. */
export type Run<T> =
  | { kind: 'kept'; base: T[]; ours: T[]; theirs: T[] }
  | { kind: 'ours' | 'theirs' | 'same' | 'conflict'; base: T[]; ours: T[]; theirs: T[] };

/** Three lists cut into runs (diff3): changes of both sides that touch each other are one run. */
export function runsOf<T>(base: readonly T[], ours: readonly T[], theirs: readonly T[], same: (x: T, y: T) => boolean): Run<T>[] {
  const inOurs = new Map(commonPlaces(base, ours, same));
  const inTheirs = new Map(commonPlaces(base, theirs, same));
  const runs: Run<T>[] = [];
  let [b, o, t] = [0, 0, 0];
  const close = (nextB: number, nextO: number, nextT: number) => {
    const run = { base: base.slice(b, nextB), ours: ours.slice(o, nextO), theirs: theirs.slice(t, nextT) };
    if (run.base.length + run.ours.length + run.theirs.length > 0) runs.push({ kind: kindOf(run, same), ...run });
    [b, o, t] = [nextB, nextO, nextT];
  };
  for (let at = 0; at < base.length; at += 1) {
    const [placeO, placeT] = [inOurs.get(at), inTheirs.get(at)];
    if (placeO === undefined || placeT === undefined) continue;
    if (at !== b || placeO !== o || placeT !== t) close(at, placeO, placeT);
    const last = runs.at(-1);
    if (last?.kind === 'kept') {
      last.base.push(base[at]!);
      last.ours.push(ours[placeO]!);
      last.theirs.push(theirs[placeT]!);
    } else runs.push({ kind: 'kept', base: [base[at]!], ours: [ours[placeO]!], theirs: [theirs[placeT]!] });
    [b, o, t] = [at + 1, placeO + 1, placeT + 1];
  }
  close(base.length, ours.length, theirs.length);
  return runs;
}

function kindOf<T>(run: { base: T[]; ours: T[]; theirs: T[] }, same: (x: T, y: T) => boolean): Exclude<Run<T>['kind'], 'kept'> {
  const alike = (x: T[], y: T[]) => x.length === y.length && x.every((value, index) => same(value, y[index]!));
  if (alike(run.ours, run.theirs)) return 'same';
  if (alike(run.base, run.ours)) return 'theirs';
  return alike(run.base, run.theirs) ? 'ours' : 'conflict';
}

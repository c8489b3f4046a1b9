/** Finds combinations of values no row covers, and pairs of rows that share one. Columns are dimensions, rows are boxes. */
import { type Bits, both, either, isEmpty, meets, noBits, within, without } from './bits.ts';

/** One set of pieces per dimension. */
export type Box = Bits[];
/** A row: `undefined` where it takes any value. */
export type RowBox = (Bits | undefined)[];

/** Work that may be done, in sets looked at: what is left of it says whether an answer is complete. */
export class Effort {
  left: number;
  constructor(most: number) {
    this.left = most;
  }
  /** False when it is used up. */
  spend(sets: number): boolean {
    this.left -= sets;
    return this.left >= 0;
  }
}

const touches = (row: RowBox, box: Box): boolean => row.every((cell, at) => cell === undefined || meets(cell, box[at]!));

/**
 * Largest boxes inside `space` that no row touches, at most `most`; `complete` is false when the effort ended first.
 *
 * A box no row touches is a gap. A box one row covers is done. Else it is cut in two where the row nearest to covering it
 * ends, and both halves are looked at with the rows that touch them.
 */
export function findGaps(space: Box, rows: readonly RowBox[], most: number, effort: Effort): { gaps: Box[]; complete: boolean } {
  const gaps: Box[] = [];
  if (space.some(isEmpty)) return { gaps, complete: true };
  const open: { box: Box; rows: readonly RowBox[] }[] = [{ box: space, rows: rows.filter((row) => touches(row, space)) }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { box, rows: near } = next;
    if (!effort.spend(1 + near.length * box.length)) return { gaps, complete: false };
    if (near.length === 0) {
      if (gaps.some((gap) => box.every((part, at) => within(part, gap[at]!)))) continue;
      gaps.push(enlarged(box, space, rows));
      if (gaps.length >= most) return { gaps, complete: false };
      effort.spend(rows.length * box.length);
      continue;
    }
    const cut = bestCut(near, box);
    if (cut === undefined) continue;
    const { row, at } = cut;
    for (const part of [both(box[at]!, row[at]!), without(box[at]!, row[at]!)]) {
      const half = box.map((whole, index) => (index === at ? part : whole));
      open.push({ box: half, rows: near.filter((one) => one[at] === undefined || meets(one[at], part)) });
    }
  }
  return { gaps, complete: true };
}

/** The row with the fewest sides inside the box, and the side most rows have; undefined when a row covers the box. */
function bestCut(rows: readonly RowBox[], box: Box): { row: RowBox; at: number } | undefined {
  const sides = box.map(() => 0);
  let best: { row: RowBox; open: number[] } | undefined;
  for (const row of rows) {
    const open: number[] = [];
    row.forEach((cell, at) => {
      if (cell === undefined || within(box[at]!, cell)) return;
      open.push(at);
      sides[at]! += 1;
    });
    if (open.length === 0) return undefined;
    if (!best || open.length < best.open.length) best = { row, open };
  }
  if (!best) return undefined;
  const at = best.open.reduce((most, one) => (sides[one]! > sides[most]! ? one : most));
  return { row: best.row, at };
}

/** The gap as wide as it goes in each dimension in turn. */
function enlarged(box: Box, space: Box, rows: readonly RowBox[]): Box {
  const wide = [...box];
  for (let at = 0; at < wide.length; at += 1) {
    let taken = noBits(space[at]!.length * 32);
    for (const row of rows) {
      const beside = row.every((cell, index) => index === at || cell === undefined || meets(cell, wide[index]!));
      const cell = row[at];
      if (beside) taken = cell === undefined ? space[at]! : either(taken, cell);
    }
    const free = without(space[at]!, taken);
    wide[at] = either(wide[at]!, free);
  }
  return wide;
}

/** Pairs of rows that share a combination, with what they share; stops at `most` pairs kept, but counts on. */
export function findOverlaps(
  space: Box,
  rows: readonly RowBox[],
  { most, effort, clash }: { most: number; effort: Effort; clash: (first: number, second: number) => boolean },
): { pairs: { first: number; second: number; box: Box }[]; count: number; complete: boolean } {
  const pairs: { first: number; second: number; box: Box }[] = [];
  let count = 0;
  for (let second = 1; second < rows.length; second += 1) {
    if (!effort.spend(second)) return { pairs, count, complete: false };
    for (let first = 0; first < second; first += 1) {
      const box = shared(rows[first]!, rows[second]!, space);
      if (!box || !clash(first, second)) continue;
      count += 1;
      if (pairs.length < most) pairs.push({ first, second, box });
    }
  }
  return { pairs, count, complete: true };
}

function shared(a: RowBox, b: RowBox, space: Box): Box | undefined {
  for (let at = 0; at < space.length; at += 1) {
    const [left, right] = [a[at], b[at]];
    if (left !== undefined && right !== undefined && !meets(left, right)) return undefined;
  }
  const box = space.map((whole, at) => {
    const part = a[at] === undefined ? whole : both(whole, a[at]);
    return b[at] === undefined ? part : both(part, b[at]);
  });
  return box.some(isEmpty) ? undefined : box;
}

/** The part of the space a row takes. */
export const boxOf = (row: RowBox, space: Box): Box => space.map((whole, at) => (row[at] === undefined ? whole : both(whole, row[at])));

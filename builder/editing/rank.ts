/** Order keys. Strings over 0-9A-Za-z compared by code unit; siblings with the same rank fall back to their id. */

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const value = (char: string | undefined) => (char === undefined ? 0 : digits.indexOf(char));
/** Beyond this length neighbours are ranked anew; the schema allows 64. */
const maxLength = 48;

export interface Ranked {
  rank: string;
}

/** Sorted entries of a map of ranked things: by rank, then id. */
export function ranked<T extends Ranked>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(map ?? {}).sort(([a, x], [b, y]) => compare(x.rank, y.rank) || compare(a, b));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A rank strictly between two others, or undefined when there is no room (`a` against `a0`, equal ranks). */
export function rankBetween(before: string | undefined, after: string | undefined): string | undefined {
  let prefix = '';
  for (let i = 0; prefix.length < maxLength; i++) {
    const low = value(before?.[i]);
    const high = after === undefined ? digits.length : value(after[i]);
    if (after !== undefined && i >= after.length) return undefined;
    if (high - low > 1) return prefix + digits[Math.floor((low + high) / 2)];
    prefix += digits[low];
    // One step of room: keep the low digit and look for room above what follows it.
    if (high - low === 1) return above(before?.slice(i + 1) ?? '', prefix);
    if (high < low) return undefined;
  }
  return undefined;
}

function above(rest: string, prefix: string): string | undefined {
  let out = prefix;
  for (const char of rest) {
    if (value(char) < digits.length - 1) return out + digits[Math.ceil((value(char) + digits.length) / 2)];
    out += char;
    if (out.length >= maxLength) return undefined;
  }
  return `${out}V`;
}

/** `count` fresh ranks in order, evenly spread. */
export function freshRanks(count: number): string[] {
  const width = count < 50 ? 2 : 4;
  const space = digits.length ** width;
  return Array.from({ length: count }, (_, i) => encode(Math.floor(((i + 1) * space) / (count + 1)), width));
}

function encode(number: number, width: number): string {
  let rest = number;
  let out = '';
  for (let i = 0; i < width; i++) {
    out = digits[rest % digits.length] + out;
    rest = Math.floor(rest / digits.length);
  }
  return out;
}

/**
 * Ranks that put `id` at `index` among its siblings (given without `id`, in order). Normally one entry: the moved one.
 * When there is no room between the neighbours every sibling gets a new rank.
 */
export function placeAt(siblings: readonly [string, Ranked][], id: string, index: number): Record<string, string> {
  const at = Math.max(0, Math.min(index, siblings.length));
  const rank = rankBetween(siblings[at - 1]?.[1].rank, siblings[at]?.[1].rank);
  if (rank !== undefined) return { [id]: rank };
  const order = siblings.map(([sibling]) => sibling);
  order.splice(at, 0, id);
  const ranks = freshRanks(order.length);
  return Object.fromEntries(order.map((sibling, i) => [sibling, ranks[i]!]));
}

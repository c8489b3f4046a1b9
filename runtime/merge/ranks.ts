/** Order keys after both sides added something at the same place: no two new neighbours share one (MG8). */
import { compare } from '../compile/maps.ts';
import { isObject, type JsonObject, keyOf, type Maybe, member, valueAt } from './tree.ts';
import type { MergeInput } from './types.ts';
import type { Walked } from './walk.ts';

/**
 * Gives an element that one side added a rank of its own where a sibling has the same and neither side has them so. Of two
 * added ones the one with the later id moves on, whosever it is, so that both sides come to the same order. Writes into the
 * result, whose maps with items are the merge's own.
 */
export function separateRanks({ ours, theirs }: Pick<MergeInput, 'ours' | 'theirs'>, { items }: Walked, result: unknown): void {
  const added = [...items.values()].filter(({ item }) => item.base === undefined && rankOf(item.result) !== undefined);
  for (const drawn of added.sort((a, b) => compare(a.item.key, b.item.key))) {
    const place = drawn.path.slice(0, -1);
    const id = drawn.path.at(-1)!;
    const map = valueAt(result, place);
    if (!isObject(map)) continue;
    const sides = [valueAt(ours, place), valueAt(theirs, place)];
    const isNew = (other: string) => items.get(keyOf([...place, other]))?.item.base === undefined && items.has(keyOf([...place, other]));
    const isMet = Object.keys(map).some(
      (other) =>
        other !== id && areLevel(map, id, other) && !(isNew(other) && other > id) && !sides.some((side) => areLevel(side, id, other)),
    );
    const own = isMet ? rankAfter(rankOf(map[id])!, nextRank(map, id)) : undefined;
    if (own === undefined) continue;
    drawn.item.result = { ...(map[id] as JsonObject), rank: own };
    map[id] = drawn.item.result;
  }
}

/** Whether two entries of a map stand at the same place. */
function areLevel(map: Maybe, id: string, other: string): boolean {
  const [a, b] = [member(map, id), member(map, other)];
  return rankOf(a) !== undefined && rankOf(a) === rankOf(b) && scopeOf(a) === scopeOf(b);
}

const rankOf = (value: unknown): string | undefined => (isObject(value) && typeof value.rank === 'string' ? value.rank : undefined);
/** Siblings are those that are sorted together: edges of one step, fields of one section. */
const scopeOf = (value: unknown): unknown => (isObject(value) ? (value.section ?? value.from) : undefined);

function nextRank(map: JsonObject, id: string): string | undefined {
  const [scope, rank] = [scopeOf(map[id]), rankOf(map[id])!];
  const later = Object.values(map).flatMap((value) => (scopeOf(value) === scope && rankOf(value)! > rank ? [rankOf(value)!] : []));
  return later.sort()[0];
}

/** A rank behind one and before the next; undefined when there is no room. */
export function rankAfter(rank: string, next: string | undefined): string | undefined {
  if (rank.length > 60) return undefined;
  if (next === undefined || !next.startsWith(rank)) return `${rank}V`;
  const rest = next.slice(rank.length);
  const zeros = /^0*/.exec(rest)![0];
  if (zeros.length === rest.length) return undefined;
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const first = digits.indexOf(rest[zeros.length]!);
  const middle = first > 1 ? digits[Math.floor(first / 2)]! : '0V';
  const between = `${rank}${zeros}${middle}`;
  return between.length <= 64 ? between : undefined;
}

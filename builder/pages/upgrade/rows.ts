/** Which changes the desk shows, in what order, and which one is next. */
import type { ChangeGroup, UpgradeItem } from '../../../schemas/generated/api.ts';

export type Shown = 'asked' | 'all' | 'theirs' | 'ours';

/** The order of the desk; what only concerns the picture comes last, folded. */
export const groups: readonly ChangeGroup[] = ['flow', 'form', 'data', 'rule', 'people', 'text', 'case', 'layout'];

/** A change that is asked about, or was: both sides changed it, differently. Followers are decided with another one. */
export const isQuestion = (item: UpgradeItem): boolean => item.follows === undefined && (item.state === 'conflict' || item.open);

const shows: Record<Shown, (item: UpgradeItem) => boolean> = {
  asked: isQuestion,
  all: (item) => item.follows === undefined,
  theirs: (item) => item.follows === undefined && (item.state === 'theirs' || item.state === 'merged' || item.state === 'same'),
  ours: (item) => item.follows === undefined && item.state === 'ours',
};

export function grouped(items: readonly UpgradeItem[], shown: Shown): [ChangeGroup, UpgradeItem[]][] {
  const seen = items.filter(shows[shown]);
  return groups
    .map((group): [ChangeGroup, UpgradeItem[]] => [group, seen.filter((item) => item.group === group)])
    .filter(([, list]) => list.length > 0);
}

/** Key `steps` further among those shown; the ends hold. */
export function neighbour(order: readonly string[], current: string | undefined, steps: number): string | undefined {
  if (order.length === 0) return undefined;
  const at = current === undefined ? -1 : order.indexOf(current);
  if (at === -1) return steps > 0 ? order[0] : order.at(-1);
  return order[Math.min(order.length - 1, Math.max(0, at + steps))];
}

/** The next one still open after this one, round the end. */
export function nextOpen(order: readonly string[], open: ReadonlySet<string>, current: string | undefined): string | undefined {
  const at = current === undefined ? -1 : order.indexOf(current);
  return [...order.slice(at + 1), ...order.slice(0, at + 1)].find((key) => open.has(key) && key !== current);
}

/**
 * References kept whole (MG14): where one side took an element out and the other began to name it, both changes are one
 * question. Until it is decided both are as we have them, and we never named what we had not.
 */
import { danglingIn, type Reference } from './references.ts';
import { keyOf } from './tree.ts';
import type { MergeInput } from './types.ts';
import { type Drawn, setResult, type Walked } from './walk.ts';

/** Links the changes behind every reference that leads nowhere only since both sides came together; true when there were new ones. */
export function linkBroken(input: MergeInput, result: unknown, walked: Walked): boolean {
  if (walked.items.size === 0) return false;
  const broken = danglingIn(result);
  if (broken.size === 0) return false;
  const [ours, theirs] = [danglingIn(input.ours), danglingIn(input.theirs)];
  let hasLinked = false;
  for (const [name, reference] of broken) {
    if (ours.has(name) || theirs.has(name)) continue;
    hasLinked = link(walked, reference) || hasLinked;
  }
  return hasLinked;
}

function link(walked: Walked, { from, to }: Reference): boolean {
  const gone = itemAround(walked, to);
  const naming = itemAround(walked, from);
  if (!gone || !naming || gone === naming) return false;
  const [one, other] = [leaderOf(walked, gone), leaderOf(walked, naming)];
  if (one === other) return false;
  // Each side took out what the other names: the first by its key leads, whichever side one looks from.
  const [leader, follower] = isTakenOut(other) && other.item.key < one.item.key ? [other, one] : [one, other];
  for (const drawn of walked.items.values()) if (leaderOf(walked, drawn) === follower) follow(drawn, leader);
  lead(leader);
  return true;
}

const isTakenOut = ({ item }: Drawn) => item.base !== undefined && (item.ours === undefined || item.theirs === undefined);

function lead(drawn: Drawn): void {
  const { item } = drawn;
  if (item.state !== 'conflict') {
    // One side took it out and the other did not touch it: it can stay, and so can what names it.
    item.state = 'conflict';
    item.choices = item.locked ? item.choices.filter((choice) => choice !== 'edit') : ['ours', 'theirs', 'both'];
  }
  delete item.quiet;
  setResult(item, item.ours);
}

function follow({ item }: Drawn, leader: Drawn): void {
  item.follows = leader.item.key;
  item.state = 'conflict';
  item.choices = [];
  setResult(item, item.ours);
}

function leaderOf({ items }: Walked, drawn: Drawn): Drawn {
  return (drawn.item.follows !== undefined && items.get(drawn.item.follows)) || drawn;
}

/** The item at a path or above it. */
function itemAround({ items }: Walked, path: readonly string[]): Drawn | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const found = items.get(keyOf(path.slice(0, length)));
    if (found) return found;
  }
  return undefined;
}

/** Decisions applied to items (MG11, MG12). */
import { decisionHash } from './hash.ts';
import { equal, type Maybe } from './tree.ts';
import type { Decision, MergeItem } from './types.ts';
import { type Drawn, setResult, type Walked } from './walk.ts';

/** Applies the decision about an item, if there is one that still holds; an item that follows another takes that one's. */
export function decide(drawn: Drawn, { items, refused }: Walked, decisions: Readonly<Record<string, Decision>>): void {
  const { item } = drawn;
  const leader = item.follows === undefined ? item : (items.get(item.follows)?.item ?? item);
  delete item.decided;
  delete item.stale;
  const decision = Object.hasOwn(decisions, leader.key) ? decisions[leader.key] : undefined;
  if (decision === undefined) return;
  if (refused.has(leader.key) || !holds(leader, decision)) {
    if (item === leader) item.stale = decision;
    return;
  }
  item.decided = decision;
  setResult(item, takenValue(decision, drawn, item === leader));
}

/** A decision holds while the values it was made for do, and its choice is one of those there are. */
function holds(item: MergeItem, decision: Decision): boolean {
  const isChoice = item.choices.includes(decision.take) || (decision.take === 'both' && canStay(item));
  return isChoice && (decision.for === undefined || decision.for === decisionHash(item));
}

/** What one side took out and the other did not touch may stay although nothing names it any more. */
function canStay({ state, ours, theirs, locked }: MergeItem): boolean {
  return !locked && state !== 'same' && (ours === undefined) !== (theirs === undefined);
}

function takenValue(decision: Decision, { item, both }: Drawn, isLeader: boolean): Maybe {
  if (decision.take === 'edit') return isLeader ? decision.value : item.ours;
  if (decision.take === 'both') return both ?? keptOf(item);
  return decision.take === 'ours' ? item.ours : item.theirs;
}

/** Nothing is taken out: what one side alone has or changed stays. */
function keptOf(item: MergeItem): Maybe {
  const changed = equal(item.base, item.theirs) ? item.ours : item.theirs;
  return changed ?? item.theirs ?? item.ours;
}

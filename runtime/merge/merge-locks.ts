/** What upstream's locks and a release that must be taken leave to choose (MG20, MG24). */
import type { ScenarioPackage } from '../compile/plan.ts';
import { lockAt } from './lock-address.ts';
import { lockCodeOf } from './locks.ts';
import { pathOfKey } from './tree.ts';
import type { MergeInput } from './types.ts';
import { type Drawn, setResult, type Walked } from './walk.ts';

/** Decisions that edit into what a lock forbids: they are refused like those that fit no schema. */
export function refuseEdits({ theirs, decisions = {} }: MergeInput, { items, refused }: Walked): void {
  for (const [key, decision] of Object.entries(decisions)) {
    const drawn = items.get(key);
    if (!drawn || decision.take !== 'edit') continue;
    if (lockCodeOf(theirs.scenario.locks, drawn.path, { before: drawn.item.theirs, after: decision.value })) refused.add(key);
  }
}

export function applyLocks(input: MergeInput, { items }: Walked): void {
  const must = input.must ?? input.theirs.template?.release?.must ?? false;
  for (const drawn of items.values()) {
    applyLock(input, drawn);
    if (must) applyMust(input, drawn);
  }
}

/** What upstream's locks forbid to keep: a local change becomes a question with one answer less, an upstream change cannot be declined. */
function applyLock({ theirs }: MergeInput, { item, path }: Drawn): void {
  if (item.state === 'same') return;
  const broken = lockCodeOf(theirs.scenario.locks, path, { before: item.theirs, after: item.ours });
  if (!broken) return;
  item.locked = broken.code;
  if (item.state === 'theirs') {
    item.choices = item.choices.filter((choice) => choice === 'theirs' || (choice === 'edit' && broken.code === 'range'));
    return;
  }
  item.choices = broken.code === 'range' ? ['theirs', 'edit'] : ['theirs'];
  item.state = 'conflict';
  setResult(item, item.ours);
}

/** What must be taken cannot be declined, except where upstream itself leaves it to the clone. */
function applyMust({ theirs }: MergeInput, { item }: Drawn): void {
  if (item.state === 'ours' || item.state === 'same' || item.locked || item.quiet || isLeftToClone(theirs, item.key)) return;
  item.locked = 'must';
  item.choices = item.choices.filter((choice) => choice === 'theirs' || choice === 'both');
}

/** What every clone sets for its own place: localisation points, and what upstream's locks call free or tunable. */
export function isLeftToClone({ template, scenario }: ScenarioPackage, key: string): boolean {
  if (Object.values(template?.localise ?? {}).some(({ target }) => key === target || key.startsWith(`${target}/`))) return true;
  const held = lockAt(scenario.locks, pathOfKey(key));
  return held !== undefined && held.lock !== 'locked' && held.lock !== 'insert';
}

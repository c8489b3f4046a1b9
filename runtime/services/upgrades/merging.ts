/** The merge of one upgrade as it stands: decisions people made, remembered choices for what is still open, what must be taken. */
import type { ScenarioPackage } from '../../compile/plan.ts';
import {
  type Decision,
  decisionHash,
  diffPackages,
  isLeftToClone,
  type MergeItem,
  type MergeResult,
  mergePackages,
} from '../../merge/index.ts';
import type { RememberedRow } from '../../store/upgrade-notes.ts';
import type { SavedDecision } from '../../store/upgrades.ts';

export interface Sides {
  base: ScenarioPackage;
  ours: ScenarioPackage;
  theirs: ScenarioPackage;
}
export interface MergeState {
  decisions: Readonly<Record<string, SavedDecision>>;
  remembered: readonly RememberedRow[];
  /** Changes that a release brings which must be taken. */
  must: ReadonlySet<string>;
}
export interface Merged extends Sides {
  merge: MergeResult;
  /** What the merge was made with. */
  used: Record<string, Decision>;
  /** Keys a remembered choice decided. */
  remembered: Map<string, RememberedRow>;
}

/** What people see and decide: layout that nobody is asked about, and what follows another item, is left out of counts. */
export const counts = (item: MergeItem): boolean => !item.quiet && item.follows === undefined && item.group !== 'layout';

/**
 * A person's decision counts as long as the three values it was made for do. A remembered choice answers what nobody decided
 * this time; once somebody decided, the remembered choice has no say, even when that decision is asked again.
 */
export function mergeWith(sides: Sides, state: MergeState): Merged {
  const own = Object.fromEntries(Object.entries(state.decisions).map(([key, { decision }]) => [key, decision]));
  const first = restrict(mergePackages({ ...sides, must: false, decisions: own }), sides.theirs, state.must);
  const chosen = new Map<string, RememberedRow>();
  const used = { ...own };
  for (const item of first.items) {
    if (used[item.key] && !allowed(item, used[item.key]!)) delete used[item.key];
    const row = state.remembered.find((one) => one.key === item.key);
    if (!row || Object.hasOwn(own, item.key) || !asks(item) || !item.choices.includes(row.take)) continue;
    chosen.set(item.key, row);
    used[item.key] = { take: row.take };
  }
  const same = chosen.size === 0 && Object.keys(used).length === Object.keys(own).length;
  const merge = same ? first : restrict(mergePackages({ ...sides, must: false, decisions: used }), sides.theirs, state.must);
  return { ...sides, merge, used, remembered: chosen };
}

const asks = ({ state, follows, quiet }: MergeItem) =>
  !quiet && follows === undefined && (state === 'conflict' || state === 'theirs' || state === 'merged');
const allowed = (item: MergeItem, decision: Decision) => item.choices.includes(decision.take);

/** Changes of a release that must be taken cannot be declined, except where the template leaves them to its clones. */
function restrict(merge: MergeResult, theirs: ScenarioPackage, must: ReadonlySet<string>): MergeResult {
  if (must.size === 0) return merge;
  const items = merge.items.map((item): MergeItem => {
    const changed = must.has(item.key) && !isLeftToClone(theirs, item.key);
    const bound = changed && (item.state === 'theirs' || item.state === 'conflict' || item.state === 'merged');
    if (!bound || item.locked) return item;
    return { ...item, choices: item.choices.filter((choice) => choice !== 'ours'), locked: 'must' };
  });
  return { ...merge, items };
}

/** What each release in between that must be taken changed: keys, in the clone's own form. */
export function mustKeys(releases: readonly { package: ScenarioPackage; must: boolean }[]): Set<string> {
  const keys = new Set<string>();
  for (const [at, { package: after, must }] of releases.entries()) {
    const before = releases[at - 1];
    if (must && before) for (const { key } of diffPackages(before.package, after)) keys.add(key);
  }
  return keys;
}

/** A decision as it is kept: with the hash of the values it was made for. */
export function boundTo(item: MergeItem, decision: Decision): Decision {
  return { ...decision, for: decisionHash(item) };
}

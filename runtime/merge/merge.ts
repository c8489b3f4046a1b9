/** The three-way merge of packages (MG5-MG19). */
import type { JsonValue, ScenarioPackage } from '../compile/plan.ts';
import { decide } from './decide.ts';
import { createDraft } from './draft.ts';
import { findingsOf } from './findings.ts';
import { linkBroken } from './linking.ts';
import { applyLocks, refuseEdits } from './merge-locks.ts';
import { takeBackUnfit } from './net.ts';
import { separateRanks } from './ranks.ts';
import { align, renameItem } from './renames.ts';
import { splitsBetween } from './splits.ts';
import { isObject, type JsonObject, type Maybe, valueAt } from './tree.ts';
import type { MergeInput, MergeItem, MergeResult } from './types.ts';
import { anyJson, type Walked, walkPackages } from './walk.ts';

/** Brings what upstream changed into a clone. See README.md for the rules. */
export function mergePackages(input: MergeInput): MergeResult {
  const merged = mergeElements(input);
  return { ...merged, findings: findingsOf(input, merged.result, merged.items) };
}

/** The merge alone: no look at what the result would do as a whole. */
export function mergeElements(given: MergeInput): Omit<MergeResult, 'findings'> {
  const { input, renames } = align(given);
  const walked = walkPackages(threeOf(input));
  applyLocks(input, walked);
  refuseEdits(input, walked);
  nameSplits(input, walked);
  const result = settleAll(input, walked);
  const items = [...renames.map((rename) => renameItem(rename, given)), ...[...walked.items.values()].map(({ item }) => item)];
  return { items, open: items.filter(isOpen).map(({ key }) => key), result };
}

/** The same rules for JSON that is no package: every object is an element, every list a sequence. */
export function mergeJson({ base, ours, theirs }: { base: JsonValue; ours: JsonValue; theirs: JsonValue }): {
  result: JsonValue;
  open: string[];
} {
  const around = (value: JsonValue) => ({ [anyJson]: value });
  const walked = walkPackages({ base: around(base), ours: around(ours), theirs: around(theirs) });
  const result = build(around(ours) as unknown as ScenarioPackage, walked) as unknown as JsonObject;
  return { result: result[anyJson]!, open: [...walked.items.values()].filter(({ item }) => isOpen(item)).map(({ item }) => item.key) };
}

/** Decides what is decided, links what belongs together, takes back what does not fit, until nothing moves. */
function settleAll(input: MergeInput, walked: Walked): ScenarioPackage {
  linkWhateverIsTaken(input, walked);
  for (;;) {
    for (const drawn of walked.items.values()) decide(drawn, walked, input.decisions ?? {});
    const result = build(input.ours, walked);
    if (linkBroken(input, result, walked)) continue;
    separateRanks(input, walked, result);
    if (!takeBackUnfit(input.ours, result, walked)) return result;
  }
}

/** What belongs together does so before anything is decided: every question answered for us, and every one for them. */
function linkWhateverIsTaken(input: MergeInput, walked: Walked): void {
  for (;;) {
    const ours = build(input.ours, walked);
    const theirs = build(input.ours, walked, ({ state, result, theirs: other }) => (state === 'conflict' ? other : result));
    const isLinked = linkBroken(input, ours, walked);
    if (!linkBroken(input, theirs, walked) && !isLinked) return;
  }
}

/** A conflict that waits for a person. */
export const isOpen = ({ state, decided, quiet, follows }: MergeItem): boolean =>
  state === 'conflict' && !decided && !quiet && follows === undefined;

const threeOf = ({ base, ours, theirs }: MergeInput) => ({
  base: base as unknown as JsonObject,
  ours: ours as unknown as JsonObject,
  theirs: theirs as unknown as JsonObject,
});

function nameSplits({ base, ours, theirs }: MergeInput, { items }: Walked): void {
  for (const [key, into] of [...splitsBetween(base, ours), ...splitsBetween(base, theirs)]) {
    const item = items.get(key)?.item;
    if (item) Object.assign(item, { kind: 'split', into });
  }
}

/** Ours with the result of every item written into it. */
function build(ours: ScenarioPackage, { items, empties }: Walked, take = ({ result }: MergeItem): Maybe => result): ScenarioPackage {
  const draft = createDraft(ours as unknown as JsonObject);
  for (const { item, path } of items.values()) draft.set(path, take(item));
  for (const [path, stays] of empties) {
    const map = valueAt(draft.get(), path);
    if (map === undefined ? stays : isObject(map) && Object.keys(map).length === 0 && !stays) draft.set(path, stays ? {} : undefined);
  }
  return draft.get() as unknown as ScenarioPackage;
}

/** The three-way merge of packages (MG5-MG19). */
import type { ScenarioPackage } from '../compile/plan.ts';
import { decide } from './decide.ts';
import { createDraft } from './draft.ts';
import { findingsOf } from './findings.ts';
import { lockCodeOf } from './locks.ts';
import { splitsBetween } from './splits.ts';
import { isObject, type JsonObject } from './tree.ts';
import type { MergeInput, MergeResult } from './types.ts';
import { type Drawn, setResult, type Walked, walkPackages } from './walk.ts';

/** Brings what upstream changed into a clone. See README.md for the rules. */
export function mergePackages(input: MergeInput): MergeResult {
  const walked = walkPackages(threeOf(input));
  const drawn = [...walked.items.values()];
  for (const one of drawn) applyLock(input, one);
  nameSplits(input, walked);
  for (const one of drawn) decide(one, walked, input.decisions ?? {});
  const items = drawn.map(({ item }) => item);
  const result = build(input.ours, walked);
  return { items, open: items.filter(isOpen).map(({ key }) => key), result, findings: findingsOf(input, result, items) };
}

const isOpen = ({ state, decided, quiet, follows }: MergeResult['items'][number]) =>
  state === 'conflict' && !decided && !quiet && follows === undefined;

const threeOf = ({ base, ours, theirs }: MergeInput) => ({
  base: base as unknown as JsonObject,
  ours: ours as unknown as JsonObject,
  theirs: theirs as unknown as JsonObject,
});

/** A local change that upstream's locks forbid is a question with one answer less. */
function applyLock({ theirs }: MergeInput, { item, path }: Drawn): void {
  if (item.state === 'theirs' || item.state === 'same') return;
  const broken = lockCodeOf(theirs.scenario.locks, path, { before: item.theirs, after: item.ours });
  if (!broken) return;
  item.locked = broken.code;
  item.choices = broken.code === 'range' ? ['theirs', 'edit'] : ['theirs'];
  item.state = 'conflict';
  setResult(item, item.ours);
}

function nameSplits({ base, ours, theirs }: MergeInput, { items }: Walked): void {
  for (const [key, into] of [...splitsBetween(base, ours), ...splitsBetween(base, theirs)]) {
    const item = items.get(key)?.item;
    if (item) Object.assign(item, { kind: 'split', into });
  }
}

/** Ours with the result of every item written into it. */
function build(ours: ScenarioPackage, { items, empties }: Walked): ScenarioPackage {
  const draft = createDraft(ours as unknown as JsonObject);
  for (const { item, path } of items.values()) draft.set(path, item.result);
  for (const [path, stays] of empties) {
    const map = path.reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), draft.get());
    if (map === undefined ? stays : isObject(map) && Object.keys(map).length === 0 && !stays) draft.set(path, stays ? {} : undefined);
  }
  return draft.get() as unknown as ScenarioPackage;
}

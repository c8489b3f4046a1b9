/** Undo of a step after a colleague's changes came in: only what is still mine is taken back. */

import type { JsonValue, ScenarioPackage } from '../../runtime/compile/plan.ts';
import { mergeJson } from '../../runtime/merge/index.ts';
import { Refused } from './command.ts';
import { nothingComesLoose } from './loose.ts';
import { type Change, createRecording, inverse } from './recording.ts';

export interface Undone {
  document: ScenarioPackage;
  /** What redo has to make again. */
  back: Change[];
  /** Part of the step had been changed further by a colleague and was left as it is. */
  partly: boolean;
}

/** The document without these changes, or undefined when taking them back would break what a colleague built on them. */
export function undoMine(document: ScenarioPackage, changes: readonly Change[]): Undone | undefined {
  const recording = createRecording(document, () => {
    throw new Error('undo makes nothing new');
  });
  let partly = false;
  for (const change of changes.toReversed()) {
    const wanted = restored(recording.get(change.path), change);
    if (!wanted.ok) partly = true;
    recording.set(change.path, wanted.value);
  }
  if (recording.changes.length === 0 || !holds(document, recording.document)) return undefined;
  return { document: recording.document, back: inverse(recording.changes), partly };
}

/** The value that was there before me, with what others did to it since. */
function restored(now: unknown, { before, after }: Change): { ok: boolean; value: unknown } {
  if (same(now, after)) return { ok: true, value: before };
  if (now === undefined || before === undefined || after === undefined) return { ok: false, value: now };
  const { result, open } = mergeJson({ base: after as JsonValue, ours: now as JsonValue, theirs: before as JsonValue });
  return { ok: open.length === 0, value: result };
}

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Every line has its two ends, and no step came loose. */
function holds(before: ScenarioPackage, after: ScenarioPackage): boolean {
  const { nodes, edges } = after.scenario;
  const whole = (scenario: ScenarioPackage['scenario'], id: string) => {
    const edge = scenario.edges[id]!;
    return scenario.nodes[edge.from] !== undefined && scenario.nodes[edge.to] !== undefined;
  };
  for (const id of Object.keys(edges))
    if (!whole(after.scenario, id) && !(before.scenario.edges[id] && !whole(before.scenario, id))) return false;
  for (const node of Object.values(nodes)) if (node.parent && !nodes[node.parent]) return false;
  try {
    nothingComesLoose(before.scenario, after.scenario);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

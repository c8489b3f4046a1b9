/** The whole document at once: an older version put back, or what was written as JSON or pulled from elsewhere. One step. */
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import { command } from '../command.ts';
import type { Recording } from '../recording.ts';

export interface WholeDocument {
  document: ScenarioPackage;
  /** What the step is called. */
  why: 'restored' | 'source' | 'pulled';
  /** For `restored`: the version, as people read it. */
  name?: string;
}

/** Members that say what the draft itself is, and are not put back with an older content. */
const own = ['id', 'lineage'];

export const wholeCommands = {
  'document.replace': command<WholeDocument>({
    run: (r, { document }) => {
      replace(r, ['scenario'], document.scenario, own);
      for (const map of ['forms', 'elements', 'resources', 'cases', 'template'] as const) replace(r, [map], document[map]);
      // Whatever is loose in it was so before: nothing of it comes loose by putting it back.
      r.happened({ type: 'nodes.loose', nodes: Object.keys(document.scenario.nodes) });
    },
    label: (_doc, { why, name }) => ({ key: `editing.document.${why}`, name }),
  }),
};

/** Written member by member, so that what is alike stays shared and the step holds only what differs. */
function replace(r: Recording, path: readonly string[], value: unknown, kept: readonly string[] = []): void {
  const before = r.get(path);
  if (!isMap(before) || !isMap(value)) {
    r.set(path, value);
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(value)])) if (!kept.includes(key)) r.set([...path, key], value[key]);
}
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

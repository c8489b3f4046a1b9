import { isDesk } from '../../../runtime/compile/desks.ts';
import { knownValues } from '../paths.ts';
import type { Behaviour } from './behaviours.ts';

/**
 * A value is no longer asked or declared anywhere: lists that only name it (what a desk reads, what data fills, what a document
 * shows) let go of it. Expressions and scripts stay as they are: they become findings, since only a person knows what they should say.
 */
export const pathRemoved: Behaviour<'path.removed'> = (r, { path }) => {
  if (knownValues(r.document).has(path)) return;
  const { scenario } = r.document;
  for (const [id, node] of Object.entries(scenario.nodes)) {
    if (isDesk(node) && node.reads?.includes(path))
      r.set(
        ['scenario', 'nodes', id, 'reads'],
        node.reads.filter((p) => p !== path),
      );
  }
  for (const [id, use] of Object.entries(scenario.data ?? {})) {
    for (const [field, target] of Object.entries(use.provides)) if (target === path) r.remove(['scenario', 'data', id, 'provides', field]);
  }
  for (const [id, outcome] of Object.entries(scenario.outcomes ?? {})) {
    const fields = outcome.fields.filter((field) => field.path !== path);
    if (fields.length < outcome.fields.length) r.set(['scenario', 'outcomes', id, 'fields'], fields);
  }
};

import { listProvisionalCases } from '../../store/cases.ts';
import { systemActor } from '../run-burst.ts';
import type { CaseParts } from './parts.ts';

/** Furthest year a limit may reach into. */
const lastYear = 9999;
const chunk = 500;

/**
 * A year was published: dates that waited for it are fixed. Cases that still wait afterwards (for a later year) stay as
 * they are, so the round ends when a chunk brings nothing new.
 */
export function createRecalculation(parts: CaseParts) {
  return async function recalculateProvisional(): Promise<number> {
    const seen = new Set<string>();
    let changed = 0;
    for (;;) {
      const keys = (await listProvisionalCases(parts.store, lastYear, chunk + seen.size)).filter(({ id }) => !seen.has(id));
      if (keys.length === 0) return changed;
      for (const { region, id } of keys) {
        seen.add(id);
        const result = await parts.runBurst({
          region,
          caseId: id,
          commandsFor: ({ state }, loaded) => [
            {
              id: `calendar:${loaded.plan.calendar?.version ?? 0}@${state.counters.journal}`,
              at: parts.clock(),
              actor: systemActor,
              type: 'recalculate',
            },
          ],
        });
        if (!result.repeated) changed += 1;
      }
    }
  };
}

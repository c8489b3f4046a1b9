/** Releases that go out in waves are watched also while nobody looks: what stops them must not wait for somebody to open the page. */
import { listRegions } from '../../store/accounts.ts';
import { listClonesOf } from '../../store/clones.ts';
import { listRunningWaves } from '../../store/waves.ts';
import type { Look } from './looking.ts';
import type { UpgradeParts } from './parts.ts';

/** The clones of every wave that has begun tell anew; each row told is weighed against the rules of its plan. */
export function createWatch({ store }: UpgradeParts, look: Look): () => Promise<{ plans: number; clones: number }> {
  return async () => {
    const found = { plans: 0, clones: 0 };
    for (const { code } of await listRegions(store)) {
      for (const plan of await listRunningWaves(store, code)) {
        found.plans += 1;
        const out = new Set(plan.waves.slice(0, plan.opened).flatMap(({ regions }) => regions));
        for (const clone of await listClonesOf(store, plan.region, plan.template)) {
          if (!out.has(clone.region)) continue;
          await look({ region: clone.region, scenario: clone.scenarioId });
          found.clones += 1;
        }
      }
    }
    return found;
  };
}

/** A migration plan of states in memory: the same sorting and words as on the server. */
import type { Plan } from '../../compile/plan.ts';
import { type MigrationMapping, rehearseCase } from '../../engine/migration/index.ts';
import type { CaseState } from '../../engine/types.ts';
import { createTally, type MigrationPlan } from '../../services/migration/tally.ts';
import type { LoadedPlan } from '../../services/plans.ts';

const loadedOf = (plan: Plan, region: string, version: number): LoadedPlan => ({
  plan,
  package: { scenario: plan.scenario, forms: {}, elements: {}, resources: {}, contracts: {}, cases: {} },
  region,
  scenario: plan.scenario.id,
  version,
  hash: plan.hash,
});

/** Sorts states that run on `from`; states of another version are left out. */
export function planStates(from: Plan, to: Plan, states: readonly CaseState[], mapping: MigrationMapping): MigrationPlan {
  const region = states[0]?.region ?? '000000';
  const [old, next] = [
    loadedOf(from, region, states[0]?.scenario.version ?? 1),
    loadedOf(to, region, (states[0]?.scenario.version ?? 1) + 1),
  ];
  const tally = createTally(next, [old]);
  for (const state of states) {
    if (state.scenario.hash !== from.hash) continue;
    const request = {
      from,
      to,
      version: next.version,
      mapping,
      id: 'migration:rehearsal',
      at: state.startedAt,
      actor: { kind: 'system' as const, id: 'system' },
    };
    tally.add({
      id: state.id,
      version: old.version,
      stored: {
        rev: 1,
        state,
        caseNo: null,
        account: '',
        applicantName: '',
        startKey: null,
        chain: '',
        savedAt: state.startedAt,
        expiresAt: null,
      },
      from: old,
      rehearsal: rehearseCase(state, request),
    });
  }
  return tally.result({ region, scenario: to.scenario.id });
}

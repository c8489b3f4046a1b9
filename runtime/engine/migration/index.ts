/** Running cases and a new version: what differs, which case may go, and the move itself. Pure. */
import type { Plan } from '../../compile/plan.ts';
import type { CaseState, StepResult } from '../types.ts';
import { problemsOfMoved } from './check.ts';
import { examineCase } from './examine.ts';
import { type MigrateRequest, migrateCase } from './migrate.ts';
import type { Examination, MigrationMapping } from './types.ts';

export { problemsOfMoved } from './check.ts';
export { diffPlans } from './diff.ts';
export { examineCase } from './examine.ts';
export { type MigrateRequest, migrateCase } from './migrate.ts';
export * from './types.ts';
export { choicesOf, diffWords, reasonWords, verdictWords } from './words.ts';

export interface Rehearsal extends Examination {
  /** The moved copy; only when the verdict is safe. */
  result?: StepResult;
  /** What went wrong with the copy, for developers; the verdict is `person` then. */
  problems?: string[];
}

/** Sorts a case and, when it may go, moves a copy of it: nobody is moved whose copy did not arrive whole. */
export function rehearseCase(
  state: CaseState,
  request: Omit<MigrateRequest, 'itinerary'> & { from: Plan; mapping: MigrationMapping },
): Rehearsal {
  const examined = examineCase(request.from, request.to, state, request.mapping);
  if (examined.verdict !== 'safe') return examined;
  const result = migrateCase(state, { ...request, itinerary: examined.itinerary });
  // A script that begins is answered by the driver: its token waits for a call, which is a reason like any other.
  const problems = problemsOfMoved(request.to, state, result.state);
  if (problems.length === 0) return { ...examined, result };
  return { ...examined, verdict: 'person', reasons: [...examined.reasons, { level: 'person', code: 'dry_run.failed' }], problems };
}

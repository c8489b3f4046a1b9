import type { CaseExpectation } from '../../schemas/generated/documents.ts';
import type { Plan } from '../compile/plan.ts';
import { assistNewsNames } from '../engine/assist-news.ts';
import { departmentsOf } from './expectations.ts';
import type { CaseRun } from './types.ts';

/** What really happened, written down as what must happen: the beginning of every saved case. */
export function expectedOf(plan: Plan, { state, asked, sent }: CaseRun): CaseExpectation {
  const due = Object.values(state.clocks).flatMap(({ id, due }): [string, string][] =>
    due === undefined || !plan.clocks[id] ? [] : [[id, due]],
  );
  const notified = sent.flatMap(({ kind, of }) => (kind === 'notify' && !Object.hasOwn(assistNewsNames, of) ? [of] : []));
  return {
    status: state.status,
    departments: departmentsOf(state).sort(),
    asked: [...asked].sort(),
    ...(due.length > 0 ? { due: Object.fromEntries(due) } : {}),
    issued: Object.keys(state.issued).sort(),
    notified: [...new Set(notified)].sort(),
  };
}

import type { Plan } from '../../compile/plan.ts';
import { beginRunning } from '../elements/fill.ts';
import { armScope } from '../events/listen.ts';
import { fitType, setField } from '../fields.ts';
import { isFinal, ROOT } from '../scopes.ts';
import { putToken } from '../tokens.ts';
import type { CaseState, Command } from '../types.ts';
import { note, type Work } from '../work.ts';

/** A case before its first step. */
export function emptyCase(plan: Plan, { caseId, region, version, at, actor, parent }: Extract<Command, { type: 'start' }>): CaseState {
  return {
    v: 1,
    id: caseId,
    region,
    scenario: { id: plan.scenario.id, version, hash: plan.hash },
    status: 'draft',
    startedAt: at,
    applicant: actor,
    ...(parent ? { parent } : {}),
    scopes: { [ROOT]: { id: ROOT } },
    tokens: {},
    tasks: {},
    timers: {},
    clocks: {},
    pending: {},
    incidents: {},
    fields: {},
    draft: {},
    fetches: {},
    consents: {},
    outcomes: {},
    issued: {},
    visits: {},
    counters: { token: 0, task: 0, timer: 0, pending: 0, incident: 0, journal: 0, scope: 0 },
    applied: [],
  };
}

export function startCase(work: Work): undefined {
  note(work, 'case.started', { data: { scenario: work.plan.scenario.id } });
  armScope(work, ROOT, undefined);
  // What does not fit the declared type is left out: the form asks for it.
  for (const [path, value] of Object.entries(work.command.type === 'start' ? (work.command.values ?? {}) : {})) {
    const fitted = fitType(work, path, value);
    if (fitted.ok && fitted.value !== null) setField(work, path, { value: fitted.value, source: 'output', origin: 'call' });
  }
  putToken(work, work.plan.start, ROOT);
}

/** A flow that does not begin with a form is submitted by being started. */
export function settleDraft(work: Work): undefined {
  const { state } = work;
  if (isFinal(state.status) && work.command.type === 'start') state.submittedAt = state.startedAt;
  if (state.status !== 'draft') return;
  const filling = Object.values(state.tasks).some((task) => task.kind === 'fill' && task.status === 'open');
  if (!filling) beginRunning(work);
}

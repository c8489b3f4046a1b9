import type { JsonValue, Plan } from '../../compile/plan.ts';
import { beginRunning } from '../elements/fill.ts';
import { keepValues, takeValues } from '../events/happen.ts';
import { armScope } from '../events/listen.ts';
import { fitType, fitTypes, setField } from '../fields.ts';
import { isFinal, ROOT } from '../scopes.ts';
import { putToken } from '../tokens.ts';
import type { CaseState, Command, Rejection } from '../types.ts';
import { note, type Verdict, type Work } from '../work.ts';

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

export function startCase(work: Work): Verdict {
  const { trigger } = work.command as Extract<Command, { type: 'start' }>;
  const brought = trigger ? triggerValues(work, trigger) : { ok: true as const, values: {} };
  if (!brought.ok) return brought.rejection;
  note(work, 'case.started', { data: { scenario: work.plan.scenario.id } });
  armScope(work, ROOT, undefined);
  takeGiven(work);
  keepValues(work, brought.values, 'start');
  putToken(work, trigger?.node ?? work.plan.start, ROOT);
  return undefined;
}

type Brought = { ok: true; values: Record<string, JsonValue> } | { ok: false; rejection: Rejection };

/** A start by message fills the paths it names, like a catch; one by a rule over data takes the paths it is given. */
function triggerValues(work: Work, { node, values = {} }: NonNullable<Extract<Command, { type: 'start' }>['trigger']>): Brought {
  const start = Object.hasOwn(work.plan.nodes, node) ? work.plan.nodes[node]! : undefined;
  if (start?.doc.kind !== 'start' || start.block !== undefined) return { ok: false, rejection: { code: 'start.unknown' } };
  const { trigger, given = [] } = start.doc;
  const byRule = trigger.type === 'condition';
  const taken = byRule ? fitTypes(work, pick(values, given)) : takeValues(work, node, values);
  if (taken.ok) return taken;
  return { ok: false, rejection: { code: 'message.values_invalid', problems: [{ path: taken.path, code: 'field.type' }] } };
}

function pick(values: Record<string, JsonValue>, paths: readonly string[]): Record<string, JsonValue> {
  return Object.fromEntries(paths.flatMap((path) => (Object.hasOwn(values, path) && values[path] !== null ? [[path, values[path]!]] : [])));
}

/** Values of the case that called this one, as far as the start takes them. What does not fit its type is left out: a form asks for it. */
function takeGiven(work: Work): undefined {
  const { doc } = work.plan.nodes[work.plan.start]!;
  const taken = doc.kind === 'start' ? (doc.given ?? []) : [];
  const values = work.command.type === 'start' ? (work.command.values ?? {}) : {};
  for (const path of taken) {
    if (!Object.hasOwn(values, path)) continue;
    const fitted = fitType(work, path, values[path]);
    if (fitted.ok && fitted.value !== null) setField(work, path, { value: fitted.value, source: 'output', origin: 'call' });
  }
}

/** A flow that does not begin with a form is submitted by being started. */
export function settleDraft(work: Work): undefined {
  const { state } = work;
  if (isFinal(state.status) && work.command.type === 'start') state.submittedAt = state.startedAt;
  if (state.status !== 'draft') return;
  const filling = Object.values(state.tasks).some((task) => task.kind === 'fill' && task.status === 'open');
  if (!filling) beginRunning(work);
}

/** What operators do: 挂起, 激活, skip, end. Every one with its reason, and in the history. */

import { localDate } from '../../calendar/index.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { changeSuspensions, isOver } from '../clocks.ts';
import { setFields, setOutcome } from '../fields.ts';
import { refundPaid } from '../payments.ts';
import { cancelTokens, endCase } from '../scopes.ts';
import { pauseTimers, resumeTimers } from '../timers.ts';
import { leave } from '../tokens.ts';
import type { Command, Rejection, Token } from '../types.ts';
import { nextId, note, own, type Verdict, type Work } from '../work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** Commands of people that a suspended case refuses; machines still report, and it can be ended or withdrawn. */
const RESTING: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'submit',
  'complete',
  'consent',
  'requestSupplement',
  'answerSupplement',
  'claim',
  'release',
  'transfer',
  'delegate',
  'takeBack',
  'addSigners',
  'removeSigner',
  'return',
  'recall',
  'jump',
  'skip',
  'retryIncident',
]);

export function isResting(work: Work): boolean {
  return work.state.suspended !== undefined && RESTING.has(work.command.type);
}

/** Nobody decides while a case is suspended; clocks and timers stand still. Needs a legal basis. */
export function suspend(work: Work, { reason, basis, at, actor }: Of<'suspend'>): Verdict {
  if (work.state.suspended) return { code: 'case.suspended' };
  if (work.state.status === 'draft') return { code: 'suspend.draft' };
  if (!reason.trim()) return { code: 'command.reason_required' };
  if (!basis.trim()) return { code: 'suspend.basis_required' };
  work.state.suspended = { at, by: actor, reason, basis, timers: {} };
  note(work, 'case.suspended', { data: { reason, basis } });
  pauseTimers(work);
  const part = { from: localDate(at), fromAt: at, reason: 'suspended', basis, byHand: true as const };
  for (const id in work.state.clocks) if (!isOver(work.state.clocks[id]!)) changeSuspensions(work, id, () => false, [part]);
}

/** The case goes on where it stood; timers with what was left of them. */
export function resume(work: Work, { reason }: Of<'resume'>): Verdict {
  if (!work.state.suspended) return { code: 'resume.not_suspended' };
  const { timers } = work.state.suspended;
  delete work.state.suspended;
  note(work, 'case.resumed', reason ? { data: { reason } } : {});
  resumeTimers(work, timers);
  for (const id in work.state.clocks) {
    if (!isOver(work.state.clocks[id]!)) changeSuspensions(work, id, (part) => part.byHand === true && part.reason === 'suspended', []);
  }
}

/** Leaves a step as if it had been done: with the outcome, and the values it would have given. */
export function skip(work: Work, { tokenId, outcome, values = {}, reason }: Of<'skip'>): Verdict {
  const token = Object.hasOwn(work.state.tokens, tokenId) ? work.state.tokens[tokenId] : undefined;
  if (!token) return { code: 'token.unknown' };
  if (!reason.trim()) return { code: 'command.reason_required' };
  const refusal = skipProblem(work, token, outcome);
  if (refusal) return refusal;
  const checked = check(work, values);
  if ('code' in checked) return checked;

  const data = { ...(outcome === undefined ? {} : { outcome }), paths: Object.keys(values), reason };
  note(work, 'case.skipped', { node: token.node, data });
  const again = restart(work, token);
  setFields(work, checked.values, 'output', token.node);
  if (outcome !== undefined) setOutcome(work, token.node, outcome);
  leave(work, again, outcome);
}

function skipProblem(work: Work, token: Token, outcome: string | undefined): Rejection | undefined {
  const { doc, incoming, outgoing } = work.plan.nodes[token.node]!;
  const failed = Object.values(work.state.incidents).some((incident) => incident.token === token.id);
  if (incoming.length > 1 && ['parallel', 'inclusive', 'complex'].includes(doc.kind)) return { code: 'skip.join' };
  if (doc.kind === 'event' || ('each' in doc && doc.each && token.each === undefined && !failed)) return { code: 'skip.not_here' };
  const known = outcomesOf(work, token.node);
  if (outcome === undefined) {
    const needed = outgoing.length > 0 && outgoing.every((edge) => edge.on !== undefined);
    return needed ? { code: 'skip.outcome_required' } : undefined;
  }
  return known.includes(outcome) ? undefined : { code: 'skip.outcome_unknown' };
}

/** What a step can come to. */
export function outcomesOf(work: Pick<Work, 'plan'>, node: string): string[] {
  const { doc } = work.plan.nodes[node]!;
  if ('decisions' in doc) return Object.keys(doc.decisions);
  if (doc.kind === 'joint') return ['agree', 'refuse'];
  if (doc.kind === 'consent') return ['agree', 'refuse', 'expire'];
  if (doc.kind === 'block' || doc.kind === 'call') return ['completed', 'refused', 'withdrawn', 'expired'];
  return [];
}

function check(work: Work, values: Record<string, JsonValue>): { values: Record<string, JsonValue> } | Rejection {
  const fine: Record<string, JsonValue> = {};
  const problems = Object.entries(values).flatMap(([path, value]) => {
    if (!Object.hasOwn(work.plan.types, path)) return [{ path, code: 'field.unknown' }];
    const checked = work.plan.checkValue(path, value, work.env);
    if (!checked.ok) return [checked.problem];
    fine[path] = checked.value;
    return [];
  });
  return problems.length > 0 ? { code: 'skip.invalid', problems } : { values: fine };
}

/** The same stay with nothing to wait for. */
function restart(work: Work, token: Token): Token {
  const again: Token = { ...token, id: nextId(work, 'token'), status: 'waiting' };
  own(work, 'tokens')[again.id] = again;
  work.tokens += 1;
  const group = token.each === undefined ? undefined : work.state.each?.[token.each];
  cancelTokens(work, [token], 'case.skipped');
  // One instance in place of another: the group counts what it counted.
  if (group) own(work, 'each')[group.id] = group;
  return work.state.tokens[again.id]!;
}

/** Ends the case wherever it stands. */
export function endByHand(work: Work, { result, reason }: Of<'end'>): Verdict {
  if (!reason.trim()) return { code: 'command.reason_required' };
  note(work, 'case.ended_by_hand', { data: { status: result, reason } });
  refundPaid(work, 'ended');
  endCase(work, result);
}

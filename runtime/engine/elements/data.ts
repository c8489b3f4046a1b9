import type { DataNode } from '../../../schemas/generated/documents.ts';
import type { JsonValue, MergedForm } from '../../compile/plan.ts';
import { askFormOf } from '../ask-form.ts';
import { closeAssist, isForOwner, openAssist, openAssistsOf } from '../assists.ts';
import { checkForm } from '../checking.ts';
import { fail } from '../events/errors.ts';
import { contextOf, recompute, setFields } from '../fields.ts';
import { takePending, tokenOf } from '../pending.ts';
import { isGranted, keysOf, recordOf, settle, startPrefill, startRead, type Taken, writeShared } from '../reads.ts';
import { finishTask, openTask } from '../tasks.ts';
import { hold, leave } from '../tokens.ts';
import type { Assist, Command, Outcome, Task, Token } from '../types.ts';
import { note, type Verdict, type Work } from '../work.ts';

/** Reads shared data in the middle of the flow; the token waits for the answer. */
export function enterData(work: Work, token: Token, doc: DataNode): undefined {
  if (!isGranted(work.plan, work.state, doc.data)) return fallBack(work, token, doc, 'refused');
  const keys = keysOf(work, work.plan.data[doc.data]!, undefined, token);
  if (!keys) return fallBack(work, token, doc, 'noKeys');
  startRead(work, doc.data, keys, { node: token.node, token });
  hold(work, token);
}

/** An answer for a data node moves its token; one for an open form fills it and may give the keys of the next read. */
export function answerData(work: Work, effectId: string, outcome: Outcome): Verdict {
  const pending = takePending(work, effectId)!;
  const useId = pending.of!;
  const taken = recordOf(work, work.plan.data[useId]!, outcome);
  const token = tokenOf(work, pending);
  const lacking = outcome.ok && taken.ok ? lackingOf(work, useId, outcome.lacking, taken.values) : [];
  settle(work, useId, taken, { lacking, ...(outcome.by ? { by: outcome.by } : {}) });
  if (taken.ok) writeShared(work, useId, taken.values, outcome.by);
  if (!token) {
    startPrefill(work);
    return undefined;
  }
  const { doc } = work.plan.nodes[token.node]!;
  const { keys } = work.state.fetches[useId]!;
  if (taken.ok && lacking.length > 0 && keys) openAssist(work, token, { use: useId, keys, fields: lacking, problem: 'empty' });
  else if (taken.ok) leave(work, token);
  else if (doc.kind === 'data') fallBack(work, token, doc, taken.problem, outcome.by !== undefined);
  return undefined;
}

/** Fields that came empty and are asked of the owner. */
function lackingOf(work: Work, useId: string, named: readonly string[] = [], values: Record<string, JsonValue>): string[] {
  const { fallback, provides } = work.plan.data[useId]!;
  if (fallback !== 'assist') return [];
  return named.filter((field) => Object.hasOwn(provides, field) && !Object.hasOwn(values, provides[field]!));
}

/** The owner has answered by hand: what they gave fills the fields, what they have not is asked of the applicant. */
export function answerAssist(work: Work, effectId: string, outcome: Outcome): Verdict {
  const pending = takePending(work, effectId)!;
  const token = tokenOf(work, pending);
  if (!token) return undefined;
  const useId = pending.of!;
  const taken = recordOf(work, work.plan.data[useId]!, outcome);
  // What does not fit the fields is no answer: whoever gave it is told, and may answer again.
  if (outcome.ok && !taken.ok) return { code: 'assist.values_invalid' };
  const closed = closeAssist(work, pending, token, outcome);
  if (!closed) return undefined;
  settle(work, useId, taken, { by: outcome.by ?? closed.by });
  if (taken.ok) writeShared(work, useId, taken.values, outcome.by);
  if (openAssistsOf(work, token).length > 0) return undefined;
  goOnAfter(work, token, closed);
}

/** An answer that only lacked some fields is complete without them; a form is asked again where something required is missing. */
function goOnAfter(work: Work, token: Token, { status, problem }: Assist): undefined {
  const { doc } = work.plan.nodes[token.node]!;
  if (doc.kind === 'fill') {
    const form = work.plan.fills[token.node]!;
    const values = typedOf(work, form);
    const checked = checkForm({ ...work, context: contextOf(work), form, values, now: work.env.now });
    if (checked.ok) {
      recompute(work, form);
      leave(work, token);
    } else openTask(work, token, { kind: 'fill', party: form.party });
  } else if (status === 'answered' || problem === 'empty') leave(work, token);
  else openTask(work, token, { kind: 'fill', party: askFormOf(work.plan, token.node).party });
}

/** What was typed into a form that was submitted. */
function typedOf(work: Work, form: MergedForm): Record<string, JsonValue> {
  const typed = Object.keys(form.fields).flatMap((path) => {
    const held = work.state.fields[path];
    return held?.source === 'typed' && !form.fields[path]!.computed ? [[path, held.value] as const] : [];
  });
  return Object.fromEntries(typed);
}

/** `answered`: a person at the owner said so already; nobody is asked once more. */
function fallBack(work: Work, token: Token, doc: DataNode, problem: Exclude<Taken, { ok: true }>['problem'], answered = false): undefined {
  const use = work.plan.data[doc.data]!;
  if (use.fallback === 'fail') return fail(work, token, 'data.failed', { detail: problem, error: problem });
  const keys = work.state.fetches[doc.data]?.keys;
  const asksOwner = keys !== undefined && !answered && isForOwner(work.plan, doc.data, problem);
  note(work, 'data.fallback', { node: token.node, data: { data: doc.data, problem, fallback: asksOwner ? 'assist' : 'ask' } });
  if (asksOwner) openAssist(work, token, { use: doc.data, keys, fields: Object.keys(use.provides), problem });
  else openTask(work, token, { kind: 'fill', party: askFormOf(work.plan, token.node).party });
}

/** The applicant typed what the read did not give. */
export function submitAsked(work: Work, task: Task, typed: Record<string, JsonValue>): Verdict {
  const form = askFormOf(work.plan, task.node);
  const kept = Object.entries(work.state.draft).filter(([path]) => Object.hasOwn(form.fields, path));
  const checked = checkForm({
    ...work,
    context: contextOf(work),
    form,
    values: { ...Object.fromEntries(kept), ...typed },
    now: work.env.now,
  });
  if (!checked.ok) return { code: 'fill.invalid', problems: checked.problems };
  setFields(work, checked.values, 'typed', task.node);
  finishTask(work, task, {});
  note(work, 'fill.submitted', { node: task.node, task: task.id });
  leave(work, work.state.tokens[task.token]!);
}

/** A 协查 task of an earlier release: the data owner answers with the values, or that there is no record. */
export function completeAssist(work: Work, task: Task, command: Extract<Command, { type: 'complete' }>): Verdict {
  const { decision, opinion, outputs = {} } = command;
  if (decision !== 'answer' && decision !== 'noRecord') return { code: 'task.decision_unknown' };
  if (decision === 'answer') {
    const checked = checkForm({
      ...work,
      context: contextOf(work),
      form: askFormOf(work.plan, task.node),
      values: outputs,
      now: work.env.now,
    });
    if (!checked.ok) return { code: 'task.outputs_invalid', problems: checked.problems };
    const { doc } = work.plan.nodes[task.node]!;
    if (doc.kind === 'data') writeShared(work, doc.data, checked.values);
  } else if (Object.keys(outputs).length > 0) return { code: 'task.outputs_unexpected' };

  finishTask(work, task, { decision, opinion });
  note(work, 'task.completed', { node: task.node, task: task.id, data: { decision } });
  const token = work.state.tokens[task.token]!;
  if (decision === 'answer') leave(work, token);
  else openTask(work, token, { kind: 'fill', party: askFormOf(work.plan, task.node).party });
}

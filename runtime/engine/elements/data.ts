import type { DataNode } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { askFormOf } from '../ask-form.ts';
import { checkForm } from '../checking.ts';
import { fail } from '../events/errors.ts';
import { contextOf, setFields } from '../fields.ts';
import { takePending, tokenOf } from '../pending.ts';
import { isGranted, keysOf, recordOf, settle, startPrefill, startRead, type Taken, writeShared } from '../reads.ts';
import { finishTask, openTask } from '../tasks.ts';
import { hold, leave } from '../tokens.ts';
import type { Command, Outcome, Task, Token } from '../types.ts';
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
  settle(work, useId, taken);
  if (taken.ok) writeShared(work, useId, taken.values);
  if (!token) {
    startPrefill(work);
    return undefined;
  }
  const { doc } = work.plan.nodes[token.node]!;
  if (taken.ok) leave(work, token);
  else if (doc.kind === 'data') fallBack(work, token, doc, taken.problem);
  return undefined;
}

function fallBack(work: Work, token: Token, doc: DataNode, problem: Exclude<Taken, { ok: true }>['problem']): undefined {
  const use = work.plan.data[doc.data]!;
  if (use.fallback === 'fail') return fail(work, token, 'data.failed', { detail: problem, error: problem });
  note(work, 'data.fallback', { node: token.node, data: { data: doc.data, problem, fallback: use.fallback } });
  if (use.fallback === 'assist') openTask(work, token, { kind: 'desk', department: use.resourceDoc.owner.department });
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

/** The data owner answered by hand (协查): with the values, or that there is no record. */
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

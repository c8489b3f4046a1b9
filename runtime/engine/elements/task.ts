import type { TaskNode } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { checkForm } from '../checking.ts';
import { contextOf, recompute, setFields, setOutcome } from '../fields.ts';
import { finishTask, openTask } from '../tasks.ts';
import { leave } from '../tokens.ts';
import type { Command, Rejection, Task, Token } from '../types.ts';
import { note, type Verdict, type Work } from '../work.ts';

export function enterTask(work: Work, token: Token, doc: TaskNode): undefined {
  openTask(work, token, { kind: 'desk', department: doc.department, role: doc.role, dueDays: doc.dueDays });
}

/** The desk decides; its decision is the outcome of the node. */
export function completeDesk(work: Work, task: Task, doc: TaskNode, command: Extract<Command, { type: 'complete' }>): Verdict {
  const { decision, opinion, outputs = {} } = command;
  const chosen = Object.hasOwn(doc.decisions, decision) ? doc.decisions[decision] : undefined;
  if (!chosen) return { code: 'task.decision_unknown' };
  if (chosen.opinionRequired && !opinion?.trim()) return { code: 'task.opinion_required' };
  const checked = checkOutputs(work, task, outputs, chosen.effect === 'refuse');
  if ('code' in checked) return checked;

  setFields(work, checked.values, 'output', task.node);
  const form = work.plan.deskForms[task.node];
  if (form) recompute(work, form);
  finishTask(work, task, { decision, opinion });
  setOutcome(work, task.node, decision);
  note(work, 'task.completed', { node: task.node, task: task.id, data: { decision } });
  leave(work, work.state.tokens[task.token]!, decision);
}

/** Who refuses need not fill the form in; what is filled in must be right. */
function checkOutputs(
  work: Work,
  task: Task,
  outputs: Record<string, JsonValue>,
  refusing: boolean,
): { values: Record<string, JsonValue> } | Rejection {
  const form = work.plan.deskForms[task.node];
  if (!form) return Object.keys(outputs).length > 0 ? { code: 'task.outputs_unexpected' } : { values: {} };
  const given = { ...work, context: contextOf(work), form, values: outputs, now: work.env.now };
  const checked = checkForm(given);
  if (checked.ok) return { values: checked.values };
  const problems = refusing ? checked.problems.filter(({ code }) => code !== 'field.required') : checked.problems;
  if (problems.length > 0) return { code: 'task.outputs_invalid', problems };
  const partly = checkForm({ ...given, only: new Set(Object.keys(outputs)) });
  return partly.ok ? { values: partly.values } : { code: 'task.outputs_invalid', problems: partly.problems };
}

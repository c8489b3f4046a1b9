import type { DeskNode } from '../../compile/desks.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { checkForm } from '../checking.ts';
import { contextOf, contextOfCase, dropField, recompute, setFields, setOutcome } from '../fields.ts';
import { raise } from '../incidents.ts';
import { makeDecisionPaper, paperProblem } from '../paper-decisions.ts';
import { dropHidden, typedInForm, withoutHidden } from '../shown.ts';
import { decide } from '../signers.ts';
import { contextAt, itemAt } from '../surroundings.ts';
import { familiar, openTask } from '../tasks.ts';
import { leave } from '../tokens.ts';
import type { Command, Rejection, Task, Token } from '../types.ts';
import { own, type Verdict, type Work } from '../work.ts';

export function enterTask(work: Work, token: Token, doc: DeskNode): undefined {
  const { role, dueDays, retain } = doc;
  const department = deskOf(work, token, doc);
  if (department === undefined) return raise(work, token, 'task.department_unknown');
  openTask(work, token, { kind: 'desk', department, role, dueDays, holder: familiar(work, retain, department) });
}

/** Whose desk it is; undefined when the data choose none of the scenario. */
function deskOf(work: Work, token: Token, { department: own, each }: DeskNode): string | undefined {
  const chosen = work.plan.nodes[token.node]!.expressions?.department?.(contextAt(work, token), work.env);
  if (chosen) {
    if (!chosen.ok) return undefined;
    const code = chosen.value ?? own;
    return typeof code === 'string' && Object.hasOwn(work.plan.scenario.departments, code) ? code : undefined;
  }
  // Of a step done by several departments each has its own.
  return each?.departments ? String(itemAt(work, token) ?? own) : own;
}

/** The desk decides; its decision is the outcome of the node, as soon as its signers have signed. */
export function completeDesk(work: Work, task: Task, doc: DeskNode, command: Extract<Command, { type: 'complete' }>): Verdict {
  const { decision, opinion, outputs = {} } = command;
  const chosen = Object.hasOwn(doc.decisions, decision) ? doc.decisions[decision] : undefined;
  if (!chosen) return { code: 'task.decision_unknown' };
  if (chosen.opinionRequired && !opinion?.trim()) return { code: 'task.opinion_required' };
  const unfounded = paperProblem(work.plan, task, command);
  if (unfounded) return unfounded;
  const checked = checkOutputs(work, task, outputs, chosen.effect === 'refuse');
  if ('code' in checked) return checked;

  const form = work.plan.deskForms[task.node];
  const earlier = form ? Object.keys(typedInForm(work.state, form)) : [];
  setFields(work, checked.values, 'output', task.node);
  if (form) {
    // Of a form filled in again: what was emptied, or is not asked any more, is no result of this desk.
    for (const path of earlier) if (Object.hasOwn(outputs, path) && outputs[path] === null) dropField(work, path);
    recompute(work, form);
    dropHidden(work, form, earlier);
  }
  if (command.article !== undefined) own(work, 'tasks')[task.id] = { ...work.state.tasks[task.id]!, article: command.article };
  decide(work, work.state.tasks[task.id]!, { decision, opinion });
}

/** The decision counts: the token moves on. */
export function concludeDesk(work: Work, task: Task): undefined {
  makeDecisionPaper(work, task);
  setOutcome(work, task.node, task.decision!);
  leave(work, work.state.tokens[task.token]!, task.decision);
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
  const state = withoutHidden(work, form, outputs);
  const context = state === work.state ? contextOf(work) : contextOfCase(work.plan, state, work.env.now);
  const given = { plan: work.plan, state, context, form, values: outputs, now: work.env.now };
  const checked = checkForm(given);
  if (checked.ok) return { values: checked.values };
  const problems = refusing ? checked.problems.filter(({ code }) => code !== 'field.required') : checked.problems;
  if (problems.length > 0) return { code: 'task.outputs_invalid', problems };
  const partly = checkForm({ ...given, only: new Set(Object.keys(outputs)) });
  return partly.ok ? { values: partly.values } : { code: 'task.outputs_invalid', problems: partly.problems };
}

import type { FillNode } from '../../../schemas/generated/documents.ts';
import type { FieldProblem, JsonValue, MergedForm } from '../../compile/plan.ts';
import { askForLeft } from '../assists.ts';
import { checkForm, draftOf, sharedValues } from '../checking.ts';
import { startClocksAt } from '../clocks.ts';
import { contextOf, contextOfCase, dropField, recompute, same, setField } from '../fields.ts';
import { abandonRead, forget, keysOf, startPrefill } from '../reads.ts';
import { dropHidden, settleForm, withoutHidden } from '../shown.ts';
import { finishTask, openTask } from '../tasks.ts';
import { leave } from '../tokens.ts';
import type { Command, FieldValue, Task, Token } from '../types.ts';
import { inOrder, note, own, type Verdict, type Work } from '../work.ts';

/** Opens the merged form and starts the reads that need no consent. */
export function enterFill(work: Work, token: Token, doc: FillNode): undefined {
  openTask(work, token, { kind: 'fill', party: doc.party });
  startPrefill(work);
}

/** Takes the form in: checks it, keeps the values with their sources, starts the clocks, moves on. */
export function submitFill(work: Work, task: Task, command: Extract<Command, { type: 'submit' }>): Verdict {
  const form = work.plan.fills[task.node]!;
  const { disputes = {} } = command;
  const stale = staleUses(work, form, command.values);
  const drafted = draftFor(work, form, command.values, stale);
  const values = drafted ? { ...drafted, ...command.values } : command.values;
  const state = withoutHidden(work, form, values);
  const context = state === work.state ? contextOf(work) : contextOfCase(work.plan, state, work.env.now);
  const checked = checkForm({ plan: work.plan, state, context, form, values, now: work.env.now, stale });
  const problems = [...(checked.ok ? [] : checked.problems), ...disputeProblems(work, form, disputes, stale)];
  if (!checked.ok || problems.length > 0) return { code: 'fill.invalid', problems };

  for (const use of stale) if (work.state.fetches[use]?.keys) forget(work, use, 'stale');
  abandonReads(work, form);
  const earlier = typedBefore(work, form);
  storeValues(work, form, checked.values);
  dropWithdrawn(work, form, { earlier, sent: values });
  storeDisputes(work, disputes);
  if (work.state.status === 'draft') beginRunning(work);
  clearDraft(work, form);
  finishTask(work, task, {});
  note(work, 'fill.submitted', { node: task.node, task: task.id });
  startClocksAt(work, task.node);
  const token = work.state.tokens[task.token]!;
  if (!askForLeft(work, token, form)) leave(work, token);
}

export function beginRunning(work: Work): undefined {
  work.state.status = 'running';
  work.state.submittedAt = work.command.at;
  work.outdated = true;
}

/** Saved draft values of this form that can still be asked, under what is submitted now. */
function draftFor(
  work: Work,
  form: MergedForm,
  typed: Record<string, JsonValue>,
  stale: ReadonlySet<string>,
): Record<string, JsonValue> | undefined {
  if (Object.keys(work.state.draft).length === 0) return undefined;
  const drafted = draftOf(work.plan, work.state, form, stale);
  const { hidden } = settleForm({ plan: work.plan, state: work.state, form, values: { ...drafted, ...typed }, now: work.env.now });
  return Object.fromEntries(Object.entries(drafted).filter(([path]) => !hidden.has(path)));
}

const noUses: ReadonlySet<string> = new Set();

/** Reads whose keys are others now than when they were read: their values belong to somebody else. */
function staleUses(work: Work, form: MergedForm, typed: Record<string, JsonValue>): ReadonlySet<string> {
  const read = form.prefill.filter((useId) => work.state.fetches[useId]?.keys);
  if (read.length === 0) return noUses;
  const values = { ...draftOf(work.plan, work.state, form), ...typed };
  const stale = new Set<string>();
  for (const useId of read) {
    const now = keysOf(work, work.plan.data[useId]!, values);
    if (!now || !same(now, work.state.fetches[useId]!.keys)) stale.add(useId);
  }
  return stale;
}

/** Only a shared value of this form that is read-only can be disputed. */
function disputeProblems(work: Work, form: MergedForm, disputes: Record<string, JsonValue>, stale: ReadonlySet<string>): FieldProblem[] {
  const shared = sharedValues(work.state, form, stale);
  return Object.entries(disputes).flatMap(([path, value]) => {
    if (!Object.hasOwn(shared, path)) return [{ path, code: 'field.dispute_not_shared' }];
    const checked = work.plan.checkValue(path, value, work.env);
    return checked.ok ? [] : [checked.problem];
  });
}

function abandonReads(work: Work, form: MergedForm): undefined {
  for (const pending of inOrder(work.state.pending)) {
    if (pending.kind === 'data' && pending.token === undefined && pending.node === form.node) abandonRead(work, pending);
  }
}

/** A shared value sent back unchanged stays shared; one changed where that is allowed keeps the shared one beside it. */
function storeValues(work: Work, form: MergedForm, values: Record<string, JsonValue>): undefined {
  for (const { path, computed } of Object.values(form.fields)) {
    const value = Object.hasOwn(values, path) ? values[path] : undefined;
    const before = work.state.fields[path];
    // The check computed it; without a result, or hidden, it has no value.
    if (computed && value === undefined) dropField(work, path);
    else if (computed) setField(work, path, { value: value!, source: 'computed', origin: form.node });
    else if (value === undefined || (before?.source === 'shared' && same(before.value, value))) continue;
    else setField(work, path, { value, source: 'typed', origin: form.node, ...beside(before) });
  }
}

/** The shared value a typed one takes the place of, now or in an earlier round. */
function beside(before: FieldValue | undefined): Pick<FieldValue, 'shared'> {
  const shared = before?.source === 'shared' ? before.value : before?.shared;
  return shared === undefined ? {} : { shared };
}

/** Paths typed in an earlier round of this form. */
function typedBefore(work: Work, form: MergedForm): string[] {
  return Object.keys(form.fields).filter((path) => {
    const field = work.state.fields[path];
    return field?.source === 'typed' && field.origin === form.node;
  });
}

/** What was typed in an earlier round stays, unless it is taken back now or not asked any more. */
function dropWithdrawn(work: Work, form: MergedForm, { earlier, sent }: { earlier: string[]; sent: Record<string, JsonValue> }): undefined {
  const takenBack = earlier.filter((path) => Object.hasOwn(sent, path) && (sent[path] === null || sent[path] === ''));
  for (const path of takenBack) dropField(work, path);
  if (takenBack.length > 0) recompute(work, form);
  dropHidden(work, form, earlier);
}

function storeDisputes(work: Work, disputes: Record<string, JsonValue>): undefined {
  for (const [path, value] of Object.entries(disputes)) {
    const field = work.state.fields[path]!;
    own(work, 'fields')[path] = { ...field, disputed: value };
    const fetch = field.origin === undefined ? undefined : work.state.fetches[field.origin];
    if (fetch) own(work, 'fetches')[field.origin!] = { ...fetch, state: 'disputed' };
    note(work, 'field.disputed', { data: { path } });
  }
}

function clearDraft(work: Work, form: MergedForm): undefined {
  for (const path of Object.keys(work.state.draft)) if (Object.hasOwn(form.fields, path)) delete own(work, 'draft')[path];
}

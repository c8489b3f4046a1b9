/**
 * Legal clocks. States: running -> suspended -> running … -> met | cancelled. Days are working days and dates are local.
 * A promised date never moves silently: every change of `due` is a line of the journal with its reason.
 */
import type { Clock } from '../../schemas/generated/documents.ts';
import { limitOf, localDate } from '../calendar/index.ts';
import type { JsonValue, Plan } from '../compile/plan.ts';
import type { ClockState, Suspension, Task } from './types.ts';
import { note, own, type Work } from './work.ts';

type Reason = NonNullable<Clock['suspendedBy']>[number];
type Due = Pick<ClockState, 'due' | 'provisional'>;

/** End of the Nth working day after `from`; suspended days do not count. Without a calendar there is no date. */
export function dueAfter(plan: Plan, from: string, days: number, suspensions: Suspension[]): Due {
  if (!plan.calendar) return {};
  const closed = suspensions.flatMap(({ from: first, to, reason }) => (to === undefined ? [] : [{ from: first, to, reason }]));
  const { due, provisional } = limitOf(plan.calendar, from, days, closed);
  return due !== undefined ? { due } : provisional ? { provisional } : {};
}

/** Starts the clocks that name this node: a fill when it is submitted, any other node when it is entered. Once per case. */
export function startClocksAt(work: Work, node: string): undefined {
  let started = false;
  for (const id in work.plan.clocks) {
    const doc = work.plan.clocks[id]!;
    if (doc.starts !== node || work.state.clocks[id]) continue;
    const { at } = work.command;
    const due = dueAfter(work.plan, localDate(at), doc.days, []);
    own(work, 'clocks')[id] = { id, status: 'running', startedAt: at, days: doc.days, ...due, suspensions: [] };
    note(work, 'clock.started', { node, data: { clock: id, ...dueData(due) } });
    started = true;
  }
  if (started) refreshSuspensions(work);
}

export function endClocksAt(work: Work, node: string): undefined {
  for (const id in work.plan.clocks) if (work.plan.clocks[id]!.ends === node) endClock(work, id, 'met');
}

export function endAllClocks(work: Work, status: 'met' | 'cancelled'): undefined {
  for (const id in work.state.clocks) endClock(work, id, status);
}

function endClock(work: Work, id: string, status: 'met' | 'cancelled'): undefined {
  const clock = work.state.clocks[id];
  if (!clock || isOver(clock)) return;
  const today = localDate(work.command.at);
  const suspensions = clock.suspensions.map((part) => (part.to === undefined ? { ...part, to: today } : part));
  own(work, 'clocks')[id] = { ...clock, status, endedAt: work.command.at, suspensions };
  note(work, `clock.${status}`, { data: { clock: id } });
}

function isOver(clock: ClockState): boolean {
  return clock.status === 'met' || clock.status === 'cancelled';
}

/**
 * Stops and starts clocks again by what holds now: open 补正 requests and open consents. Reasons nest: a clock runs again
 * only when the last one is over.
 */
export function refreshSuspensions(work: Work): undefined {
  for (const id in work.state.clocks) {
    const clock = work.state.clocks[id]!;
    if (isOver(clock)) continue;
    const doc = work.plan.clocks[id]!;
    const holding = reasonsNow(work, doc);
    const open = clock.suspensions.filter((part) => part.to === undefined).map((part) => part.reason);
    if (holding.length === open.length && holding.every((reason) => open.includes(reason))) continue;
    applySuspensions(work, clock, holding, open);
  }
}

function applySuspensions(work: Work, clock: ClockState, holding: Reason[], open: string[]): undefined {
  const today = localDate(work.command.at);
  const kept = clock.suspensions.map((part) =>
    part.to === undefined && !holding.includes(part.reason as Reason) ? { ...part, to: today } : part,
  );
  const added = holding.filter((reason) => !open.includes(reason)).map((reason) => ({ from: today, reason }));
  const suspensions: Suspension[] = [...kept, ...added];
  const status = holding.length > 0 ? 'suspended' : 'running';
  const next: ClockState = { ...clock, status, suspensions };
  own(work, 'clocks')[clock.id] = next;
  for (const { reason } of added) note(work, 'clock.suspended', { data: { clock: clock.id, reason } });
  for (const reason of open) if (!holding.includes(reason as Reason)) note(work, 'clock.resumed', { data: { clock: clock.id, reason } });
  if (status === 'running') moveDue(work, next, open[0] ?? 'suspension');
}

function reasonsNow(work: Work, doc: Clock): Reason[] {
  return (doc.suspendedBy ?? []).filter((reason) => Object.values(work.state.tasks).some((task) => holds(work.plan, doc, reason, task)));
}

/** A clock of an item or of a department is held only by what happens in it; a clock of the case by anything. */
function holds(plan: Plan, clock: Clock, reason: Reason, task: Task): boolean {
  const caught =
    reason === 'supplement' ? task.status === 'supplement' : reason === 'consent' && task.kind === 'consent' && task.status === 'open';
  if (!caught) return false;
  if (clock.item !== undefined) return itemOfTask(plan, task) === clock.item;
  return clock.department === undefined || task.department === clock.department;
}

/** The item a task serves: its participant's, else its node's. */
export function itemOfTask(plan: Plan, task: Task): string | undefined {
  const { doc } = plan.nodes[task.node]!;
  const own = doc.kind === 'joint' && task.participant !== undefined ? doc.participants[task.participant]?.item : undefined;
  return own ?? ('item' in doc ? doc.item : undefined);
}

/** Computes the date again and says so when it differs. */
function moveDue(work: Work, clock: ClockState, reason: string): undefined {
  const { due, provisional, ...rest } = clock;
  const next = dueAfter(work.plan, localDate(clock.startedAt), clock.days, clock.suspensions);
  if (next.due === due && next.provisional?.remainingDays === provisional?.remainingDays && next.provisional?.year === provisional?.year)
    return;
  own(work, 'clocks')[clock.id] = { ...rest, ...next };
  note(work, 'clock.due_changed', { data: { clock: clock.id, reason, before: due ?? null, ...dueData(next) } });
}

function dueData({ due, provisional }: Due): Record<string, JsonValue> {
  return { due: due ?? null, ...(provisional ? { provisional: { ...provisional } } : {}) };
}

/** A calendar was published or corrected: provisional dates are fixed, and dates it changes are changed in the open. */
export function recalculateClocks(work: Work): undefined {
  for (const id in work.state.clocks) {
    const clock = work.state.clocks[id]!;
    if (clock.status === 'running') moveDue(work, clock, 'calendar');
  }
}

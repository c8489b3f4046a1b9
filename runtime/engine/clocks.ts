/**
 * Legal clocks. States: running -> suspended -> running … -> met | cancelled. Dates are local.
 * A promised date never moves silently: every change of `due` is a line of the journal with its reason, and a calendar
 * never makes a promised date later.
 */
import type { Clock } from '../../schemas/generated/documents.ts';
import { countLimit, type LimitRequest, limitOf, localDate } from '../calendar/index.ts';
import type { JsonValue, Plan } from '../compile/plan.ts';
import { papersAt } from './papers.ts';
import { restarts } from './suspensions.ts';
import type { ClockState, Suspension, Task } from './types.ts';
import { note, own, type Work } from './work.ts';

type Due = Pick<ClockState, 'due' | 'dueAt' | 'provisional'>;

/** End of the Nth working day after `from`; suspended days do not count. Without a calendar there is no date. */
export function dueAfter(plan: Plan, from: string, days: number, suspensions: Suspension[]): Due {
  if (!plan.calendar) return {};
  const { due, provisional } = limitOf(plan.calendar, from, days, closed(suspensions));
  return due !== undefined ? { due } : provisional ? { provisional } : {};
}

/** What the calendar is asked for a clock; views explain the very same. */
export function limitRequestOf(clock: ClockState): LimitRequest {
  return {
    amount: clock.days + (clock.extension?.days ?? 0),
    start: clock.restartedAt ?? clock.startedAt,
    afterHours: clock.afterHours ?? 'sameDay',
    suspensions: closed(clock.suspensions),
    ...(clock.unit === undefined ? {} : { unit: clock.unit }),
    ...(clock.kept === undefined ? {} : { less: clock.kept }),
  };
}

function closed(suspensions: readonly Suspension[]) {
  return suspensions.flatMap((part) => (part.to === undefined ? [] : [{ ...part, to: part.to }]));
}

/** Starts the clocks that name this node: a fill when it is submitted, any other node when it is entered. Once per case. */
export function startClocksAt(work: Work, node: string): undefined {
  let started = false;
  for (const id in work.plan.clocks) {
    const doc = work.plan.clocks[id]!;
    if (doc.starts !== node || work.state.clocks[id]) continue;
    startClock(work, node, id, doc);
    started = true;
  }
  if (started) refreshSuspensions(work);
  if (work.plan.scenario.papers) papersAt(work, node);
}

function startClock(work: Work, node: string, id: string, doc: Clock): undefined {
  const { at } = work.command;
  const clock: ClockState = {
    id,
    status: 'running',
    startedAt: at,
    days: doc.days,
    ...(doc.unit === undefined || doc.unit === 'workingDays' ? {} : { unit: doc.unit }),
    ...(doc.afterHours === 'sameDay' ? {} : { afterHours: 'nextDay' as const }),
    suspensions: [],
  };
  const { accepted, ...due } = dueOf(work.plan, clock);
  own(work, 'clocks')[id] = { ...clock, ...due, ...countedBy(work.plan) };
  const later: Record<string, JsonValue> = accepted === undefined || accepted === localDate(at) ? {} : { accepted };
  note(work, 'clock.started', { node, data: { clock: id, ...dueData(due), ...later } });
}

function dueOf(plan: Plan, clock: ClockState, less = clock.kept ?? 0): Due & { accepted?: string } {
  if (!plan.calendar) return {};
  const { accepted, due, dueAt, provisional } = countLimit(plan.calendar, { ...limitRequestOf(clock), less });
  return {
    ...(accepted === undefined ? {} : { accepted }),
    ...(due === undefined ? {} : { due }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(provisional ? { provisional } : {}),
  };
}

function countedBy({ calendar }: Plan): Pick<ClockState, 'counted'> {
  return calendar ? { counted: `${calendar.region}/${calendar.version}` } : {};
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
  const suspensions = clock.suspensions.map((part) => (part.to === undefined ? closedNow(work, part) : part));
  own(work, 'clocks')[id] = { ...clock, status, endedAt: work.command.at, suspensions };
  note(work, `clock.${status}`, { data: { clock: id } });
}

export function isOver(clock: ClockState): boolean {
  return clock.status === 'met' || clock.status === 'cancelled';
}

function closedNow(work: Work, part: Suspension): Suspension {
  return { ...part, to: localDate(work.command.at), toAt: work.command.at };
}

/**
 * Stops and starts clocks again by what holds now: open 补正 requests, open consents, and steps that suspend while a token
 * stands there. Reasons nest: a clock runs again only when the last one is over.
 */
export function refreshSuspensions(work: Work): undefined {
  for (const id in work.state.clocks) {
    const clock = work.state.clocks[id]!;
    if (isOver(clock)) continue;
    const doc = work.plan.clocks[id]!;
    const holding = reasonsNow(work, doc);
    const open = clock.suspensions.filter((part) => part.to === undefined && !part.byHand).map((part) => part.reason);
    if (holding.length === open.length && holding.every((reason) => open.includes(reason))) continue;
    const { at } = work.command;
    const over = (part: Suspension) => !part.byHand && !holding.includes(part.reason as Reason);
    const added = holding.filter((reason) => !open.includes(reason)).map((reason) => ({ from: localDate(at), fromAt: at, reason }));
    changeSuspensions(work, id, over, added);
  }
}

/** Ends the open suspensions named and begins others; the date follows when the clock runs again. */
export function changeSuspensions(work: Work, id: string, over: (part: Suspension) => boolean, added: readonly Suspension[]): undefined {
  settleCalendar(work, id);
  const clock = work.state.clocks[id]!;
  const doc = work.plan.clocks[id]!;
  const ended = clock.suspensions.filter((part) => part.to === undefined && over(part));
  const suspensions = [...clock.suspensions.map((part) => (ended.includes(part) ? closedNow(work, part) : part)), ...added];
  const status = suspensions.some((part) => part.to === undefined) ? 'suspended' : 'running';
  const anew = ended.some((part) => restarts(doc, part));
  const { kept, ...rest } = clock;
  own(work, 'clocks')[id] = anew ? { ...rest, status, suspensions, restartedAt: work.command.at } : { ...clock, status, suspensions };
  for (const { reason, basis } of added)
    note(work, 'clock.suspended', { data: { clock: id, reason, ...(basis === undefined ? {} : { basis }) } });
  for (const { reason } of ended) note(work, 'clock.resumed', { data: { clock: id, reason, ...(anew ? { anew } : {}) } });
  // Also while another reason still holds: what a calendar changes later must be told apart from what this stop changed.
  if (ended.length > 0) moveDue(work, id, ended[0]!.reason);
}

type Reason = NonNullable<Clock['suspendedBy']>[number];

function reasonsNow(work: Work, doc: Clock): Reason[] {
  const { plan, state } = work;
  return (doc.suspendedBy ?? []).filter(
    (reason) =>
      Object.values(state.tasks).some((task) => isHeldBy(work, reason, task) && concerns(doc, itemOfTask(plan, task), task.department)) ||
      standsAt(work, doc, reason),
  );
}

function isHeldBy(work: Work, reason: Reason, task: Task): boolean {
  if (reason === 'supplement') return task.status === 'supplement' && isFirstSupplement(work, task);
  return reason === 'consent' && task.kind === 'consent' && task.status === 'open';
}

/** A clock of an item or of a department is held only by what happens in it; a clock of the case by anything. */
function concerns(clock: Clock, item: string | undefined, department: string | undefined): boolean {
  if (clock.item !== undefined) return item === clock.item;
  return clock.department === undefined || department === clock.department;
}

/**
 * 行政许可法 第三十二条: everything that is missing is told once. A second 补正 of the same item (of the same step, where there
 * is no item) is the office's own time: the clock runs on.
 */
export function isFirstSupplement({ plan, state }: Pick<Work, 'plan' | 'state'>, task: Task): boolean {
  if ((task.supplements ?? 0) > 1) return false;
  const matter = matterOf(plan, task);
  return !Object.values(state.tasks).some(
    (other) => other.id !== task.id && (other.supplements ?? 0) > 0 && isOlder(other, task) && matterOf(plan, other) === matter,
  );
}

function isOlder(one: Task, other: Task): boolean {
  return Number(one.id.slice(1)) < Number(other.id.slice(1));
}

function matterOf(plan: Plan, task: Task): string {
  const item = itemOfTask(plan, task);
  return item === undefined ? `node/${task.node}` : `item/${item}`;
}

const suspending = new WeakMap<Plan, ReadonlyMap<string, Reason>>();

/** Steps that stop clocks while a token stands there, by node. */
function suspendingNodes(plan: Plan): ReadonlyMap<string, Reason> {
  const known = suspending.get(plan);
  if (known) return known;
  const nodes = Object.values(plan.nodes).flatMap(({ id, doc }): [string, Reason][] =>
    'suspends' in doc && doc.suspends !== undefined ? [[id, doc.suspends]] : [],
  );
  const found = new Map(nodes);
  suspending.set(plan, found);
  return found;
}

function standsAt({ plan, state }: Work, clock: Clock, reason: Reason): boolean {
  const nodes = suspendingNodes(plan);
  if (nodes.size === 0) return false;
  return Object.values(state.tokens).some(({ node }) => {
    if (nodes.get(node) !== reason) return false;
    const { doc } = plan.nodes[node]!;
    return concerns(clock, 'item' in doc ? doc.item : undefined, 'department' in doc ? doc.department : undefined);
  });
}

/** After a burst: tokens have come to steps that suspend, or left them. */
export function settleSuspensions(work: Work): undefined {
  if (suspendingNodes(work.plan).size > 0) refreshSuspensions(work);
}

/** The item a task serves: its participant's, else its node's. */
export function itemOfTask(plan: Plan, task: Task): string | undefined {
  const { doc } = plan.nodes[task.node]!;
  const own = doc.kind === 'joint' && task.participant !== undefined ? doc.participants[task.participant]?.item : undefined;
  return own ?? ('item' in doc ? doc.item : undefined);
}

/** Computes the date again and says so when it differs. */
export function moveDue(work: Work, id: string, reason: string): undefined {
  const clock = work.state.clocks[id]!;
  const { accepted: _, ...next } = dueOf(work.plan, clock);
  // What a promise kept may lie a little before the date it kept: more time never makes the date earlier.
  if (clock.kept !== undefined && isLater(clock, next)) return;
  setDue(work, clock, next, reason);
}

function setDue(work: Work, clock: ClockState, next: Due, reason: string): undefined {
  const { due, dueAt, provisional, ...rest } = clock;
  const counted = countedBy(work.plan);
  const same =
    next.due === due &&
    next.dueAt === dueAt &&
    next.provisional?.remainingDays === provisional?.remainingDays &&
    next.provisional?.remainingMinutes === provisional?.remainingMinutes &&
    next.provisional?.year === provisional?.year;
  if (same) {
    // Nothing to tell; the state only changes when it is written for another reason anyway.
    if (work.owned.has('clocks') && counted.counted !== clock.counted) own(work, 'clocks')[clock.id] = { ...clock, ...counted };
    return;
  }
  own(work, 'clocks')[clock.id] = { ...rest, ...next, ...counted };
  note(work, 'clock.due_changed', { data: { clock: clock.id, reason, before: due ?? null, ...dueData(next) } });
}

function dueData({ due, dueAt, provisional }: Due): Record<string, JsonValue> {
  return {
    due: due ?? null,
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(provisional ? { provisional: { ...provisional } } : {}),
  };
}

function isLater(one: Due, other: Due): boolean {
  if (one.due === undefined || other.due === undefined) return one.due !== undefined && other.due === undefined;
  return (one.dueAt ?? one.due) > (other.dueAt ?? other.due);
}

/** A calendar was published or corrected: provisional dates are fixed, and dates it changes are changed in the open. */
export function recalculateClocks(work: Work): undefined {
  for (const id in work.state.clocks) if (!isOver(work.state.clocks[id]!)) recount(work, id);
}

/** Before anything else moves a date, what another calendar changes is told apart from it. */
function settleCalendar(work: Work, id: string): undefined {
  const clock = work.state.clocks[id]!;
  if (clock.counted !== undefined && clock.counted !== countedBy(work.plan).counted) recount(work, id);
}

/**
 * What the calendar says now. A date told to the citizen is never made later by it (design, law 9): the promise stays, and
 * the units it gives away are remembered, so that a suspension after it moves the promised date and not the counted one.
 */
function recount(work: Work, id: string): undefined {
  const clock = work.state.clocks[id]!;
  const { accepted: _, ...next } = dueOf(work.plan, clock, 0);
  if (clock.due === undefined || !isPromise(work.plan, id) || !isLater(next, clock)) {
    const { kept, ...rest } = clock;
    if (kept !== undefined) own(work, 'clocks')[id] = rest;
    return setDue(work, work.state.clocks[id]!, next, 'calendar');
  }
  const kept = unitsKept(work.plan, clock);
  if (kept === clock.kept) return;
  own(work, 'clocks')[id] = { ...clock, kept, ...countedBy(work.plan) };
  note(work, 'clock.promise_kept', { data: { clock: id, due: clock.due, counted: next.due ?? null } });
}

/** Promised; or the only limit of its matter, so that its date is the one people were told. */
function isPromise(plan: Plan, id: string): boolean {
  const doc = plan.clocks[id]!;
  if (doc.kind === 'promised') return true;
  return !Object.values(plan.clocks).some(
    (other) => other.kind === 'promised' && other.item === doc.item && other.department === doc.department,
  );
}

/** The fewest units to give away so that the date is not later than the one told. */
function unitsKept(plan: Plan, clock: ClockState): number {
  const unit = clock.unit === 'workingHours' ? 0.5 : 1;
  const most = clock.unit === 'months' ? clock.days * 31 : clock.days + (clock.extension?.days ?? 0);
  for (let less = unit; less < most; less += unit) {
    const due = dueOf(plan, clock, less);
    if (due.due !== undefined && !isLater(due, clock)) return less;
  }
  return most;
}

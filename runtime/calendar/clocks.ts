import type { Calendar, Clock, Duration } from '../../schemas/generated/documents.ts';
import { dateOfDay, dayNumber, instantAt, localDate, milliseconds, timeOfDay } from './dates.ts';
import type { LimitUnit } from './limits.ts';
import { windowsOn } from './office.ts';
import { limitOf, type Provisional, workingDaysBetween } from './working-days.ts';
import { isWorked } from './year-index.ts';

export type Lamp = 'normal' | 'amber' | 'overdue' | 'stopped' | 'done' | 'provisional';
/** What a lamp needs of a case's clock: the engine's ClockState fits. */
export interface LampClock {
  status: 'running' | 'suspended' | 'met' | 'cancelled';
  due?: string;
  provisional?: Provisional;
  /** Limits in hours end at an instant. */
  unit?: LimitUnit;
  dueAt?: string;
}
export interface LampState {
  lamp: Lamp;
  /** Working days until the due date; negative when it has passed. */
  workingDaysLeft?: number;
  /** Hours left of a limit in hours, in its own kind of hours; negative natural hours when it has passed. */
  hoursLeft?: number;
}
const unitMs = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1_000 };
/** A clock turns amber on the working day before it is due, unless it says otherwise; one in hours two hours before. */
const defaultAmberDays = 1;
const defaultAmberHours = 2;

/** An instant later by a duration. Working days end with the day: 23:59:59.999 in Asia/Shanghai. */
export function addDuration(calendar: Calendar, instant: string, duration: Duration): { at: string } | { provisional: Provisional } {
  if (duration.unit !== 'workingDays') {
    return { at: instantAt(0, milliseconds(instant) + 8 * unitMs.hours + duration.amount * unitMs[duration.unit]) };
  }
  const limit = limitOf(calendar, localDate(instant), duration.amount);
  return limit.due === undefined ? { provisional: limit.provisional! } : { at: `${limit.due}T15:59:59.999Z` };
}

/** The lamp of a case's clock at an instant. */
export function lampOf(clock: LampClock, clockDoc: Pick<Clock, 'amberDays' | 'amberHours'>, calendar: Calendar, now: string): LampState {
  if (clock.status === 'met' || clock.status === 'cancelled') return { lamp: 'done' };
  if (clock.status === 'suspended') return { lamp: 'stopped' };
  if (clock.due === undefined) return { lamp: 'provisional' };
  if (clock.dueAt !== undefined) return lampOfHours(clock.dueAt, clock.unit, calendar, now, clockDoc.amberHours);
  return lampOfDue(clock.due, calendar, now, clockDoc.amberDays);
}

function lampOfHours(
  dueAt: string,
  unit: LimitUnit | undefined,
  calendar: Calendar,
  now: string,
  amberHours = defaultAmberHours,
): LampState {
  const workingDaysLeft = workingDaysBetween(calendar, localDate(now), localDate(dueAt));
  const left = milliseconds(dueAt) - milliseconds(now);
  if (left < 0) return { lamp: 'overdue', workingDaysLeft, hoursLeft: hours(left) };
  const hoursLeft = hours(unit === 'workingHours' ? workingTime(calendar, now, dueAt) : left);
  return { lamp: hoursLeft <= amberHours ? 'amber' : 'normal', workingDaysLeft, hoursLeft };
}

function hours(ms: number): number {
  return Math.round((ms / unitMs.hours) * 10) / 10;
}

/** Milliseconds of office hours between two instants. */
function workingTime(calendar: Calendar, from: string, to: string): number {
  const [first, last] = [dayNumber(localDate(from)), dayNumber(localDate(to))];
  let sum = 0;
  for (let day = first; day <= last; day++) {
    if (!isWorked(calendar, day)) continue;
    const start = day === first ? timeOfDay(from) : 0;
    const end = day === last ? timeOfDay(to) : unitMs.days;
    for (const window of windowsOn(calendar, dateOfDay(day))) sum += Math.max(0, Math.min(window.to, end) - Math.max(window.from, start));
  }
  return sum;
}

/** The lamp of a plain due date, as a task has one. */
export function lampOfDue(due: string, calendar: Calendar, now: string, amberDays = defaultAmberDays): LampState {
  const today = localDate(now);
  const workingDaysLeft = workingDaysBetween(calendar, today, due);
  if (today > due) return { lamp: 'overdue', workingDaysLeft };
  return { lamp: workingDaysLeft <= amberDays ? 'amber' : 'normal', workingDaysLeft };
}

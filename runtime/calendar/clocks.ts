import type { Calendar, Clock, Duration } from '../../schemas/generated/documents.ts';
import { localDate, milliseconds } from './dates.ts';
import { limitOf, type Provisional, workingDaysBetween } from './working-days.ts';

export type Lamp = 'normal' | 'amber' | 'overdue' | 'stopped' | 'done' | 'provisional';
/** What a lamp needs of a case's clock: the engine's ClockState fits. */
export interface LampClock {
  status: 'running' | 'suspended' | 'met' | 'cancelled';
  due?: string;
  provisional?: Provisional;
}
export interface LampState {
  lamp: Lamp;
  /** Working days until the due date; negative when it has passed. */
  workingDaysLeft?: number;
}
const unitMs = { days: 86_400_000, hours: 3_600_000, minutes: 60_000 };
/** A clock turns amber on the working day before it is due, unless it says otherwise. */
const defaultAmberDays = 1;

/** An instant later by a duration. Working days end with the day: 23:59:59.999 in Asia/Shanghai. */
export function addDuration(calendar: Calendar, instant: string, duration: Duration): { at: string } | { provisional: Provisional } {
  if (duration.unit !== 'workingDays') {
    return { at: new Date(milliseconds(instant) + duration.amount * unitMs[duration.unit]).toISOString() };
  }
  const limit = limitOf(calendar, localDate(instant), duration.amount);
  return limit.due === undefined ? { provisional: limit.provisional! } : { at: `${limit.due}T15:59:59.999Z` };
}

/** The lamp of a case's clock at an instant. */
export function lampOf(clock: LampClock, clockDoc: Pick<Clock, 'amberDays'>, calendar: Calendar, now: string): LampState {
  if (clock.status === 'met' || clock.status === 'cancelled') return { lamp: 'done' };
  if (clock.status === 'suspended') return { lamp: 'stopped' };
  if (clock.due === undefined) return { lamp: 'provisional' };
  return lampOfDue(clock.due, calendar, now, clockDoc.amberDays);
}

/** The lamp of a plain due date, as a task has one. */
export function lampOfDue(due: string, calendar: Calendar, now: string, amberDays = defaultAmberDays): LampState {
  const today = localDate(now);
  const workingDaysLeft = workingDaysBetween(calendar, today, due);
  if (today > due) return { lamp: 'overdue', workingDaysLeft };
  return { lamp: workingDaysLeft <= amberDays ? 'amber' : 'normal', workingDaysLeft };
}

/** Timers: set as effects, called back with `timerDue`. One that reaches into an unpublished year is held until `recalculate`. */
import type { Duration } from '../../schemas/generated/documents.ts';
import { addDuration } from '../calendar/index.ts';
import type { HeldTimer, Timer } from './types.ts';
import { inOrder, nextId, note, own, type Work } from './work.ts';

type NewTimer = Pick<Timer, 'token' | 'node' | 'purpose'> & { task?: string };

/** Sets a timer at an instant. */
export function setTimer(work: Work, about: NewTimer, dueAt: string, id = nextId(work, 'timer')): string {
  const { suspended } = work.state;
  if (suspended) {
    // It begins to run with the case.
    keepPaused(work, { id, ...about, dueAt });
    return id;
  }
  own(work, 'timers')[id] = { id, ...about, dueAt };
  work.effects.push({ id, type: 'timer', key: `${work.state.id}:${id}`, timer: id, dueAt });
  note(work, 'timer.set', { node: about.node, data: { timer: id, dueAt } });
  return id;
}

/** Sets a timer after a duration, counted from now unless said. Nothing when working days are asked for and there is no calendar. */
export function setTimerAfter(work: Work, about: NewTimer, duration: Duration, from = work.command.at): string | undefined {
  const dueAt = instantAfter(work, from, duration);
  if (dueAt === 'no calendar') return undefined;
  if (dueAt !== undefined) return setTimer(work, about, dueAt);
  const id = nextId(work, 'timer');
  holdTimer(work, { id, ...about, from, duration });
  return id;
}

/** Undefined while the calendar of a year it reaches into is not published. */
export function instantAfter(work: Work, from: string, duration: Duration): string | undefined {
  const { calendar } = work.plan;
  if (!calendar && duration.unit === 'workingDays') return 'no calendar';
  const result = addDuration(calendar ?? NO_CALENDAR, from, duration);
  return 'at' in result ? result.at : undefined;
}

/** Hours and calendar days need no working days. */
const NO_CALENDAR = {
  format: 'lianban.calendar/1' as const,
  id: 'none',
  region: '000000',
  name: { 'zh-CN': '无' },
  version: 1,
  years: {},
};

function holdTimer(work: Work, timer: HeldTimer): undefined {
  own(work, 'held')[timer.id] = timer;
  note(work, 'timer.held', { node: timer.node, data: { timer: timer.id } });
}

/** Sets the held timers whose calendar is published now. */
export function fixHeldTimers(work: Work): undefined {
  for (const { id, from, duration, ...about } of inOrder(work.state.held)) {
    const dueAt = instantAfter(work, from, duration);
    if (dueAt === undefined || dueAt === 'no calendar') continue;
    delete own(work, 'held')[id];
    setTimer(work, about, dueAt, id);
  }
}

function keepPaused(work: Work, timer: Timer): undefined {
  const { suspended } = work.state;
  const left = Math.max(0, Date.parse(timer.dueAt) - Date.parse(work.command.at));
  work.state.suspended = { ...suspended!, timers: { ...suspended!.timers, [timer.id]: { ...timer, left } } };
}

/** The case was suspended: its timers stand still. */
export function pauseTimers(work: Work): undefined {
  for (const timer of inOrder(work.state.timers)) {
    delete own(work, 'timers')[timer.id];
    const key = `${work.state.id}:${timer.id}:pause:${work.state.counters.journal}`;
    work.effects.push({ id: `${timer.id}c`, type: 'cancelTimer', key, timer: timer.id });
    keepPaused(work, timer);
  }
}

/** The timers go on with what was left of them. The id stays, the effect is another one. */
export function resumeTimers(work: Work, timers: Record<string, Timer & { left: number }>): undefined {
  for (const { left, ...timer } of inOrder(timers)) {
    const dueAt = new Date(Date.parse(work.command.at) + left).toISOString();
    own(work, 'timers')[timer.id] = { ...timer, dueAt };
    const key = `${work.state.id}:${timer.id}:${work.state.counters.journal}`;
    work.effects.push({ id: timer.id, type: 'timer', key, timer: timer.id, dueAt });
    note(work, 'timer.set', { node: timer.node, data: { timer: timer.id, dueAt } });
  }
}

/** Takes one timer back. */
export function dropTimer(work: Work, id: string): undefined {
  if (work.state.suspended?.timers[id]) {
    const { [id]: _, ...timers } = work.state.suspended.timers;
    work.state.suspended = { ...work.state.suspended, timers };
  }
  if (work.state.held?.[id]) delete own(work, 'held')[id];
  if (!work.state.timers[id]) return;
  delete own(work, 'timers')[id];
  work.effects.push({ id: `${id}c`, type: 'cancelTimer', key: `${work.state.id}:${id}:cancel`, timer: id });
}

/** Takes back every timer of these tokens. */
export function cancelTimersOf(work: Work, tokens: { has(token: string): boolean }): undefined {
  for (const timer of inOrder(work.state.timers)) if (tokens.has(timer.token)) dropTimer(work, timer.id);
  for (const timer of inOrder(work.state.held)) if (tokens.has(timer.token)) delete own(work, 'held')[timer.id];
  for (const timer of inOrder(work.state.suspended?.timers)) if (tokens.has(timer.token)) dropTimer(work, timer.id);
}

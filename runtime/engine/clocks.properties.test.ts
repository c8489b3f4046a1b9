/** Random lives of legal clocks: stopped, resumed, extended, corrected, under calendars that change on the way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar, Clock } from '../../schemas/generated/documents.ts';
import { acceptedOn, dateOfDay, dayNumber, isWorkingDay, localDate } from '../calendar/index.ts';
import type { Plan } from '../compile/plan.ts';
import { step } from './step.ts';
import { calendar, FILLED, planOf } from './testing/plan.ts';
import type { CaseState, ClockState, Command, JournalEntry } from './types.ts';

const name = { 'zh-CN': '时限', en: 'Limit' };
const reasons: NonNullable<Clock['suspendedBy']> = ['supplement', 'publicity', 'hearing', 'inspection'];
const source = 'start -> fill -> a -> wait -> b -> x1 -> end; b -[refuse]-> a';
const clocks: Record<string, Clock> = {
  promise: { name, kind: 'promised', days: 15, starts: 'fill', suspendedBy: reasons },
  law: { name, kind: 'statutory', days: 20, starts: 'fill', suspendedBy: reasons, restartedBy: ['inspection'] },
  hours: { name, kind: 'promised', days: 30, unit: 'workingHours', starts: 'a', suspendedBy: ['hearing'] },
  natural: {
    name,
    kind: 'promised',
    days: 40,
    unit: 'days',
    starts: 'fill',
    suspendedBy: ['hearing', 'publicity'],
    extension: { max: 20 },
  },
};

/** The calendar as it is, with days made free, and with days made worked: each a version of its own. */
function calendars(): Calendar[] {
  const year = calendar.years['2026']!;
  const off = { ...year.off, '2026-03-10': '本地节日', '2026-03-11': '本地节日', '2026-04-08': '本地节日' };
  const work = { ...year.work, '2026-03-14': '本地调休', '2026-03-21': '本地调休' };
  const of = (version: number, change: object) => ({ ...calendar, version, years: { ...calendar.years, 2026: { ...year, ...change } } });
  return [calendar, of(101, { off }), of(102, { work }), of(103, { off, work })];
}
const plans: Plan[] = calendars().map((one) =>
  planOf(source, { scenario: { clocks }, calendar: one, nodes: { wait: { suspends: 'publicity' } } }),
);

type Deed = { type: string; [key: string]: unknown };
interface Turn {
  hours: number;
  calendar: number;
  deed: number;
  pick: number;
}
const turn: fc.Arbitrary<Turn> = fc.record({
  hours: fc.integer({ min: 0, max: 90 }),
  calendar: fc.oneof({ weight: 4, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }) }),
  deed: fc.integer({ min: 0, max: 9 }),
  pick: fc.nat(100),
});

const officer = { kind: 'officer' as const, id: 'o1', name: '王主任', department: 'd1' };

function deedOf(state: CaseState, { deed, pick }: Turn): Deed {
  const open = Object.values(state.tasks).filter((task) => task.kind === 'desk' && task.status === 'open');
  const task = open[pick % Math.max(open.length, 1)];
  const timer = Object.values(state.timers)[0];
  const byHand = ['hearing', 'inspection', 'publicity'][pick % 3];
  switch (deed) {
    case 0:
    case 1:
      return { type: 'suspendClock', reason: byHand, ...(pick % 5 === 0 ? { mode: 'restart' } : {}) };
    case 2:
    case 3:
      return { type: 'resumeClock' };
    case 4:
      return { type: 'extendClock', clock: Object.keys(clocks)[pick % 4], days: 1 + (pick % 5), reason: '核查', approvedBy: '李局长' };
    case 5:
      return task ? { type: 'requestSupplement', taskId: task.id, defects: [{ words: '照片' }] } : { type: 'recalculate' };
    case 6:
      return { type: 'answerSupplement', values: {} };
    case 7:
      return timer ? { type: 'timerDue', timerId: timer.id } : { type: 'recalculate' };
    case 8:
      return task
        ? { type: 'complete', taskId: task.id, decision: pick % 3 === 0 ? 'refuse' : 'agree', opinion: '说明' }
        : { type: 'recalculate' };
    default:
      return { type: 'recalculate' };
  }
}

interface Life {
  states: { before: CaseState; after: CaseState; command: Command; plan: Plan; journal: JournalEntry[] }[];
}

function live(turns: Turn[], replay?: (state: CaseState) => CaseState): Life {
  let at = Date.parse('2026-03-02T01:00:00.000Z');
  let plan = plans[0]!;
  const states: Life['states'] = [];
  const send = (state: CaseState | undefined, command: Command) => {
    const { state: after, journal } = step(plan, state && replay ? replay(state) : state, command);
    states.push({ before: state ?? after, after, command, plan, journal });
    return after;
  };
  const base = (id: string) => ({ id, at: new Date(at).toISOString(), actor: officer });
  let state = send(undefined, { ...base('start'), type: 'start', caseId: 'c1', region: '330110', version: 1 });
  state = send(state, { ...base('submit'), type: 'submit', values: FILLED });
  for (const [index, one] of turns.entries()) {
    at += one.hours * 3_600_000;
    if (one.calendar >= 0) plan = plans[one.calendar]!;
    state = send(state, { ...base(`c${index}`), ...deedOf(state, one) } as Command);
  }
  return { states };
}

/** Working days counted one by one, by another way than the calendar's own. */
function naiveDue(plan: Plan, clock: ClockState): string | undefined {
  const own = plan.calendar!;
  const start = acceptedOn(own, clock.restartedAt ?? clock.startedAt)!;
  let left = clock.days + (clock.extension?.days ?? 0);
  let day = dayNumber(start);
  for (; left > 0; ) {
    day += 1;
    const date = dateOfDay(day);
    const stopped = clock.suspensions.some(({ from, to }) => to !== undefined && from <= date && date <= to);
    if (!isWorkingDay(own, date).published) return undefined;
    if (isWorkingDay(own, date).working && !stopped) left -= 1;
  }
  return dateOfDay(day);
}

describe('random lives of clocks', () => {
  const runs = { numRuns: 150 };
  const lives = fc.array(turn, { minLength: 3, maxLength: 25 });

  it('[L16][L18] no calendar makes a promised date later, whichever command meets it', () => {
    fc.assert(
      fc.property(lives, (turns) => {
        for (const { before, after, command, journal } of live(turns).states) {
          for (const id of ['promise', 'hours', 'natural']) {
            const [was, is] = [before.clocks[id]?.dueAt ?? before.clocks[id]?.due, after.clocks[id]?.dueAt ?? after.clocks[id]?.due];
            if (was === undefined || is === undefined || is <= was) continue;
            expect(command.type, `${id} ${was} -> ${is}`).not.toBe('recalculate');
            const why = journal.filter((entry) => entry.code === 'clock.due_changed' && entry.data?.clock === id);
            expect(why.some((entry) => entry.data?.reason !== 'calendar')).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it('[L5] every date that changes is a line of the history that names both', () => {
    fc.assert(
      fc.property(lives, (turns) => {
        for (const { before, after, journal } of live(turns).states) {
          for (const [id, clock] of Object.entries(after.clocks)) {
            const was = before.clocks[id];
            if (!was || was.due === clock.due) continue;
            const said = journal.filter((entry) => entry.code === 'clock.due_changed' && entry.data?.clock === id);
            expect(said[0]?.data?.before).toBe(was.due ?? null);
            expect(said.at(-1)?.data?.due).toBe(clock.due ?? null);
          }
        }
      }),
      runs,
    );
  });

  it('[L1][U6] a clock starts once, stands exactly while something holds it, and stops are whole', () => {
    fc.assert(
      fc.property(lives, (turns) => {
        const { states } = live(turns);
        for (const { before, after } of states) {
          for (const [id, clock] of Object.entries(after.clocks)) {
            if (before.clocks[id]) expect(clock.startedAt).toBe(before.clocks[id].startedAt);
            const open = clock.suspensions.filter((part) => part.to === undefined);
            if (clock.status === 'running' || clock.status === 'suspended') expect(clock.status === 'suspended').toBe(open.length > 0);
            else expect(open).toEqual([]);
            for (const { from, to } of clock.suspensions) if (to !== undefined) expect(from <= to).toBe(true);
            expect(new Set(open.map((part) => `${part.reason} ${part.byHand}`)).size).toBe(open.length);
            expect(clock.due === undefined || clock.due >= localDate(clock.startedAt)).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it('[L3][U4] while the calendar stays, a running limit is due where counting day by day ends', () => {
    fc.assert(
      fc.property(lives, (turns) => {
        for (const { after, plan } of live(turns.map((one) => ({ ...one, calendar: -1 }))).states) {
          for (const id of ['promise', 'law']) {
            const clock = after.clocks[id];
            if (clock?.status === 'running') expect(clock.due).toBe(naiveDue(plan, clock));
          }
        }
      }),
      runs,
    );
  });

  it('[S11][S12] saved and loaded at every step, and told again from the start, clocks are the same', () => {
    fc.assert(
      fc.property(lives, (turns) => {
        const first = live(turns).states.at(-1)!.after;
        expect(live(turns, (state) => JSON.parse(JSON.stringify(state)) as CaseState).states.at(-1)!.after).toEqual(first);
      }),
      { numRuns: 60 },
    );
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../schemas/generated/documents.ts';
import {
  addDuration,
  addWorkingDays,
  dateOfDay,
  dayNumber,
  instantOf,
  isLocalDate,
  isWorkingDay,
  lampOf,
  limitOf,
  localDate,
  workingDaysBetween,
} from './index.ts';

const calendar: Calendar = JSON.parse(readFileSync(new URL('./cn-workday.json', import.meta.url), 'utf8'));

describe('working days', () => {
  it('a make-up Saturday works and a holiday Monday does not, each with its reason in both languages', () => {
    expect(isWorkingDay(calendar, '2026-02-14')).toEqual({
      working: true,
      published: true,
      reason: { 'zh-CN': '春节调休上班', en: 'Make-up working day for Spring Festival' },
    });
    expect(isWorkingDay(calendar, '2026-02-23')).toEqual({
      working: false,
      published: true,
      reason: { 'zh-CN': '春节放假', en: 'Spring Festival holiday' },
    });
    expect(isWorkingDay(calendar, '2026-11-21').reason).toEqual({ 'zh-CN': '星期六', en: 'Saturday' });
  });

  it('a limit starts the day after and is explained day by day', () => {
    const answer = addWorkingDays(calendar, '2026-02-13', 3);

    expect(answer.due).toBe('2026-02-25');
    expect(answer.provisional).toBeUndefined();
    expect(answer.days[0]).toEqual({
      date: '2026-02-13',
      counted: false,
      reason: { 'zh-CN': '当日不计入，次日起算', en: 'First day not counted: counting starts the next day' },
    });
    expect(answer.days.filter((day) => day.counted).map((day) => day.date)).toEqual(['2026-02-14', '2026-02-24', '2026-02-25']);
    expect(answer.days).toHaveLength(13);
  });

  it('a limit of no days is due on the day it starts', () => {
    expect(addWorkingDays(calendar, '2026-10-01', 0).due).toBe('2026-10-01');
  });

  it('suspended working days are not counted, both ends included, and say why', () => {
    const answer = addWorkingDays(calendar, '2026-03-02', 5, [{ from: '2026-03-04', to: '2026-03-05', reason: 'supplement' }]);

    expect(answer.due).toBe('2026-03-11');
    expect(answer.days.find((day) => day.date === '2026-03-05')).toEqual({
      date: '2026-03-05',
      counted: false,
      reason: { 'zh-CN': '等待补正材料，不计入时限', en: 'Waiting for corrected material: not counted' },
    });
  });

  it('a limit that reaches into an unpublished year promises no date', () => {
    const answer = addWorkingDays(calendar, '2026-12-28', 10);

    expect(answer.due).toBeUndefined();
    expect(answer.provisional).toEqual({ certainUntil: '2026-12-31', remainingDays: 7, year: 2027 });
    expect(answer.days.at(-1)?.reason['zh-CN']).toBe('待 2027 年放假安排公布');
    expect(isWorkingDay(calendar, '2027-01-04').published).toBe(false);
  });

  it('a draft year counts as unpublished, and publication fixes the date', () => {
    const year = { status: 'draft' as const, off: { '2027-01-01': '元旦' }, work: {} };
    const draft: Calendar = { ...calendar, years: { ...calendar.years, 2027: year } };
    const published: Calendar = { ...calendar, years: { ...calendar.years, 2027: { ...year, status: 'published' } } };

    expect(addWorkingDays(draft, '2026-12-28', 10).due).toBeUndefined();
    expect(addWorkingDays(published, '2026-12-28', 10).due).toBe('2027-01-12');
  });

  it('a start inside an unpublished year has no certain day', () => {
    expect(limitOf(calendar, '2027-01-04', 1)).toEqual({ provisional: { certainUntil: '2027-01-04', remainingDays: 1, year: 2027 } });
  });

  it('a date that does not exist is refused', () => {
    expect(() => addWorkingDays(calendar, '2026-02-30', 1)).toThrow(RangeError);
    expect(isLocalDate('2028-02-29')).toBe(true);
    expect(isLocalDate('2027-02-29')).toBe(false);
  });
});

describe('local time', () => {
  it('an instant late in the UTC day belongs to the next day in Shanghai', () => {
    expect(localDate('2026-12-30T15:59:59Z')).toBe('2026-12-30');
    expect(localDate('2026-12-30T16:00:00Z')).toBe('2026-12-31');
    expect(instantOf('2026-12-31T00:00')).toBe('2026-12-30T16:00:00.000Z');
  });

  it('no function of the calendar asks for a time zone', () => {
    for (const file of ['dates.ts', 'working-days.ts', 'clocks.ts', 'words.ts', 'limits.ts', 'office.ts', 'year-index.ts']) {
      const source = readFileSync(new URL(`./${file}`, import.meta.url), 'utf8');
      expect(source).not.toMatch(/getHours|getDay\(|getDate\(|getFullYear|toLocale|Intl\.|new Date\(\)|Date\.now/);
    }
  });
});

describe('dates by arithmetic', () => {
  const instant = fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9998-12-30T00:00:00Z'), noInvalidDate: true });

  it('a local date is what the built-in clock says eight hours later, however the instant is written', () => {
    fc.assert(
      fc.property(instant, (date) => {
        const expected = new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
        const text = date.toISOString();
        expect(localDate(text)).toBe(expected);
        expect(localDate(text.replace(/Z$/, '+00:00'))).toBe(expected);
        if (text.endsWith('.000Z')) expect(localDate(text.replace('.000Z', 'Z'))).toBe(expected);
      }),
    );
  });

  it('a day number and its date are one and the same', () => {
    fc.assert(
      fc.property(instant, (date) => {
        const text = date.toISOString().slice(0, 10);
        expect(dayNumber(text)).toBe(Date.parse(`${text}T00:00:00Z`) / 86_400_000);
        expect(dateOfDay(dayNumber(text))).toBe(text);
      }),
    );
  });

  it.each(['2026-2-03', '2026-13-01', '2026-00-10', '2026-04-31', '1900-02-29', '2026-02-3x', '20260203', '', '2026-02-03T'])(
    '%s is no date',
    (text) => {
      expect(isLocalDate(text)).toBe(false);
      expect(() => dayNumber(text)).toThrow(RangeError);
    },
  );

  it('what is no instant is refused', () => {
    for (const text of ['', 'today', '2026-13-01T00:00:00Z', '2026-03-01T25:00:00Z', '2026-03-01T00:61:00Z'])
      expect(() => localDate(text)).toThrow(RangeError);
  });
});

describe('durations and lamps', () => {
  it('working days end with the day, hours run through the night', () => {
    expect(addDuration(calendar, '2026-03-06T02:00:00Z', { amount: 1, unit: 'workingDays' })).toEqual({ at: '2026-03-09T15:59:59.999Z' });
    expect(addDuration(calendar, '2026-03-06T20:00:00Z', { amount: 36, unit: 'hours' })).toEqual({ at: '2026-03-08T08:00:00.000Z' });
    expect(addDuration(calendar, '2026-12-31T02:00:00Z', { amount: 1, unit: 'workingDays' })).toEqual({
      provisional: { certainUntil: '2026-12-31', remainingDays: 1, year: 2027 },
    });
  });

  it.each([
    ['2026-03-02T01:00:00Z', { lamp: 'normal', workingDaysLeft: 4 }],
    ['2026-03-05T01:00:00Z', { lamp: 'amber', workingDaysLeft: 1 }],
    ['2026-03-06T15:00:00Z', { lamp: 'amber', workingDaysLeft: 0 }],
    ['2026-03-06T17:00:00Z', { lamp: 'overdue', workingDaysLeft: 0 }],
    ['2026-03-10T01:00:00Z', { lamp: 'overdue', workingDaysLeft: -2 }],
  ])('a clock due on 2026-03-06 seen at %s', (now, expected) => {
    expect(lampOf({ status: 'running', due: '2026-03-06' }, {}, calendar, now)).toEqual(expected);
  });

  it('a clock that stands, has ended or waits for a calendar shows that instead', () => {
    const now = '2026-03-10T01:00:00Z';
    expect(lampOf({ status: 'suspended', due: '2026-03-06' }, {}, calendar, now)).toEqual({ lamp: 'stopped' });
    expect(lampOf({ status: 'met', due: '2026-03-06' }, {}, calendar, now)).toEqual({ lamp: 'done' });
    expect(lampOf({ status: 'running' }, {}, calendar, now)).toEqual({ lamp: 'provisional' });
  });

  it('a clock turns amber as early as its document says', () => {
    expect(lampOf({ status: 'running', due: '2026-03-13' }, { amberDays: 5 }, calendar, '2026-03-06T01:00:00Z').lamp).toBe('amber');
  });
});

describe('laws of working days', () => {
  const date = fc.integer({ min: dayNumber('2019-01-01'), max: dayNumber('2026-10-31') }).map(dateOfDay);
  const days = fc.integer({ min: 0, max: 60 });
  const stops = fc.array(
    fc
      .tuple(date, fc.integer({ min: 0, max: 30 }))
      .map(([from, length]) => ({ from, to: dateOfDay(dayNumber(from) + length), reason: 'supplement' })),
    { maxLength: 4 },
  );
  /** Provisional counts as later than every date. */
  const due = (start: string, count: number, suspensions: { from: string; to: string; reason: string }[] = []) =>
    limitOf(calendar, start, count, suspensions).due ?? '9999-12-31';

  it('one day more is never due earlier', () => {
    fc.assert(fc.property(date, days, stops, (start, count, list) => due(start, count, list) <= due(start, count + 1, list)));
  });

  it('a suspension never makes a limit shorter', () => {
    fc.assert(fc.property(date, days, stops, (start, count, list) => due(start, count) <= due(start, count, list)));
  });

  it('starting later is never due earlier', () => {
    fc.assert(fc.property(date, days, (start, count) => due(start, count) <= due(dateOfDay(dayNumber(start) + 1), count)));
  });

  it('counting back the working days of a limit gives its days', () => {
    fc.assert(
      fc.property(date, days, (start, count) => {
        const limit = limitOf(calendar, start, count).due;
        if (limit !== undefined) expect(workingDaysBetween(calendar, start, limit)).toBe(count);
      }),
    );
  });

  it('between is additive and turns its sign with its direction', () => {
    fc.assert(
      fc.property(date, date, date, (a, b, c) => {
        const between = (from: string, to: string) => workingDaysBetween(calendar, from, to);
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
        expect(between(a, b) + between(b, a)).toBe(0);
      }),
    );
  });

  it('the explained days add up to the limit', () => {
    fc.assert(
      fc.property(date, days, stops, (start, count, list) => {
        const answer = addWorkingDays(calendar, start, count, list);
        const counted = answer.days.filter((day) => day.counted).length;
        expect(counted).toBe(count - (answer.provisional?.remainingDays ?? 0));
        expect(limitOf(calendar, start, count, list)).toEqual({ due: answer.due, provisional: answer.provisional });
      }),
    );
  });
});

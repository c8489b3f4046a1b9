/**
 * Dated limits over the holidays of 2025 and 2026: make-up days, office hours, stops, extensions, year ends, natural days,
 * months, hours. What is expected was computed by another program from another list of holidays (day by day, hours minute
 * by minute); the sentences were read by a person.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { type CountedDay, countLimit, dayNumber, explainDay, explainLimit, instantOf, type LimitRequest, localDate } from '../index.ts';

interface Row {
  id: string;
  about: string;
  /** A date, or a local date and time. */
  start: string;
  amount: number;
  unit?: LimitRequest['unit'];
  afterHours?: LimitRequest['afterHours'];
  office?: NonNullable<Calendar['office']>;
  stops?: [from: string, to: string, reason: string][];
  expect: {
    accepted?: string;
    due: string | null;
    /** Local time a limit in hours ends. */
    at?: string;
    provisional?: { year: number; certainUntil?: string; remainingDays?: number; remainingMinutes?: number };
  };
  /** Days that count, as ranges; minutes by day for limits in hours. */
  counted: string[];
  /** Lines of the explanation. */
  days: number;
  /** Lines of it, in order, in both languages. */
  says: [zh: string, en: string][];
}

const calendar: Calendar = JSON.parse(readFileSync(new URL('../cn-workday.json', import.meta.url), 'utf8'));
const rows: Row[] = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8'));

const momentOf = (text: string) => (text.includes('T') ? instantOf(text) : text);

function requestOf({ start, amount, unit, afterHours, stops = [] }: Row): LimitRequest {
  const suspensions = stops.map(([from, to, reason]) => ({
    from: from.slice(0, 10),
    to: to.slice(0, 10),
    reason,
    ...(from.includes('T') ? { fromAt: instantOf(from), toAt: instantOf(to) } : {}),
  }));
  return { start: momentOf(start), amount, suspensions, ...(unit ? { unit } : {}), ...(afterHours ? { afterHours } : {}) };
}

function countedOf(days: readonly CountedDay[], inHours: boolean): string[] {
  const counted = days.filter((day) => day.counted);
  if (inHours) return counted.map((day) => `${day.date}=${day.minutes}`);
  const ranges: [string, string][] = [];
  for (const { date } of counted) {
    const last = ranges.at(-1);
    if (last && dayNumber(date) === dayNumber(last[1]) + 1) last[1] = date;
    else ranges.push([date, date]);
  }
  return ranges.map(([from, to]) => (from === to ? from : `${from}..${to}`));
}

describe('the clock table', () => {
  it('has at least sixty cases of both years, of every kind', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect([...new Set(rows.map(({ unit }) => unit ?? 'workingDays'))].sort()).toEqual([
      'days',
      'hours',
      'months',
      'workingDays',
      'workingHours',
    ]);
    for (const year of ['2025', '2026']) expect(rows.filter(({ start }) => start.startsWith(year)).length).toBeGreaterThan(15);
  });

  it.each(rows.map((row) => [row.id, row.about, row] as const))('%s: %s', (_id, _about, row) => {
    const own = row.office ? { ...calendar, office: row.office } : calendar;
    const inHours = row.unit === 'hours' || row.unit === 'workingHours';

    const limit = explainLimit(own, requestOf(row));

    expect(limit.due ?? null).toBe(row.expect.due);
    if (row.expect.accepted !== undefined) expect(limit.accepted).toBe(row.expect.accepted);
    if (row.expect.at !== undefined) expect(limit.dueAt).toBe(instantOf(row.expect.at));
    if (row.expect.provisional) expect(limit.provisional).toMatchObject(row.expect.provisional);
    else expect(limit.provisional).toBeUndefined();

    expect(countedOf(limit.days, inHours)).toEqual(row.counted);
    expect(limit.days).toHaveLength(row.days);
    const said = limit.days.map(explainDay).map((line): [string, string | undefined] => [line['zh-CN'], line.en]);
    expect(said.filter(([zh]) => row.says.some(([expected]) => expected === zh))).toEqual(row.says);
    expect(said.every(([zh, en]) => zh !== '' && en !== undefined && !/[\u4e00-\u9fff]/.test(en))).toBe(true);
    // Without the explanation the answer is the same.
    const { days: _days, ...plain } = limit;
    expect(countLimit(own, requestOf(row))).toEqual(plain);
  });

  it('a day of the explanation follows the one before it, and the last is the day it is due', () => {
    for (const row of rows) {
      const { days, due } = explainLimit(row.office ? { ...calendar, office: row.office } : calendar, requestOf(row));
      for (const [index, day] of days.entries()) {
        const before = days[index - 1];
        if (before) expect([0, 1], `${row.id} ${day.date}`).toContain(dayNumber(day.date) - dayNumber(before.date));
      }
      if (due !== undefined) expect(days.at(-1)?.date, row.id).toBe(due);
      expect(days[0]?.date, row.id).toBe(row.start.includes('T') ? localDate(momentOf(row.start)) : row.start);
    }
  });
});

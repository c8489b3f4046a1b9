import { describe, expect, it } from 'vitest';
import type { BatchSource, Calendar } from '../../../schemas/generated/documents.ts';
import workdays from '../../calendar/cn-workday.json' with { type: 'json' };
import { firstTurn, nextTurn, scheduleOf } from './schedule.ts';

const calendar = workdays as unknown as Calendar;
const source = (change: Partial<BatchSource>): BatchSource => ({
  url: 'folder:a.csv',
  resource: 'rs/insured',
  file: { format: 'csv', columns: { number: '编号' } },
  mode: 'replace',
  ...change,
});
const daily = (workingDays: boolean) => source({ daily: { time: '06:30', workingDays } });

describe('the next turn of a file', () => {
  it('is at its local time of the same day, or of the next one when that has passed', () => {
    expect(nextTurn(daily(false), calendar, '2026-03-02T00:00:00.000Z')).toBe('2026-03-02T22:30:00.000Z');
    expect(nextTurn(daily(false), calendar, '2026-03-01T22:29:00.000Z')).toBe('2026-03-01T22:30:00.000Z');
    expect(nextTurn(daily(false), calendar, '2026-03-01T22:30:00.000Z')).toBe('2026-03-02T22:30:00.000Z');
  });

  it('passes days off over, and takes make-up days, where it is for working days', () => {
    // From the evening before National Day (a Wednesday) to the first working day after it.
    const after = nextTurn(daily(true), calendar, '2026-09-30T12:00:00.000Z');
    expect(after).toBe('2026-10-07T22:30:00.000Z');
    expect(nextTurn(daily(true), undefined, '2026-03-06T12:00:00.000Z')).toBe('2026-03-08T22:30:00.000Z');
  });

  it('counts weekdays of a year that is not published', () => {
    expect(nextTurn(daily(true), calendar, '2029-03-02T12:00:00.000Z')).toBe('2029-03-04T22:30:00.000Z');
  });

  it('of a cycle counts from now, however many were missed; the first one is at once', () => {
    expect(nextTurn(source({ everyMinutes: 60 }), calendar, '2026-03-02T00:00:00.000Z')).toBe('2026-03-02T01:00:00.000Z');
    expect(firstTurn(source({ everyMinutes: 60 }), calendar, '2026-03-02T00:00:00.000Z')).toBe('2026-03-02T00:00:00.000Z');
    expect(firstTurn(daily(false), calendar, '2026-03-02T00:00:00.000Z')).toBe('2026-03-02T22:30:00.000Z');
  });

  it('is worked out anew when the schedule is another one, and not when the address is', () => {
    expect(scheduleOf(daily(true))).not.toBe(scheduleOf(daily(false)));
    expect(scheduleOf({ ...daily(true), url: 'folder:b.csv' })).toBe(scheduleOf(daily(true)));
  });
});

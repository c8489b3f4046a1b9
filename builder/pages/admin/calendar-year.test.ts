import { describe, expect, it } from 'vitest';
import { type DayRow, dayCounts, dayProblems, dayRows, newDay, nextYear, weekdayOf, yearFrom } from './calendar-year.ts';

const year = {
  status: 'published' as const,
  source: '国办通知',
  off: { '2027-01-01': '元旦', '2027-02-06': '春节' },
  work: { '2027-01-03': '元旦调休' },
};
const row = (date: string, kind: DayRow['kind'] = 'off', reason = '春节'): DayRow => ({ key: date, date, kind, reason });

describe('a year as rows', () => {
  it('stands in the order of its days and goes back unchanged', () => {
    const rows = dayRows(year);
    expect(rows.map(({ date, kind }) => `${date} ${kind}`)).toEqual(['2027-01-01 off', '2027-01-03 work', '2027-02-06 off']);
    expect(yearFrom(year, rows, { status: 'published', source: '国办通知' })).toEqual(year);
    expect(dayCounts(rows)).toEqual({ off: 2, work: 1 });
  });
  it('loses its source when that is emptied, and spaces around reasons', () => {
    expect(yearFrom(year, [row('2027-01-01', 'off', ' 元旦 ')], { status: 'draft', source: ' ' })).toEqual({
      status: 'draft',
      off: { '2027-01-01': '元旦' },
      work: {},
    });
  });
});

describe('dayProblems', () => {
  it('finds a missing date, a date of another year, one given twice, and a missing reason', () => {
    const rows = [row(''), row('2026-12-31'), row('2027-05-01'), row('2027-05-01'), row('2027-05-02', 'off', ' ')];
    expect(dayProblems(rows, '2027')).toEqual([
      'admin.day.noDate',
      'admin.day.otherYear',
      undefined,
      'admin.day.twice',
      'admin.day.noReason',
    ]);
  });
  it('refuses a make-up day that is a working day anyway', () => {
    expect(dayProblems([row('2027-05-08', 'work'), row('2027-05-10', 'work')], '2027')).toEqual([undefined, 'admin.day.workday']);
  });
});

describe('new rows and years', () => {
  it('continue a holiday by the next day of the same name', () => {
    expect(newDay([row('2027-02-06')], 'off', '2027', 'k')).toEqual({ key: 'k', kind: 'off', date: '2027-02-07', reason: '春节' });
  });
  it('start empty after the last day of the year, for a day that is taken, and for a make-up day', () => {
    expect(newDay([row('2027-12-31')], 'off', '2027', 'k')).toMatchObject({ date: '', reason: '' });
    expect(newDay([row('2027-02-08', 'work'), row('2027-02-07')], 'off', '2027', 'k')).toMatchObject({ date: '' });
    expect(newDay([row('2027-02-06', 'work')], 'work', '2027', 'k')).toMatchObject({ date: '' });
  });
  it('go on after the last year kept, or with this one', () => {
    expect(nextYear(['2025', '2026'], '2026-11-22')).toBe('2027');
    expect(nextYear([], '2026-11-22')).toBe('2026');
  });
  it('know the weekday wherever the browser stands', () => {
    expect([weekdayOf('2027-01-03'), weekdayOf('2027-01-04'), weekdayOf('')]).toEqual([0, 1, undefined]);
  });
});

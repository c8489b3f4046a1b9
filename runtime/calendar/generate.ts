/**
 * Writes cn-workday.json: the working days of mainland China for the years whose holiday notice is published.
 * Run by hand when the State Council publishes a year: `node runtime/calendar/generate.ts`. `publishedYears` is a
 * decision of ours, because chinese-days answers for years it does not know as if they had no holidays.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import chineseDays from 'chinese-days';
import type { Calendar, CalendarYear } from '../../schemas/generated/documents.ts';
import { dateOfDay, dayNumber, weekday } from './dates.ts';

const publishedYears = [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026];

function yearOf(year: number): CalendarYear {
  const result: CalendarYear = { status: 'published', source: `国务院办公厅关于${year}年部分节假日安排的通知`, off: {}, work: {} };
  for (let day = dayNumber(`${year}-01-01`); day <= dayNumber(`${year}-12-31`); day++) {
    const date = dateOfDay(day);
    const { work, name } = chineseDays.getDayDetail(date);
    // A named day reads 'National Day,国庆节,3'; an ordinary one is the English weekday.
    const holiday = name.split(',')[1];
    const weekend = weekday(day) === 0 || weekday(day) === 6;
    if (work && weekend) result.work[date] = holiday ?? '调休';
    if (!work && (holiday !== undefined || !weekend)) result.off[date] = holiday ?? '放假';
  }
  return result;
}

const calendar: Calendar = {
  format: 'lianban.calendar/1',
  id: 'CN-workday',
  region: '000000',
  name: { 'zh-CN': '全国工作日历', en: 'Working days, mainland China' },
  version: 1,
  years: Object.fromEntries(publishedYears.map((year) => [String(year), yearOf(year)])),
  office: { from: '09:00', to: '17:00' },
};
await writeFile(path.join(import.meta.dirname, 'cn-workday.json'), `${JSON.stringify(calendar, null, 2)}\n`);

/** Runs a folder of calendar cases (sla-cases.json, holiday-cn/<year>.json) against runtime/calendar. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { addWorkingDays, dateOfDay, dayNumber, isWorkingDay, workingDaysBetween } from '../../calendar/index.ts';
import { type SuiteCase, type SuiteReport, suiteReport } from './suite.ts';

type Suspension = [string, string] | { from?: string; from_?: string; to: string };
interface SlaCases {
  dueDates: { id: string; start: string; workingDays: number; suspensions: Suspension[]; expectDue: string }[];
  isWorkday: { date: string; isWorkday: boolean }[];
  countWorkingDays: { from_: string; to: string; workingDays: number }[];
  unknownYear: { year: number };
}
interface HolidayYear {
  days: { date: string; isOffDay: boolean }[];
}

/** Every due date, day question, span and holiday of the folder; and the rule for a year nobody has published. */
export async function runCalendarSuite(folder: string): Promise<SuiteReport> {
  const calendar = await readJson<Calendar>(path.join(import.meta.dirname, '../../calendar/cn-workday.json'));
  const cases = await readJson<SlaCases>(path.join(folder, 'sla-cases.json'));
  const found: SuiteCase[] = [];
  const check = (id: string, actual: unknown, expected: unknown) => {
    const right = actual === expected;
    found.push({ id, verdict: right ? 'right' : 'wrong', detail: right ? '' : `expected ${String(expected)}, got ${String(actual)}` });
  };

  for (const due of cases.dueDates) {
    const suspensions = due.suspensions.map(suspended);
    check(`due ${due.id}`, addWorkingDays(calendar, due.start, due.workingDays, suspensions).due, due.expectDue);
  }
  for (const day of cases.isWorkday) check(`day ${day.date}`, isWorkingDay(calendar, day.date).working, day.isWorkday);
  for (const span of cases.countWorkingDays) {
    // The cases include both ends; `workingDaysBetween` starts after `from`.
    const dayBefore = dateOfDay(dayNumber(span.from_) - 1);
    check(`span ${span.from_} to ${span.to}`, workingDaysBetween(calendar, dayBefore, span.to), span.workingDays);
  }
  checkUnknownYear(calendar, cases.unknownYear.year, check);
  for (const day of await holidays(path.join(folder, 'holiday-cn'))) {
    const answer = isWorkingDay(calendar, day.date);
    // A notice also names days of the year before it (2018-12-29); years we do not publish are not ours to answer.
    if (answer.published) check(`holiday ${day.date}`, answer.working, !day.isOffDay);
  }
  return suiteReport('cn-calendar', found);
}

function suspended(stop: Suspension) {
  const [from, to] = Array.isArray(stop) ? stop : [stop.from ?? stop.from_ ?? stop.to, stop.to];
  return { from, to, reason: 'supplement' };
}

function checkUnknownYear(calendar: Calendar, year: number, check: (name: string, actual: unknown, expected: unknown) => void): void {
  const answer = addWorkingDays(calendar, `${year - 1}-12-20`, 20);
  check(`year ${year}: no date promised`, answer.due, undefined);
  check(`year ${year}: provisional`, answer.provisional?.year, year);
  check(`year ${year}: certain part`, answer.provisional?.certainUntil, `${year - 1}-12-31`);
  const counted = answer.days.filter((day) => day.counted).length;
  check(`year ${year}: remaining days`, answer.provisional?.remainingDays, 20 - counted);
  check(`year ${year}: days are not published`, isWorkingDay(calendar, `${year}-01-04`).published, false);
}

async function holidays(folder: string): Promise<HolidayYear['days']> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const years = await Promise.all(names.map((name) => readJson<HolidayYear>(path.join(folder, name))));
  return years.flatMap((year) => year.days);
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

/**
 * Local dates ('YYYY-MM-DD') as day numbers. Asia/Shanghai is UTC+8 without daylight saving, so eight hours are added,
 * never a TZ asked. Dates are computed by arithmetic: `Date` objects made four percent of a case's start.
 */
const dayMs = 86_400_000;
const offsetMs = 8 * 3_600_000;
const offsetHours = 8;
const dash = 45;

/** Local date in Asia/Shanghai of an ISO instant. */
export function localDate(instant: string): string {
  const hour = utcHourOf(instant);
  if (hour < 0) return dateOfDay(Math.floor((milliseconds(instant) + offsetMs) / dayMs));
  return hour + offsetHours < 24 ? instant.slice(0, 10) : dateOfDay(dayAtStart(instant) + 1);
}

/** Milliseconds after local midnight of an ISO instant. */
export function timeOfDay(instant: string): number {
  return (((milliseconds(instant) + offsetMs) % dayMs) + dayMs) % dayMs;
}

/** Milliseconds of an ISO instant; throws RangeError when it is none. */
export function milliseconds(instant: string): number {
  const value = Date.parse(instant);
  if (Number.isNaN(value)) throw new RangeError(`not an instant: ${instant}`);
  return value;
}

/** ISO instant (UTC) of a local date and time in Asia/Shanghai, for example '2026-03-02T09:30'. */
export function instantOf(localDateTime: string): string {
  const value = Date.parse(`${localDateTime}Z`);
  if (Number.isNaN(value)) throw new RangeError(`not a local date and time: ${localDateTime}`);
  return new Date(value - offsetMs).toISOString();
}

/** Instant of a local time of a day: `ms` after its midnight. */
export function instantAt(day: number, ms: number): string {
  return new Date(day * dayMs + ms - offsetMs).toISOString();
}

/** True for a date that exists: '2026-02-30' does not. */
export function isLocalDate(value: string): boolean {
  return !Number.isNaN(dayOf(value));
}

/** Days since 1970-01-01; throws RangeError for a date that does not exist. */
export function dayNumber(date: string): number {
  const day = dayOf(date);
  if (Number.isNaN(day)) throw new RangeError(`not a date: ${date}`);
  return day;
}

/** Texts of days already asked for. A pure function's memory: 1970 to 2133, filled as needed. */
const texts: (string | undefined)[] = [];
const keptDays = 60_000;

export function dateOfDay(day: number): string {
  if (day < 0 || day >= keptDays) return textOf(day);
  const known = texts[day];
  if (known !== undefined) return known;
  const text = textOf(day);
  texts[day] = text;
  return text;
}

/** 0 is Sunday. 1970-01-01 was a Thursday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Year, month and day of a day number. After Howard Hinnant, "chrono-compatible low-level date algorithms". */
export function civilOf(day: number): { year: number; month: number; day: number } {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** Day number of a year, month (1 to 12) and day of the month. */
export function dayOfCivil(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear - 719_468;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** NaN for anything that is no date. */
function dayOf(value: string): number {
  return value.length === 10 ? dayAtStart(value) : Number.NaN;
}

/** Of a text that begins with a date, without cutting it. */
function dayAtStart(value: string): number {
  if (value.charCodeAt(4) !== dash || value.charCodeAt(7) !== dash) return Number.NaN;
  const year = digits(value, 0, 4);
  const month = digits(value, 5, 7);
  const day = digits(value, 8, 10);
  const exists = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? dayOfCivil(year, month, day) : Number.NaN;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function textOf(number: number): string {
  const { year, month, day } = civilOf(number);
  if (year < 0 || year > 9999) throw new RangeError(`not a day of the years 0 to 9999: ${number}`);
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

/** The hour of 'YYYY-MM-DDTHH:MM:SS[.fff]Z'; -1 for every other way to write an instant. */
function utcHourOf(instant: string): number {
  const { length } = instant;
  if (length < 20 || instant.charCodeAt(length - 1) !== 90 || instant.charCodeAt(10) !== 84) return -1;
  if (instant.charCodeAt(13) !== 58 || instant.charCodeAt(16) !== 58 || Number.isNaN(dayAtStart(instant))) return -1;
  if (length > 20 && (instant.charCodeAt(19) !== 46 || Number.isNaN(digits(instant, 20, length - 1)) || length === 21)) return -1;
  const hour = digits(instant, 11, 13);
  return hour < 24 && digits(instant, 14, 16) < 60 && digits(instant, 17, 19) < 60 ? hour : -1;
}

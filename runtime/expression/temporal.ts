/** FEEL dates, times, date-times and the two durations, with their own calendar arithmetic: no clock, no process zone. */
import { formatZone, parseZone, SHANGHAI_SECONDS, type Zone } from './zones.ts';

export const NANOS = 1_000_000_000;
export const DAY_NANOS: number = 86_400 * NANOS;
const MAX_YEAR = 999_999_999;
const bigDay = BigInt(DAY_NANOS);
const bigSecond = BigInt(NANOS);
/** About 30 million years; longer durations are null. */
const MAX_DURATION_NANOS = 10n ** 24n;
const MAX_MONTHS = 12 * MAX_YEAR;

export const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export const monthLength = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (monthLengths[month - 1] ?? 0));

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A day of the calendar. */
export class FeelDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  private constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }
  static of(year: number, month: number, day: number): FeelDate | null {
    if (!Number.isInteger(year) || Math.abs(year) > MAX_YEAR || !Number.isInteger(month) || month < 1 || month > 12) return null;
    return Number.isInteger(day) && day >= 1 && day <= monthLength(year, month) ? new FeelDate(year, month, day) : null;
  }
  static ofEpochDay(epochDay: number): FeelDate | null {
    const shifted = epochDay + 719_468;
    const era = Math.floor(shifted / 146_097);
    const dayOfEra = shifted - era * 146_097;
    const yearOfEra = Math.floor(
      (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
    );
    const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
    const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
    const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    return FeelDate.of(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
  }
  static parse(text: string): FeelDate | null {
    const match = /^(-?(?:[1-9]\d{4,8}|\d{4}))-(\d{2})-(\d{2})$/.exec(text);
    return match ? FeelDate.of(Number(match[1]), Number(match[2]), Number(match[3])) : null;
  }
  get epochDay(): number {
    return daysFromCivil(this.year, this.month, this.day);
  }
  /** 1 is Monday, 7 is Sunday. */
  get weekday(): number {
    return ((((this.epochDay + 3) % 7) + 7) % 7) + 1;
  }
  get dayOfYear(): number {
    return this.epochDay - daysFromCivil(this.year, 1, 1) + 1;
  }
  /** ISO 8601 week. */
  get weekOfYear(): number {
    const thursday = this.epochDay - this.weekday + 4;
    const year = FeelDate.ofEpochDay(thursday)?.year ?? this.year;
    return Math.floor((thursday - daysFromCivil(year, 1, 1)) / 7) + 1;
  }
  plusMonths(months: number): FeelDate | null {
    const total = this.year * 12 + this.month - 1 + months;
    const year = Math.floor(total / 12);
    const month = total - year * 12 + 1;
    return FeelDate.of(year, month, Math.min(this.day, monthLength(year, month)));
  }
  plusDays(days: number): FeelDate | null {
    return Number.isSafeInteger(this.epochDay + days) ? FeelDate.ofEpochDay(this.epochDay + days) : null;
  }
  toString(): string {
    const year = String(Math.abs(this.year)).padStart(4, '0');
    return `${this.year < 0 ? '-' : ''}${year}-${two(this.month)}-${two(this.day)}`;
  }
}

const zonePattern = '(Z|z|[+-]\\d{2}:\\d{2}(?::\\d{2})?|@[A-Za-z0-9_+\\-/]+)?';
const timePattern = new RegExp(`^(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,30}))?${zonePattern}$`);

/** A time of day, local or with a zone. */
export class FeelTime {
  /** Nanoseconds since midnight. */
  readonly nanos: number;
  readonly zone: Zone | null;
  constructor(nanos: number, zone: Zone | null) {
    this.nanos = nanos;
    this.zone = zone;
  }
  static of(hour: number, minute: number, second: number, nano: number, zone: Zone | null): FeelTime | null {
    if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59)) return null;
    return new FeelTime((hour * 3600 + minute * 60 + second) * NANOS + nano, zone);
  }
  /** `epochDay` decides the offset of a named zone. */
  static parse(text: string, epochDay = 0): FeelTime | null {
    const match = timePattern.exec(text);
    if (!match) return null;
    const [, hour, minute, second, fraction, zoneText] = match;
    const nano = fraction ? Number(fraction.slice(0, 9).padEnd(9, '0')) : 0;
    const local = FeelTime.of(Number(hour), Number(minute), Number(second), nano, null);
    if (!local || !zoneText) return local;
    const zone = parseZone(zoneText, epochDay * 86_400 + Math.floor(local.nanos / NANOS));
    return zone ? new FeelTime(local.nanos, zone) : null;
  }
  get hour(): number {
    return Math.floor(this.nanos / (3600 * NANOS));
  }
  get minute(): number {
    return Math.floor(this.nanos / (60 * NANOS)) % 60;
  }
  get second(): number {
    return Math.floor(this.nanos / NANOS) % 60;
  }
  /** Nanoseconds at UTC; a local time is Asia/Shanghai. */
  get instant(): number {
    return this.nanos - (this.zone?.offset ?? SHANGHAI_SECONDS) * NANOS;
  }
  plus(nanos: bigint): FeelTime {
    const moved = Number((((BigInt(this.nanos) + nanos) % bigDay) + bigDay) % bigDay);
    return new FeelTime(moved, this.zone);
  }
  toString(): string {
    const fraction =
      this.nanos % NANOS
        ? `.${String(this.nanos % NANOS)
            .padStart(9, '0')
            .replace(/0+$/, '')}`
        : '';
    return `${two(this.hour)}:${two(this.minute)}:${two(this.second)}${fraction}${this.zone ? formatZone(this.zone) : ''}`;
  }
}

/** A day with a time. */
export class FeelDateTime {
  readonly date: FeelDate;
  readonly time: FeelTime;
  constructor(date: FeelDate, time: FeelTime) {
    this.date = date;
    this.time = time;
  }
  static parse(text: string): FeelDateTime | null {
    const at = text.indexOf('T');
    const date = at > 0 ? FeelDate.parse(text.slice(0, at)) : null;
    if (!date) return null;
    const rest = text.slice(at + 1);
    const midnight = /^24:00:00(\.0+)?/.exec(rest);
    const time = FeelTime.parse(midnight ? rest.replace('24', '00') : rest, date.epochDay);
    const day = midnight ? date.plusDays(1) : date;
    return time && day ? new FeelDateTime(day, time) : null;
  }
  /** Nanoseconds since 1970 at UTC; a local value is Asia/Shanghai. */
  get instant(): bigint {
    return BigInt(this.date.epochDay) * bigDay + BigInt(this.time.instant);
  }
  /** Adds time; a value with an offset keeps it. */
  plus(nanos: bigint): FeelDateTime | null {
    const total = BigInt(this.date.epochDay) * bigDay + BigInt(this.time.nanos) + nanos;
    const day = total >= 0n ? total / bigDay : (total - bigDay + 1n) / bigDay;
    const date = FeelDate.ofEpochDay(Number(day));
    return date && new FeelDateTime(date, new FeelTime(Number(total - day * bigDay), this.time.zone));
  }
  plusMonths(months: number): FeelDateTime | null {
    const date = this.date.plusMonths(months);
    return date && new FeelDateTime(date, this.time);
  }
  toString(): string {
    return `${this.date}T${this.time}`;
  }
}

/** A days and time duration. */
export class DayTimeDuration {
  readonly nanos: bigint;
  private constructor(nanos: bigint) {
    this.nanos = nanos;
  }
  static of(nanos: bigint): DayTimeDuration | null {
    return nanos > MAX_DURATION_NANOS || nanos < -MAX_DURATION_NANOS ? null : new DayTimeDuration(nanos);
  }
  static parse(text: string): DayTimeDuration | null {
    const match = /^(-?)P(?:(\d{1,18})D)?(?:T(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{1,30}))?S)?)?$/.exec(text);
    if (!match || text.endsWith('P') || text.endsWith('T')) return null;
    const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
    const total =
      (BigInt(days) * 86_400n + BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds)) * bigSecond +
      BigInt(fraction.slice(0, 9).padEnd(9, '0'));
    return DayTimeDuration.of(sign ? -total : total);
  }
  /** Whole units, each with the sign of the duration. */
  get parts(): { days: number; hours: number; minutes: number; seconds: number } {
    const seconds = this.nanos / bigSecond;
    return {
      days: Number(seconds / 86_400n),
      hours: Number((seconds / 3600n) % 24n),
      minutes: Number((seconds / 60n) % 60n),
      seconds: Number(seconds % 60n),
    };
  }
  toString(): string {
    if (this.nanos === 0n) return 'PT0S';
    const abs = this.nanos < 0n ? -this.nanos : this.nanos;
    const seconds = abs / bigSecond;
    const nano = abs % bigSecond;
    const fraction = nano ? `.${String(nano).padStart(9, '0').replace(/0+$/, '')}` : '';
    const unit = (value: bigint, letter: string) => (value ? `${value}${letter}` : '');
    const last = seconds % 60n || nano ? `${seconds % 60n}${fraction}S` : '';
    const time = `${unit((seconds / 3600n) % 24n, 'H')}${unit((seconds / 60n) % 60n, 'M')}${last}`;
    return `${this.nanos < 0n ? '-' : ''}P${unit(seconds / 86_400n, 'D')}${time ? `T${time}` : ''}`;
  }
}

/** A years and months duration. */
export class YearMonthDuration {
  readonly months: number;
  private constructor(months: number) {
    this.months = months;
  }
  static of(months: number): YearMonthDuration | null {
    return Number.isInteger(months) && Math.abs(months) <= MAX_MONTHS ? new YearMonthDuration(months === 0 ? 0 : months) : null;
  }
  static parse(text: string): YearMonthDuration | null {
    const match = /^(-?)P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?$/.exec(text);
    if (!match || text.endsWith('P')) return null;
    const months = Number(match[2] ?? 0) * 12 + Number(match[3] ?? 0);
    return YearMonthDuration.of(match[1] ? -months : months);
  }
  toString(): string {
    const abs = Math.abs(this.months);
    const years = Math.floor(abs / 12) ? `${Math.floor(abs / 12)}Y` : '';
    const months = abs % 12 || abs === 0 ? `${abs % 12}M` : '';
    return `${this.months < 0 ? '-' : ''}P${years}${months}`;
  }
}

/** Reads either duration. */
export const parseDuration = (text: string): DayTimeDuration | YearMonthDuration | null =>
  YearMonthDuration.parse(text) ?? DayTimeDuration.parse(text);

/** Local date and time in Asia/Shanghai of an instant (ISO 8601). */
export function localOf(instant: string): FeelDateTime | null {
  const zoned = FeelDateTime.parse(instant);
  if (!zoned) return null;
  const shift = BigInt(SHANGHAI_SECONDS - (zoned.time.zone?.offset ?? SHANGHAI_SECONDS)) * bigSecond;
  const moved = zoned.plus(shift);
  return moved && new FeelDateTime(moved.date, new FeelTime(moved.time.nanos, { offset: SHANGHAI_SECONDS }));
}

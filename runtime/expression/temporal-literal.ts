import { type DayTimeDuration, FeelDate, FeelDateTime, FeelTime, parseDuration, type YearMonthDuration } from './temporal.ts';

/** The value of `@"…"`: a date, a time, a date-time or a duration; null when it is none. */
export const parseTemporal = (text: string): FeelDate | FeelTime | FeelDateTime | DayTimeDuration | YearMonthDuration | null =>
  FeelDate.parse(text) ?? FeelDateTime.parse(text) ?? FeelTime.parse(text) ?? parseDuration(text);

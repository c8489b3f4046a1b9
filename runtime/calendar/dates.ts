/** Local dates ('YYYY-MM-DD') as day numbers. Asia/Shanghai is UTC+8 without daylight saving, so eight hours are added, never a TZ asked. */
const dayMs = 86_400_000;
const offsetMs = 8 * 3_600_000;

/** Local date in Asia/Shanghai of an ISO instant. */
export function localDate(instant: string): string {
  return new Date(milliseconds(instant) + offsetMs).toISOString().slice(0, 10);
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

/** True for a date that exists: '2026-02-30' does not. */
export function isLocalDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === value;
}

/** Days since 1970-01-01; throws RangeError for a date that does not exist. */
export function dayNumber(date: string): number {
  if (!isLocalDate(date)) throw new RangeError(`not a date: ${date}`);
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

export function dateOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** 0 is Sunday. 1970-01-01 was a Thursday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

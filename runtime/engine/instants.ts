/** Instants from dates and times, without a clock of our own. */
import type { JsonValue } from '../compile/plan.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?(?:@.*)?$/;

/** A date means the start of that day; a date and time without an offset is local (Asia/Shanghai, UTC+8). */
export function instantOf(value: JsonValue): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [, time, offset = '+08:00'] = DATE_TIME.exec(DATE.test(value) ? `${value}T00:00` : value) ?? [];
  const instant = time === undefined ? Number.NaN : Date.parse(time + offset);
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}

/** Has an instant come? */
export function isPast(instant: string, now: string): boolean {
  return Date.parse(instant) <= Date.parse(now);
}

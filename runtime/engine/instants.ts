/** Instants from local dates and times, without a clock of our own. */
import type { JsonValue } from '../compile/plan.ts';

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

/** A date means the start of that day; a date and time without an offset is local (Asia/Shanghai, UTC+8). */
export function instantOf(value: JsonValue): string | undefined {
  if (typeof value !== 'string') return undefined;
  const local = /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00` : value;
  const instant = Date.parse(LOCAL.test(local) ? `${local}+08:00` : local.replace(/\[.*\]$/, '').replace(/@.*$/, ''));
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}

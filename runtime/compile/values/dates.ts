import { isLocalDate } from '../../calendar/index.ts';
import { halfWidth } from '../identifiers/index.ts';
import type { TypeCheck } from './check.ts';

/** '2026-03-02'; 2026/3/2, 2026.3.2 and 2026年3月2日 are understood too. */
export const checkDate: TypeCheck = (value) => {
  const date = typeof value === 'string' ? dateOf(value) : undefined;
  return date === undefined ? { ok: false, code: 'value.date' } : { ok: true, value: date };
};

/** A local date and time (Asia/Shanghai) '2026-03-02T09:30:00', or an instant with its offset, kept as UTC. */
export const checkDateTime: TypeCheck = (value) => {
  const match =
    typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/.exec(value) : null;
  if (!match || !isLocalDate(match[1]!) || match[2]! > '23:59') return { ok: false, code: 'value.dateTime' };
  const local = `${match[1]}T${match[2]}${match[3] ?? ':00'}`;
  const time = Date.parse(match[4] === undefined ? `${local}Z` : `${local}${match[4]}`);
  if (Number.isNaN(time)) return { ok: false, code: 'value.dateTime' };
  return { ok: true, value: match[4] === undefined ? local : new Date(time).toISOString() };
};

function dateOf(value: string): string | undefined {
  // As it comes from every date field; the other ways to write it are people's.
  if (value.length === 10 && isLocalDate(value)) return value >= '1800-01-01' ? value : undefined;
  const match = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/.exec(halfWidth(value).trim());
  if (!match) return undefined;
  const date = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`;
  return isLocalDate(date) && date >= '1800-01-01' ? date : undefined;
}

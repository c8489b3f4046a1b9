/** ISO 8601 times as the language writes them: whole durations, an instant, or a cycle. */
import type { Duration } from '../../../schemas/generated/documents.ts';
import { isoCycle, isoDate, isoDuration } from '../rules/expressions.ts';

const MOST = 3650;
const units: [Duration['unit'], number][] = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
];

/** Seconds of a duration without years and months. */
function secondsOf(text: string): number | undefined {
  const found = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/.exec(text);
  if (!found || text === 'P' || text.endsWith('T')) return undefined;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  return weeks! * 604_800 + days! * 86_400 + hours! * 3600 + minutes! * 60 + seconds!;
}

/** The duration in the largest unit that fits it. */
export function durationOf(text: string): Duration | undefined {
  const seconds = secondsOf(text);
  if (seconds === undefined) return undefined;
  for (const [unit, size] of units) if (seconds % size === 0 && seconds / size <= MOST) return { amount: seconds / size, unit };
  return undefined;
}

/** FEEL for a duration no unit fits: from the moment the step is reached. */
export const untilAfter = (text: string): string | undefined =>
  isoDuration.test(text) && !text.startsWith('-') ? `now() + duration("${text.replace(/^\+/, '')}")` : undefined;

export function untilOf(text: string): string | undefined {
  if (!isoDate.test(text)) return undefined;
  const time = text.includes('T') ? text : `${text}T00:00:00`;
  const full = /T\d{2}:\d{2}(?=$|Z|[-+])/.test(time) ? time.replace(/(T\d{2}:\d{2})/, '$1:00') : time;
  // Times without a zone are local: Asia/Shanghai.
  const zoned = /(Z|[-+]\d{2}:?\d{2})$/.test(full) ? full.replace(/([-+]\d{2})(\d{2})$/, '$1:$2') : `${full}+08:00`;
  return `date and time("${zoned}")`;
}

/** `R3/PT10S`; without a number it goes on for ever. */
export function cycleOf(text: string): { every: Duration; times?: number } | undefined {
  const parts = isoCycle.exec(text)?.[1]?.split('/');
  const every = parts?.length === 1 ? durationOf(parts[0]!) : undefined;
  if (!every || every.amount === 0) return undefined;
  const times = /^R(\d+)/.exec(text)?.[1];
  if (times === undefined) return { every };
  return Number(times) >= 1 && Number(times) <= 10_000 ? { every, times: Number(times) } : undefined;
}

/** Back to ISO 8601; working days have no such form. */
export function isoOf({ amount, unit }: Duration): string | undefined {
  switch (unit) {
    case 'days':
      return `P${amount}D`;
    case 'hours':
      return `PT${amount}H`;
    case 'minutes':
      return `PT${amount}M`;
    case 'seconds':
      return `PT${amount}S`;
    default:
      return undefined;
  }
}

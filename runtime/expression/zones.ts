/** Time zones of FEEL times. Local values are Asia/Shanghai, which has been UTC+8 without summer time since 1991. */
export const SHANGHAI_SECONDS = 8 * 3600;

/** A zone as written: an offset in seconds, or the name of a zone whose offset depends on the day. */
export interface Zone {
  readonly offset: number;
  /** IANA name; its offset is that of the day it stands at. */
  readonly name?: string;
}

const offsetPattern = /^([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/;
/** The Gregorian calendar repeats after 400 years. */
const CYCLE_SECONDS = 146_097 * 86_400;
const MAX_OFFSET = 18 * 3600;

/** Bounded: a hostile document cannot fill it. */
const formats = new Map<string, Intl.DateTimeFormat | null>();
const MAX_FORMATS = 64;

function formatOf(name: string): Intl.DateTimeFormat | null {
  const known = formats.get(name);
  if (known !== undefined) return known;
  const format = makeFormat(name);
  if (formats.size < MAX_FORMATS) formats.set(name, format);
  return format;
}

function makeFormat(name: string): Intl.DateTimeFormat | null {
  try {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    // The zone is named here, so the answer does not depend on the zone of the process.
    return new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', era: 'short', ...parts });
  } catch {
    return null; // not a zone this platform knows
  }
}

/** Offset of a named zone at an instant, in seconds; undefined when the zone or the instant is out of reach. */
function offsetAt(name: string, utcSeconds: number): number | undefined {
  const format = formatOf(name);
  if (!format) return undefined;
  if (Math.abs(utcSeconds) > 8.6e12) return offsetAt(name, utcSeconds % CYCLE_SECONDS); // beyond what Intl can show
  const parts: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const part of format.formatToParts(utcSeconds * 1000)) parts[part.type] = part.value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const moment = new Date(0);
  moment.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  moment.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  return Math.round(moment.getTime() / 1000 - utcSeconds);
}

/** Reads `Z`, `+08:00`, `+08:00:30` or `@Asia/Shanghai`; undefined when it is none of them. */
export function parseZone(text: string, localSeconds: number): Zone | undefined {
  if (text === 'Z' || text === 'z') return { offset: 0 };
  if (text.startsWith('@')) {
    const name = text.slice(1);
    if (name.length > 40 || !/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return undefined;
    const guess = offsetAt(name, localSeconds);
    if (guess === undefined) return undefined;
    // A second look from the guessed instant settles days on which the offset changes.
    return { offset: offsetAt(name, localSeconds - guess) ?? guess, name };
  }
  const match = offsetPattern.exec(text);
  if (!match) return undefined;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  if (Number(match[3]) > 59 || Number(match[4] ?? 0) > 59 || seconds > MAX_OFFSET) return undefined;
  return { offset: match[1] === '-' ? -seconds : seconds };
}

/** How a zone is written. */
export function formatZone(zone: Zone): string {
  if (zone.name) return `@${zone.name}`;
  if (zone.offset === 0) return 'Z';
  const abs = Math.abs(zone.offset);
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = abs % 60 ? `:${two(abs % 60)}` : '';
  return `${zone.offset < 0 ? '-' : '+'}${two(Math.floor(abs / 3600))}:${two(Math.floor((abs % 3600) / 60))}${seconds}`;
}

import { readFile } from 'node:fs/promises';
import type { Calendar, Text } from '../../../schemas/generated/documents.ts';
import { isCalendar } from '../../../schemas/generated/validators.js';
import {
  type CountedDay,
  type ExplainedLimit,
  explainDay,
  explainLimit,
  instantOf,
  isLocalDate,
  type LimitUnit,
  localDate,
  type SuspendedDays,
} from '../../calendar/index.ts';
import {
  both,
  type CliCommand,
  CommandError,
  type Invocation,
  inLanguage,
  type OptionValues,
  optionText,
  requiredOption,
  UsageError,
} from '../command.ts';
import { seedCalendar } from '../load.ts';

/** `due --start 2026-09-28 --days 5 --region 330424`: the day a limit ends, each day on the way explained. */
export const due: CliCommand = {
  name: 'due',
  summary: both(
    '算到期日，逐日说明：工作日、自然日、月、工作小时、小时；停钟、延期、下班后收件。',
    'The day a limit ends, each day explained: working or natural days, months, hours; with stops, extension and office hours.',
  ),
  usage: [
    'due --start DATE|TIME --days N --region CODE [--unit workingDays|days|months|workingHours|hours] [--office-hours | --hours HH:MM-HH:MM]',
    '    [--suspend FROM..TO[=REASON]]… [--restart] [--extend N] [--calendar FILE]',
  ],
  options: {
    start: { type: 'string' },
    days: { type: 'string' },
    region: { type: 'string' },
    unit: { type: 'string' },
    'office-hours': { type: 'boolean' },
    hours: { type: 'string' },
    suspend: { type: 'string', multiple: true },
    restart: { type: 'boolean' },
    extend: { type: 'string' },
    calendar: { type: 'string' },
  },
  run: runDue,
};

const units: readonly LimitUnit[] = ['workingDays', 'days', 'months', 'workingHours', 'hours'];
const reasons = ['supplement', 'publicity', 'hearing', 'expertReview', 'inspection', 'quarantine', 'appraisal', 'bidding', 'consent'];

async function runDue({ values, report, language, positionals }: Invocation): Promise<number> {
  if (positionals.length > 0) throw new UsageError('due 只用选项，不要写别的。', 'due takes options only.');
  const unit = unitOf(optionText(values, 'unit'));
  const start = startOf(requiredOption(values, 'start'));
  const days = dayCount(requiredOption(values, 'days'), 'days');
  const extension = optionText(values, 'extend') === undefined ? 0 : dayCount(requiredOption(values, 'extend'), 'extend');
  const region = optionText(values, 'region');
  if (region === undefined || !/^\d{6}$/.test(region))
    throw new UsageError('--region 要写六位行政区划代码，例如 330424。', '--region is a six-digit region code, for example 330424.');
  const suspensions = ((values.suspend as string[] | undefined) ?? []).map(suspension).sort((a, b) => (a.from < b.from ? -1 : 1));
  const calendar = await calendarFor(values);
  const inHours = unit === 'hours' || unit === 'workingHours';
  const office = values['office-hours'] === true || values.hours !== undefined;

  const limit = explainLimit(calendar, {
    amount: days + extension,
    unit,
    start: inHours || office ? start.moment : start.date,
    afterHours: office ? 'nextDay' : 'sameDay',
    suspensions,
    ...restarted(values.restart === true, suspensions),
  });
  const list = limit.days.map((day) => shown(day, language));
  const json = {
    unit,
    ...(extension > 0 ? { extension } : {}),
    ...(limit.accepted === undefined ? {} : { accepted: limit.accepted }),
    due: limit.due ?? null,
    ...(limit.dueAt === undefined ? {} : { dueAt: limit.dueAt }),
  };
  if (limit.due !== undefined) {
    report({ json: { ...json, days: list }, words: () => [...list.map(dayLine), inLanguage(dueWords(limit), language)] });
    return 0;
  }
  const provisional = limit.provisional!;
  const message = unpublished(provisional);
  report({
    json: { ...json, provisional, message, days: list },
    words: () => [...list.map(dayLine), inLanguage(message, language)],
  });
  return 1;
}

/** With `--restart` the limit runs anew after the last stop: that day is its first, not counted. */
function restarted(asked: boolean, suspensions: readonly SuspendedDays[]): { start: string; suspensions: SuspendedDays[] } | undefined {
  const last = suspensions
    .map(({ to }) => to)
    .sort()
    .at(-1);
  return asked && last !== undefined ? { start: last, suspensions: [] } : undefined;
}

function unitOf(text: string | undefined): LimitUnit {
  if (text === undefined) return 'workingDays';
  const found = units.find((unit) => unit === text);
  if (!found) throw new UsageError(`--unit 要写 ${units.join('、')} 之一。`, `--unit is one of ${units.join(', ')}.`);
  return found;
}

async function calendarFor(values: OptionValues): Promise<Calendar> {
  const file = optionText(values, 'calendar');
  const calendar = file === undefined ? await seedCalendar() : await readCalendar(file);
  const hours = optionText(values, 'hours');
  if (hours === undefined) return calendar;
  const match = /^(([01]\d|2[0-3]):[0-5]\d)-(([01]\d|2[0-3]):[0-5]\d)$/.exec(hours);
  if (!match || match[1]! >= match[3]!) throw new UsageError('--hours 要写成 09:00-17:00。', '--hours is written 09:00-17:00.');
  return { ...calendar, office: { from: match[1]!, to: match[3]! } };
}

async function readCalendar(file: string): Promise<Calendar> {
  const document: unknown = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  if (!isCalendar(document)) throw new CommandError(`${file} 不是工作日历文件。`, `${file} is no calendar document.`);
  return document as Calendar;
}

/** A date, a local date and time, or an instant. */
function startOf(text: string): { date: string; moment: string } {
  if (isLocalDate(text)) return { date: text, moment: text };
  const match = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  const fits = match && isLocalDate(match[1]!) && !Number.isNaN(Date.parse(match[4] === undefined ? `${text}Z` : text));
  if (!fits) throw new UsageError(`「${text}」不是日期，要写成 2026-09-28。`, `“${text}” is no date: write 2026-09-28.`);
  const moment = match[4] === undefined ? instantOf(text) : new Date(text).toISOString();
  return { date: localDate(moment), moment };
}

function dayCount(text: string, option: string): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(days) || days > 3650)
    throw new UsageError(`--${option} 要写 0 到 3650 的整数。`, `--${option} is a whole number from 0 to 3650.`);
  return days;
}

function suspension(text: string): SuspendedDays {
  const [span, reason = 'supplement'] = text.split('=');
  const [from, to, more] = (span ?? '').split('..');
  if (from === undefined || to === undefined || more !== undefined || !isLocalDate(from) || !isLocalDate(to) || from > to) {
    throw new UsageError(
      `「${text}」不是停钟期间，要写成 2026-09-30..2026-10-09，或 2026-09-30..2026-10-09=hearing。`,
      `“${text}” is no suspension: write 2026-09-30..2026-10-09, or 2026-09-30..2026-10-09=hearing.`,
    );
  }
  if (!reasons.includes(reason))
    throw new UsageError(`停钟原因要写 ${reasons.join('、')} 之一。`, `The reason of a suspension is one of ${reasons.join(', ')}.`);
  return { from, to, reason };
}

interface ShownDay {
  date: string;
  counted: boolean;
  reason: string;
  words: string;
}

function shown(day: CountedDay, language: 'zh-CN' | 'en'): ShownDay & Pick<CountedDay, 'nth' | 'minutes' | 'mark'> {
  const { reason, ...rest } = day;
  return { ...rest, reason: inLanguage(reason, language), words: inLanguage(explainDay(day), language) };
}

function dayLine(day: ShownDay): string {
  return `${day.date}  ${day.counted ? '+1' : ' ·'}  ${day.words}`;
}

function dueWords({ due: date, dueAt }: ExplainedLimit): Text {
  if (dueAt === undefined) return both(`到期日：${date}`, `Due: ${date}`);
  const time = new Date(Date.parse(dueAt) + 8 * 3_600_000).toISOString().slice(11, 16);
  return both(`到期：${date} ${time}`, `Due: ${date} ${time}`);
}

function unpublished({ year, remainingDays, certainUntil }: NonNullable<ExplainedLimit['provisional']>): Text {
  if (remainingDays === 0) {
    return both(
      `待 ${year} 年放假安排公布：期满日 ${certainUntil} 是不是休息日还不知道，现在不能定到期日。`,
      `Waiting for the working days of ${year} to be published: whether the last day, ${certainUntil}, is a day off is not known, so no due date can be given yet.`,
    );
  }
  return both(
    `待 ${year} 年放假安排公布：算到 ${certainUntil} 为止，还差 ${remainingDays} 个工作日，现在不能定到期日。`,
    `Waiting for the working days of ${year} to be published: counted up to ${certainUntil}, ${remainingDays} working days are left, so no due date can be given yet.`,
  );
}

import type { Text } from '../../../schemas/generated/documents.ts';
import { addWorkingDays, isLocalDate, localDate } from '../../calendar/index.ts';
import { both, type CliCommand, type Invocation, inLanguage, optionText, requiredOption, UsageError } from '../command.ts';
import { seedCalendar } from '../load.ts';

/** `due --start 2026-09-28 --days 5 --region 330424`: the day a limit ends, each day on the way explained. */
export const due: CliCommand = {
  name: 'due',
  summary: both('按工作日算到期日，逐日说明。', 'The day a limit in working days ends, each day explained.'),
  usage: ['due --start DATE --days N --region CODE [--suspend FROM..TO]…'],
  options: {
    start: { type: 'string' },
    days: { type: 'string' },
    region: { type: 'string' },
    suspend: { type: 'string', multiple: true },
  },
  run: runDue,
};

async function runDue({ values, report, language, positionals }: Invocation): Promise<number> {
  if (positionals.length > 0) throw new UsageError('due 只用选项，不要写别的。', 'due takes options only.');
  const start = startDate(requiredOption(values, 'start'));
  const days = dayCount(requiredOption(values, 'days'));
  const region = optionText(values, 'region');
  if (region === undefined || !/^\d{6}$/.test(region))
    throw new UsageError('--region 要写六位行政区划代码，例如 330424。', '--region is a six-digit region code, for example 330424.');
  const suspensions = ((values.suspend as string[] | undefined) ?? []).map(suspension);

  const limit = addWorkingDays(await seedCalendar(), start, days, suspensions);
  const list = limit.days.map((day) => ({ ...day, reason: inLanguage(day.reason, language) }));
  if (limit.due !== undefined) {
    const { due: date } = limit;
    report({ json: { due: date, days: list }, words: () => [...list.map(dayLine), inLanguage(dueWords(date), language)] });
    return 0;
  }
  const { certainUntil, remainingDays, year } = limit.provisional!;
  const message = unpublished(year, remainingDays, certainUntil);
  report({
    json: { due: null, provisional: { certainUntil, remainingDays, year }, message, days: list },
    words: () => [...list.map(dayLine), inLanguage(message, language)],
  });
  return 1;
}

/** A date, a local date and time, or an instant. */
function startDate(text: string): string {
  if (isLocalDate(text)) return text;
  const match = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  if (match?.[4] !== undefined && !Number.isNaN(Date.parse(text))) return localDate(text);
  if (match && match[4] === undefined && isLocalDate(match[1]!)) return match[1]!;
  throw new UsageError(`「${text}」不是日期，要写成 2026-09-28。`, `“${text}” is no date: write 2026-09-28.`);
}

function dayCount(text: string): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(days) || days > 3650) throw new UsageError('--days 要写 0 到 3650 的整数。', '--days is a whole number from 0 to 3650.');
  return days;
}

function suspension(text: string): { from: string; to: string; reason: string } {
  const [from, to, more] = text.split('..');
  if (from === undefined || to === undefined || more !== undefined || !isLocalDate(from) || !isLocalDate(to) || from > to) {
    throw new UsageError(
      `「${text}」不是停钟期间，要写成 2026-09-30..2026-10-09。`,
      `“${text}” is no suspension: write 2026-09-30..2026-10-09.`,
    );
  }
  return { from, to, reason: 'supplement' };
}

function dayLine(day: { date: string; counted: boolean; reason: string }): string {
  return `${day.date}  ${day.counted ? '+1' : ' ·'}  ${day.reason}`;
}

function dueWords(date: string): Text {
  return both(`到期日：${date}`, `Due: ${date}`);
}

function unpublished(year: number, remaining: number, until: string): Text {
  return both(
    `待 ${year} 年放假安排公布：算到 ${until} 为止，还差 ${remaining} 个工作日，现在不能定到期日。`,
    `Waiting for the working days of ${year} to be published: counted up to ${until}, ${remaining} working days are left, so no due date can be given yet.`,
  );
}

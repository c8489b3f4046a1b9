import { readFile } from 'node:fs/promises';
import type { DecisionTable } from '../../../schemas/generated/documents.ts';
import { instantOf, localDate } from '../../calendar/index.ts';
import type { JsonValue, Plan } from '../../compile/index.ts';
import {
  both,
  type CliCommand,
  CommandError,
  type Invocation,
  inLanguage,
  type Language,
  optionText,
  requiredOption,
  UsageError,
} from '../command.ts';
import { packageFolderOf } from '../files.ts';
import { loadPlan } from '../load.ts';

/** `decide templates/family/newborn#t_days --input '{"birth.babies": 2}'`: one decision table, evaluated. */
export const decide: CliCommand = {
  name: 'decide',
  summary: both('用给定的数据算一张决策表。', 'Evaluates one decision table with the data given.'),
  usage: ['decide FOLDER#TABLE --input JSON|@FILE|- [--region CODE] [--at TIME]', 'decide FOLDER TABLE --input JSON|@FILE|-'],
  options: { input: { type: 'string' }, region: { type: 'string' }, at: { type: 'string' } },
  run: runDecide,
};

async function runDecide({ positionals, values, report, language, terminal }: Invocation): Promise<number> {
  const { target, table } = wantedTable(positionals);
  const input = await readInput(requiredOption(values, 'input'), terminal.stdin);
  const { plan } = await loadPlan(await packageFolderOf(target), { scripts: false });
  const id = table ?? onlyTable(plan);
  const doc = plan.scenario.tables?.[id];
  if (!doc || !Object.hasOwn(plan.tables, id)) {
    const known = Object.keys(plan.tables).join(', ');
    throw new CommandError(`没有决策表「${id}」，有的是：${known}。`, `There is no decision table “${id}”. Known: ${known}.`);
  }
  const at = optionText(values, 'at') ?? '2026-01-05T09:00';
  const now = instantFrom(at);
  const region = optionText(values, 'region') ?? '330000';
  const { flat, context } = flatten(input);
  const unknown = Object.keys(flat).filter((path) => !Object.hasOwn(plan.types, path));
  if (unknown.length > 0)
    throw new CommandError(`场景里没有这些数据：${unknown.join('、')}。`, `The scenario has no such values: ${unknown.join(', ')}.`);

  const evaluation = plan.contextOf(flat, { outcomes: {}, case: { region, submittedDate: localDate(now), ...context } });
  const result = plan.tables[id]!.evaluate(evaluation, { now });
  if (!result.ok) {
    throw new CommandError(
      `「${doc.name['zh-CN']}」算不出结果，请检查数据：${result.message}`,
      `“${doc.name.en ?? doc.name['zh-CN']}” gives no result: check the data. ${result.message}`,
    );
  }
  report({ json: { table: id, ...result.value }, words: () => wordsOf(plan, doc, result.value, language) });
  return 0;
}

function wantedTable(positionals: string[]): { target: string; table?: string } {
  const [first, second, more] = positionals;
  if (first === undefined || more !== undefined)
    throw new UsageError(
      '请写上场景包和决策表，例如 templates/family/newborn#t_days。',
      'Give a package and a table, for example templates/family/newborn#t_days.',
    );
  const hash = first.lastIndexOf('#');
  if (hash >= 0 && second === undefined) return { target: first.slice(0, hash), table: first.slice(hash + 1) };
  return { target: first, table: second };
}

function onlyTable(plan: Plan): string {
  const ids = Object.keys(plan.tables);
  if (ids.length === 1) return ids[0]!;
  throw new UsageError(`请写明哪张决策表：${ids.join('、')}。`, `Say which table: ${ids.join(', ')}.`);
}

async function readInput(text: string, stdin: () => Promise<string>): Promise<Record<string, JsonValue>> {
  const source = text === '-' ? await stdin() : text.startsWith('@') ? await fileText(text.slice(1)) : text;
  try {
    const value: unknown = JSON.parse(source);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, JsonValue>;
  } catch {
    // Told below, like JSON of another shape.
  }
  throw new UsageError(
    '--input 要写一个 JSON 对象，例如 {"birth.babies": 2}。',
    '--input is a JSON object, for example {"birth.babies": 2}.',
  );
}

async function fileText(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new CommandError(`读不了「${file}」，请检查路径。`, `“${file}” cannot be read: check the path.`);
  return text;
}

/** Values by path, or nested by subject; `case` is the case's own group. */
function flatten(input: Record<string, JsonValue>): { flat: Record<string, JsonValue>; context: Record<string, JsonValue> } {
  const flat: Record<string, JsonValue> = {};
  const context: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(input)) {
    const entries: [string, JsonValue][] = isRecord(value)
      ? Object.entries(value).map(([name, inner]) => [`${key}.${name}`, inner])
      : [[key, value]];
    for (const [path, inner] of entries) {
      if (path.startsWith('case.')) context[path.slice('case.'.length)] = inner;
      else flat[path] = inner;
    }
  }
  return { flat, context };
}

function isRecord(value: JsonValue): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function instantFrom(text: string): string {
  const instant = /(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Date.parse(localInstant(text));
  if (Number.isNaN(instant))
    throw new UsageError(`「${text}」不是时间，要写成 2026-09-28T09:00。`, `“${text}” is no time: write 2026-09-28T09:00.`);
  return new Date(instant).toISOString();
}

function localInstant(text: string): string {
  try {
    return instantOf(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text);
  } catch {
    return '';
  }
}

function wordsOf(
  plan: Plan,
  doc: DecisionTable,
  { values, rows }: { values: Record<string, JsonValue>; rows: string[] },
  language: Language,
): string[] {
  const hit = rows.map((row) => doc.rows[row]?.note).map((note, index) => (note ? inLanguage(note, language) : rows[index]));
  return [
    inLanguage(doc.name, language),
    `${inLanguage(both('用到的行', 'Rows'), language)}: ${hit.length > 0 ? hit.join(language === 'en' ? '; ' : '；') : inLanguage(both('无', 'none'), language)}`,
    ...Object.entries(values).map(
      ([path, value]) => `  ${plan.types[path] ? inLanguage(plan.types[path].name, language) : path}: ${JSON.stringify(value)}`,
    ),
  ];
}

/** Gaps, overlaps and dead rows of a decision table, found on sample inputs around every limit its cells name. */
import type { DecisionTable, Text, ValueType } from '../../schemas/generated/documents.ts';
import type { Ast } from './ast.ts';
import { compileAst } from './closures.ts';
import { compare } from './compare.ts';
import { compileTests, type RunTest } from './evaluate.ts';
import { numberText } from './format.ts';
import { type Run, startRun } from './limits.ts';
import { FeelNumber } from './numbers.ts';
import { parseTestsSource } from './parse.ts';
import { FeelDate } from './temporal.ts';
import { type Feel, isNumber } from './values.ts';
import { childrenOf } from './weight.ts';

export interface TableFinding {
  code: 'table.gap' | 'table.overlap' | 'table.unreachable_row';
  /** Rows it is about; none for a gap. */
  rows: string[];
  /** Inputs of an example by input id, as FEEL. */
  example: Record<string, string>;
  message: Text;
}

/** Combinations of sample inputs looked at; larger tables are not judged. */
const MOST_COMBINATIONS = 20_000;
/** Findings of one kind reported. */
const MOST_FINDINGS = 10;

interface Column {
  id: string;
  name: Text;
  points: Feel[];
}
interface Row {
  id: string;
  tests: (RunTest | undefined)[];
  results: string;
}

const byRank = <T extends { rank: string }>([idA, a]: [string, T], [idB, b]: [string, T]): number =>
  a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : idA < idB ? -1 : 1;

/**
 * Findings of a table whose cells compare with constants; a table with cells that read the context, or with too many
 * combinations, has none. Missing inputs (null) are not looked at.
 */
export function tableFindings(table: DecisionTable): TableFinding[] {
  try {
    return findingsOf(table);
  } catch {
    return []; // a cell that outgrows the budget; its table is told about that when it is compiled or evaluated
  }
}

function findingsOf(table: DecisionTable): TableFinding[] {
  const inputs = Object.entries(table.inputs).sort(byRank);
  const sources = Object.entries(table.rows).sort(byRank);
  const columns: Column[] = [];
  for (const [id, input] of inputs) {
    const cells = sources.flatMap(([, row]) => row.when[id] ?? []).filter((cell) => cell.trim() !== '');
    const points = pointsOf(cells, input.type, input.allowed ?? []);
    if (!points) return [];
    columns.push({ id, name: input.name, points });
  }
  if (columns.reduce((product, column) => product * column.points.length, 1) > MOST_COMBINATIONS) return [];
  const rows = sources.map(([id, row]) => ({
    id,
    tests: columns.map((column) => testOf(row.when[column.id])),
    results: JSON.stringify(Object.entries(row.then).sort()),
  }));
  return judge(table, columns, rows);
}

function testOf(cell: string | undefined): RunTest | undefined {
  if (cell === undefined || cell.trim() === '') return undefined;
  const compiled = compileTests(cell);
  return compiled.ok ? compiled.code : () => false;
}

/** Sample values of a column: each constant, and one on either side and between; undefined when it cannot be judged. */
function pointsOf(cells: string[], type: ValueType, allowed: string[]): Feel[] | undefined {
  if (cells.every((cell) => cell.trim() === '-') && allowed.length === 0) return [null];
  const constants: Feel[] = [];
  for (const cell of [...cells, ...allowed]) {
    const parsed = parseTestsSource(cell);
    const compiled = compileTests(cell);
    if (!parsed.ok || !compiled.ok || compiled.reads.length > 0) return undefined;
    for (const test of parsed.tree.tests) collect(test, constants);
  }
  const points = spread(constants, type);
  if (!points || allowed.length === 0) return points;
  const tests = allowed.map((source) => testOf(source));
  const run = startRun({}, { now: '' });
  return points.filter((point) => tests.some((test) => test?.(run, point)));
}

function collect(ast: Ast, into: Feel[]): void {
  if (ast.type === 'constant') into.push(ast.value);
  else if (ast.type === 'call')
    into.push(compileAst(ast, null, { problems: [], reads: new Set(), isKnown: () => false })(startRun({}, { now: '' }), null));
  else for (const child of childrenOf(ast)) collect(child, into);
}

function spread(constants: Feel[], type: ValueType): Feel[] | undefined {
  switch (type) {
    case 'boolean':
      return [true, false];
    case 'number':
    case 'money':
    case 'integer':
      return numbers(sorted(constants.filter(isNumber)), type === 'integer');
    case 'date':
      return days(sorted(constants.filter((value) => value instanceof FeelDate)));
    case 'dateTime':
    case 'codes':
    case 'address':
      return undefined;
    default: {
      const texts = new Set(constants.filter((value) => typeof value === 'string'));
      return [...texts, otherThan(texts)];
    }
  }
}

/** A text that is none of those named. */
function otherThan(texts: ReadonlySet<Feel>): string {
  let other = '其他';
  while (texts.has(other)) other += '*';
  return other;
}

const sorted = <T extends Feel>(values: T[]): T[] =>
  [...values].sort((a, b) => compare(a, b) ?? 0).filter((value, index, all) => index === 0 || compare(value, all[index - 1] as T) !== 0);

function numbers(limits: FeelNumber[], whole: boolean): Feel[] {
  const [first] = limits;
  if (!first) return [new FeelNumber(0)];
  const points = limits.flatMap((limit, index) => {
    const next = limits[index + 1];
    if (!next) return [limit, limit.plus(1)];
    return [limit, whole ? limit.plus(1) : limit.plus(next).div(2)];
  });
  const all = [first.minus(1), ...points];
  return sorted(whole ? all.filter((point) => point.isInteger()) : all);
}

function days(limits: FeelDate[]): Feel[] {
  const around = limits.flatMap((limit) => [limit.plusDays(-1), limit, limit.plusDays(1)]).filter((day) => day !== null);
  return around.length > 0 ? sorted(around) : [FeelDate.of(2000, 1, 1)];
}

function judge(table: DecisionTable, columns: Column[], rows: Row[]): TableFinding[] {
  const hasDefault = Object.values(table.outputs).some((output) => output.default !== undefined);
  const wantsOne = ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST'].includes(table.hitPolicy) && !hasDefault;
  const gaps: TableFinding[] = [];
  const overlaps = new Map<string, TableFinding>();
  const used = new Set<string>();
  // One budget for all of them: a cell that loops is not worth judging.
  const run = startRun({}, { now: '' });
  for (const point of combinations(columns)) {
    const hits = rows.filter((row) => matchesAll(run, row, point));
    for (const hit of table.hitPolicy === 'FIRST' ? hits.slice(0, 1) : hits) used.add(hit.id);
    const [first, second] = hits;
    if (!first && wantsOne && gaps.length < MOST_FINDINGS) gaps.push(gap(columns, point));
    const clash = second && first && (table.hitPolicy === 'UNIQUE' || (table.hitPolicy === 'ANY' && first.results !== second.results));
    if (clash && !overlaps.has(`${first.id} ${second.id}`))
      overlaps.set(`${first.id} ${second.id}`, overlap(columns, rows, point, [first, second]));
  }
  const dead = rows.filter((row) => !used.has(row.id)).map((row) => unreachable(rows, row));
  return [...gaps, ...[...overlaps.values()].slice(0, MOST_FINDINGS), ...dead];
}

const matchesAll = (run: Run, row: Row, point: Feel[]): boolean =>
  row.tests.every((test, index) => !test || test(run, point[index] as Feel));

function* combinations(columns: Column[], at = 0): Iterable<Feel[]> {
  const column = columns[at];
  if (!column) {
    yield [];
    return;
  }
  for (const point of column.points) for (const rest of combinations(columns, at + 1)) yield [point, ...rest];
}

const shown = (value: Feel): string => {
  if (isNumber(value)) return numberText(value);
  return typeof value === 'string' ? JSON.stringify(value) : value instanceof FeelDate ? `@"${value}"` : String(value);
};
const exampleOf = (columns: Column[], point: Feel[]): Record<string, string> =>
  Object.fromEntries(
    columns.map((column, index) => [column.id, shown(point[index] as Feel)] as const).filter(([, value]) => value !== 'null'),
  );

/** The example in words: `年龄 = 17、户籍 = "330000"`. */
function words(columns: Column[], point: Feel[], language: 'zh-CN' | 'en'): string {
  const parts = columns.flatMap((column, index) =>
    point[index] === null ? [] : [`${column.name[language] ?? column.name['zh-CN']} = ${shown(point[index] as Feel)}`],
  );
  return parts.join(language === 'en' ? ', ' : '、');
}

const gap = (columns: Column[], point: Feel[]): TableFinding => ({
  code: 'table.gap',
  rows: [],
  example: exampleOf(columns, point),
  message: {
    'zh-CN': `没有一行覆盖这种情况：${words(columns, point, 'zh-CN')}。请补一行，或设置默认结果。`,
    en: `No row covers this: ${words(columns, point, 'en')}. Add a row, or set a default result.`,
  },
});

function overlap(columns: Column[], rows: Row[], point: Feel[], hits: Row[]): TableFinding {
  const [first, second] = hits.map((hit) => rows.indexOf(hit) + 1);
  return {
    code: 'table.overlap',
    rows: hits.map((hit) => hit.id),
    example: exampleOf(columns, point),
    message: {
      'zh-CN': `第 ${first} 行和第 ${second} 行会同时命中：${words(columns, point, 'zh-CN')}。请让条件互斥，或改命中策略。`,
      en: `Rows ${first} and ${second} both match: ${words(columns, point, 'en')}. Make them exclude each other, or change the hit policy.`,
    },
  };
}

const unreachable = (rows: Row[], row: Row): TableFinding => ({
  code: 'table.unreachable_row',
  rows: [row.id],
  example: {},
  message: {
    'zh-CN': `第 ${rows.indexOf(row) + 1} 行不会被用到，请删除它或调整条件。`,
    en: `Row ${rows.indexOf(row) + 1} is never used. Remove it, or change its conditions.`,
  },
});

/** Missing and doubled combinations of a decision table, and rows nothing can reach; each named in words. See README.md. */
import type { DecisionTable, Text } from '../../schemas/generated/documents.ts';
import { type Bits, both, isEmpty, noBits } from './combinations/bits.ts';
import { type Cell, isAny, readCell, Solver } from './combinations/cells.ts';
import { type ColumnFacts, domainOf } from './combinations/domain.ts';
import { type Box, boxOf, Effort, findGaps, findOverlaps, type RowBox } from './combinations/search.ts';
import { boxWords, type Dimension, exampleOf } from './combinations/words.ts';

export interface TableFinding {
  code: 'table.gap' | 'table.overlap' | 'table.unreachable_row' | 'table.not_judged' | 'table.too_large';
  /** Rows it is about; none for a gap. */
  rows: string[];
  /** Inputs of an example by input id, as FEEL. */
  example: Record<string, string>;
  message: Text;
}
/** What is known of an input beside its column: the codes there are, with their names, and its smallest and largest value. */
export interface InputFacts extends Omit<ColumnFacts, 'codes'> {
  codes?: Readonly<Record<string, Text>>;
}

/** Findings of one kind reported. */
const MOST_FINDINGS = 10;
/** Sets looked at for one table: about 150 ms on a busy core. Beyond that the author is told that it was not judged. */
const MOST_EFFORT = 2_000_000;

interface Row {
  id: string;
  must: RowBox;
  may: RowBox;
  results: string;
  /** Cells that could not be judged. */
  unknown: { column: string; source: string }[];
}
interface Judged {
  table: DecisionTable;
  dimensions: Dimension[];
  rows: Row[];
  space: Box;
  effort: Effort;
}

const byRank = <T extends { rank: string }>([idA, a]: [string, T], [idB, b]: [string, T]): number =>
  a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : idA < idB ? -1 : 1;

/**
 * Findings of a table. A cell that reads values of the case or the clock, or computes with its input, matches "perhaps":
 * it never makes a gap or an overlap, and where it might hide one the author is told. Missing inputs (null) are looked at
 * in columns where a cell names null.
 */
export function tableFindings(table: DecisionTable, facts: Readonly<Record<string, InputFacts>> = {}): TableFinding[] {
  try {
    const judged = read(table, facts);
    return [...gapFindings(judged), ...overlapFindings(judged), ...deadFindings(judged), ...doubts(judged)];
  } catch {
    return []; // a cell that outgrows the budget; its table is told about that when it is compiled or evaluated
  }
}

const plain = (source: string): string => source.replace(/\s+/g, '');

function read(table: DecisionTable, facts: Readonly<Record<string, InputFacts>>): Judged {
  const sources = Object.entries(table.rows).sort(byRank);
  const cells = new Map<string, Cell>();
  const cellOf = (source: string): Cell => {
    const known = cells.get(source) ?? readCell(source);
    cells.set(source, known);
    return known;
  };
  const groups = new Map<string, [string, DecisionTable['inputs'][string]][]>();
  for (const input of Object.entries(table.inputs).sort(byRank)) {
    // Two columns that ask the same value are one dimension.
    const key = `${input[1].type} ${plain(input[1].expression)}`;
    groups.set(key, [...(groups.get(key) ?? []), input]);
  }
  const solved = [...groups.values()].map((columns) => solvedDimension(columns, sources, cellOf, facts));
  const rows = sources.map(([id, row], index): Row => {
    const parts = solved.map(({ matched }) => matched[index]!);
    return {
      id,
      must: parts.map(({ must }) => must),
      may: parts.map(({ may }) => may),
      results: JSON.stringify(Object.entries(row.then).sort()),
      unknown: parts.flatMap(({ unknown }) => unknown),
    };
  });
  const dimensions = solved.map(({ dimension }) => dimension);
  return { table, dimensions, rows, space: dimensions.map(({ domain }) => domain.full), effort: new Effort(MOST_EFFORT) };
}

interface CellSets {
  must: Bits | undefined;
  may: Bits | undefined;
  unknown: { column: string; source: string }[];
}

function solvedDimension(
  columns: [string, DecisionTable['inputs'][string]][],
  rows: [string, DecisionTable['rows'][string]][],
  cellOf: (source: string) => Cell,
  facts: Readonly<Record<string, InputFacts>>,
): { dimension: Dimension; matched: CellSets[] } {
  const [first] = columns[0]!;
  const { type } = columns[0]![1];
  const sources = rows.flatMap(([, row]) => columns.flatMap(([id]) => (isAny(row.when[id]) ? [] : [row.when[id]])));
  const allowed = columns.flatMap(([, input]) => (input.allowed?.length ? [input.allowed] : []));
  const constants = [...new Set([...sources, ...allowed.flat()])].flatMap((source) => cellOf(source).constants);
  const codes = facts[first]?.codes;
  const domain = domainOf(type, constants, { ...facts[first], codes: codes && Object.keys(codes) });
  const solver = new Solver(type, domain);
  const solutions = new Map<string, Bits | undefined>();
  const solve = (source: string): Bits | undefined => {
    if (!solutions.has(source)) solutions.set(source, solver.solve(cellOf(source)));
    return solutions.get(source);
  };
  for (const list of allowed) {
    const sets = list.map(solve);
    // What nobody can judge does not restrict.
    if (sets.every((set) => set !== undefined)) restrict(domain.full, sets);
  }
  const nothing = noBits(domain.size);
  const matched = rows.map(([, row]): CellSets => {
    let must: Bits | undefined;
    let may: Bits | undefined;
    const unknown: CellSets['unknown'] = [];
    for (const [id] of columns) {
      const source = row.when[id];
      if (isAny(source)) continue;
      const set = solve(source);
      if (set === undefined) unknown.push({ column: id, source });
      must = set === undefined ? nothing : must ? both(must, set) : set;
      if (set) may = may ? both(may, set) : set;
    }
    return { must, may, unknown };
  });
  return {
    dimension: { columns: columns.map(([id]) => id), name: columns[0]![1].name, type, domain, ...(codes ? { codes } : {}) },
    matched,
  };
}

function restrict(full: Bits, allowed: readonly Bits[]): void {
  for (let word = 0; word < full.length; word += 1) full[word] = full[word]! & allowed.reduce((all, set) => all | set[word]!, 0);
}

const single = new Set<DecisionTable['hitPolicy']>(['UNIQUE', 'ANY', 'PRIORITY', 'FIRST']);

function gapFindings(judged: Judged): TableFinding[] {
  const { dimensions, rows, space, effort } = judged;
  if (!mayMiss(judged) || dimensions.length === 0 || rows.length === 0) return [];
  const { gaps, complete } = findGaps(
    space,
    rows.map(({ may }) => may),
    MOST_FINDINGS,
    effort,
  );
  const found = [...gaps].sort((a, b) => restricted(a, space) - restricted(b, space)).map((box) => gap(dimensions, box));
  if (!complete && gaps.length < MOST_FINDINGS) return [...found, tooLarge(gaps.length > 0)];
  return found;
}

const mayMiss = ({ table }: Judged): boolean =>
  single.has(table.hitPolicy) && Object.values(table.outputs).every((output) => output.default === undefined);

/** Told only where cells nobody can judge might hide a gap or an overlap. */
function doubts(judged: Judged): TableFinding[] {
  const { table, rows, space } = judged;
  if (rows.every(({ unknown }) => unknown.length === 0)) return [];
  const effort = new Effort(MOST_EFFORT / 4);
  const sure = rows.map(({ must }) => must);
  if (mayMiss(judged)) {
    const now = findGaps(
      space,
      rows.map(({ may }) => may),
      1,
      effort,
    );
    const hidden = now.gaps.length === 0 && findGaps(space, sure, 1, effort);
    if (hidden && (hidden.gaps.length > 0 || !hidden.complete)) return [notJudged(judged)];
  }
  if (table.hitPolicy !== 'UNIQUE' && table.hitPolicy !== 'ANY') return [];
  const clash = (first: number, second: number) =>
    (rows[first]!.unknown.length > 0 || rows[second]!.unknown.length > 0) &&
    (table.hitPolicy === 'UNIQUE' || rows[first]!.results !== rows[second]!.results);
  const { count } = findOverlaps(
    space,
    rows.map(({ may }) => may),
    { most: 0, effort, clash },
  );
  return count > 0 ? [notJudged(judged)] : [];
}

const restricted = (box: Box, space: Box): number =>
  box.filter((part, at) => part.some((word, index) => word !== space[at]![index])).length;

function overlapFindings(judged: Judged): TableFinding[] {
  const { table, rows, space, effort } = judged;
  if (table.hitPolicy !== 'UNIQUE' && table.hitPolicy !== 'ANY') return [];
  const clash = (first: number, second: number) => table.hitPolicy === 'UNIQUE' || rows[first]!.results !== rows[second]!.results;
  const options = { most: MOST_FINDINGS, effort, clash };
  const { pairs, count, complete } = findOverlaps(
    space,
    rows.map(({ must }) => must),
    options,
  );
  const found = pairs.map((pair, index) => overlap(judged, pair, index === pairs.length - 1 ? count - pairs.length : 0));
  return complete ? found : [...found, tooLarge(found.length > 0)];
}

/** Rows that match nothing, and under FIRST those that earlier rows hide. */
function deadFindings({ table, rows, space, effort }: Judged): TableFinding[] {
  const dead: TableFinding[] = [];
  for (const [index, row] of rows.entries()) {
    const own = boxOf(row.may, space);
    const hides = () =>
      table.hitPolicy === 'FIRST' &&
      isHidden(
        own,
        rows.slice(0, index).map(({ must }) => must),
        effort,
      );
    if (own.some(isEmpty) || hides()) dead.push(unreachable(index, row));
    if (effort.left < 0) break;
  }
  return dead.slice(0, MOST_FINDINGS);
}

function isHidden(own: Box, earlier: RowBox[], effort: Effort): boolean {
  const { gaps, complete } = findGaps(own, earlier, 1, effort);
  return complete && gaps.length === 0;
}

const example = (dimensions: readonly Dimension[], box: Box): Record<string, string> =>
  Object.fromEntries(
    dimensions.flatMap((dimension, at) => {
      const value = exampleOf(dimension, box[at]!);
      return value === undefined || dimension.domain.size === 1 ? [] : dimension.columns.map((id): [string, string] => [id, value]);
    }),
  );

const gap = (dimensions: readonly Dimension[], box: Box): TableFinding => ({
  code: 'table.gap',
  rows: [],
  example: example(dimensions, box),
  message: {
    'zh-CN': `没有一行覆盖：${boxWords(dimensions, box, 'zh-CN')}。请补一行，或设置默认结果。`,
    en: `No row covers: ${boxWords(dimensions, box, 'en')}. Add a row, or set a default result.`,
  },
});

function overlap(
  { dimensions, rows }: Judged,
  { first, second, box }: { first: number; second: number; box: Box },
  more: number,
): TableFinding {
  const rest = more > 0 ? { zh: `（还有 ${more} 对行也重叠。）`, en: ` (${more} more pairs of rows overlap.)` } : { zh: '', en: '' };
  return {
    code: 'table.overlap',
    rows: [rows[first]!.id, rows[second]!.id],
    example: example(dimensions, box),
    message: {
      'zh-CN': `第 ${first + 1} 行和第 ${second + 1} 行会同时命中：${boxWords(dimensions, box, 'zh-CN')}。${rest.zh}请让条件互斥，或改命中策略。`,
      en: `Rows ${first + 1} and ${second + 1} both match: ${boxWords(dimensions, box, 'en')}.${rest.en} Make them exclude each other, or change the hit policy.`,
    },
  };
}

const unreachable = (index: number, row: Row): TableFinding => ({
  code: 'table.unreachable_row',
  rows: [row.id],
  example: {},
  message: {
    'zh-CN': `第 ${index + 1} 行不会被用到，请删除它或调整条件。`,
    en: `Row ${index + 1} is never used. Remove it, or change its conditions.`,
  },
});

const shortened = (source: string): string => (source.length > 40 ? `${source.slice(0, 40)}…` : source);

/** Which cells nobody can judge before the case is there. */
function notJudged({ table, rows }: Judged): TableFinding {
  const cells = rows.flatMap((row, index) => row.unknown.map((cell) => ({ ...cell, row: index + 1, id: row.id })));
  const words = (language: 'zh-CN' | 'en') =>
    cells.slice(0, 3).map(({ row, column, source }) => {
      const name = table.inputs[column]!.name;
      return language === 'en'
        ? `row ${row}, ${name.en ?? name['zh-CN']}: ${shortened(source)}`
        : `第 ${row} 行 ${name['zh-CN']}：${shortened(source)}`;
    });
  const [zhMore, enMore] = cells.length > 3 ? [`，等 ${cells.length} 处`, `, and ${cells.length - 3} more`] : ['', ''];
  return {
    code: 'table.not_judged',
    rows: [...new Set(cells.map(({ id }) => id))],
    example: {},
    message: {
      'zh-CN': `有的条件要到办件时才知道结果，看不出有没有遗漏或重叠：${words('zh-CN').join('；')}${zhMore}。请自行核对，或设置默认结果。`,
      en: `Some conditions are only known in the case, so nobody can tell whether a combination is missing or doubled: ${words('en').join('; ')}${enMore}. Check it yourself, or set a default result.`,
    },
  };
}

const tooLarge = (some: boolean): TableFinding => ({
  code: 'table.too_large',
  rows: [],
  example: {},
  message: {
    'zh-CN': `决策表的组合太多，${some ? '只查出了上面这些' : '没有查完有没有遗漏和重叠'}：请拆成几张表，或自行核对。`,
    en: `The table has too many combinations: ${some ? 'only those above were found' : 'it was not judged to the end'}. Split it into several tables, or check it yourself.`,
  },
});

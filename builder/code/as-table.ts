/**
 * A script that only chooses by conditions, said as a rule table: `if … return …` lines and a last `return`, over values compared
 * with fixed ones. What is more than that stays a script; nothing is guessed.
 */
import type { DecisionTable, TableInput, TableOutput, TableRow, ValueType } from '../../schemas/generated/documents.ts';
import type { KnownValue } from '../editing/paths.ts';
import { rankBetween } from '../editing/rank.ts';

/** Types whose values are written alike in scripts and in rules; money and dates are texts here and figures there. */
const alike: readonly ValueType[] = ['string', 'text', 'number', 'integer', 'boolean', 'code', 'region'];

interface Token {
  kind: 'name' | 'text' | 'number' | 'sign';
  words: string;
}
/** One comparison with a fixed value, as a cell of the table. */
interface Test {
  path: string;
  cell: string;
}
type Given = Record<string, string>;
interface Rule {
  tests: Test[];
  given: Given;
}

/** The table that says the same, or nothing when the script says more than a table can. */
export function asTable(source: string, name: DecisionTable['name'], known: ReadonlyMap<string, KnownValue>): DecisionTable | undefined {
  const body = /^\s*export\s+default\s+function\s*\w*\s*\(\s*input\s*(?::\s*Input\s*)?\)\s*(?::\s*Output\s*)?\{([\s\S]*)\}\s*$/.exec(
    source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, ''),
  )?.[1];
  const tokens = body === undefined ? undefined : tokensOf(body);
  if (!tokens) return undefined;
  try {
    const rules = rulesOf(new Reader(tokens), known);
    return tableOf(rules, name, known);
  } catch (error) {
    if (error instanceof More) return undefined;
    throw error;
  }
}

/** The script says more than a table can. */
class More extends Error {}

function tokensOf(text: string): Token[] | undefined {
  const pattern = /\s+|([A-Za-z_$][\w$]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(\d+(?:\.\d+)?)|(===|!==|<=|>=|&&|[{}()<>.,;:?-])/gy;
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    end = match.index + match[0].length;
    const [, word, quoted, number, sign] = match;
    if (word !== undefined) tokens.push({ kind: 'name', words: word });
    else if (quoted !== undefined) tokens.push({ kind: 'text', words: quoted });
    else if (number !== undefined) tokens.push({ kind: 'number', words: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', words: sign });
  }
  return end === text.length ? tokens : undefined;
}

class Reader {
  #at = 0;
  readonly #tokens: readonly Token[];
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }
  get ended(): boolean {
    return this.#at >= this.#tokens.length;
  }
  is(words: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind !== 'text' && token?.words === words;
  }
  /** Takes the word when it stands here. */
  take(words: string): boolean {
    const here = this.is(words);
    if (here) this.#at += 1;
    return here;
  }
  must(words: string): void {
    if (!this.take(words)) throw new More();
  }
  next(): Token {
    const token = this.#tokens[this.#at];
    if (!token) throw new More();
    this.#at += 1;
    return token;
  }
}

function rulesOf(reader: Reader, known: ReadonlyMap<string, KnownValue>): Rule[] {
  const rules: Rule[] = [];
  for (;;) {
    if (reader.take('return')) {
      rules.push({ tests: [], given: objectOf(reader) });
      reader.take(';');
      // What stands behind the last way out is never reached: it is not ours to judge.
      if (!reader.ended) throw new More();
      return rules;
    }
    reader.must('if');
    reader.must('(');
    const tests = testsOf(reader, known);
    reader.must(')');
    const inBraces = reader.take('{');
    reader.must('return');
    const given = objectOf(reader);
    reader.take(';');
    if (inBraces) reader.must('}');
    rules.push({ tests, given });
    // `else return …` and `else if …` go on as the next line does.
    if (reader.take('else') && reader.take('{')) throw new More();
  }
}

function testsOf(reader: Reader, known: ReadonlyMap<string, KnownValue>): Test[] {
  const tests: Test[] = [];
  do {
    const path = pathOf(reader);
    const type = known.get(path)?.type;
    if (type === undefined || !alike.includes(type)) throw new More();
    const sign = ['===', '!==', '<=', '>=', '<', '>'].find((one) => reader.take(one));
    if (sign === undefined && type !== 'boolean') throw new More();
    const value = sign === undefined ? 'true' : fixed(reader);
    if (value === 'null' && sign !== '===' && sign !== '!==') throw new More();
    tests.push({ path, cell: sign === undefined || sign === '===' ? value : sign === '!==' ? `not(${value})` : `${sign} ${value}` });
  } while (reader.take('&&'));
  // Two tests of one value would need two columns of it.
  if (new Set(tests.map(({ path }) => path)).size < tests.length) throw new More();
  return tests;
}

function pathOf(reader: Reader): string {
  reader.must('input');
  reader.must('.');
  const subject = reader.next();
  reader.must('.');
  const key = reader.next();
  if (subject.kind !== 'name' || key.kind !== 'name') throw new More();
  return `${subject.words}.${key.words}`;
}

/** A fixed value as rules write it. */
function fixed(reader: Reader): string {
  const minus = reader.take('-');
  const { kind, words } = reader.next();
  if (kind === 'number') return minus ? `-${words}` : words;
  if (minus) throw new More();
  if (kind === 'text' && !words.includes('\\')) return JSON.stringify(words.slice(1, -1));
  if (kind === 'name' && ['true', 'false', 'null'].includes(words)) return words;
  throw new More();
}

/** `{ subject: { key: value } }` as paths. */
function objectOf(reader: Reader): Given {
  const given: Given = {};
  const members = (member: () => void) => {
    reader.must('{');
    while (!reader.is('}')) {
      member();
      if (!reader.take(',')) break;
    }
    reader.must('}');
  };
  const named = () => {
    const { kind, words } = reader.next();
    if (kind !== 'name') throw new More();
    reader.must(':');
    return words;
  };
  members(() => {
    const subject = named();
    members(() => {
      given[`${subject}.${named()}`] = fixed(reader);
    });
  });
  return given;
}

function tableOf(rules: readonly Rule[], name: DecisionTable['name'], known: ReadonlyMap<string, KnownValue>): DecisionTable {
  const read = [...new Set(rules.flatMap(({ tests }) => tests.map(({ path }) => path)))];
  const given = [...new Set(rules.flatMap((rule) => Object.keys(rule.given)))];
  const outputs = given.map((path): [string, TableOutput] => {
    const value = known.get(path);
    if (!value || !alike.includes(value.type)) throw new More();
    return [path, { name: value.name, path, type: value.type, rank: '' }];
  });
  // A rule that gives one thing less leaves it as it was; a table would leave it empty.
  if (rules.some((rule) => Object.keys(rule.given).length !== given.length) || given.length === 0) throw new More();
  const inputs = read.map((path): [string, TableInput] => {
    const { name: words, type } = known.get(path)!;
    return [path, { name: words, expression: path, type: type as TableInput['type'], rank: '' }];
  });
  const column = (side: string, list: readonly string[], path: string) => `${side}${list.indexOf(path)}`;
  const rows = rules.map((rule, i): [string, TableRow] => [
    `r_${i}`,
    {
      rank: '',
      when: Object.fromEntries(rule.tests.map(({ path, cell }) => [column('c_', read, path), cell])),
      // biome-ignore lint/suspicious/noThenProperty: the schema's word for the outputs of a row; it is never awaited
      then: Object.fromEntries(Object.entries(rule.given).map(([path, cell]) => [column('o_', given, path), cell])),
    },
  ]);
  return {
    name,
    hitPolicy: 'FIRST',
    inputs: inOrder(inputs.map(([path, doc]) => [column('c_', read, path), doc])),
    outputs: inOrder(outputs.map(([path, doc]) => [column('o_', given, path), doc])),
    rows: inOrder(rows),
  };
}

function inOrder<T extends { rank: string }>(entries: readonly [string, T][]): Record<string, T> {
  let rank: string | undefined;
  return Object.fromEntries(
    entries.map(([id, doc]) => {
      rank = rankBetween(rank, undefined);
      return [id, { ...doc, rank }];
    }),
  );
}

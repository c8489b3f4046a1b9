/** Names of a model -> paths of a case, inside FEEL: the text is changed only where a name stands. */
import type { TableInputType, ValueType } from '../../schemas/generated/documents.ts';
import type { Ast, TypeAst } from '../expression/ast.ts';
import { type NameTree, parseSource, parseTestsSource } from '../expression/parse.ts';
import { normalName } from '../expression/values.ts';
import { childrenOf } from '../expression/weight.ts';

/** A value the model knows by name. */
export type Known =
  | { kind: 'value'; path: string; type: TableInputType; kept: ValueType; read?: string; list?: boolean }
  | { kind: 'record'; parts: ReadonlyMap<string, Known> }
  | { kind: 'refused'; why: { zh: string; en: string } };
export type Knowns = ReadonlyMap<string, Known>;
export type Rewritten = { ok: true; text: string } | { ok: false; zh: string; en: string };

export function nameTree(known: Knowns): NameTree {
  return Object.fromEntries(
    [...known].map(([name, value]) => [
      name,
      value.kind === 'record' ? Object.fromEntries([...value.parts.keys()].map((part) => [part, true as const])) : (true as const),
    ]),
  );
}

interface Change {
  from: number;
  to: number;
  text: string;
}
class Problem extends Error {
  readonly zh: string;
  readonly en: string;
  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
    this.en = en;
  }
}

/** An expression with paths for names. */
export const rewriteExpression = (source: string, known: Knowns): Rewritten => {
  const parsed = parseSource(source, nameTree(known));
  return parsed.ok ? rewritten(source, [parsed.tree], known) : unread(source, parsed.problems[0]?.message);
};

/** The tests of a cell with paths for names. */
export const rewriteTests = (source: string, known: Knowns): Rewritten => {
  const parsed = parseTestsSource(source, nameTree(known));
  return parsed.ok ? rewritten(source, parsed.tree.tests, known) : unread(source, parsed.problems[0]?.message);
};

/** The single values of a list of tests (`"a", "b"`), as they are written. */
export function listedTests(source: string): string[] {
  const parsed = parseTestsSource(source);
  return parsed.ok ? parsed.tree.tests.map(({ from, to }) => source.slice(from, to).trim()) : [];
}

const unread = (source: string, message: { 'zh-CN': string; en?: string } | undefined): Rewritten => ({
  ok: false,
  zh: `表达式「${source}」读不懂：${message?.['zh-CN'] ?? ''}`,
  en: `the expression “${source}” cannot be read: ${message?.en ?? ''}`,
});

function rewritten(source: string, trees: readonly Ast[], known: Knowns): Rewritten {
  const changes: Change[] = [];
  try {
    for (const tree of trees) visit(tree, new Set(), { known, changes });
  } catch (error) {
    if (error instanceof Problem) return { ok: false, zh: error.zh, en: error.en };
    throw error;
  }
  const ordered = changes.sort((a, b) => b.from - a.from);
  return { ok: true, text: ordered.reduce((text, { from, to, text: by }) => text.slice(0, from) + by + text.slice(to), source) };
}

interface Walk {
  known: Knowns;
  changes: Change[];
}

/** `bound` are names the expression itself gives a meaning. */
function visit(ast: Ast, bound: ReadonlySet<string>, walk: Walk): void {
  switch (ast.type) {
    case 'name':
    case 'path': {
      const found = resolve(ast, bound, walk.known);
      if (found) replace(ast, found, walk);
      else if (ast.type === 'path') visit(ast.target, bound, walk);
      return;
    }
    case 'call':
      if (ast.target.type === 'name' && !bound.has(ast.target.name)) {
        if (walk.known.has(normalName(ast.target.name))) throw called(ast.target.name);
      } else visit(ast.target, bound, walk);
      for (const { value } of ast.args) visit(value, bound, walk);
      return;
    case 'for':
    case 'some':
    case 'every': {
      const inner = new Set([...bound, 'partial']);
      for (const { name, from, to } of ast.iterations) {
        visit(from, inner, walk);
        if (to) visit(to, inner, walk);
        inner.add(name);
      }
      visit(ast.body, inner, walk);
      return;
    }
    case 'filter':
      visit(ast.target, bound, walk);
      visit(ast.test, new Set([...bound, 'item']), walk);
      return;
    case 'instance':
      checkType(ast.of);
      visit(ast.value, bound, walk);
      return;
    case 'function':
      for (const { type } of ast.parameters) if (type) checkType(type);
      visit(ast.body, new Set([...bound, ...ast.parameters.map(({ name }) => name)]), walk);
      return;
    case 'context': {
      const inner = new Set(bound);
      for (const { key, value } of ast.entries) {
        visit(value, inner, walk);
        inner.add(key);
      }
      return;
    }
    default:
      for (const child of childrenOf(ast)) visit(child, bound, walk);
  }
}

const feelTypes = new Set(
  'Any,Null,number,string,boolean,date,time,date and time,dateTime,days and time duration,dayTimeDuration,years and months duration,yearMonthDuration,duration,list,context,function,range'.split(
    ',',
  ),
);

/** Types of the model's own are unknown to a scenario. */
function checkType(type: TypeAst): void {
  if (type.kind === 'name' && !feelTypes.has(type.name))
    throw new Problem(`「${type.name}」是模型自己的类型，这里没有`, `“${type.name}” is a type of the model's own; it is unknown here`);
  if (type.kind === 'list' || type.kind === 'range') checkType(type.of);
  if (type.kind === 'context') for (const entry of type.entries) checkType(entry.type);
  if (type.kind === 'function') for (const one of type.result ? [...type.parameters, type.result] : type.parameters) checkType(one);
}

const called = (name: string): Problem =>
  new Problem(`「${name}」是模型里的函数，这里没有这样的函数`, `“${name}” is a function of the model; there are none of one's own here`);

function resolve(ast: Ast, bound: ReadonlySet<string>, known: Knowns): Known | undefined {
  if (ast.type === 'name') return bound.has(ast.name) ? undefined : known.get(normalName(ast.name));
  if (ast.type !== 'path') return undefined;
  const target = resolve(ast.target, bound, known);
  if (target?.kind === 'refused') return target;
  return target?.kind === 'record' ? (target.parts.get(normalName(ast.name)) ?? missing(ast.name)) : undefined;
}

function missing(name: string): never {
  throw new Problem(`没有名为「${name}」的部分`, `there is no part called “${name}”`);
}

function replace(ast: Ast, found: Known, { changes }: Walk): void {
  if (found.kind === 'refused') throw new Problem(found.why.zh, found.why.en);
  if (found.kind === 'record')
    throw new Problem('把一组数据整体拿来用，而办件里的数据是逐项的', 'a whole record is used, while values of a case are single ones');
  changes.push({ from: ast.from, to: ast.to, text: found.read ? `${found.read}(${found.path})` : found.path });
}

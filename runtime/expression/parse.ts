/** Source text to tree: lezer-feel reads it, this file frees the result of the parser's details. */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser, trackVariables } from 'lezer-feel';
import type { ArithmeticOp, Ast, CompareOp, Iteration, TestsAst, TypeAst } from './ast.ts';
import { limits } from './limits.ts';
import { FeelNumber, finite, zero } from './numbers.ts';
import { blanked, fullWidth, type Problem, problem, syntaxProblem } from './problems.ts';
import { quickTests } from './quick-tests.ts';
import { parseTemporal } from './temporal-literal.ts';
import { unescapeText } from './text-literal.ts';
import { normalName } from './values.ts';

/** Names with spaces or symbols the parser must know to read them: key -> nested names, or `true` for a plain value. */
export interface NameTree {
  [name: string]: NameTree | true | NameTree[];
}
export type Parsed<T> = { ok: true; tree: T } | { ok: false; problems: Problem[] };

/** Operators and open brackets beyond which a refusal is blamed on the length of the chain. */
const MOST_OPERATORS = 120;

/** Steps of the parser per character: it splits on ambiguous places, so there are more steps than characters. */
const STEPS_PER_CHARACTER = 20;

class Refused extends Error {
  readonly problem: Problem;
  constructor(refused: Problem) {
    super(refused.code);
    this.problem = refused;
  }
}

/** Reads one expression. */
export const parseSource = (source: string, names?: NameTree): Parsed<Ast> =>
  guarded(source, () => {
    const reader = new Reader(source);
    return reader.expression(reader.only(read(source, 'Expression', names).topNode), 0);
  });

/** Reads unary tests: `-`, `> 5, null`, `not("a", "b")`, `? > mother.age`. */
export const parseTestsSource = (source: string, names?: NameTree): Parsed<TestsAst> => {
  const quick = source.length > 1000 ? undefined : quickTests(source);
  return quick ? { ok: true, tree: quick } : parseTestsWithGrammar(source, names);
};

/** Like `parseTestsSource`, always by the grammar. */
export const parseTestsWithGrammar = (source: string, names?: NameTree): Parsed<TestsAst> =>
  guarded(source, () => {
    const reader = new Reader(source);
    const parts = reader.children(read(source, 'UnaryTests', names).topNode);
    const list = parts.find((part) => part.name === 'PositiveUnaryTests');
    if (parts[0]?.name === 'Wildcard') return { any: true, negated: false, tests: [] };
    return {
      any: false,
      negated: parts[0]?.name === 'not',
      tests: list ? reader.children(list).map((test) => reader.expression(test, 0)) : [],
    };
  });

function guarded<T>(source: string, build: () => T): Parsed<T> {
  const early = precheck(source);
  if (early) return { ok: false, problems: [early] };
  try {
    return { ok: true, tree: build() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, problems: [error.problem] };
    // Anything else the parser throws is refused source as well.
    const position = Number((error instanceof SyntaxError && /at (\d+)$/.exec(error.message)?.[1]) || 0);
    if (isCrowded(source)) return { ok: false, problems: [problem('expression.tooDeep', position, position + 1)] };
    return { ok: false, problems: [syntaxProblem(source, position)] };
  }
}

/** The parser gives up on very long chains and nests with the same words as on wrong source. */
function isCrowded(source: string): boolean {
  const code = blanked(source);
  return (code.match(/[-+*/[({.]|\b(?:and|or|if)\b/g)?.length ?? 0) > MOST_OPERATORS;
}

/** Refuses what would cost too much before the parser sees it. */
function precheck(source: string): Problem | undefined {
  if (source.trim() === '') return problem('expression.empty', 0, source.length);
  if (source.length > limits.source) return problem('expression.tooLong', limits.source, source.length);
  const code = blanked(source);
  if (fullWidth.test(code)) return syntaxProblem(source, 0);
  let depth = 0;
  for (let index = 0; index < code.length; index += 1) {
    const char = code[index] as string;
    if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    if (depth > limits.nesting) return problem('expression.tooDeep', index, index + 1);
  }
  return undefined;
}

/**
 * Two things the grammar does not know: the type `range<number>`, read as a list and turned back by `Reader.type`, and
 * a function name with the keyword `between` in it. The text keeps its length, and with it every position and name.
 */
const rangeType =
  /\brange(\s*)<(?=\s*(?:number|string|boolean|date and time|date|time|days and time duration|years and months duration|Any)\s*>)/g;
const betweenFunction = /\b(working\s+days\s+)between(?=\s*\()/g;
const readable = (source: string): string => source.replace(rangeType, 'list $1<').replace(betweenFunction, '$1Between');

type Top = 'Expression' | 'UnaryTests';
const configured = (top: Top, names: NameTree) => parser.configure({ top, strict: true, contextTracker: trackVariables(names) });
/** Without names to know in advance, which is how scenarios are read, the parser is made once. */
const ready = { Expression: configured('Expression', {}), UnaryTests: configured('UnaryTests', {}) };

function read(source: string, top: Top, names: NameTree | undefined): Tree {
  const reader = names ? configured(top, names) : ready[top];
  const parse = reader.startParse(readable(source));
  const most = source.length * STEPS_PER_CHARACTER + 1000;
  for (let step = 0; step < most; step += 1) {
    const tree = parse.advance();
    if (tree) return tree;
  }
  throw new Refused(problem('expression.tooLong', 0, source.length));
}

class Reader {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  text(node: SyntaxNode): string {
    return this.source.slice(node.from, node.to);
  }
  children(node: SyntaxNode): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.type.isError) throw new Refused(syntaxProblem(this.source, child.from));
      if (!child.type.isSkipped) found.push(child);
    }
    return found;
  }
  only(node: SyntaxNode): SyntaxNode {
    const child = this.children(node)[0];
    if (!child) throw new Refused(syntaxProblem(this.source, node.from));
    return child;
  }
  name(node: SyntaxNode): string {
    return normalName(this.text(node));
  }

  expression(node: SyntaxNode, depth: number): Ast {
    const at = { from: node.from, to: node.to };
    if (depth > limits.nesting) throw new Refused(problem('expression.tooDeep', at.from, at.to));
    const parts = this.children(node);
    const part = (index: number): SyntaxNode => {
      const found = parts[index];
      if (!found) throw new Refused(syntaxProblem(this.source, node.to));
      return found;
    };
    const inner = (index: number): Ast => this.expression(part(index), depth + 1);
    switch (node.name) {
      case 'ParenthesizedExpression':
        return inner(1);
      case 'PositiveUnaryTest':
        return inner(0);
      case 'SimplePositiveUnaryTest':
        if (part(0).name === 'Interval') return this.interval(part(0), depth);
        return { ...at, type: 'test', op: this.text(part(0)) as CompareOp, value: inner(1) };
      case 'Interval':
        return this.interval(node, depth);
      case 'NumericLiteral':
        return { ...at, type: 'constant', value: this.number(node) };
      case 'StringLiteral':
        return { ...at, type: 'constant', value: unescapeText(this.text(node).slice(1, -1)) };
      case 'BooleanLiteral':
        return { ...at, type: 'constant', value: this.text(node) === 'true' };
      case 'null':
        return { ...at, type: 'constant', value: null };
      case '?':
        return { ...at, type: 'input' };
      case 'VariableName':
        return { ...at, type: 'name', name: this.name(node) };
      case 'PathExpression':
        return { ...at, type: 'path', target: inner(0), name: this.name(part(2)) };
      case 'FilterExpression':
        return { ...at, type: 'filter', target: inner(0), test: inner(2) };
      case 'FunctionInvocation':
        return { ...at, type: 'call', target: this.callee(part(0), depth), args: this.args(parts, depth) };
      case 'DateTimeLiteral':
        if (part(0).name === 'AtLiteral') return this.atLiteral(part(0));
        return { ...at, type: 'call', target: this.callee(part(0), depth), args: this.args(parts, depth) };
      case 'IfExpression':
        return { ...at, type: 'if', test: inner(1), yes: inner(3), no: inner(5) };
      case 'ForExpression':
        return { ...at, type: 'for', iterations: this.iterations(part(1), depth), body: inner(3) };
      case 'QuantifiedExpression': {
        const type = part(0).name === 'some' ? 'some' : 'every';
        return { ...at, type, iterations: this.iterations(part(1), depth), body: inner(3) };
      }
      case 'Conjunction':
      case 'Disjunction':
        return { ...at, type: node.name === 'Conjunction' ? 'and' : 'or', parts: this.chain(node, depth) };
      case 'ArithmeticExpression':
        if (parts.length === 2) return { ...at, type: 'negate', value: inner(1) };
        return { ...at, type: 'arithmetic', op: this.arithmeticOp(part(1)), left: inner(0), right: inner(2) };
      case 'Comparison':
        return this.comparison(node, parts, depth);
      case 'InstanceOfExpression':
        return { ...at, type: 'instance', value: inner(0), of: this.type(part(parts.length - 1), depth) };
      case 'List':
        return { ...at, type: 'list', elements: parts.slice(1, -1).map((child) => this.expression(child, depth + 1)) };
      case 'Context':
        return { ...at, type: 'context', entries: this.entries(parts, depth) };
      case 'FunctionDefinition':
        return this.definition(node, parts, depth);
      default:
        throw new Refused(syntaxProblem(this.source, node.from));
    }
  }

  /** `a and b and c` is one node of three parts, so a long chain does not nest. */
  chain(node: SyntaxNode, depth: number): Ast[] {
    const parts: Ast[] = [];
    let current = node;
    for (;;) {
      const [left, , right] = this.children(current);
      if (!left || !right) throw new Refused(syntaxProblem(this.source, current.to));
      parts.unshift(this.expression(right, depth + 1));
      if (left.name !== node.name) {
        parts.unshift(this.expression(left, depth + 1));
        return parts;
      }
      current = left;
    }
  }

  arithmeticOp(node: SyntaxNode): ArithmeticOp {
    const op = this.text(node);
    return op === '^' ? '**' : (op as ArithmeticOp);
  }

  number(node: SyntaxNode): FeelNumber | null {
    const text = this.text(node).replace(/\s+/g, '');
    return finite(new FeelNumber(text.startsWith('.') ? `0${text}` : text.replace('-.', '-0.')).plus(zero));
  }

  callee(node: SyntaxNode, depth: number): Ast {
    const name = node.name === 'DateTimeConstructor' || node.name === 'SpecialFunctionName' ? this.name(node) : undefined;
    if (name === undefined) return this.expression(node, depth + 1);
    return { type: 'name', name, from: node.from, to: node.to };
  }

  args(parts: SyntaxNode[], depth: number): { name?: string; value: Ast }[] {
    const list = parts.find((part) => part.name === 'PositionalParameters' || part.name === 'NamedParameters');
    if (!list) return [];
    return this.children(list).map((child) => {
      if (child.name !== 'NamedParameter') return { value: this.expression(child, depth + 1) };
      const [name, value] = this.children(child);
      if (!name || !value) throw new Refused(syntaxProblem(this.source, child.to));
      return { name: this.name(name), value: this.expression(value, depth + 1) };
    });
  }

  interval(node: SyntaxNode, depth: number): Ast {
    const [open, start, , end, close] = this.children(node);
    if (!open || !start || !end || !close) throw new Refused(syntaxProblem(this.source, node.to));
    return {
      type: 'range',
      start: this.expression(start, depth + 1),
      end: this.expression(end, depth + 1),
      startIncluded: this.text(open) === '[',
      endIncluded: this.text(close) === ']',
      from: node.from,
      to: node.to,
    };
  }

  atLiteral(node: SyntaxNode): Ast {
    const text = unescapeText(this.text(this.only(node)).slice(1, -1));
    const value = parseTemporal(text);
    if (value === null) throw new Refused(problem('expression.literal', node.from, node.to, text));
    return { type: 'constant', value, from: node.from, to: node.to };
  }

  iterations(node: SyntaxNode, depth: number): Iteration[] {
    return this.children(node).map((child) => {
      const parts = this.children(child);
      const name = parts[0];
      const source = parts[parts.length - 1];
      if (!name || !source) throw new Refused(syntaxProblem(this.source, child.to));
      const ends = source.name === 'IterationContext' ? this.children(source).filter((part) => part.name !== '..') : [source];
      const [from, to] = ends.map((end) => this.expression(end, depth + 1));
      if (!from) throw new Refused(syntaxProblem(this.source, source.to));
      return { name: this.name(name), from, to };
    });
  }

  comparison(node: SyntaxNode, parts: SyntaxNode[], depth: number): Ast {
    const at = { from: node.from, to: node.to };
    const [left, op, third, , fifth] = parts;
    if (!left || !op || !third) throw new Refused(syntaxProblem(this.source, node.to));
    const value = this.expression(left, depth + 1);
    if (op.name === 'between' && fifth) {
      return { ...at, type: 'between', value, low: this.expression(third, depth + 1), high: this.expression(fifth, depth + 1) };
    }
    if (op.name === 'in') {
      const list = parts.find((part) => part.name === 'PositiveUnaryTests');
      const tests = list ? this.children(list) : [third];
      return { ...at, type: 'in', value, tests: tests.map((test) => this.expression(test, depth + 1)) };
    }
    // The grammar reads `a == 1` as `a = (= 1)`, which nobody means.
    if (third.name === 'SimplePositiveUnaryTest' && third.from === op.to && this.source[op.to] === '=') {
      throw new Refused(problem('expression.doubleEquals', op.from, op.to + 1));
    }
    return { ...at, type: 'compare', op: this.text(op) as CompareOp, left: value, right: this.expression(third, depth + 1) };
  }

  entries(parts: SyntaxNode[], depth: number): { key: string; value: Ast }[] {
    const seen = new Set<string>();
    return parts
      .filter((part) => part.name === 'ContextEntry')
      .map((entry) => {
        const [keyNode, valueNode] = this.children(entry);
        if (!keyNode || !valueNode) throw new Refused(syntaxProblem(this.source, entry.to));
        const inside = this.only(keyNode);
        const key = inside.name === 'StringLiteral' ? unescapeText(this.text(inside).slice(1, -1)) : this.name(inside);
        if (seen.has(key)) throw new Refused(problem('expression.duplicateKey', inside.from, inside.to, key));
        seen.add(key);
        return { key, value: this.expression(valueNode, depth + 1) };
      });
  }

  definition(node: SyntaxNode, parts: SyntaxNode[], depth: number): Ast {
    const at = { from: node.from, to: node.to };
    const external = parts.find((part) => part.name === 'external');
    const body = parts.find((part) => part.name === 'FunctionBody');
    if (external || !body) throw new Refused(syntaxProblem(this.source, (external ?? node).from));
    const list = parts.find((part) => part.name === 'FormalParameters');
    const parameters = (list ? this.children(list) : []).map((child) => {
      const [name, type] = this.children(child);
      if (!name) throw new Refused(syntaxProblem(this.source, child.to));
      return { name: this.name(name), type: type && this.type(type, depth) };
    });
    return { ...at, type: 'function', parameters, body: this.expression(this.only(body), depth + 1) };
  }

  type(node: SyntaxNode, depth: number): TypeAst {
    if (depth > limits.nesting) throw new Refused(problem('expression.tooDeep', node.from, node.to));
    const types = (from: SyntaxNode) => this.children(from).filter((child) => child.name === 'Type' || child.name.endsWith('Type'));
    const typeAt = (index: number): TypeAst => {
      const child = types(node)[index];
      if (!child) throw new Refused(syntaxProblem(this.source, node.to));
      return this.type(child, depth + 1);
    };
    switch (node.name) {
      case 'Type':
        return this.type(this.only(node), depth + 1);
      case 'ListType':
        return { kind: this.source.startsWith('range', node.from) ? 'range' : 'list', of: typeAt(0) };
      case 'ContextType': {
        const list = this.children(node).find((child) => child.name === 'ContextEntryTypes');
        const entries = (list ? this.children(list) : []).map((entry) => {
          const [name, type] = this.children(entry);
          if (!name || !type) throw new Refused(syntaxProblem(this.source, entry.to));
          return { name: this.name(name), type: this.type(type, depth + 1) };
        });
        return { kind: 'context', entries };
      }
      case 'FunctionType': {
        const list = this.children(node).find((child) => child.name === 'ArgumentTypes');
        const parameters = (list ? this.children(list) : []).map((child) => this.type(this.only(child), depth + 1));
        const result = types(node)[0];
        return { kind: 'function', parameters, result: result && this.type(result, depth + 1) };
      }
      default:
        return { kind: 'name', name: this.name(node) };
    }
  }
}

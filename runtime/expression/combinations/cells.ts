/** What a cell matches, as pieces of its column: solved from its tree where that is possible, else not judged. */
import type { TableInputType } from '../../../schemas/generated/documents.ts';
import type { Ast, CompareOp, TestsAst } from '../ast.ts';
import { calendarFunctions } from '../builtins/calendar.ts';
import { compileAst } from '../closures.ts';
import { compileTests, type RunTest } from '../evaluate.ts';
import { type Run, startRun } from '../limits.ts';
import { parseTestsSource } from '../parse.ts';
import { type Feel, FeelRange, isList } from '../values.ts';
import { childrenOf } from '../weight.ts';
import { allBits, type Bits, both, either, noBits, put, without } from './bits.ts';
import { type Domain, limitIndex, piecesAround, sampleOf, suits } from './domain.ts';

/** Values a cell surely matches, and values it may match: the same unless it cannot be judged. */
export interface Matched {
  must: Bits;
  may: Bits;
}

/** A cell read once: its tree, and the constants it names. */
export interface Cell {
  source: string;
  tree?: TestsAst;
  constants: Feel[];
}

export const isAny = (source: string | undefined): source is undefined =>
  source === undefined || source.trim() === '' || source.trim() === '-';

export function readCell(source: string): Cell {
  const parsed = parseTestsSource(source);
  if (!parsed.ok) return { source, constants: [] };
  const constants: Feel[] = [];
  for (const test of parsed.tree.tests) collect(test, constants);
  return { source, tree: parsed.tree, constants };
}

/** Functions whose answer depends on more than their arguments. */
const changing = new Set(['now', 'today', ...Object.keys(calendarFunctions)]);

const isName = (ast: Ast): ast is Ast & { type: 'name' } => ast.type === 'name';

/** Whether a tree always has the same value: it reads no input, no name and no clock. */
function isConstant(ast: Ast): boolean {
  if (ast.type === 'input' || ast.type === 'name' || ast.type === 'path' || ast.type === 'test') return false;
  if (ast.type === 'call') return isName(ast.target) && !changing.has(ast.target.name) && ast.args.every(({ value }) => isConstant(value));
  return childrenOf(ast).every(isConstant);
}

const quiet = { problems: [], reads: new Set<string>(), isKnown: () => false };

/** The value of a constant tree; undefined when it cannot be had. */
function constantOf(ast: Ast): Feel | undefined {
  if (ast.type === 'constant') return ast.value;
  if (!isConstant(ast)) return undefined;
  const value = compileAst(ast, null, quiet)(startRun({}, { now: '' }), null);
  return value === null ? undefined : value;
}

function collect(ast: Ast, into: Feel[]): void {
  const value = constantOf(ast);
  if (value === undefined) {
    for (const child of childrenOf(ast)) collect(child, into);
    return;
  }
  for (const one of isList(value) ? value : [value]) {
    if (!(one instanceof FeelRange)) into.push(one);
    else for (const end of [one.start, one.end]) if (end !== null) into.push(end);
  }
}

/** Thrown when a part of a cell is beyond us. */
class Unsolved extends Error {}
const unsolved = new Unsolved();

/** Solves cells of one column. */
export class Solver {
  readonly #type: TableInputType;
  readonly #domain: Domain;
  readonly #run: Run = startRun({}, { now: '' });
  constructor(type: TableInputType, domain: Domain) {
    this.#type = type;
    this.#domain = domain;
  }

  /** Undefined when the cell cannot be judged. */
  solve(cell: Cell): Bits | undefined {
    const { tree } = cell;
    if (!tree || this.#domain.kind === 'opaque') return tree?.any ? allBits(this.#domain.size) : undefined;
    try {
      if (tree.any) return allBits(this.#domain.size);
      const positive = tree.tests.map((test) => this.#test(test)).reduce(either, noBits(this.#domain.size));
      const solved = tree.negated ? without(allBits(this.#domain.size), positive) : positive;
      return this.#withMissing(cell, solved);
    } catch (error) {
      if (error instanceof Unsolved) return this.#asked(cell);
      throw error;
    }
  }

  /** A missing value follows rules of its own (null is unknown, not false): the cell itself is asked. */
  #withMissing(cell: Cell, solved: Bits): Bits {
    const { missing } = this.#domain;
    if (missing === undefined) return solved;
    const compiled = compileTests(cell.source);
    const alone = noBits(this.#domain.size);
    put(alone, missing);
    return compiled.ok && compiled.code(this.#run, null) ? either(solved, alone) : without(solved, alone);
  }

  /** Where every value is named, the cell can be asked about each. */
  #asked(cell: Cell): Bits | undefined {
    const { kind, size } = this.#domain;
    if (kind !== 'listed' || !this.#domain.closed || !cell.tree?.tests.every(readsInputOnly)) return undefined;
    const compiled = compileTests(cell.source);
    if (!compiled.ok || compiled.reads.length > 0) return undefined;
    return this.#where(compiled.code, size);
  }

  #where(test: RunTest, size: number): Bits {
    const bits = noBits(size);
    for (let piece = 0; piece < size; piece += 1) if (test(this.#run, sampleOf(this.#domain, piece) ?? null)) put(bits, piece);
    return bits;
  }

  /** One test of a cell. */
  #test(ast: Ast): Bits {
    if (ast.type === 'test') return this.#compared(ast.op, this.#value(ast.value));
    if (ast.type === 'range') return this.#range(ast);
    const value = constantOf(ast);
    return value === undefined ? this.#truth(ast) : this.#matching(value);
  }

  /** What matches the value of a test: it is equal, or one of a list. */
  #matching(value: Feel): Bits {
    if (value === null) return noBits(this.#domain.size);
    if (isList(value)) {
      if (this.#domain.kind === 'sets') throw unsolved;
      return value.map((one) => this.#matching(one)).reduce(either, noBits(this.#domain.size));
    }
    if (value instanceof FeelRange) return this.#between(value);
    if (typeof value === 'boolean' && this.#type !== 'boolean') return value ? allBits(this.#domain.size) : noBits(this.#domain.size);
    return this.#compared('=', value);
  }

  /** A test that is a condition about `?`. */
  #truth(ast: Ast): Bits {
    const size = this.#domain.size;
    switch (ast.type) {
      case 'input':
        if (this.#type !== 'boolean') throw unsolved;
        return this.#compared('=', true);
      case 'and':
        return ast.parts.map((part) => this.#truth(part)).reduce(both, allBits(size));
      case 'or':
        return ast.parts.map((part) => this.#truth(part)).reduce(either, noBits(size));
      case 'constant':
        if (typeof ast.value !== 'boolean') throw unsolved;
        return ast.value ? allBits(size) : noBits(size);
      case 'compare':
        if (ast.left.type === 'input') return this.#compared(ast.op, this.#value(ast.right));
        if (ast.right.type === 'input') return this.#compared(turned[ast.op], this.#value(ast.left));
        throw unsolved;
      case 'between':
        if (ast.value.type !== 'input') throw unsolved;
        return both(this.#compared('>=', this.#value(ast.low)), this.#compared('<=', this.#value(ast.high)));
      case 'in':
        if (ast.value.type !== 'input') throw unsolved;
        return ast.tests.map((test) => this.#test(test)).reduce(either, noBits(size));
      case 'call':
        return this.#called(ast);
      default:
        throw unsolved;
    }
  }

  #called(ast: Ast & { type: 'call' }): Bits {
    const name = isName(ast.target) ? ast.target.name : '';
    const [first, second] = ast.args.map(({ value }) => value);
    if (name === 'not' && first && !second) return without(allBits(this.#domain.size), this.#truth(first));
    if (name === 'list contains' && first && second && ast.args.every((arg) => arg.name === undefined)) {
      if (second.type === 'input' && this.#domain.kind !== 'sets') {
        const list = constantOf(first);
        if (list !== undefined && isList(list) && list.every((one) => !(one instanceof FeelRange))) return this.#matching(list);
      }
      if (first.type === 'input' && this.#domain.kind === 'sets') return this.#containing(this.#value(second));
    }
    throw unsolved;
  }

  #containing(value: Feel): Bits {
    if (this.#domain.kind !== 'sets' || typeof value !== 'string') throw unsolved;
    const at = this.#domain.values.indexOf(value);
    const bits = noBits(this.#domain.size);
    for (let piece = 0; at >= 0 && piece < this.#domain.size; piece += 1)
      if (piece !== this.#domain.missing && (piece & (1 << at)) !== 0) put(bits, piece);
    return bits;
  }

  #value(ast: Ast): Feel {
    const value = constantOf(ast);
    if (value === undefined) throw unsolved;
    return value;
  }

  #range(ast: Ast & { type: 'range' }): Bits {
    return this.#between(new FeelRange(this.#value(ast.start), this.#value(ast.end), ast.startIncluded, ast.endIncluded));
  }

  #between({ start, end, startIncluded, endIncluded }: FeelRange): Bits {
    const low = start === null ? allBits(this.#domain.size) : this.#compared(startIncluded ? '>=' : '>', start);
    const high = end === null ? allBits(this.#domain.size) : this.#compared(endIncluded ? '<=' : '<', end);
    return both(low, high);
  }

  #compared(op: CompareOp, value: Feel): Bits {
    const domain = this.#domain;
    if (value === null) {
      // Missing values are seen to apart; a present one is never equal to a missing one.
      if (op === '=') return noBits(domain.size);
      if (op === '!=') return allBits(domain.size);
      throw unsolved;
    }
    if (!suits(this.#type, value) || domain.kind === 'sets') throw unsolved;
    if (op === '!=') return without(allBits(domain.size), this.#compared('=', value));
    if (domain.kind === 'ordered') {
      const at = limitIndex(domain, value);
      if (at < 0) throw unsolved;
      return piecesAround(domain, at, op);
    }
    if (domain.kind !== 'listed' || op !== '=') throw unsolved;
    const bits = noBits(domain.size);
    const at = domain.values.indexOf(value);
    if (at >= 0) put(bits, at);
    return bits;
  }
}

const turned: Record<CompareOp, CompareOp> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '!=': '!=' };

/** Whether a tree reads `?` and constants only, and no clock. */
function readsInputOnly(ast: Ast): boolean {
  if (ast.type === 'name' || ast.type === 'path') return false;
  if (ast.type === 'call')
    return isName(ast.target) && !changing.has(ast.target.name) && ast.args.every(({ value }) => readsInputOnly(value));
  return childrenOf(ast).every(readsInputOnly);
}

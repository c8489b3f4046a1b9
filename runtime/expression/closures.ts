/** Tree to closures: what runs at every evaluation. Nothing here builds code from text. */
import { arithmetic, negate } from './arithmetic.ts';
import type { Argument, Ast, CompareOp } from './ast.ts';
import { builtins } from './builtins/index.ts';
import { compare, equal } from './compare.ts';
import { filterCode } from './filter.ts';
import { callFunction, invoke } from './invoke.ts';
import { loopCode, quantifiedCode } from './iterate.ts';
import { descend, grow, type Run, spend, startRun } from './limits.ts';
import { type Code, chainCode, lookupCode, type Names, type Scope } from './names.ts';
import { type Problem, problem } from './problems.ts';
import { propertyOf } from './properties.ts';
import { comparisonRange, type Test, testCode } from './tests.ts';
import { belongs, coerced, resolved, type TypeLookup, typeText } from './types.ts';
import { type Feel, FeelFunction, FeelRange } from './values.ts';
import { heightOf, weightOf } from './weight.ts';

/** What the compiler notes while it works. */
export interface Compilation {
  problems: Problem[];
  /** Dotted names read from the evaluation context. */
  reads: Set<string>;
  /** Functions beside the built-in ones (invocable models of DMN); others are unknown. */
  isKnown: (name: string) => boolean;
  /** Types beside those of FEEL (item definitions of DMN). */
  typeNamed?: TypeLookup;
}

/** Compiles a tree; problems are collected, not thrown. */
export function compileAst(ast: Ast, names: Names | null, work: Compilation): Code {
  const inner = (child: Ast, scope = names): Code => compileAst(child, scope, work);
  switch (ast.type) {
    case 'constant': {
      const { value } = ast;
      return () => value;
    }
    case 'name':
      return lookupCode(ast.name, names, work.reads);
    case 'input':
      return lookupCode('?', names, work.reads);
    case 'path': {
      const chain = chainCode(ast, names, work.reads);
      if (chain) return chain;
      const target = inner(ast.target);
      const { name } = ast;
      return (run, scope) => propertyOf(run, target(run, scope), name);
    }
    case 'filter':
      return filterCode(ast, names, inner(ast.target), (scope) => inner(ast.test, scope));
    case 'call':
      return callCode(ast, names, work, inner);
    case 'if': {
      const [test, yes, no] = [inner(ast.test), inner(ast.yes), inner(ast.no)];
      return (run, scope) => (test(run, scope) === true ? yes(run, scope) : no(run, scope));
    }
    case 'for':
      return loopCode(ast.iterations, ast.body, names, inner, weightOf(ast.body));
    case 'some':
    case 'every':
      return quantifiedCode(ast.type, ast.iterations, ast.body, names, inner, weightOf(ast.body));
    case 'and':
      return junctionCode(
        ast.parts.map((part) => inner(part)),
        false,
      );
    case 'or':
      return junctionCode(
        ast.parts.map((part) => inner(part)),
        true,
      );
    case 'arithmetic': {
      const [left, right] = [inner(ast.left), inner(ast.right)];
      const { op } = ast;
      return (run, scope) => arithmetic(run, op, left(run, scope), right(run, scope));
    }
    case 'negate': {
      const value = inner(ast.value);
      return (run, scope) => negate(value(run, scope));
    }
    case 'compare':
      return compareCode(ast.op, inner(ast.left), inner(ast.right));
    case 'between':
      return betweenCode(inner(ast.value), inner(ast.low), inner(ast.high));
    case 'in':
      return inCode(inner(ast.value), ast.tests, names, inner);
    case 'instance': {
      const value = inner(ast.value);
      const type = resolved(ast.of, work.typeNamed);
      return (run, scope) => belongs(run, value(run, scope), type);
    }
    case 'list':
      return listCode(ast.elements.map((element) => inner(element)));
    case 'context':
      return contextCode(ast.entries, names, inner);
    case 'range': {
      const [start, end] = [inner(ast.start), inner(ast.end)];
      const { startIncluded, endIncluded } = ast;
      return (run, scope) => rangeOf(start(run, scope), end(run, scope), startIncluded, endIncluded);
    }
    case 'test': {
      const value = inner(ast.value);
      const { op } = ast;
      return (run, scope) => comparisonRange(op, value(run, scope));
    }
    case 'function':
      return functionCode(ast, names, inner, work.typeNamed);
  }
}

type Inner = (child: Ast, scope?: Names | null) => Code;

/** An interval; null when its ends are of different types or the wrong way round. */
export function rangeOf(start: Feel, end: Feel, startIncluded: boolean, endIncluded: boolean): Feel {
  if (start === null && end === null) return null;
  if (start !== null && end !== null && (compare(start, end) ?? 1) > 0) return null;
  return new FeelRange(start, end, start !== null && startIncluded, end !== null && endIncluded);
}

/** Three-valued `and` and `or`: `stop` is the value that decides alone. */
function junctionCode(parts: Code[], stop: boolean): Code {
  return (run, scope) => {
    let result: boolean | null = !stop;
    for (const part of parts) {
      const value = part(run, scope);
      if (value === stop) return stop;
      if (value !== !stop) result = null;
    }
    return result;
  };
}

/** Texts are the only scalars whose comparison costs more than a step. */
const LONG_TEXT = 100;
function spendOnText(run: Run, left: Feel, right: Feel): void {
  if (typeof left === 'string' && typeof right === 'string' && left.length > LONG_TEXT) spend(run, left.length / LONG_TEXT);
}

function compareCode(op: CompareOp, left: Code, right: Code): Code {
  const decide = decideOrder[op];
  if (decide) {
    return (run, scope) => {
      const a = left(run, scope);
      const b = right(run, scope);
      spendOnText(run, a, b);
      const order = compare(a, b);
      return order === null ? null : decide(order);
    };
  }
  const wanted = op === '=';
  return (run, scope) => {
    const a = left(run, scope);
    const b = right(run, scope);
    spendOnText(run, a, b);
    const same = equal(run, a, b);
    return same === null ? null : same === wanted;
  };
}

const decideOrder: Partial<Record<CompareOp, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function betweenCode(value: Code, low: Code, high: Code): Code {
  return (run, scope) => {
    const middle = value(run, scope);
    const down = compare(low(run, scope), middle);
    const up = compare(middle, high(run, scope));
    if (down === null || up === null) return null;
    return down <= 0 && up <= 0;
  };
}

function inCode(value: Code, tests: Ast[], names: Names | null, inner: Inner): Code {
  const inside: Names = { up: names, kind: 'one', name: '?' };
  const compiled: Test[] = tests.map((test) => testCode(test, (child) => inner(child, inside)));
  return (run, scope) => {
    const input = value(run, scope);
    const frame: Scope = { up: scope, value: input };
    let unknown = false;
    for (const test of compiled) {
      const answer = test(run, frame, input);
      if (answer === true) return true;
      if (answer === null) unknown = true;
    }
    return unknown ? null : false;
  };
}

function listCode(elements: Code[]): Code {
  return (run, scope) => {
    grow(run, elements.length);
    return elements.map((element) => element(run, scope));
  };
}

/** Later entries see the earlier ones. */
function contextCode(entries: { key: string; value: Ast }[], names: Names | null, inner: Inner): Code {
  const seen = new Set<string>();
  const compiled = entries.map((entry) => {
    // A function may call itself by the name of its entry.
    if (entry.value.type === 'function') seen.add(entry.key);
    const code = inner(entry.value, { up: names, kind: 'keys', keys: new Set(seen) });
    seen.add(entry.key);
    return { key: entry.key, code };
  });
  return (run, scope) => {
    grow(run, compiled.length);
    const made = new Map<string, Feel>();
    const frame: Scope = { up: scope, value: made };
    for (const { key, code } of compiled) made.set(key, code(run, frame));
    // Functions among the entries keep this frame, and so may call each other; the map itself never changes again.
    return made;
  };
}

function functionCode(ast: Extract<Ast, { type: 'function' }>, names: Names | null, inner: Inner, typeNamed?: TypeLookup): Code {
  let inside = names;
  for (const parameter of ast.parameters) inside = { up: inside, kind: 'one', name: parameter.name };
  const body = inner(ast.body, inside);
  const weight = weightOf(ast.body);
  // A level of tree takes up to three frames of the stack; the height is what a recursion multiplies.
  const height = heightOf(ast.body) + 2;
  const types = ast.parameters.map((parameter) => parameter.type && resolved(parameter.type, typeNamed));
  const signatures = [ast.parameters.map((parameter) => parameter.name)];
  const declared = { parameters: types.map((type) => type && typeText(type)) };
  return (made, scope) => {
    const home = made.context;
    return new FeelFunction(
      signatures,
      (run, args) => {
        if (args.length !== types.length) return null;
        let frame = scope;
        for (let index = 0; index < types.length; index += 1) {
          const type = types[index];
          const given = args[index] as Feel;
          const value = type ? coerced(run, given, type) : given;
          if (value === null && given !== null) return null;
          frame = { up: frame, value };
        }
        spend(run, weight);
        descend(run, height);
        const caller = run.context;
        run.context = home;
        const result = body(run, frame);
        run.context = caller;
        run.depth -= height;
        return result;
      },
      false,
      declared,
    );
  };
}

function callCode(ast: Extract<Ast, { type: 'call' }>, names: Names | null, work: Compilation, inner: Inner): Code {
  const args = ast.args.map((arg) => inner(arg.value));
  const argNames = ast.args.some((arg) => arg.name !== undefined) ? ast.args.map((arg) => arg.name ?? '') : undefined;
  const builtin = ast.target.type === 'name' ? builtinOf(ast.target.name, names, work) : undefined;
  if (builtin) return builtinCode(builtin, ast, args, argNames, work);
  if (ast.target.type === 'name' && isUnknown(ast.target.name, names, work)) {
    work.problems.push(problem('expression.unknownFunction', ast.target.from, ast.target.to, ast.target.name));
  }
  const target = inner(ast.target);
  return (run, scope) => {
    const callee = target(run, scope);
    return callFunction(
      run,
      callee,
      args.map((arg) => arg(run, scope)),
      argNames,
    );
  };
}

function isLocal(name: string, names: Names | null): boolean {
  for (let scope = names; scope; scope = scope.up) {
    if (scope.kind === 'item' || (scope.kind === 'one' ? scope.name === name : scope.keys.has(name))) return true;
  }
  return false;
}

/** A built-in function that no name nearer by hides. */
function builtinOf(name: string, names: Names | null, work: Compilation): FeelFunction | undefined {
  for (let scope = names; scope; scope = scope.up) {
    if (scope.kind === 'one' ? scope.name === name : scope.kind === 'keys' && scope.keys.has(name)) return undefined;
  }
  return work.isKnown(name) ? undefined : builtins.get(name);
}

const isUnknown = (name: string, names: Names | null, work: Compilation): boolean => !isLocal(name, names) && !work.isKnown(name);

function builtinCode(
  builtin: FeelFunction,
  ast: Extract<Ast, { type: 'call' }>,
  args: Code[],
  argNames: string[] | undefined,
  work: Compilation,
): Code {
  if (!fits(builtin, ast.args)) {
    const name = ast.target.type === 'name' ? ast.target.name : '';
    work.problems.push(problem('expression.arguments', ast.from, ast.to, name));
  }
  const folded = foldedCall(builtin, ast, argNames);
  if (folded !== undefined) return () => folded;
  if (argNames)
    return (run, scope) =>
      callFunction(
        run,
        builtin,
        args.map((arg) => arg(run, scope)),
        argNames,
      );
  return (run, scope) => {
    const values: Feel[] = [];
    for (const arg of args) values.push(arg(run, scope));
    return invoke(run, builtin, values);
  };
}

/** Functions that make a value of a text: with constant arguments they are called once, while compiling. */
const folding = new Set(['date', 'time', 'date and time', 'duration', 'number']);

function foldedCall(builtin: FeelFunction, ast: Extract<Ast, { type: 'call' }>, argNames: string[] | undefined): Feel | undefined {
  if (ast.target.type !== 'name' || !folding.has(ast.target.name)) return undefined;
  const values = ast.args.map((arg) => (arg.value.type === 'constant' ? arg.value.value : undefined));
  if (values.includes(undefined)) return undefined;
  return callFunction(startRun({}, { now: '' }), builtin, values as Feel[], argNames);
}

/** Whether a call can fit one of the ways to call the function. */
function fits(target: FeelFunction, args: Argument[]): boolean {
  if (args.length < target.least) return false;
  const named = args.some((arg) => arg.name !== undefined);
  return target.signatures.some((signature) => {
    if (!named) return args.length <= signature.length || target.variadic;
    return args.every((arg) => signature.includes(arg.name ?? ''));
  });
}

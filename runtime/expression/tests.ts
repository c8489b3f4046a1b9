/** Unary tests: does the input pass `> 5`, `[1..3]`, `"a"`, `? > mother.age`? */
import type { Ast, CompareOp } from './ast.ts';
import { compare, equal, within } from './compare.ts';
import { type Run, spend } from './limits.ts';
import type { Code, Scope } from './names.ts';
import { type Feel, type FeelList, FeelRange, isList } from './values.ts';
import { childrenOf } from './weight.ts';

/** `scope` holds the input under the name `?`. */
export type Test = (run: Run, scope: Scope, input: Feel) => boolean | null;

/** The range a bare comparison stands for: `> 5` is `(5..)`. `!=` is no range. */
export function comparisonRange(op: CompareOp, value: Feel): Feel {
  if (value === null) return null;
  switch (op) {
    case '<':
      return new FeelRange(null, value, false, false, op);
    case '<=':
      return new FeelRange(null, value, false, true, op);
    case '>':
      return new FeelRange(value, null, false, false, op);
    case '>=':
      return new FeelRange(value, null, true, false, op);
    case '=':
      return new FeelRange(value, value, true, true, op);
    case '!=':
      return null;
  }
}

/** Compiles one test. */
export function testCode(ast: Ast, inner: (child: Ast) => Code): Test {
  if (ast.type === 'test') return operatorTest(ast.op, inner(ast.value));
  const value = inner(ast);
  if (readsInput(ast)) {
    return (run, scope, input) => {
      const result = value(run, scope);
      return typeof result === 'boolean' ? result : result === null ? null : matches(run, input, result);
    };
  }
  return (run, scope, input) => matches(run, input, value(run, scope));
}

function operatorTest(op: CompareOp, value: Code): Test {
  return (run, scope, input) => {
    const other = value(run, scope);
    if (op === '=' || op === '!=') {
      const same = equal(run, input, other);
      return same === null ? null : same === (op === '=');
    }
    const order = compare(input, other);
    if (order === null) return null;
    if (op === '<') return order < 0;
    if (op === '<=') return order <= 0;
    return op === '>' ? order > 0 : order >= 0;
  };
}

/** Whether the test itself speaks of the input; then its own truth decides. */
export function readsInput(ast: Ast): boolean {
  if (ast.type === 'input') return true;
  // The tests behind `in` speak of their own input.
  if (ast.type === 'in') return readsInput(ast.value);
  return childrenOf(ast).some(readsInput);
}

/** Whether an input matches the value of a test: it is in the range, in the list, or equal. */
export function matches(run: Run, input: Feel, value: Feel): boolean | null {
  if (value instanceof FeelRange) return input instanceof FeelRange ? equal(run, input, value) : within(value, input);
  if (isList(value)) return inList(run, input, value);
  // A test that is true without looking at the input holds for every input that is no boolean itself.
  if (typeof value === 'boolean' && typeof input !== 'boolean' && input !== null) return value;
  return equal(run, input, value) === true;
}

function inList(run: Run, input: Feel, list: FeelList): boolean {
  spend(run, list.length);
  if (isList(input) && equal(run, input, list) === true) return true;
  return list.some((element) => {
    if (element instanceof FeelRange && !(input instanceof FeelRange)) return within(element, input) === true;
    return equal(run, input, element) === true;
  });
}

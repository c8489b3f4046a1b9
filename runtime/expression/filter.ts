/** `list[…]`: by position or by a test on each element. */
import type { Ast } from './ast.ts';
import { grow, type Run, spend } from './limits.ts';
import type { Code, Names, Scope } from './names.ts';
import { integerOf } from './numbers.ts';
import { type Feel, type FeelList, isList, isNumber } from './values.ts';
import { weightOf } from './weight.ts';

type FilterAst = Extract<Ast, { type: 'filter' }>;

/** Compiles a filter. Inside it `item` is the element, and the element's entries are names. */
export function filterCode(ast: FilterAst, names: Names | null, target: Code, compileTest: (scope: Names) => Code): Code {
  const test = compileTest({ up: names, kind: 'item' });
  const weight = weightOf(ast.test);
  return (run, scope) => {
    const value = target(run, scope);
    const list = isList(value) ? value : value === null ? [] : [value];
    if (ast.test.type === 'constant' && isNumber(ast.test.value)) return elementAt(list, ast.test.value);
    return filtered(run, list, test, scope, weight);
  };
}

/** Counted from 1, or from the end with a negative position. */
function elementAt(list: FeelList, position: Feel): Feel {
  const index = integerOf(position);
  if (index === null || index === 0) return null;
  return list[index > 0 ? index - 1 : list.length + index] ?? null;
}

function filtered(run: Run, list: FeelList, test: Code, scope: Scope | null, weight: number): Feel {
  // Whether it is a position or a test shows when it runs; a position in an empty list has no element.
  if (list.length === 0) return isNumber(test(run, { up: scope, value: null })) ? null : [];
  const kept: Feel[] = [];
  for (const [index, item] of list.entries()) {
    spend(run, weight);
    const result = test(run, { up: scope, value: item });
    // A number is a position, and the same for every element: list[count(list) - 1].
    if (isNumber(result) && index === 0) return elementAt(list, result);
    if (result !== true) continue;
    grow(run, 1);
    kept.push(item);
  }
  return kept;
}

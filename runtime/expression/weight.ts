/** Sizes of trees: what an evaluation is charged with. */
import type { Ast } from './ast.ts';

/** How many nodes a tree has: what one evaluation of it costs. */
export function weightOf(ast: Ast): number {
  let weight = 1;
  for (const child of childrenOf(ast)) weight += weightOf(child);
  return weight;
}

/** How deep a tree nests. */
export function heightOf(ast: Ast): number {
  let height = 0;
  for (const child of childrenOf(ast)) height = Math.max(height, heightOf(child));
  return height + 1;
}

/** Direct sub-trees of a node. */
export function childrenOf(ast: Ast): Ast[] {
  switch (ast.type) {
    case 'path':
      return [ast.target];
    case 'filter':
      return [ast.target, ast.test];
    case 'call':
      return [ast.target, ...ast.args.map((arg) => arg.value)];
    case 'if':
      return [ast.test, ast.yes, ast.no];
    case 'for':
    case 'some':
    case 'every':
      return [...ast.iterations.flatMap((one) => (one.to ? [one.from, one.to] : [one.from])), ast.body];
    case 'and':
    case 'or':
      return ast.parts;
    case 'arithmetic':
    case 'compare':
      return [ast.left, ast.right];
    case 'negate':
    case 'test':
    case 'instance':
      return [ast.value];
    case 'between':
      return [ast.value, ast.low, ast.high];
    case 'in':
      return [ast.value, ...ast.tests];
    case 'list':
      return ast.elements;
    case 'context':
      return ast.entries.map((entry) => entry.value);
    case 'range':
      return [ast.start, ast.end];
    case 'function':
      return [ast.body];
    default:
      return [];
  }
}

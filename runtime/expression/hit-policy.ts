/** What a decision table answers when none, one or several of its rows match. */
import type { DecisionTable } from '../../schemas/generated/documents.ts';
import { builtins } from './builtins/index.ts';
import { equal } from './compare.ts';
import { invoke } from './invoke.ts';
import { EvaluationFailure, type Run, spend } from './limits.ts';
import { numberOf } from './numbers.ts';
import type { Feel } from './values.ts';

export type HitPolicy = DecisionTable['hitPolicy'];
export type Aggregation = NonNullable<DecisionTable['aggregation']>;

/** A row that matched. `ranks` are the positions of its outputs in their allowed values: smaller is more important. */
export interface Hit {
  row: string;
  outputs: Feel[];
  ranks: number[];
}

/** Policies that answer with one record; the others answer with lists. */
export const isSingle = (policy: HitPolicy): boolean => ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST'].includes(policy);

/** Whether rows after the first match are not needed. */
export const stopsAtFirst = (policy: HitPolicy): boolean => policy === 'FIRST';

const sameOutputs = (run: Run, a: Hit, b: Hit): boolean =>
  a.outputs.every((value, index) => equal(run, value, b.outputs[index] as Feel) === true);

function byRank(a: Hit, b: Hit): number {
  for (const [index, rank] of a.ranks.entries()) {
    const difference = rank - (b.ranks[index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The hits that count, in the order of the policy. Sorting is stable: rows of one rank keep their order. */
export function choose(run: Run, policy: HitPolicy, hits: Hit[]): Hit[] {
  const [first] = hits;
  if (!first) return [];
  spend(run, hits.length);
  switch (policy) {
    case 'UNIQUE':
      if (hits.length > 1) throw new EvaluationFailure('error', 'table.several_rows');
      return hits;
    case 'ANY':
      if (!hits.every((hit) => sameOutputs(run, first, hit))) throw new EvaluationFailure('error', 'table.rows_differ');
      return hits;
    case 'PRIORITY':
      return [[...hits].sort(byRank)[0] as Hit];
    case 'OUTPUT_ORDER':
      return [...hits].sort(byRank);
    default:
      return hits;
  }
}

const functionOf = { SUM: 'sum', MIN: 'min', MAX: 'max' } as const;

/** One value of the outputs of all hits. */
export function aggregate(run: Run, aggregation: Aggregation, values: Feel[]): Feel {
  if (aggregation === 'COUNT') return numberOf(values.length);
  const call = builtins.get(functionOf[aggregation]);
  return call && values.length > 0 ? invoke(run, call, [values]) : null;
}

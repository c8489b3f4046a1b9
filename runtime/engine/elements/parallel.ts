import type { PlanNode } from '../../compile/plan.ts';
import { arrivedBy, mergeTokens } from '../joins.ts';
import { hold, leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';

/**
 * Waits until every incoming edge has delivered, takes one token of each, goes on along every outgoing edge. Further
 * tokens of an edge stay for the next round.
 */
export function enterParallel(work: Work, token: Token, node: PlanNode): undefined {
  if (node.incoming.length <= 1) return leave(work, token);
  hold(work, token);
  const arrived = arrivedBy(work, node.id, token.scope);
  if (node.incoming.every((edge) => arrived.has(edge.id))) mergeTokens(work, [...arrived.values()]);
}

import type { PlanNode } from '../../compile/plan.ts';
import { hold, leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';

/** With several incoming edges it waits; `fireInclusiveJoin` decides when nothing else can move in this burst. */
export function enterInclusive(work: Work, token: Token, node: PlanNode): undefined {
  if (node.incoming.length <= 1) leave(work, token);
  else hold(work, token);
}

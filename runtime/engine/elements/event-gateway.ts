import type { PlanNode } from '../../compile/plan.ts';
import { awaitEvents } from '../events/listen.ts';
import { raise } from '../incidents.ts';
import { hold } from '../tokens.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';

/** Waits for whichever of the following events happens first. */
export function enterEventGateway(work: Work, token: Token, node: PlanNode): undefined {
  const failed = awaitEvents(
    work,
    token,
    node.outgoing.map((edge) => edge.to),
  );
  if (failed) return raise(work, token, failed.problem, { detail: failed.node });
  hold(work, token);
}

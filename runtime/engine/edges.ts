/** Which edges a token takes when it leaves a node. */
import type { PlanEdge, PlanNode } from '../compile/plan.ts';
import { contextAt } from './surroundings.ts';
import type { Token } from './types.ts';
import type { Work } from './work.ts';

export type Choice = { ok: true; edges: PlanEdge[] } | { ok: false; code: string; detail?: string };

/** Never an implicit fork: only parallel and inclusive gateways take more than one edge. */
export function chooseEdges(work: Work, token: Token, outcome?: string): Choice {
  const node = work.plan.nodes[token.node]!;
  switch (node.doc.kind) {
    case 'parallel':
    case 'complex':
      return some(node.outgoing);
    case 'inclusive':
      return byCondition(work, token, node, Number.POSITIVE_INFINITY);
    case 'exclusive':
      return byCondition(work, token, node, 1);
    default:
      return byOutcome(node, outcome);
  }
}

/** The first `limit` edges by rank whose condition holds; the default edge when none does. */
function byCondition(work: Work, token: Token, node: PlanNode, limit: number): Choice {
  const chosen: PlanEdge[] = [];
  for (const edge of node.outgoing) {
    if (edge.isDefault) continue;
    const holds = edge.when ? edge.when(contextAt(work, token), work.env) : { ok: true as const, value: true };
    if (!holds.ok) return { ok: false, code: 'edge.condition_failed', detail: edge.id };
    if (holds.value) chosen.push(edge);
    if (chosen.length === limit) break;
  }
  return some(chosen.length > 0 ? chosen : node.outgoing.filter((edge) => edge.isDefault).slice(0, 1));
}

/** The edge of this outcome, else the edge for every other outcome. */
function byOutcome(node: PlanNode, outcome?: string): Choice {
  const own = outcome === undefined ? undefined : node.outgoing.find((edge) => edge.on === outcome);
  const chosen = own ?? node.outgoing.find((edge) => edge.on === undefined);
  return some(chosen ? [chosen] : []);
}

function some(edges: PlanEdge[]): Choice {
  return edges.length > 0 ? { ok: true, edges } : { ok: false, code: 'edge.none_matched' };
}

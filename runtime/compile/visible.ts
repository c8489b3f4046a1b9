import { buildDataflow } from './dataflow.ts';
import { isDesk } from './desks.ts';
import { buildGraph } from './graph.ts';
import type { ScenarioPackage } from './plan.ts';

/** Paths a node can see: everything some way to it collects, and what is filled in there. Sorted. */
export function visibleAt(pkg: ScenarioPackage, nodeId: string): string[] {
  const flow = buildDataflow(pkg, buildGraph(pkg.scenario));
  const own = pkg.scenario.nodes[nodeId]?.kind === 'fill' || isDesk(pkg.scenario.nodes[nodeId]) ? flow.writes(nodeId) : [];
  return [...new Set([...flow.available(nodeId), ...own])].sort();
}

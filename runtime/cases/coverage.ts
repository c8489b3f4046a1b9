/** What there is to cover in a plan, and what journeys covered. */
import type { Plan, PlanNode } from '../compile/plan.ts';
import type { CaseState, Trace } from '../engine/types.ts';
import type { Coverage } from './types.ts';

/** Everything a set of case tests can reach. */
export function coverageOf(plan: Plan): Coverage {
  const { tables = {} } = plan.scenario;
  return {
    nodes: Object.keys(plan.nodes),
    edges: Object.keys(plan.edges),
    outcomes: Object.values(plan.nodes).flatMap((node) => outcomesOf(node).map((outcome) => `${node.id}.${outcome}`)),
    rows: Object.entries(tables).flatMap(([id, table]) => Object.keys(table.rows).map((row) => `${id}.${row}`)),
  };
}

function outcomesOf({ doc }: PlanNode): string[] {
  switch (doc.kind) {
    case 'task':
    case 'window':
    case 'assist':
    case 'pay':
    case 'seal':
      return Object.keys(doc.decisions);
    case 'joint':
      return ['agree', 'refuse'];
    case 'consent':
      return ['agree', 'refuse', 'expire'];
    default:
      return [];
  }
}

/** Collects while a journey runs: a node may have several outcomes in one journey, so each step is looked at. */
export function createCoverage(): { add(trace: Trace, state: CaseState): void; result(): Coverage; reset(to: Coverage): void } {
  const sets = { nodes: new Set<string>(), edges: new Set<string>(), outcomes: new Set<string>(), rows: new Set<string>() };
  return {
    add(trace, state) {
      for (const node of trace.nodes) sets.nodes.add(node);
      for (const edge of trace.edges) sets.edges.add(edge);
      for (const { table, row } of trace.rows) sets.rows.add(`${table}.${row}`);
      for (const [node, outcome] of Object.entries(state.outcomes)) sets.outcomes.add(`${node}.${outcome}`);
    },
    reset(to) {
      for (const kind of ['nodes', 'edges', 'outcomes', 'rows'] as const) sets[kind] = new Set(to[kind]);
    },
    result: () => ({ nodes: [...sets.nodes], edges: [...sets.edges], outcomes: [...sets.outcomes], rows: [...sets.rows] }),
  };
}

export interface CoverageShare {
  covered: number;
  total: number;
  missing: string[];
}
export type CoverageReport = Record<keyof Coverage, CoverageShare> & {
  /** Share of everything together, 0 to 1. */
  share: number;
};

/** What several runs cover of a plan. */
export function coverageReport(plan: Plan, runs: readonly Coverage[]): CoverageReport {
  const all = coverageOf(plan);
  const share = (kind: keyof Coverage): CoverageShare => {
    const seen = new Set(runs.flatMap((run) => run[kind]));
    const missing = all[kind].filter((id) => !seen.has(id));
    return { covered: all[kind].length - missing.length, total: all[kind].length, missing };
  };
  const parts = { nodes: share('nodes'), edges: share('edges'), outcomes: share('outcomes'), rows: share('rows') };
  const total = Object.values(parts).reduce((sum, part) => sum + part.total, 0);
  const covered = Object.values(parts).reduce((sum, part) => sum + part.covered, 0);
  return { ...parts, share: total === 0 ? 1 : covered / total };
}

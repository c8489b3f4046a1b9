/** What coverage counts, by name: a step, a path, a decision, a row. Never an id. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { Plan } from '../compile/plan.ts';
import type { CoverageReport } from './coverage.ts';
import { outcomeWords } from './facts.ts';
import type { Coverage } from './types.ts';
import { both, nodeName, sentence } from './words.ts';

export type CoverKind = keyof Coverage;
export interface Uncovered {
  kind: CoverKind;
  id: string;
  name: Text;
  /** The step to look at. */
  node?: string;
  /** Its beginning was reached: this is where a case could turn off. The others follow from such a one. */
  near: boolean;
}

export function coverName(plan: Plan, kind: CoverKind, id: string): Text {
  if (kind === 'nodes') return nodeName(plan, id);
  if (kind === 'edges') return edgeName(plan, id);
  const [owner, part] = split(id);
  if (kind === 'outcomes')
    return sentence(
      (say, language) => `${say(nodeName(plan, owner))}${language === 'en' ? ': ' : '：'}${say(outcomeWords(plan, owner, part))}`,
    );
  const table = plan.scenario.tables?.[owner];
  const rows = Object.entries(table?.rows ?? {}).sort(([a, x], [b, y]) => (x.rank < y.rank ? -1 : x.rank > y.rank ? 1 : a < b ? -1 : 1));
  const number = rows.findIndex(([row]) => row === part) + 1;
  const note = table?.rows[part]?.note ?? both(`第 ${number} 行`, `row ${number}`);
  return sentence((say, language) => `${say(table?.name ?? both('决策表', 'table'))}${language === 'en' ? ': ' : '：'}${say(note)}`);
}

function edgeName(plan: Plan, id: string): Text {
  const edge = plan.edges[id];
  if (!edge) return both('一条路径', 'a path');
  const other = both('其余情况', 'all other cases');
  const label = edge.doc.name ?? (edge.on === undefined ? (edge.isDefault ? other : undefined) : outcomeWords(plan, edge.from, edge.on));
  return sentence((say, language) => {
    const way = `${say(nodeName(plan, edge.from))} → ${say(nodeName(plan, edge.to))}`;
    if (!label) return way;
    return language === 'en' ? `${way} (${say(label)})` : `${way}（${say(label)}）`;
  });
}

/** What no case reached, first what a case could turn off to; what lies behind it follows. */
export function uncoveredOf(plan: Plan, report: CoverageReport): Uncovered[] {
  const missing = {
    nodes: report.nodes.missing,
    edges: report.edges.missing,
    outcomes: report.outcomes.missing,
    rows: report.rows.missing,
  };
  const unreached = new Set(missing.nodes);
  const reached = new Set(Object.keys(plan.nodes).filter((id) => !unreached.has(id)));
  const tablesReached = new Set(
    Object.values(plan.nodes).flatMap(({ id, doc }) => (doc.kind === 'decision' && reached.has(id) ? [doc.table] : [])),
  );
  const branches = (id: string) => plan.nodes[plan.edges[id]!.from]!.outgoing.length > 1;
  // A path that is the only one from its step, or the one of a decision, is named by its step or its decision.
  const edges = missing.edges.filter((id) => branches(id) && plan.edges[id]!.on === undefined);
  const found: Uncovered[] = [
    ...edges.map((id) => named('edges', id, plan.edges[id]!.from, reached.has(plan.edges[id]!.from))),
    ...missing.outcomes.map((id) => named('outcomes', id, split(id)[0], reached.has(split(id)[0]))),
    ...missing.rows.map((id) => named('rows', id, undefined, tablesReached.has(split(id)[0]))),
    ...missing.nodes.map((id) => named('nodes', id, id, false)),
  ];
  return found.sort((a, b) => Number(b.near) - Number(a.near));

  function named(kind: CoverKind, id: string, node: string | undefined, near: boolean): Uncovered {
    return { kind, id, name: coverName(plan, kind, id), near, ...(node === undefined ? {} : { node }) };
  }
}

export function split(id: string): [string, string] {
  const dot = id.indexOf('.');
  return [id.slice(0, dot), id.slice(dot + 1)];
}

/** A next version of a random scenario: what people change between two versions. */
import fc from 'fast-check';
import type { Edge, Node, Scenario } from '../../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../../compile/plan.ts';

export const changeTypes = ['remove', 'rename', 'swap', 'insert', 'branch', 'shorter', 'longer', 'desk'] as const;
export type Change = { type: (typeof changeTypes)[number]; pick: number };
export const changes: fc.Arbitrary<Change[]> = fc.array(fc.record({ type: fc.constantFrom(...changeTypes), pick: fc.nat(1_000) }), {
  minLength: 1,
  maxLength: 4,
});

/** The package with the changes made, one after the other; one that finds nothing to change does nothing. */
export function nextVersion(pkg: ScenarioPackage, list: readonly Change[]): ScenarioPackage {
  const next = structuredClone(pkg);
  for (const [index, change] of list.entries()) apply(next.scenario, change, index);
  return next;
}

/** What people add and take away; gateways and events are the shape, which other changes make. */
const steps = new Set(['fill', 'task', 'joint', 'consent', 'script', 'decision', 'data', 'issue', 'notify', 'timer']);

/** Steps in a row: one way in, one plain way out. */
function plain(scenario: Scenario): string[] {
  return Object.keys(scenario.nodes).filter((id) => {
    const { kind } = scenario.nodes[id]!;
    const ways = Object.values(scenario.edges);
    const [into, out] = [ways.filter((edge) => edge.to === id), ways.filter((edge) => edge.from === id)];
    if (!steps.has(kind) || id === 'fill0') return false;
    return into.length === 1 && out.length === 1 && out[0]!.on === undefined && into[0]!.from !== id;
  });
}

function apply(scenario: Scenario, { type, pick }: Change, index: number): undefined {
  const row = plain(scenario);
  const id = row[pick % Math.max(1, row.length)];
  const { nodes, edges } = scenario;
  const into = (node: string) => Object.values(edges).find((edge) => edge.to === node)!;
  const outOf = (node: string) => Object.keys(edges).find((edge) => edges[edge]!.from === node)!;
  if (type === 'shorter' || type === 'longer') {
    for (const clock of Object.values(scenario.clocks ?? {})) clock.days = type === 'shorter' ? 2 : 9;
  } else if (type === 'branch') {
    branch(scenario, pick, index);
  } else if (id === undefined) {
    return undefined;
  } else if (type === 'remove') {
    const leaving = outOf(id);
    into(id).to = edges[leaving]!.to;
    delete edges[leaving];
    delete nodes[id];
  } else if (type === 'rename') {
    nodes[`renamed${index}`] = nodes[id]!;
    delete nodes[id];
    for (const edge of Object.values(edges)) {
      if (edge.from === id) edge.from = `renamed${index}`;
      if (edge.to === id) edge.to = `renamed${index}`;
    }
  } else if (type === 'desk') {
    const node = nodes[id]!;
    if (node.kind === 'task') node.department = node.department === 'd1' ? 'd2' : 'd1';
  } else if (type === 'insert') {
    const edge = edges[outOf(id)]!;
    nodes[`new${index}`] = desk(nodes[id]!, `new${index}`);
    edges[`toNew${index}`] = { from: `new${index}`, to: edge.to, rank: 'a0' };
    edge.to = `new${index}`;
  } else {
    const next = edges[outOf(id)]!.to;
    if (!row.includes(next) || next === id) return undefined;
    const [first, second, third] = [into(id), edges[outOf(id)]!, edges[outOf(next)]!];
    first.to = next;
    second.from = next;
    second.to = id;
    third.from = id;
  }
}

function desk(beside: Node, id: string): Node {
  const decisions = { agree: { name: { 'zh-CN': '同意', en: 'Agree' }, rank: 'a0', effect: 'agree' as const } };
  const parent = beside.parent === undefined ? {} : { parent: beside.parent };
  return { kind: 'task', name: { 'zh-CN': id, en: id }, department: 'd3', decisions, ...parent } as Node;
}

/** One branch more between a fork and its join. */
function branch({ nodes, edges }: Scenario, pick: number, index: number): undefined {
  const forks = Object.keys(nodes).filter((id) => /^fork\d+$/.test(id));
  const fork = forks[pick % Math.max(1, forks.length)];
  if (fork === undefined) return;
  const join = `join${Number(fork.slice(4)) + 1}`;
  nodes[`branch${index}`] = desk(nodes[fork]!, `branch${index}`);
  const edge = (from: string, to: string): Edge => ({ from, to, rank: `b${index}` });
  edges[`toBranch${index}`] = edge(fork, `branch${index}`);
  edges[`fromBranch${index}`] = edge(`branch${index}`, join);
}

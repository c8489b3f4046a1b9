/** Steps of a kind of their own become steps of the language, before anything else of the compiler looks at them. */
import type { Edge, Node, Scenario, TaskNode } from '../../schemas/generated/documents.ts';
import type { Finding, JsonValue, ScenarioPackage } from '../compile/plan.ts';
import type { Expansion, NodePlugin } from './plugin.ts';
import { nodeKind } from './registry.ts';
import { settingsOf } from './settings.ts';

const separator = '__';

/** The step an element was made of: findings and paths name what the author sees. */
export const sourceOf = (id: string): string => id.split(separator)[0]!;

/** A finding about what a macro brought is one about the step that stands for it. */
export function atSource(finding: Finding, { scenario }: ScenarioPackage): Finding {
  const [document, map, id = '', ...rest] = finding.path.split('/');
  const known = (scenario[map as 'nodes' | 'edges'] ?? {}) as Record<string, unknown>;
  if (document !== 'scenario' || (map !== 'nodes' && map !== 'edges') || Object.hasOwn(known, id) || !id.includes(separator))
    return finding;
  return { ...finding, path: [document, scenario.nodes[sourceOf(id)] ? 'nodes' : map, sourceOf(id), ...rest].join('/') };
}

/** The package in elements of the language only. One without steps of a kind of their own is answered as it is. */
export function expandPackage(pkg: ScenarioPackage): ScenarioPackage {
  const own = Object.entries(pkg.scenario.nodes).filter((entry): entry is [string, TaskNode] => customKindOf(entry[1]) !== undefined);
  if (own.length === 0) return pkg;
  return { ...pkg, scenario: own.reduce((scenario, [id, node]) => expanded(scenario, id, node), pkg.scenario) };
}

export const customKindOf = (node: Node): TaskNode['custom'] => (node.kind === 'task' ? node.custom : undefined);

/** A kind that is not installed, or whose settings do not fit, stays the desk it is drawn as; a rule says so. */
function expanded(scenario: Scenario, id: string, node: TaskNode): Scenario {
  const plugin = nodeKind(node.custom!.kind);
  if (!plugin) return scenario;
  const { values, wrong } = settingsOf(plugin, node.custom!.settings as Record<string, JsonValue> | undefined);
  return wrong.length > 0 ? scenario : withExpansion(scenario, id, expansionOf(plugin, id, node, values));
}

export function expansionOf(plugin: NodePlugin, id: string, node: TaskNode, settings: Record<string, JsonValue>): Expansion {
  const { custom: _custom, ...plain } = node;
  return plugin.expand({ id, node: plain, settings, part: (name) => `${id}${separator}${name}` });
}

function withExpansion(scenario: Scenario, id: string, { nodes, edges, entry, leaves }: Expansion): Scenario {
  const led: Record<string, Edge> = {};
  for (const [key, edge] of Object.entries(scenario.edges)) led[key] = edge.to === id ? { ...edge, to: entry } : edge;
  for (const { from, on } of leaves) {
    const same = Object.entries(scenario.edges).filter(([, edge]) => edge.from === id && edge.on === on);
    const rest = Object.entries(scenario.edges).filter(([, edge]) => edge.from === id && edge.on === undefined);
    for (const [key, edge] of same.length > 0 ? same : rest)
      led[`${key}${separator}${from.split(separator).at(-1)}_${on}`] = { ...edge, from, on };
  }
  const clocks =
    scenario.clocks &&
    Object.fromEntries(
      Object.entries(scenario.clocks).map(([key, clock]) => [key, clock.starts === id ? { ...clock, starts: entry } : clock]),
    );
  return { ...scenario, nodes: { ...scenario.nodes, ...nodes }, edges: { ...led, ...edges }, ...(clocks ? { clocks } : {}) };
}

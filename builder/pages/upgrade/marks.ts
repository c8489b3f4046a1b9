/** What an upgrade does to the picture of the flow. */
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { UpgradeItem } from '../../../schemas/generated/api.ts';
import { treeOf } from '../../editing/tree.ts';
import type { StepMark } from '../../flow/lanes/nodes.tsx';
import { numberSteps } from '../../flow/steps/numbers.ts';

/** What of a change the picture needs. */
type Drawn = Pick<UpgradeItem, 'key' | 'group' | 'kind'>;

const step = /^scenario\/nodes\/([^/]+)(\/|$)/;
const strength: Record<StepMark, number> = { changed: 1, removed: 2, added: 2, conflict: 3 };

/** Mark of every step something was changed at; what must be decided is stronger than what was. Layout does not count. */
export function marksOf(items: readonly (Drawn & { open: boolean })[]): Record<string, StepMark> {
  const marks: Record<string, StepMark> = {};
  for (const item of items) {
    const found = step.exec(item.key);
    if (!found || item.group === 'layout') continue;
    const whole = found[2] === '';
    const mark: StepMark = item.open
      ? 'conflict'
      : whole && item.kind === 'added'
        ? 'added'
        : whole && item.kind === 'removed'
          ? 'removed'
          : 'changed';
    const known = marks[found[1]!];
    if (known === undefined || strength[mark] > strength[known]) marks[found[1]!] = mark;
  }
  return marks;
}

/** The result with the steps it lost, so that they can be drawn as ghosts; `before`: where they may still stand, nearest first. */
export function withGhosts(result: ScenarioPackage, before: readonly ScenarioPackage[], items: readonly Drawn[]): ScenarioPackage {
  const gone = items.flatMap(({ key, kind }) => (kind === 'removed' ? (/^scenario\/nodes\/([^/]+)$/.exec(key)?.[1] ?? []) : []));
  const nodes = { ...result.scenario.nodes };
  const edges = { ...result.scenario.edges };
  for (const id of gone) {
    const source = before.find(({ scenario }) => scenario.nodes[id]);
    if (nodes[id] || !source) continue;
    nodes[id] = source.scenario.nodes[id]!;
    for (const [name, edge] of Object.entries(source.scenario.edges)) if (edge.from === id || edge.to === id) edges[name] ??= edge;
  }
  const whole = Object.fromEntries(Object.entries(edges).filter(([, edge]) => nodes[edge.from] && nodes[edge.to]));
  return { ...result, scenario: { ...result.scenario, nodes, edges: whole } };
}

/** Marked steps as one walks through the flow; those the flow no longer reaches come last. */
export function inFlowOrder({ scenario }: ScenarioPackage, marks: Readonly<Record<string, StepMark>>): string[] {
  const order = [...numberSteps(treeOf(scenario)).keys()];
  const drawn = Object.keys(marks).filter((id) => scenario.nodes[id]);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return drawn.sort((a, b) => place(a) - place(b));
}

/** Aligning and spreading steps on the picture. Steps stay inside their lane: rows are a matter of each lane by itself. */
import type { Spot } from '../../editing/commands/lanes.ts';

export type Arrangement = 'left' | 'top' | 'across' | 'down';

/** A chosen step as it stands now. */
export interface Standing extends Spot {
  id: string;
  lane: string;
}

/** New places of the steps that move; empty when there is nothing to arrange. */
export function arranged(steps: readonly Standing[], how: Arrangement): Record<string, Spot> {
  if (how === 'left') return lined(steps, 'x');
  if (how === 'top') return perLane(steps, (lane) => lined(lane, 'y'));
  if (how === 'across') return spread(steps, 'x');
  return perLane(steps, (lane) => spread(lane, 'y'));
}

function lined(steps: readonly Standing[], axis: 'x' | 'y'): Record<string, Spot> {
  if (steps.length < 2) return {};
  const edge = Math.min(...steps.map((one) => one[axis]));
  return Object.fromEntries(steps.map(({ id, x, y }) => [id, { x, y, [axis]: edge }]));
}

function spread(steps: readonly Standing[], axis: 'x' | 'y'): Record<string, Spot> {
  if (steps.length < 3) return {};
  const order = steps.toSorted((a, b) => a[axis] - b[axis]);
  const [first, last] = [order[0]![axis], order.at(-1)![axis]];
  const gap = (last - first) / (order.length - 1);
  return Object.fromEntries(order.map((one, i) => [one.id, { x: one.x, y: one.y, [axis]: first + i * gap }]));
}

function perLane(steps: readonly Standing[], act: (lane: Standing[]) => Record<string, Spot>): Record<string, Spot> {
  const lanes = Map.groupBy(steps, ({ lane }) => lane);
  return Object.assign({}, ...[...lanes.values()].map(act)) as Record<string, Spot>;
}

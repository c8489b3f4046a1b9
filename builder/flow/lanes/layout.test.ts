import { describe, expect, it } from 'vitest';
import { samplePackage } from '../../editing/testing/package.ts';
import { laneHead, layoutLanes, sizeOf } from './layout.ts';

/** Stands in for the layout engine: one column per step, in the order of the document. */
const columns = {
  layout: async (graph: { id: string; children?: { id: string }[] }) => ({
    ...graph,
    children: (graph.children ?? []).map((child, i) => ({ ...child, x: i * 240, y: 0 })),
  }),
};

describe('the lane picture', () => {
  it('keeps every step inside the lane of its department, the applicant first', async () => {
    const pkg = samplePackage();
    delete pkg.scenario.layout;

    const { lanes, positions } = await layoutLanes(pkg, columns);

    expect(lanes.map((lane) => lane.id)).toEqual(['applicant', 'system', 'd:health', 'd:police']);
    const police = lanes.find((lane) => lane.id === 'd:police')!;
    expect(positions.n_police!.y).toBeGreaterThanOrEqual(police.y);
    expect(positions.n_police!.y + sizeOf('task').height).toBeLessThanOrEqual(police.y + police.height);
  });

  it('leaves the first row of a lane to the line that leads to completion', async () => {
    const pkg = samplePackage();
    delete pkg.scenario.layout;

    const { positions } = await layoutLanes(pkg, columns);

    expect(positions.n_refused!.y).toBeGreaterThan(positions.n_end!.y);
  });

  it('uses a place somebody dragged to and ignores positions made for another picture', async () => {
    const pkg = samplePackage();
    const automatic = await layoutLanes({ ...pkg, scenario: { ...pkg.scenario, layout: undefined } }, columns);
    const here = { x: laneHead + 900, y: automatic.positions.n_police!.y };

    const dragged = await layoutLanes({ ...pkg, scenario: { ...pkg.scenario, layout: { n_police: here } } }, columns);
    const foreign = await layoutLanes({ ...pkg, scenario: { ...pkg.scenario, layout: { n_police: { x: 0, y: 0 } } } }, columns);

    expect(dragged.positions.n_police).toEqual(here);
    expect(foreign.foreign).toBe(true);
    expect(foreign.positions).toEqual(automatic.positions);
  });
});

import { describe, expect, it } from 'vitest';
import { testPackage } from '../../../runtime/cases/testing/package-tests.ts';

const template = testPackage(import.meta.dirname, { atLeast: 24 });
const approvals = ['planning', 'occupy', 'dig', 'green', 'trees', 'traffic'];

describe('the utility-connection package', () => {
  it('decides by a table whose columns carry their units, the same that the questions carry', () => {
    const { pkg } = template();
    const { inputs } = pkg.scenario.tables!.t_threshold!;
    const units = { i_pipe: ['pipeMetres', '米'], i_cable: ['cableMetres', '米'], i_kilovolts: ['kilovolts', '千伏'] } as const;

    for (const [input, [element, unit]] of Object.entries(units)) {
      expect(inputs[input]!.name['zh-CN'], input).toContain(`（${unit}）`);
      expect(pkg.elements[element]!.unit!['zh-CN'], element).toBe(unit);
    }
    const { pipeMetres, cableMetres, kilovolts } = pkg.scenario.params!;
    expect([pipeMetres!.value, cableMetres!.value, kilovolts!.value]).toEqual([200, 500, 10]);
  });

  it('begins all six limits of two working days together, when the survey is over', () => {
    const { state } = template().runs.get('all-six')!;
    const clocks = approvals.map((id) => state.clocks[`c_${id}`]!);

    expect(new Set(clocks.map(({ startedAt }) => startedAt)).size).toBe(1);
    expect(clocks.map(({ days }) => days)).toEqual(approvals.map(() => 2));
  });

  it('surveys once, then handles side by side, then issues once, in every case that came so far', () => {
    for (const [id, { trace }] of template().runs) {
      const order = trace.map(({ node }) => node);
      const begun = order.flatMap((node, index) => (approvals.includes(node.replace('n_', '')) ? [index] : []));
      if (begun.length > 0) expect(order.lastIndexOf('n_survey'), id).toBeLessThan(Math.min(...begun));
      if (order.includes('n_issue')) expect(Math.max(...begun), id).toBeLessThan(order.indexOf('n_issue'));
      expect(order.filter((node) => node === 'n_issue').length, id).toBeLessThanOrEqual(1);
    }
  });

  it('tells the supervising office of each department that is silent at 80 % of its own limit', () => {
    const { nodes } = template().pkg.scenario;
    for (const id of approvals) {
      const node = nodes[`b_${id}`]!;
      expect(node.kind === 'boundary' && node.event, id).toEqual({ type: 'timer', share: { clock: `c_${id}`, percent: 80 } });
    }
    const told = template()
      .runs.get('silent-departments')!
      .trace.filter(({ node }) => node.startsWith('b_'));

    // Two working days from Tuesday afternoon: 60 % of the office hours of Thursday are over at 13:48.
    expect(new Set(told.map(({ at }) => at))).toEqual(new Set(['2026-03-05T05:48:00.000Z']));
    expect(told).toHaveLength(6);
  });

  it('promises no more than the law allows, and names a public form for every field', () => {
    const { items } = template().pkg.scenario;
    for (const [id, item] of Object.entries(items)) expect(item.promisedDays, id).toBeLessThanOrEqual(item.statutoryDays!);
    for (const form of Object.values(template().pkg.forms))
      for (const [id, field] of Object.entries(form.fields)) expect(field.source, `${form.id} ${id}`).toBeTruthy();
  });
});

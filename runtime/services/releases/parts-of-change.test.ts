import { beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { readTemplates } from '../studio/templates.ts';
import { office, partsOfChange } from './parts-of-change.ts';

let newborn: ScenarioPackage;
beforeAll(async () => {
  newborn = (await readTemplates(new URL('../../../templates', import.meta.url).pathname)).get('family/newborn')!.package;
});
const edited = (change: (pkg: ScenarioPackage) => void): ScenarioPackage => {
  const copy = structuredClone(newborn);
  change(copy);
  return copy;
};
const setDays = (pkg: ScenarioPackage, department: string, days: number) => {
  Object.values(pkg.scenario.items).find((item) => item.department === department)!.promisedDays = days;
};

describe('the parts of a release', () => {
  it('are those of the departments it changes, and the office', () => {
    const parts = partsOfChange(
      newborn,
      edited((pkg) => {
        setDays(pkg, 'ga', 5);
        setDays(pkg, 'wj', 6);
      }),
    );

    expect([...parts.keys()].sort()).toEqual(['ga', office, 'wj']);
    expect(parts.get('ga')!.changes).toHaveLength(1);
    expect(parts.get(office)!.changes).toEqual([]);
  });

  it('keep their hash while only other parts change', () => {
    const one = partsOfChange(
      newborn,
      edited((pkg) => setDays(pkg, 'ga', 5)),
    );
    const both = partsOfChange(
      newborn,
      edited((pkg) => {
        setDays(pkg, 'ga', 5);
        setDays(pkg, 'wj', 6);
      }),
    );
    const other = partsOfChange(
      newborn,
      edited((pkg) => setDays(pkg, 'ga', 7)),
    );

    expect(both.get('ga')!.hash).toBe(one.get('ga')!.hash);
    expect(both.get(office)!.hash).toBe(one.get(office)!.hash);
    expect(other.get('ga')!.hash).not.toBe(one.get('ga')!.hash);
  });

  it('are the office’s where no single department is concerned, and nobody’s for the picture and the samples', () => {
    const parts = partsOfChange(
      newborn,
      edited((pkg) => {
        pkg.scenario.summary = { 'zh-CN': '另一句简介' };
        pkg.scenario.layout = { ...pkg.scenario.layout, n_fill: { x: 1, y: 1 } };
        delete pkg.cases[Object.keys(pkg.cases)[0]!];
      }),
    );

    expect([...parts.keys()]).toEqual([office]);
    expect(parts.get(office)!.changes.length).toBeGreaterThan(0);
    expect(parts.get(office)!.changes.every(({ key }) => key.startsWith('scenario/summary'))).toBe(true);
  });

  it('of a step that goes from one department to another are both’s', () => {
    const parts = partsOfChange(
      newborn,
      edited((pkg) => {
        const step = Object.values(pkg.scenario.nodes).find((node) => 'department' in node && node.department === 'rs')!;
        Object.assign(step, { department: 'yb' });
      }),
    );

    expect([...parts.keys()]).toEqual(expect.arrayContaining(['rs', 'yb']));
  });
});

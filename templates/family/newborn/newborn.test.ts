import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseRun } from '../../../runtime/cases/index.ts';
import { testPackage } from '../../../runtime/cases/testing/package-tests.ts';
import type { Plan, ScenarioPackage } from '../../../runtime/compile/index.ts';

const template = testPackage(import.meta.dirname, { atLeast: 35 });
let plan: Plan;
let pkg: ScenarioPackage;
let runs: Map<string, CaseRun>;

beforeAll(() => {
  ({ plan, pkg, runs } = template());
});

describe('the newborn package', () => {
  it('unites over a hundred form fields and asks at most three with everything on file', () => {
    const { formFields, asked, shared, derived } = plan.fills.n_fill!.counts;

    expect(formFields).toBeGreaterThan(100);
    expect(asked + shared + derived).toBe(Object.keys(plan.fills.n_fill!.fields).length);
    expect(runs.get('all-on-file')!.asked).toHaveLength(3);
    expect(runs.get('nothing-on-file')!.asked.length).toBeGreaterThan(30);
  });

  it('says departments, asked fields, documents and a due date in every case', () => {
    const tests = Object.values(pkg.cases);

    for (const { id, expect: wanted } of tests) {
      expect(wanted.departments, id).toBeDefined();
      expect(wanted.asked, id).toBeDefined();
      expect(wanted.issued, id).toBeDefined();
      expect(Object.keys(wanted.due ?? {}), id).not.toEqual([]);
    }
  });

  it('promises no more than the law allows', () => {
    const { items, clocks = {} } = pkg.scenario;

    for (const [id, item] of Object.entries(items)) expect(item.promisedDays, id).toBeLessThanOrEqual(item.statutoryDays!);
    for (const [id, clock] of Object.entries(clocks)) if (clock.item) expect(clock.days, id).toBe(items[clock.item]!.statutoryDays);
  });

  it('names a public form for every field', () => {
    for (const form of Object.values(pkg.forms))
      for (const [id, field] of Object.entries(form.fields)) expect(field.source, `${form.id} ${id}`).toBeTruthy();
  });
});

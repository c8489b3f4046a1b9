import { describe, expect, it } from 'vitest';
import { testPackage } from '../../../runtime/cases/testing/package-tests.ts';

const template = testPackage(import.meta.dirname, { atLeast: 26 });

describe('the restaurant package', () => {
  it('promises no more than the law allows', () => {
    const { items, clocks = {} } = template().pkg.scenario;

    for (const [id, item] of Object.entries(items)) expect(item.promisedDays, id).toBeLessThanOrEqual(item.statutoryDays!);
    for (const [id, clock] of Object.entries(clocks)) if (clock.item) expect(clock.days, id).toBe(items[clock.item]!.statutoryDays);
  });

  it('names a public form for every field, and a law for every item', () => {
    for (const form of Object.values(template().pkg.forms))
      for (const [id, field] of Object.entries(form.fields)) expect(field.source, `${form.id} ${id}`).toBeTruthy();
    for (const [id, item] of Object.entries(template().pkg.scenario.items)) expect(item.legalBasis?.['zh-CN'], id).toContain('第');
  });

  it('says departments, asked fields, documents and due dates in every case', () => {
    for (const { id, expect: wanted } of Object.values(template().pkg.cases)) {
      expect(wanted.departments, id).toBeDefined();
      expect(wanted.asked, id).toBeDefined();
      expect(wanted.issued, id).toBeDefined();
      expect(Object.keys(wanted.due ?? {}), id).not.toEqual([]);
    }
  });

  it('shows a department its own fields and nothing of the others', () => {
    const { views } = template().plan;

    expect(views.xf!.has('fire.exits')).toBe(true);
    for (const [department, path] of [
      ['xf', 'company.capital'],
      ['xf', 'drain.outlet'],
      ['cg', 'food.healthNumber'],
      ['zj', 'owner.residenceAddress'],
      ['st', 'lease.landlord'],
      ['sc', 'fire.exits'],
    ] as const)
      expect(views[department]!.has(path), `${department} ${path}`).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { testPackage } from '../../../runtime/cases/testing/package-tests.ts';

const template = testPackage(import.meta.dirname, { atLeast: 16 });

describe('the people-call package', () => {
  it('promises no more than the regulations allow', () => {
    const { items, clocks } = template().pkg.scenario;

    for (const [id, item] of Object.entries(items)) expect(item.promisedDays, id).toBeLessThanOrEqual(item.statutoryDays!);
    // 60 natural days are 42 working days in weeks without holidays.
    expect(clocks!.c_law).toMatchObject({ kind: 'statutory', unit: 'days', days: 60 });
    expect(items.it_demand!.statutoryDays).toBe(Math.floor((60 / 7) * 5));
  });

  it('names a public form for every field, and an article for every item', () => {
    for (const form of Object.values(template().pkg.forms))
      for (const [id, field] of Object.entries(form.fields)) expect(field.source, `${form.id} ${id}`).toBeTruthy();
    for (const [id, item] of Object.entries(template().pkg.scenario.items)) expect(item.legalBasis?.['zh-CN'], id).toContain('第');
  });

  it('looks for the same demand by place and topic, and never by person', () => {
    const { scenario, resources } = template().pkg;
    const person = /caller\./;

    for (const [id, { keys }] of Object.entries(scenario.data!)) expect(Object.values(keys).join(' '), id).not.toMatch(person);
    for (const [id, table] of Object.entries(scenario.tables!))
      for (const { expression } of Object.values(table.inputs)) expect(expression, id).not.toMatch(person);
    for (const { id, keys, fields } of Object.values(resources))
      for (const name of [...Object.keys(keys), ...Object.keys(fields)]) expect(['name', 'mobile', 'idNumber'], id).not.toContain(name);
  });

  it('tells the departments what happened and not who says so, unless the person lets them call', () => {
    const { views } = template().plan;

    for (const department of ['cg', 'zj', 'st', 'sc', 'rs', 'zfb']) {
      for (const hidden of ['caller.name', 'caller.mobile', 'demand.reveal'])
        expect(views[department]!.has(hidden), department).toBe(false);
      expect(views[department]!.has('demand.words'), department).toBe(true);
    }
    expect(views.cg!.has('demand.contact')).toBe(true);
    expect(views.xfj!.has('caller.mobile')).toBe(true);
  });
});

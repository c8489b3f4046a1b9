import { describe, expect, it } from 'vitest';
import { testPackage } from '../../../runtime/cases/testing/package-tests.ts';

const template = testPackage(import.meta.dirname, { atLeast: 13 });

describe('the remote-application package', () => {
  it('promises no more than the law allows, in both counties', () => {
    const { items, clocks } = template().pkg.scenario;

    for (const [id, item] of Object.entries(items)) expect(item.promisedDays, id).toBeLessThanOrEqual(item.statutoryDays!);
    expect(clocks!.c_home!.days).toBe(items.it_home!.promisedDays);
    expect(clocks!.c_home_law!.days).toBe(items.it_home!.statutoryDays);
    expect(clocks!.c_handover!.days).toBe(items.it_accept!.promisedDays);
  });

  it('names a public form for every field, and a basis for every item', () => {
    for (const form of Object.values(template().pkg.forms))
      for (const [id, field] of Object.entries(form.fields)) expect(field.source, `${form.id} ${id}`).toBeTruthy();
    for (const [id, item] of Object.entries(template().pkg.scenario.items)) expect(item.legalBasis?.['zh-CN'], id).toContain('第');
  });

  it('gives the other county only what its start takes, and itself by its own name', () => {
    const { nodes, id } = template().pkg.scenario;
    const call = nodes.n_call!;
    const start = nodes.n_start!;

    expect(call.kind === 'call' && call.scenario).toBe(id);
    expect(call.kind === 'call' && Object.keys(call.inputs!).toSorted()).toEqual(start.kind === 'start' ? start.given!.toSorted() : []);
  });

  it('shows the deciding department the scans, and neither phone nor postal address', () => {
    const { views } = template().plan;

    for (const department of ['rs', 'ga', 'yb']) {
      expect(views[department]!.has('matter.scans'), department).toBe(true);
      for (const hidden of ['applicant.mobile', 'delivery.postAddress']) expect(views[department]!.has(hidden), department).toBe(false);
    }
  });
});

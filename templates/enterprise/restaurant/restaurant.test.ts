import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverageReport } from '../../../runtime/cases/index.ts';
import { type PlayedTemplate, playTemplate } from '../../../runtime/cases/testing/template.ts';

let template: PlayedTemplate;
beforeAll(async () => {
  template = await playTemplate(path.join(import.meta.dirname));
});
afterAll(() => template.close());

describe('the restaurant package', () => {
  it('is valid, with nothing to remark', () => {
    expect(template.findings).toEqual([]);
  });

  it('passes its case tests', () => {
    const failed = [...template.runs]
      .filter(([, run]) => !run.passed)
      .map(([id, run]) => [id, run.problems.map((problem) => problem.message['zh-CN'])]);

    expect(failed).toEqual([]);
    expect(template.runs.size).toBeGreaterThan(25);
  });

  it('has case tests that cover every step, path, decision and table row', () => {
    const { share, ...parts } = coverageReport(
      template.plan,
      [...template.runs.values()].map((run) => run.coverage),
    );

    for (const [kind, { missing }] of Object.entries(parts)) expect(missing, kind).toEqual([]);
    expect(share).toBe(1);
  });

  it('promises no more than the law allows', () => {
    const { items, clocks = {} } = template.pkg.scenario;

    for (const [id, item] of Object.entries(items)) expect(item.promisedDays, id).toBeLessThanOrEqual(item.statutoryDays!);
    for (const [id, clock] of Object.entries(clocks)) if (clock.item) expect(clock.days, id).toBe(items[clock.item]!.statutoryDays);
  });

  it('names a public form for every field, and a law for every item', () => {
    for (const form of Object.values(template.pkg.forms))
      for (const [id, field] of Object.entries(form.fields)) expect(field.source, `${form.id} ${id}`).toBeTruthy();
    for (const [id, item] of Object.entries(template.pkg.scenario.items)) expect(item.legalBasis?.['zh-CN'], id).toContain('第');
  });

  it('says departments, asked fields, documents and due dates in every case', () => {
    for (const { id, expect: wanted } of Object.values(template.pkg.cases)) {
      expect(wanted.departments, id).toBeDefined();
      expect(wanted.asked, id).toBeDefined();
      expect(wanted.issued, id).toBeDefined();
      expect(Object.keys(wanted.due ?? {}), id).not.toEqual([]);
    }
  });

  it('shows a department its own fields and nothing of the others', () => {
    const { views } = template.plan;

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

describe('a mutant of the restaurant package', () => {
  it('without one of its edges is found by a case test', async () => {
    expect(await template.mutantsWithout.edges()).toEqual([]);
  });

  it('without one of its table rows is found by a case test', async () => {
    expect(await template.mutantsWithout.rows()).toEqual([]);
  });

  it('with a decision led the wrong way is found by a case test', async () => {
    expect(await template.mutantsWithout.rightTurns()).toEqual([]);
  });
});

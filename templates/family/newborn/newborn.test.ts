import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseRun, coverageReport } from '../../../runtime/cases/index.ts';
import { type PlayedTemplate, playTemplate } from '../../../runtime/cases/testing/template.ts';
import type { Plan, ScenarioPackage } from '../../../runtime/compile/index.ts';

let template: PlayedTemplate;
let plan: Plan;
let pkg: ScenarioPackage;
let runs: Map<string, CaseRun>;

beforeAll(async () => {
  template = await playTemplate(path.join(import.meta.dirname));
  ({ plan, pkg, runs } = template);
});
afterAll(() => template.close());

describe('the newborn package', () => {
  it('is valid, with nothing to remark', () => {
    expect(template.findings).toEqual([]);
  });

  it('passes its case tests', () => {
    const failed = [...runs]
      .filter(([, run]) => !run.passed)
      .map(([id, run]) => [id, run.problems.map((problem) => problem.message['zh-CN'])]);

    expect(failed).toEqual([]);
    expect(runs.size).toBeGreaterThan(20);
  });

  it('has case tests that cover every step, path, decision and table row', () => {
    const { share, ...parts } = coverageReport(
      plan,
      [...runs.values()].map((run) => run.coverage),
    );

    for (const [kind, { missing }] of Object.entries(parts)) expect(missing, kind).toEqual([]);
    expect(share).toBe(1);
  });

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

describe('a mutant of the newborn package', () => {
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

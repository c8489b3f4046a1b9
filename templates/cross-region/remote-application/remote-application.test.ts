import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverageReport } from '../../../runtime/cases/index.ts';
import { type PlayedTemplate, playTemplate } from '../../../runtime/cases/testing/template.ts';

let template: PlayedTemplate;
beforeAll(async () => {
  template = await playTemplate(path.join(import.meta.dirname));
});
afterAll(() => template.close());

describe('the remote-application package', () => {
  it('is valid, with nothing to remark', () => {
    expect(template.findings).toEqual([]);
  });

  it('passes its case tests', () => {
    const failed = [...template.runs]
      .filter(([, run]) => !run.passed)
      .map(([id, run]) => [id, run.problems.map((problem) => problem.message['zh-CN'])]);

    expect(failed).toEqual([]);
    expect(template.runs.size).toBeGreaterThanOrEqual(13);
  });

  it('has case tests that cover every step, path, decision and table row', () => {
    const { share, ...parts } = coverageReport(
      template.plan,
      [...template.runs.values()].map((run) => run.coverage),
    );

    for (const [kind, { missing }] of Object.entries(parts)) expect(missing, kind).toEqual([]);
    expect(share).toBe(1);
  });

  it('promises no more than the law allows, in both counties', () => {
    const { items, clocks } = template.pkg.scenario;

    for (const [id, item] of Object.entries(items)) expect(item.promisedDays, id).toBeLessThanOrEqual(item.statutoryDays!);
    expect(clocks!.c_home!.days).toBe(items.it_home!.promisedDays);
    expect(clocks!.c_home_law!.days).toBe(items.it_home!.statutoryDays);
    expect(clocks!.c_handover!.days).toBe(items.it_accept!.promisedDays);
  });

  it('names a public form for every field, and a basis for every item', () => {
    for (const form of Object.values(template.pkg.forms))
      for (const [id, field] of Object.entries(form.fields)) expect(field.source, `${form.id} ${id}`).toBeTruthy();
    for (const [id, item] of Object.entries(template.pkg.scenario.items)) expect(item.legalBasis?.['zh-CN'], id).toContain('第');
  });

  it('gives the other county only what its start takes, and itself by its own name', () => {
    const { nodes, id } = template.pkg.scenario;
    const call = nodes.n_call!;
    const start = nodes.n_start!;

    expect(call.kind === 'call' && call.scenario).toBe(id);
    expect(call.kind === 'call' && Object.keys(call.inputs!).toSorted()).toEqual(start.kind === 'start' ? start.given!.toSorted() : []);
  });

  it('shows the deciding department the scans, and neither phone nor postal address', () => {
    const { views } = template.plan;

    for (const department of ['rs', 'ga', 'yb']) {
      expect(views[department]!.has('matter.scans'), department).toBe(true);
      for (const hidden of ['applicant.mobile', 'delivery.postAddress']) expect(views[department]!.has(hidden), department).toBe(false);
    }
  });
});

describe('a mutant of the remote-application package', () => {
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

import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverageReport } from '../../../runtime/cases/index.ts';
import { type PlayedTemplate, playTemplate } from '../../../runtime/cases/testing/template.ts';

let template: PlayedTemplate;
beforeAll(async () => {
  template = await playTemplate(path.join(import.meta.dirname));
});
afterAll(() => template.close());

describe('the grassroots event package', () => {
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

  it('says departments, asked fields, documents and what is left out in every case', () => {
    for (const { id, expect: wanted } of Object.values(template.pkg.cases)) {
      expect(wanted.departments, id).toBeDefined();
      expect(wanted.asked, id).toBeDefined();
      expect(wanted.issued, id).toBeDefined();
      expect(wanted.notVisited, id).not.toEqual([]);
    }
  });

  it('gives what is dispatched to the desk the county chose, also after a department gave it back', () => {
    const { tasks } = template.runs.get('not-our-duty')!.state;
    const handled = Object.values(tasks).filter(({ node }) => node === 'n_dept');

    expect(handled.map(({ department, decision }) => [department, decision])).toEqual([
      ['cg', 'back'],
      ['zj', 'done'],
    ]);
  });

  it('never has anybody check their own work: what the village handled the grid looks at', () => {
    for (const [id, { state }] of template.runs) {
      const tasks = Object.values(state.tasks).filter(({ status }) => status === 'done');
      const village = tasks.some(({ node, decision }) => node === 'n_village' && decision === 'done');
      for (const { node, department } of tasks) if (node === 'n_verify') expect(department, id).toBe(village ? 'wg' : 'cs');
    }
  });

  it('tells a reporter every step and sends nothing where a sensor reported', () => {
    for (const [id, { sent, coverage }] of template.runs) {
      const told = sent.filter(({ kind }) => kind === 'notify').map(({ of }) => of);

      if (coverage.nodes.includes('n_alarm')) expect(told, id).toEqual([]);
      else expect(told, id).toContain('m_accepted');
    }
  });
});

describe('a mutant of the grassroots event package', () => {
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

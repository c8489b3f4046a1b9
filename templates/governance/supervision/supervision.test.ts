import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverageReport } from '../../../runtime/cases/index.ts';
import { type PlayedTemplate, playTemplate } from '../../../runtime/cases/testing/template.ts';

let template: PlayedTemplate;
beforeAll(async () => {
  template = await playTemplate(path.join(import.meta.dirname));
});
afterAll(() => template.close());

const units = ['zj', 'st', 'zr', 'cg', 'sc'];

describe('the supervision package', () => {
  it('is valid, with nothing to remark', () => {
    expect(template.findings).toEqual([]);
  });

  it('passes its case tests', () => {
    const failed = [...template.runs]
      .filter(([, run]) => !run.passed)
      .map(([id, run]) => [id, run.problems.map((problem) => problem.message['zh-CN'])]);

    expect(failed).toEqual([]);
    expect(template.runs.size).toBeGreaterThan(20);
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

  it('gives every task of a unit to the desk of that unit, whichever it is', () => {
    const { tasks } = template.runs.get('jiaojiang')!.state;
    const done = Object.values(tasks).filter(({ node }) => node === 'n_do');

    expect(done.map(({ department }) => department)).toEqual(['st', 'zr', 'sc']);
  });

  it('scores what units did and never a person: no score names anybody', () => {
    const { variables } = template.pkg.scenario;
    for (const path of ['work.ledger', 'work.scores']) {
      const columns = Object.values(variables![path]!.columns!).map(({ element }) => element);

      expect(columns).not.toContain('name');
      expect(columns).toContain('unit');
    }
    const [entry] = template.runs.get('jiaojiang')!.state.fields['work.scores']!.value as Record<string, unknown>[];
    expect(Object.keys(entry!).sort()).toEqual(['points', 'quality', 'timely', 'unit']);
    expect(units).toContain(entry!.unit);
  });

  it('keeps what one unit writes from the form of the next', () => {
    for (const [id, { state }] of template.runs)
      for (const path of ['part.words', 'part.proof', 'part.until', 'part.percent', 'part.quality', 'part.granted'])
        expect(state.fields[path]?.value ?? null, `${id} ${path}`).toBeNull();
  });
});

describe('a mutant of the supervision package', () => {
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

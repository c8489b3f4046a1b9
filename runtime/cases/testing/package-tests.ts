/** What must hold for every template, as tests: valid, its cases pass and cover everything, and no mutant survives them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverageReport } from '../coverage.ts';
import { type PlayedTemplate, playTemplate } from './template.ts';

/** To be called once at the top of a template's test file; answers the played template, for what is special about it. */
export function testPackage(folder: string, cases: { atLeast: number }): () => PlayedTemplate {
  let template: PlayedTemplate;
  beforeAll(async () => {
    template = await playTemplate(folder);
  });
  afterAll(() => template.close());

  describe('the package', () => {
    it('is valid, with nothing to remark', () => {
      expect(template.findings).toEqual([]);
    });

    it('passes its case tests', () => {
      const failed = [...template.runs]
        .filter(([, run]) => !run.passed)
        .map(([id, run]) => [id, run.problems.map((problem) => problem.message['zh-CN'])]);

      expect(failed).toEqual([]);
      expect(template.runs.size).toBeGreaterThanOrEqual(cases.atLeast);
    });

    it('has case tests that cover every step, path, decision and table row', () => {
      const { share, ...parts } = coverageReport(
        template.plan,
        [...template.runs.values()].map((run) => run.coverage),
      );

      for (const [kind, { missing }] of Object.entries(parts)) expect(missing, kind).toEqual([]);
      expect(share).toBe(1);
    });
  });

  describe('a mutant of the package', () => {
    // Every case on every mutant: minutes on a busy machine.
    it('without one of its edges is found by a case test', async () => {
      expect(await template.mutantsWithout.edges()).toEqual([]);
    }, 300_000);

    it('without one of its table rows is found by a case test', async () => {
      expect(await template.mutantsWithout.rows()).toEqual([]);
    }, 300_000);

    it('with a decision led the wrong way is found by a case test', async () => {
      expect(await template.mutantsWithout.rightTurns()).toEqual([]);
    }, 300_000);
  });

  return () => template;
}

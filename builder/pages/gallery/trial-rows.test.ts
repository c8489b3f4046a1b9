import { describe, expect, it } from 'vitest';
import type { CaseRun } from '../../../runtime/cases/index.ts';
import { runCase } from '../../../runtime/cases/index.ts';
import { compile, type ScenarioPackage } from '../../../runtime/compile/index.ts';
import { readTemplates } from '../../../runtime/services/studio/index.ts';
import { workdays } from '../studio/open-editing.ts';
import { casesInOrder } from '../studio/rehearse/rehearsal.ts';
import { desksOf, typedOf } from './trial-rows.ts';

describe('a template tried once', () => {
  it('shows what the applicant typed and every desk’s decision, in names', async () => {
    const template = (await readTemplates('templates')).get('family/newborn')!;
    // As the market gives it: contracts stay with the region they were made for.
    const pkg: ScenarioPackage = { ...template.package, contracts: {} };
    const test = casesInOrder(pkg.cases)[0]!;
    const plan = compile(pkg, { calendar: workdays, rights: 'atRead' }).plan!;
    const run: CaseRun = await runCase(plan, test, async () => ({ ok: false, kind: 'down', message: 'no scripts here' }));

    const typed = typedOf(pkg, test, run);
    expect(typed.map(({ label }) => label['zh-CN'])).toContain('新生儿姓名');
    expect(typed.every(({ value }) => value !== '')).toBe(true);
    const desks = desksOf(pkg, test, run);
    expect(desks.length).toBe(test.steps.filter((step) => step.do === 'decide').length);
    expect(desks.every(({ department, step, decision }) => [department, step, decision].every((words) => words['zh-CN'] !== ''))).toBe(
      true,
    );
  });
});

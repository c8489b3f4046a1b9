import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseBench, CaseComparison, CaseGenerated, CaseReplay, ScenarioDraft, ScenarioPackage } from '../../schemas/generated/api.ts';
import type { Visitor } from './testing/client.ts';
import { journeyOf, startCase } from './testing/newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let designer: Visitor;
const journey = journeyOf('born-elsewhere');
beforeAll(async () => {
  product = await startProduct({ connectors: journey.connectors, now: '2026-09-28T01:10:00.000Z' });
  designer = await product.client.signIn('designer', demoPassword);
});
afterAll(() => product.close());

const at = '/api/scenarios/newborn';
const draftOf = async () => (await designer.send<ScenarioDraft>('GET', `${at}/draft`)).body;
const save = (rev: number, pkg: ScenarioPackage) => designer.send<{ rev: number }>('PUT', `${at}/draft`, { body: { rev, package: pkg } });
const results = async () => (await designer.send<CaseBench>('GET', `${at}/case-results`)).body;
/** The result of this revision, when it is there. */
const settled = (rev: number) =>
  expect.poll(
    async () => {
      const now = await results();
      return now.rev === rev && now.state !== 'running' ? now.state : 'waiting';
    },
    { timeout: 120_000, interval: 300 },
  );
/** The promised limit of the whole case is another one. */
const withDays = (pkg: ScenarioPackage, days: number): ScenarioPackage =>
  changed(pkg, ({ scenario }) => {
    const clock = scenario.clocks!.c_case!;
    if ('days' in clock) clock.days = days;
  });
const changed = (pkg: ScenarioPackage, change: (copy: ScenarioPackage) => void): ScenarioPackage => {
  const copy = structuredClone(pkg);
  change(copy);
  return copy;
};

describe('the cases of a scenario', () => {
  it('are played after every save; a broken step shows up in names, and mending it in the next save', async () => {
    const { rev, package: pkg } = await draftOf();
    await results();
    await settled(rev).toBe('done');
    const before = await results();
    expect(before).toMatchObject({ total: Object.keys(pkg.cases).length, passed: Object.keys(pkg.cases).length, share: 1, uncovered: [] });

    const saved = await save(rev, withDays(pkg, 3));
    expect(saved.status).toBe(200);
    await settled(saved.body.rev).toBe('done');
    const after = await results();

    expect(after.passed).toBeLessThan(after.total);
    const failed = after.cases.find(({ id }) => id === 'all-on-file')!;
    expect(failed.passed).toBe(false);
    expect(failed.problems).toMatchObject([{ code: 'expect.due', expected: '2026-10-10' }]);
    expect(failed.problems[0]!.message['zh-CN']).toMatch(/^「.+」应在 2026-10-10 到期，实际是 2026-/);

    const mended = await save(saved.body.rev, pkg);
    await settled(mended.body.rev).toBe('done');
    expect((await results()).passed).toBe(before.passed);
  });

  it('are played on a draft with errors elsewhere; those that pass the error say so', async () => {
    const { rev, package: pkg } = await draftOf();
    const broken = changed(pkg, ({ scenario }) => {
      const task = scenario.nodes.n_papers as { decisions: Record<string, unknown> };
      scenario.edges.e_nowhere = { from: 'n_papers', to: 'n_gone', rank: 'zz', on: Object.keys(task.decisions)[0]! };
    });

    const saved = await save(rev, broken);
    await settled(saved.body.rev).not.toBe('waiting');
    const now = await results();

    expect(now.state).toBe('done');
    expect(now.cases.find(({ id }) => id === 'no-father')?.passed).toBe(true);
    expect((await save(saved.body.rev, pkg)).status).toBe(200);
  });

  it('are generated for a branch that none reaches', async () => {
    const { package: pkg } = await draftOf();
    const few = { ...pkg, cases: { 'all-on-file': pkg.cases['all-on-file']! } };

    const made = await designer.send<CaseGenerated>('POST', `${at}/case-generation`, {
      body: { package: few, target: { kind: 'outcomes', id: 'n_cert.refuse' } },
    });

    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({ found: true, test: { expect: { status: 'refused' } } });
  });

  it('are compared between a version and the draft, in days and fields', async () => {
    const { rev, package: pkg } = await draftOf();
    expect((await save(rev, withDays(pkg, 3))).status).toBe(200);

    const { body } = await designer.send<CaseComparison>('POST', `${at}/case-comparison`, { body: { before: 1, after: 'draft' } });

    const one = body.cases.find(({ id }) => id === 'all-on-file')!;
    expect(body.state).toBe('done');
    expect(one.differences.filter(({ kind }) => kind === 'due')).not.toEqual([]);
    expect(one.differences.every(({ kind }) => kind === 'due')).toBe(true);
  });

  it('that were real are replayed on the draft: names and dates come out, nothing about a person', async () => {
    const citizen = await product.client.signIn('mother', demoPassword);
    await startCase(citizen, journey);
    const answer = await designer.send<CaseReplay>('POST', `${at}/case-replay`, { body: {} });

    expect(answer.body).toMatchObject({ state: 'done', finished: 1 });
    const [one] = answer.body.cases;
    expect(one).toMatchObject({ version: 1, verdict: 'differs' });
    expect(one!.differences.map(({ kind }) => kind)).toEqual(['due']);
    const said = answer.bytes.toString();
    for (const value of Object.values(journey.values)) if (typeof value === 'string' && value.length > 5) expect(said).not.toContain(value);
    expect(one!.applicant).toMatch(/^.\*+$/);
    const lines = await product.store.query<{ object: string }>({ text: "SELECT object FROM audit WHERE action = 'cases.replayed'" });
    expect(lines.map(({ object }) => object)).toEqual(['newborn']);
  });
});

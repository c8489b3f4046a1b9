import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import calendar from '../../../../runtime/calendar/cn-workday.json' with { type: 'json' };
import { runCase } from '../../../../runtime/cases/index.ts';
import { loadPackage } from '../../../../runtime/cli/load.ts';
import { main } from '../../../../runtime/cli/main.ts';
import { folderOf } from '../../../../runtime/compile/folder.ts';
import type { Plan, ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import { openQuestionsOf } from '../../../../runtime/engine/index.ts';
import type { Calendar, CaseTest } from '../../../../schemas/generated/documents.ts';
import { applicant, formValues, instantOfLocal, nextWorkingDay, officerOf, partyOf, Rehearsal, samplesOf } from './rehearsal.ts';

let plan: Plan;
let pkg: ScenarioPackage;
let scratch: string;
beforeAll(async () => {
  const loaded = await loadPackage(path.join(import.meta.dirname, '../../../../templates/family/newborn'));
  [plan, pkg] = [loaded.plan!, loaded.package!];
  scratch = await mkdtemp(path.join(tmpdir(), 'lianban-rehearsed-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const noScripts = async () => ({ ok: true as const, value: {} });

/** Everything a clerk presses: consents, the form from the sample, the father's yes, a day, the desk's no. */
async function rehearsed(): Promise<{ rehearsal: Rehearsal; test: CaseTest; same: boolean }> {
  const like = pkg.cases['certificate-refused']!;
  const samples = samplesOf(like);
  const workdays = calendar as unknown as Calendar;
  const rehearsal = new Rehearsal({
    plan,
    calendar: workdays,
    region: like.region,
    samples,
    at: instantOfLocal(like.at),
    like,
    runScript: noScripts,
  });
  await rehearsal.start({ key: 'start' });
  const now = () => rehearsal.now!;
  expect(await rehearsal.send({ type: 'consentData', grants: samples.consents }, applicant, { key: 'consents' })).toBeUndefined();
  const values = formValues(openQuestionsOf(plan, now().state, now().at)!, samples.values);
  expect(await rehearsal.send({ type: 'submit', values }, applicant, { key: 'submit' })).toBeUndefined();
  const open = (node: string) => Object.values(now().state.tasks).find((task) => task.node === node && task.status === 'open')!;
  const father = open('n_consent');
  expect(
    await rehearsal.send({ type: 'consent', taskId: father.id, decision: 'agree' }, partyOf(father.party), { key: 'yes' }),
  ).toBeUndefined();
  await rehearsal.advance(nextWorkingDay(workdays, now().at), { key: 'day' });
  const desk = { type: 'complete', taskId: open('n_cert').id, decision: 'refuse', opinion: '与分娩记录不符' } as const;
  expect(await rehearsal.send(desk, officerOf('wj'), { key: 'no' })).toBeUndefined();
  return { rehearsal, ...(await rehearsal.toCase('rehearsed-1', { 'zh-CN': '预演存下的' })) };
}

async function lianban(...args: string[]): Promise<{ code: number; out: string }> {
  const out: string[] = [];
  const keep = (text: string) => void out.push(text);
  const code = await main(args, { out: keep, err: keep, stdin: async () => '' }, { LANG: 'zh_CN.UTF-8' });
  return { code, out: out.join('\n') };
}

async function written(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

describe('a rehearsal kept as a case', () => {
  it('is the very same journey when it is played again, and expects what happened', async () => {
    const { rehearsal, test, same } = await rehearsed();

    const run = await runCase(plan, test, noScripts);

    expect(same).toBe(true);
    expect(run.problems).toEqual([]);
    expect(run.state.status).toBe(rehearsal.now!.state.status);
    expect(run.state.outcomes).toEqual(rehearsal.now!.state.outcomes);
    expect(test.expect).toMatchObject({ status: 'refused', departments: ['wj'], due: { c_case: '2026-10-10' } });
  });

  it('goes with the exported package, and `lianban test` plays it with the same result', async () => {
    const { test } = await rehearsed();
    const [exported, folder] = [path.join(scratch, 'exported'), path.join(scratch, 'package')];
    await written(exported, folderOf({ ...pkg, cases: { [test.id]: test } }));

    const imported = await lianban('import-folder', exported, '-o', folder);
    const played = await lianban('test', folder, '--json');

    expect(imported.code, imported.out).toBe(0);
    expect(played.code, played.out).toBe(0);
    const [one] = (JSON.parse(played.out) as { packages: { cases: object[] }[] }).packages;
    expect(one!.cases).toMatchObject([{ id: 'rehearsed-1', passed: true, status: 'refused', problems: [] }]);

    // What it must come to is changed in the table, as a clerk would: the same sentence in the studio and on the command line.
    const stricter = { ...test, expect: { ...test.expect, due: { c_case: '2026-10-09' } } };
    await written(folder, { [`cases/${test.id}.json`]: JSON.stringify(stricter) });
    const failed = await lianban('test', folder);
    const here = (await runCase(plan, stricter, noScripts)).problems[0]!.message['zh-CN'];
    expect(failed.code).toBe(1);
    expect(failed.out).toContain(here);
  });
});

describe('what a rehearsal says', () => {
  it('follows a case up to its failing step and stops before it', async () => {
    const like = pkg.cases['certificate-refused']!;
    const steps = [...like.steps.slice(0, 2), { do: 'decide' as const, node: 'n_household', decision: 'register' }];
    const rehearsal = new Rehearsal({
      plan,
      calendar: calendar as unknown as Calendar,
      region: like.region,
      samples: samplesOf(like),
      at: instantOfLocal(like.at),
      like,
      runScript: noScripts,
    });
    await rehearsal.start({ key: 'start' });

    const stopped = await rehearsal.follow(steps, () => ({ key: 'step' }));

    expect(stopped).toMatchObject({ step: 2 });
    expect(stopped!.message['zh-CN']).toContain('现在没有待办');
    expect(rehearsal.moments).toHaveLength(3);
  });

  it('lists what would have been sent with its content, and sends nothing', async () => {
    const { rehearsal } = await rehearsed();
    const { sent } = rehearsal.now!;

    expect(sent.filter(({ kind }) => kind === 'notify').every(({ text }) => text?.['zh-CN'])).toBe(true);
    expect(sent.find(({ kind }) => kind === 'data')!.lines!.length).toBeGreaterThan(0);
  });
});

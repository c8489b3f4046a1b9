/** Contested values through the services, on a real database: seen by both, decided, reported, answered, told. */
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upsertRegion } from '../../store/accounts.ts';
import { claimDueJobs, listJobRegions } from '../../store/jobs.ts';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { performJob } from '../cases/effects.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { startTestOutside, type TestOutside } from '../testing/outside.ts';
import { samplePackage, sampleScenarioId } from '../testing/sample-package.ts';
import { citizen, createWorld, officer, publishPackage, type World } from '../testing/world.ts';

const region = '330424';
const province = '330000';
const lin = citizen('林雨', '330424199603120029');
const health = officer('徐安', region, 'health');
const market = officer('周市', region, 'market');
const police = officer('王宁', province, 'police');
const keeper: SessionActor = {
  ...police,
  accountId: uuidv7(),
  name: '高管',
  grants: [{ region: province, department: 'police', role: 'keeper' }],
};
const stranger = officer('郑远', '331002', 'police');
let database: TestDatabase;
let outside: TestOutside;
let store: Store;
let worlds: World[];
let now = '2026-03-02T02:00:00.000Z';
let count = 0;
const id = () => {
  count += 1;
  return `dispute-${String(count).padStart(4, '0')}`;
};

/** The sample without its timer. */
function officePackage() {
  const pkg = samplePackage();
  delete pkg.scenario.nodes.n_timer;
  pkg.scenario.edges = Object.fromEntries(
    Object.entries(pkg.scenario.edges)
      .filter(([, edge]) => edge.from !== 'n_timer')
      .map(([key, edge]) => [key, edge.to === 'n_timer' ? { ...edge, to: 'g_fork' } : edge]),
  );
  return pkg;
}

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  outside.records['police/credit'] = { credit: 'A' };
  outside.records['police/person'] = { name: '林雨', address: '旧地址 1 号' };
  store = createStore({ url: database.url, applicationName: 'disputes-test' });
  await publishPackage(store, officePackage(), [{ code: region, name: '海盐县' }]);
  await upsertRegion(store, { code: province, name: '浙江省' });
  const world = () => createWorld({ url: database.url, connectors: outside.connectors, clock: () => now });
  worlds = [await world(), await world()];
});
afterAll(async () => {
  for (const world of worlds ?? []) await world.close();
  await outside?.close();
  await store?.close();
  await database?.close();
});

async function work(): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    const jobs = [];
    for (const { region: here } of await listJobRegions(store))
      jobs.push(...(await claimDueJobs(store, { region: here, workerId: 'test', limit: 50 })));
    if (jobs.length === 0) return;
    for (const job of jobs) await performJob(worlds[0]!.services.caseParts, job, { maxAttempts: 1 });
  }
}

/** The register says the old address; the applicant contests it and goes on. */
async function contested(): Promise<{ caseNo: string; caseId: string; actor: SessionActor; taskId: string }> {
  const { cases } = worlds[0]!.services;
  const actor = { ...lin, accountId: uuidv7() };
  const opened = await cases.startDraft({ actor, region, scenario: sampleScenarioId, commandId: id() });
  await cases.saveConsents({ actor, id: opened.id, grants: { d_person: true }, rev: opened.rev });
  const done = await cases.submit({
    actor,
    id: opened.id,
    values: { 'owner.idNumber': lin.person!.idNumber, 'owner.mobile': '13800000000', 'shop.name': '小店', 'shop.area': 20 },
    disputes: { 'owner.address': { value: '新地址 2 号', reason: '已搬家' } },
    commandId: id(),
  });
  await work();
  const task = (await cases.inbox({ actor: health })).rows.find((row) => row.caseNo === done.caseNo)!;
  return { caseNo: done.caseNo, caseId: opened.id, actor, taskId: task.id };
}

const disputes = (place = 0) => worlds[place]!.services.disputes;
const path = 'owner.address';
const decide = (taskId: string, use: 'register' | 'applicant', actor = health) =>
  disputes().decide({ actor, decision: { taskId, path, use, reason: '已核对房产证', commandId: id() } });

describe('a contested value', () => {
  it('stands beside the shared one at the desk, which decides with its reason; the owner reads it and the applicant their words', async () => {
    const { caseNo, actor, taskId } = await contested();
    const before = await worlds[0]!.services.cases.taskPage({ actor: health, taskId });
    const field = before.groups.flatMap(({ fields }) => fields).find((one) => one.path === path)!;
    expect(field).toMatchObject({ value: '旧地址 1 号', declared: '新地址 2 号', reason: '已搬家', canSettle: true });
    expect((await worlds[0]!.services.cases.tracking({ actor, caseNo })).disputes).toMatchObject([
      { register: '旧地址 1 号', applicant: '新地址 2 号' },
    ]);

    const page = await decide(taskId, 'applicant');
    const settled = page.groups.flatMap(({ fields }) => fields).find((one) => one.path === path)!;
    expect(settled).toMatchObject({ settled: { use: 'applicant', reason: '已核对房产证', by: '徐安' } });
    await work();

    const { rows, counts } = await disputes().list({ actor: keeper });
    expect(counts.open).toBe(1);
    expect(rows[0]).toMatchObject({
      caseNo,
      regionName: '海盐县',
      register: '旧地址 1 号',
      applicant: '新地址 2 号',
      used: 'applicant',
      status: 'open',
      applicantReason: '已搬家',
      keys: [{ shown: lin.person!.idNumber }],
    });
    expect((await disputes().list({ actor: stranger })).rows).toEqual([]);
    const answer = { verdict: 'corrected' as const, words: '已按房产登记更正', commandId: id() };
    await expect(disputes().answer({ actor: stranger, reportId: rows[0]!.id, ...answer })).rejects.toBeInstanceOf(NotFoundError);
    await disputes().answer({ actor: keeper, reportId: rows[0]!.id, ...answer });

    const told = await worlds[0]!.services.cases.tracking({ actor, caseNo });
    expect(told.disputes).toMatchObject([
      { settled: { use: 'applicant', by: '', owner: { verdict: 'corrected', words: '已按房产登记更正' } } },
    ]);
    expect(told.timeline.map(({ text }) => text['zh-CN'])).toContain('数据提供部门已更正：address');
    await expect(decide(taskId, 'register')).rejects.toMatchObject({ code: 'dispute.owner_answered' });
  });

  it('decided for the register is noted with its owner, who need not answer; decided otherwise, only the last counts', async () => {
    const { caseNo, taskId } = await contested();
    await decide(taskId, 'register');
    await work();
    const noted = (await disputes().list({ actor: police, state: 'done' })).rows.find((row) => row.caseNo === caseNo)!;
    expect(noted).toMatchObject({ status: 'noted', used: 'register' });
    await decide(taskId, 'applicant');
    await work();
    const after = (await disputes().list({ actor: police, state: 'done' })).rows.filter((row) => row.caseNo === caseNo);
    expect(after).toMatchObject([{ id: noted.id, status: 'replaced' }]);
    expect((await disputes().list({ actor: police })).rows.filter((row) => row.caseNo === caseNo)).toHaveLength(1);
  });

  it('is decided by a desk that has the task and sees the field, and by nobody else', async () => {
    const { taskId } = await contested();
    await expect(decide(taskId, 'applicant', market)).rejects.toBeInstanceOf(NotFoundError);
    await expect(decide(taskId, 'applicant', stranger)).rejects.toBeInstanceOf(NotFoundError);
    const other = disputes().decide({
      actor: health,
      decision: { taskId, path: 'shop.name', use: 'applicant', reason: 'x', commandId: id() },
    });
    await expect(other).rejects.toMatchObject({ code: 'dispute.unknown' });
  });

  it('is answered once by its owner, also when two answer at the same moment', async () => {
    const { caseNo, taskId } = await contested();
    await decide(taskId, 'applicant');
    await work();
    const { id: reportId } = (await disputes().list({ actor: police })).rows.find((row) => row.caseNo === caseNo)!;
    const both = await Promise.allSettled([
      disputes(0).answer({ actor: police, reportId, verdict: 'confirmed', words: '库内无误', commandId: id() }),
      disputes(1).answer({ actor: keeper, reportId, verdict: 'corrected', words: '已更正', commandId: id() }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((both.find((one) => one.status === 'rejected') as PromiseRejectedResult).reason).toBeInstanceOf(ConflictError);
  });

  it('is answered also after the case has ended', async () => {
    const { caseNo, caseId, actor, taskId } = await contested();
    await decide(taskId, 'applicant');
    await work();
    now = '2026-03-02T03:00:00.000Z';
    await worlds[0]!.services.cases.withdraw({ actor, caseNo, commandId: id() });
    const { id: reportId } = (await disputes().list({ actor: police })).rows.find((row) => row.caseNo === caseNo)!;
    await disputes().answer({ actor: police, reportId, verdict: 'rejected', words: '以登记为准', commandId: id() });
    const { stored } = await worlds[0]!.services.caseParts.runBurst.load(region, caseId);
    expect(stored.state.fields[path]?.settled?.owner).toMatchObject({ verdict: 'rejected', words: '以登记为准' });
  });
});

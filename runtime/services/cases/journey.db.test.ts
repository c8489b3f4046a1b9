/** One case through every kind of wait, on a real database, with the real sandbox and a real outside service. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimDueJobs, countJobs, listJobRegions } from '../../store/jobs.ts';
import { verifyJournal } from '../../store/journal.ts';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { startTestOutside, type TestOutside } from '../testing/outside.ts';
import { samplePackage, sampleScenarioId } from '../testing/sample-package.ts';
import { citizen, createWorld, officer, publishPackage, type World } from '../testing/world.ts';
import { performJob } from './effects.ts';

const region = '330424';
const other = '331002';
let database: TestDatabase;
let outside: TestOutside;
let store: Store;
let now = '2026-03-02T02:00:00.000Z';
const worlds: World[] = [];
let turn = 0;

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  outside.records['police/person'] = { name: '林雨', address: '武原街道 1 号' };
  outside.records['police/credit'] = { credit: 'A' };
  store = createStore({ url: database.url, applicationName: 'journey' });
  await publishPackage(store, samplePackage(), [
    { code: region, name: '海盐县' },
    { code: other, name: '椒江区' },
  ]);
  for (let index = 0; index < 2; index += 1)
    worlds.push(await createWorld({ url: database.url, connectors: outside.connectors, clock: () => now }));
});
afterAll(async () => {
  for (const world of worlds) await world.close();
  await outside?.close();
  await store?.close();
  await database?.close();
});

/** Each call is made by another process' worth of services than the last: every wait is saved and loaded again. */
const next = () => {
  turn += 1;
  return worlds[turn % 2]!.services;
};

/** Performs everything that is due, as workers would; a timer is moved to by moving the clock. */
async function work(): Promise<number> {
  let done = 0;
  for (let round = 0; round < 10; round += 1) {
    const jobs = [];
    for (const { region: place } of await listJobRegions(store))
      jobs.push(...(await claimDueJobs(store, { region: place, workerId: 'test', limit: 50 })));
    if (jobs.length === 0) return done;
    for (const job of jobs) {
      const isDone = await performJob(next().caseParts, job, { maxAttempts: 3 }).then(
        () => true,
        // The database's clock is months ahead of this test's: the timer waits for the clock of the services.
        (error: unknown) => (error instanceof ConflictError && error.code === 'timer.too_early' ? false : Promise.reject(error)),
      );
      if (isDone) done += 1;
    }
  }
  return done;
}

const lin = citizen('林雨', '330424199603120029');
const zhou = citizen('周舟', '330424199001010017');
const health = officer('徐安', region, 'health');
const health2 = officer('何康', region, 'health');
const police = officer('王宁', region, 'police');
const market = officer('钱进', region, 'market');
const elsewhere = officer('李远', other, 'health', 'police');
let caseNo = '';
let taskOf: Record<string, string> = {};

async function tasksFor(actor: typeof health) {
  return (await next().cases.inbox({ actor })).rows.filter((row) => row.caseNo === caseNo);
}

describe('a case from draft to certificate', () => {
  let draftId = '';
  let rev = 0;

  it('opens as a draft with what the account knows typed in, once per command', async () => {
    const draft = await next().cases.startDraft({ actor: lin, region, scenario: sampleScenarioId, commandId: 'start-1' });
    const again = await next().cases.startDraft({ actor: lin, region, scenario: sampleScenarioId, commandId: 'start-1' });

    expect(again.id).toBe(draft.id);
    expect(draft.consents).toMatchObject([{ id: 'd_person', granted: null, state: 'idle', name: { 'zh-CN': '人口信息' } }]);
    const fields = draft.sections.flatMap((section) => section.fields);
    expect(fields.find((field) => field.path === 'owner.idNumber')).toMatchObject({ mode: 'ask', value: lin.person!.idNumber });
    expect(draft.regionName).toBe('海盐县');
    draftId = draft.id;
    rev = again.rev;
  });

  it('reads shared data before it answers, and shows its source', async () => {
    const draft = await next().cases.saveConsents({ actor: lin, id: draftId, grants: { d_person: true }, rev });

    expect(draft.consents[0]).toMatchObject({ granted: true, state: 'fetched' });
    const fields = draft.sections.flatMap((section) => section.fields);
    expect(fields.find((field) => field.path === 'owner.address')).toMatchObject({
      mode: 'shared',
      value: '武原街道 1 号',
      editable: false,
      source: { name: { 'zh-CN': '公安人口库' } },
    });
    expect(await countJobs(store, region)).toBe(0);
    rev = draft.rev;
  });

  it('refuses a stale tab, another person and another person’s number', async () => {
    await expect(next().cases.saveValues({ actor: lin, id: draftId, values: {}, rev: rev - 1 })).rejects.toThrow(ConflictError);
    await expect(next().cases.draft({ actor: zhou, id: draftId })).rejects.toThrow(NotFoundError);
    await expect(
      next().cases.saveValues({ actor: lin, id: draftId, values: { 'owner.idNumber': zhou.person!.idNumber }, rev }),
    ).rejects.toMatchObject({ problems: [{ path: 'owner.idNumber', code: 'field.not_your_identity' }] });
  });

  it('saves what is typed, lists the gaps, and refuses a shared value that was tampered with', async () => {
    const draft = await next().cases.saveValues({ actor: lin, id: draftId, values: { 'shop.name': '雨的店' }, rev });
    expect(draft.counts.missing).toBe(1);

    const { problems } = await next().cases.check({ actor: lin, id: draftId });
    expect(problems.map((problem) => problem.path)).toEqual(['shop.area']);
    await expect(
      next().cases.submit({ actor: lin, id: draftId, values: { 'shop.area': 30, 'owner.address': '别处' }, commandId: 'submit-0' }),
    ).rejects.toThrow(InvalidError);
    expect((await next().cases.drafts({ actor: lin })).map((one) => one.id)).toEqual([draftId]);
  });

  it('is submitted once, however often the command comes, and gets one number', async () => {
    const values = { 'shop.area': 30, 'partner.idNumber': zhou.person!.idNumber };
    const disputes = { 'owner.address': { value: '新桥路 9 号', reason: '已搬家' } };
    const first = await next().cases.submit({ actor: lin, id: draftId, values, disputes, commandId: 'submit-1' });
    const second = await next().cases.submit({ actor: lin, id: draftId, values, disputes, commandId: 'submit-1' });

    expect(first.caseNo).toMatch(/^LB330424202603020\d{4}$/);
    expect(second).toEqual(first);
    caseNo = first.caseNo;
    await expect(next().cases.submit({ actor: lin, id: draftId, values, commandId: 'submit-2' })).rejects.toThrow(ConflictError);
  });

  it('waits for the second party, who alone sees what is asked of them', async () => {
    expect(await next().cases.waitingConsents({ actor: zhou })).toMatchObject([
      { caseNo, from: '林雨', expiresAt: '2026-03-05T02:00:00.000Z' },
    ]);
    expect(await next().cases.waitingConsents({ actor: lin })).toEqual([]);
    await expect(next().cases.tracking({ actor: zhou, caseNo })).rejects.toThrow(NotFoundError);
    expect((await next().cases.tracking({ actor: lin, caseNo })).line['zh-CN']).toBe('等待合伙人确认');

    await next().cases.consent({ actor: zhou, caseNo, decision: 'agree', commandId: 'consent-1' });

    expect(await next().cases.waitingConsents({ actor: zhou })).toEqual([]);
  });

  it('reads data in the flow and then waits for its timer', async () => {
    expect(await work()).toBe(1);
    expect(await tasksFor(health)).toEqual([]);
    expect(await work()).toBe(0);

    // The publicity minute is over by the database's clock, too: the job is made due.
    const client = store.connect();
    await client.connect();
    await client.query('SET ROLE NONE');
    await client.query("UPDATE jobs SET run_at = now() WHERE kind = 'timer'");
    await client.end();
    now = '2026-03-02T02:01:00.000Z';
    expect(await work()).toBe(1);
  });

  it('lies in the inbox of each desk that takes part, and of no other region', async () => {
    expect(await tasksFor(health)).toMatchObject([
      { step: { 'zh-CN': '卫生审查' }, due: '2026-03-04', lamp: 'normal', workingDaysLeft: 2, applicant: '林雨' },
    ]);
    expect(await tasksFor(police)).toHaveLength(1);
    expect((await next().cases.inbox({ actor: elsewhere })).total).toBe(0);
    taskOf = { health: (await tasksFor(health))[0]!.id, police: (await tasksFor(police))[0]!.id, market: (await tasksFor(market))[0]!.id };
    await expect(next().cases.taskPage({ actor: elsewhere, taskId: taskOf.health! })).rejects.toThrow(NotFoundError);
    await expect(next().cases.taskPage({ actor: police, taskId: taskOf.health! })).rejects.toThrow(NotFoundError);
    await expect(next().cases.casePage({ actor: elsewhere, caseNo })).rejects.toThrow(NotFoundError);
  });

  it('shows a desk its own fields only, with source and what the applicant says instead', async () => {
    const page = await next().cases.taskPage({ actor: health, taskId: taskOf.health! });
    const fields = page.groups.flatMap((group) => group.fields);

    expect(fields.find((one) => one.path === 'owner.address')).toMatchObject({
      value: '武原街道 1 号',
      source: 'shared',
      sourceName: { 'zh-CN': '公安人口库' },
      declared: '新桥路 9 号',
      reason: '已搬家',
      differs: true,
    });
    expect(fields.some((one) => one.path === 'shop.credit')).toBe(false);
    const policePage = await next().cases.taskPage({ actor: police, taskId: taskOf.police! });
    expect(policePage.groups.flatMap((group) => group.fields).some((one) => one.path === 'owner.address')).toBe(false);
    expect(page.decisions.map((one) => [one.id, one.effect])).toEqual([
      ['agree', 'agree'],
      ['refuse', 'refuse'],
    ]);
  });

  it('is found by number and name by desks that take part only', async () => {
    expect((await next().cases.searchCases({ actor: health, q: '林' })).rows.map((row) => row.caseNo)).toEqual([caseNo]);
    expect((await next().cases.searchCases({ actor: health, q: caseNo.slice(-6) })).total).toBe(1);
    expect((await next().cases.searchCases({ actor: elsewhere, q: '林' })).total).toBe(0);
    expect((await next().cases.searchCases({ actor: officer('别人', region, 'housing'), q: '林' })).total).toBe(0);
  });

  it('is held by one of two officers; the other is told who and since when', async () => {
    const { cases } = next();
    const claims = await Promise.allSettled([
      cases.claim({ actor: health, taskId: taskOf.health! }),
      cases.claim({ actor: health2, taskId: taskOf.health! }),
    ]);
    expect(claims.map((claim) => claim.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [winner, loser] = claims[0].status === 'fulfilled' ? [health, health2] : [health2, health];
    const rejected = claims.find((claim) => claim.status === 'rejected')!;
    expect(rejected).toMatchObject({ reason: { code: 'task.held', data: { name: winner.name, at: now } } });

    const page = await next().cases.taskPage({ actor: loser, taskId: taskOf.health! });
    expect(page).toMatchObject({ canDecide: false, holder: { name: winner.name, me: false } });
    await expect(
      next().cases.complete({ actor: loser, taskId: taskOf.health!, rev: page.rev, decision: 'agree', commandId: 'held' }),
    ).rejects.toMatchObject({ code: 'task.held', data: { name: winner.name } });

    await next().cases.release({ actor: winner, taskId: taskOf.health! });
  });

  it('goes back to the applicant for 补正 of the named fields, with the clock standing still, and on again', async () => {
    const page = await next().cases.taskPage({ actor: health, taskId: taskOf.health! });
    const defects = [{ path: 'shop.name', words: '店名与招牌不一致' }];
    await next().cases.requestSupplement({ actor: health, taskId: taskOf.health!, rev: page.rev, defects, commandId: 'sup-1' });

    const tracking = await next().cases.tracking({ actor: lin, caseNo });
    expect(tracking).toMatchObject({
      lamp: 'stopped',
      mustDo: { kind: 'supplement', defects: [{ path: 'shop.name', words: '店名与招牌不一致' }] },
    });
    expect(tracking.mustDo!.fields!.map((field) => [field.path, field.editable])).toEqual([['shop.name', true]]);
    expect((await next().cases.inbox({ actor: health, state: 'supplement' })).rows).toHaveLength(1);
    await expect(
      next().cases.answerSupplement({ actor: lin, caseNo, values: { 'shop.area': 99 }, commandId: 'ans-0' }),
    ).rejects.toMatchObject({ problems: [{ path: 'shop.area', code: 'field.not_requested' }] });

    now = '2026-03-03T02:00:00.000Z';
    const after = await next().cases.answerSupplement({ actor: lin, caseNo, values: { 'shop.name': '雨的小店' }, commandId: 'ans-1' });

    expect(after.mustDo).toBeUndefined();
    await expect(
      next().cases.complete({ actor: health, taskId: taskOf.health!, rev: page.rev, decision: 'agree', commandId: 'stale' }),
    ).rejects.toMatchObject({ code: 'task.stale' });
  });

  it('is decided once: the same command again answers the same, another officer is told who was first', async () => {
    const page = await next().cases.taskPage({ actor: health, taskId: taskOf.health! });
    const decide = (actor: typeof health, commandId: string) => ({
      actor,
      taskId: taskOf.health!,
      rev: page.rev,
      decision: 'agree',
      opinion: '合格',
      commandId,
    });
    const both = await Promise.allSettled([
      worlds[0]!.services.cases.complete(decide(health, 'agree-1')),
      worlds[1]!.services.cases.complete(decide(health2, 'agree-2')),
    ]);

    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [winner, command] = both[0].status === 'fulfilled' ? [health, 'agree-1'] : [health2, 'agree-2'];
    expect(both.find((one) => one.status === 'rejected')).toMatchObject({
      reason: { status: 409, code: 'task.already_completed', data: { name: winner.name, at: now } },
    });
    const again = await next().cases.complete(decide(winner, command));
    expect(again.done['zh-CN']).toContain('同意');
    expect((await next().cases.inbox({ actor: winner, state: 'done' })).rows.map((row) => row.caseNo)).toEqual([caseNo]);
  });

  it('ends with a sealed certificate when all desks agree; every effect was done once', async () => {
    for (const [actor, taskId] of [
      [police, taskOf.police!],
      [market, taskOf.market!],
    ] as const) {
      const page = await next().cases.taskPage({ actor, taskId });
      await next().cases.complete({ actor, taskId, rev: page.rev, decision: 'agree', commandId: `joint-${taskId}` });
    }
    await work();

    const tracking = await next().cases.tracking({ actor: lin, caseNo });
    expect(tracking).toMatchObject({ status: 'completed', line: { 'zh-CN': '已办结' }, canRate: true });
    expect(tracking.departments.map((one) => one.state)).toEqual(['done', 'done']);
    expect(tracking.documents).toHaveLength(1);
    const [entry] = tracking.documents;
    const file = await next().cases.document({ actor: lin, caseNo, id: entry!.id });
    expect(file.content.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await next().cases.verify({ number: entry!.number, code: entry!.checkCode! })).toMatchObject({
      valid: true,
      name: { 'zh-CN': '卫生许可证' },
    });
    expect(await next().cases.verify({ number: entry!.number, code: 'AAAAAAAAAA' })).toEqual({ valid: false });
    await expect(next().cases.document({ actor: zhou, caseNo, id: entry!.id })).rejects.toThrow(NotFoundError);

    expect([...outside.done.values()].map(({ kind, calls }) => `${kind} ${calls}`).toSorted()).toEqual([
      'read 1',
      'read 1',
      'seal 1', // 补正告知书
      'seal 1',
      'sms 1',
    ]);
    expect(await countJobs(store, region)).toBe(0);
    const { stored } = await next().caseParts.runBurst.load(region, draftId);
    expect(await verifyJournal(store, region, draftId)).toEqual({ ok: true, entries: stored.state.counters.journal });
    expect(stored.state.fields['shop.fee']?.value).toBe('60.00');
  });

  it('is rated by its applicant once it has ended', async () => {
    const rated = await next().cases.rate({ actor: lin, caseNo, stars: 5, words: '很快' });
    expect(rated).toMatchObject({ rating: { stars: 5, words: '很快' }, canRate: false });
    expect((await next().cases.myCases({ actor: lin })).map((one) => [one.caseNo, one.status])).toEqual([[caseNo, 'completed']]);
  });
});

describe('starting and submitting at once', () => {
  const values = {
    'owner.idNumber': lin.person!.idNumber,
    'owner.name': '林雨',
    'owner.address': '东海路',
    'owner.mobile': '13800000000',
    'shop.name': '二店',
    'shop.area': 10,
  };

  it('makes one case per command, in one burst, also when two processes get it at the same moment', async () => {
    const input = { actor: lin, region, scenario: sampleScenarioId, values, commandId: 'bulk-1' };
    const [one, two] = await Promise.all([
      worlds[0]!.services.cases.startAndSubmit(input),
      worlds[1]!.services.cases.startAndSubmit(input),
    ]);

    expect(two).toEqual(one);
    expect((await next().caseParts.runBurst.load(region, one.id)).stored.rev).toBe(1);
  });

  it('keeps nothing of a submission that was refused', async () => {
    const before = (await next().cases.myCases({ actor: lin })).length + (await next().cases.drafts({ actor: lin })).length;
    await expect(
      next().cases.startAndSubmit({
        actor: lin,
        region,
        scenario: sampleScenarioId,
        values: { ...values, 'shop.area': 'much' },
        commandId: 'bulk-2',
      }),
    ).rejects.toMatchObject({ status: 422 });
    expect((await next().cases.myCases({ actor: lin })).length + (await next().cases.drafts({ actor: lin })).length).toBe(before);
  });

  it('asks for what the outside could not give, when the service is down', async () => {
    outside.down.add('read');
    const draft = await next().cases.startDraft({ actor: lin, region, scenario: sampleScenarioId, commandId: 'down-1' });
    const after = await next().cases.saveConsents({ actor: lin, id: draft.id, grants: { d_person: true }, rev: draft.rev });
    outside.down.delete('read');

    expect(after.consents[0]).toMatchObject({ state: 'failed', problem: { 'zh-CN': '暂时连接不上，请自行填写' } });
    expect(after.sections.flatMap((section) => section.fields).find((field) => field.path === 'owner.address')).toMatchObject({
      mode: 'ask',
      editable: true,
    });
  });
});

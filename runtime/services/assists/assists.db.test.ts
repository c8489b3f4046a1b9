/** Questions to owners of data through the services, on a real database: asked, urged, overdue, answered once, used again. */
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AssistAnswer } from '../../../schemas/generated/api.ts';
import { picture } from '../../files/testing/samples.ts';
import { insertAccount, upsertOrganisation, upsertRegion } from '../../store/accounts.ts';
import { findAssist } from '../../store/assists.ts';
import { claimDueJobs, countJobs, listJobRegions } from '../../store/jobs.ts';
import { verifyJournal } from '../../store/journal.ts';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { performJob } from '../cases/effects.ts';
import { ConflictError, InvalidError, NotFoundError, UnavailableError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { startTestOutside, type TestOutside } from '../testing/outside.ts';
import { samplePackage, sampleScenarioId } from '../testing/sample-package.ts';
import { citizen, createWorld, officer, publishPackage, type World } from '../testing/world.ts';

const region = '330424';
const province = '330000';
const elsewhere = '331002';
const lin = citizen('林雨', '330424199603120029');
const police = officer('王宁', province, 'police');
const police2 = officer('李平', province, 'police');
const health = officer('徐安', region, 'health');
const stranger = officer('郑远', elsewhere, 'police');
const supervisor: SessionActor = {
  accountId: uuidv7(),
  kind: 'staff',
  name: '督查',
  grants: [{ region: province, role: 'supervisor' }],
  sessionId: '',
};
let database: TestDatabase;
let outside: TestOutside;
let store: Store;
let worlds: World[];
let now = '2026-03-02T02:00:00.000Z';
let count = 0;

/** The sample without its timer: after the read the desks are at work. Person and credit fall back to asking the police. */
function assistedPackage() {
  const pkg = samplePackage();
  const { scenario } = pkg;
  delete scenario.nodes.n_timer;
  scenario.edges = Object.fromEntries(
    Object.entries(scenario.edges)
      .filter(([, edge]) => edge.from !== 'n_timer')
      .map(([id, edge]) => [id, edge.to === 'n_timer' ? { ...edge, to: 'g_fork' } : edge]),
  );
  scenario.data!.d_credit = { ...scenario.data!.d_credit!, fallback: 'assist', assist: { days: 2, validDays: 30, nullRate: 0.2 } };
  scenario.data!.d_person = { ...scenario.data!.d_person!, fallback: 'assist' };
  return pkg;
}

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  store = createStore({ url: database.url, applicationName: 'assists-test' });
  await publishPackage(store, assistedPackage(), [{ code: region, name: '海盐县' }]);
  await upsertRegion(store, { code: province, name: '浙江省' });
  await upsertRegion(store, { code: elsewhere, name: '椒江区' });
  await upsertOrganisation(store, { region: province, department: 'police', name: { 'zh-CN': '省公安厅' } });
  const line = { region: province, at: now, action: 'account.created', object: 'x', result: 'done' as const };
  await insertAccount(
    store,
    { id: police.accountId, username: 'police', name: police.name, kind: 'staff', at: now },
    [{ region: province, department: 'police', role: 'officer' }],
    line,
  );
  const world = () => createWorld({ url: database.url, connectors: outside.connectors, clock: () => now });
  worlds = [await world(), await world()];
});
afterAll(async () => {
  for (const world of worlds ?? []) await world.close();
  await outside?.close();
  await store?.close();
  await database?.close();
});
beforeEach(() => {
  now = '2026-03-02T02:00:00.000Z';
  outside.down.clear();
  outside.down.add('read');
});

const assists = (place = 0) => worlds[place]!.services.assists;
const id = () => {
  count += 1;
  return `command-${String(count).padStart(4, '0')}`;
};

/** Performs everything that is due, as workers would. */
async function work(place = 0): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    const jobs = [];
    for (const { region: here } of await listJobRegions(store))
      jobs.push(...(await claimDueJobs(store, { region: here, workerId: 'test', limit: 50 })));
    if (jobs.length === 0) return;
    for (const job of jobs) await performJob(worlds[place]!.services.caseParts, job, { maxAttempts: 1 });
  }
}

const typed = { 'owner.mobile': '13800000000', 'shop.name': '小店', 'shop.area': 20 };

/** A submitted case of its own person, with its question to the police open where the read failed. */
async function start({ idNumber = person() } = {}): Promise<{ caseNo: string; caseId: string }> {
  const { cases } = worlds[0]!.services;
  const actor = { ...lin, accountId: uuidv7(), person: { idNumber, mobile: '13800000000' } };
  const values = { ...typed, 'owner.idNumber': idNumber, 'owner.name': '林雨', 'owner.address': '武原街道 1 号' };
  const done = await cases.startAndSubmit({ actor, region, scenario: sampleScenarioId, values, commandId: id() });
  await work();
  return { caseNo: done.caseNo, caseId: done.id };
}

/** Another person each time, with the right check digit. */
function person(): string {
  count += 1;
  const body = `330424199603${String(count).padStart(5, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(body[place]), 0);
  return validDay(body) ? body + '10X98765432'[sum % 11] : person();
}
/** Year and month are fixed; the day is the next two digits. */
function validDay(body: string): boolean {
  const day = Number(body.slice(12, 14));
  return day >= 1 && day <= 31;
}

const stateOf = async (caseId: string) => (await worlds[0]!.services.caseParts.runBurst.load(region, caseId)).stored.state;
const openQuestion = async (caseId: string): Promise<string> => {
  const open = Object.values((await stateOf(caseId)).assists ?? {}).find(({ status }) => status === 'open');
  return `${caseId}.${open?.id}`;
};
const record = (value = 'A'): AssistAnswer => ({ kind: 'record', values: { 'shop.credit': value }, commandId: id() });

describe('a question to the owner of data', () => {
  it('is answered with evidence that was uploaded: both desks read it, nobody else, and no file of another case counts', async () => {
    const { materials, cases } = worlds[0]!.services;
    const { caseId, caseNo } = await start();
    const assistId = await openQuestion(caseId);
    const bytes = await picture('jpeg');
    const send = async (actor: SessionActor, target: string) => {
      const { id: upload } = await materials.startUpload({ actor, for: { assist: target }, name: '底册.jpg', size: bytes.length });
      return (await materials.appendUpload({ actor, id: upload, offset: '0', digest: '', bytes })).id;
    };
    await expect(send(stranger, assistId)).rejects.toBeInstanceOf(NotFoundError);
    const other = await start();
    const elsewhereUsed = await send(police, await openQuestion(other.caseId));
    const upload = await send(police, assistId);

    const wrong = { ...record(), documents: [elsewhereUsed] } as AssistAnswer;
    await expect(assists().answer({ actor: police, assistId, answer: wrong })).rejects.toBeInstanceOf(InvalidError);
    const page = await assists().answer({
      actor: police,
      assistId,
      answer: { ...record(), documents: [upload, '档案 7-12'] } as AssistAnswer,
    });

    expect(page.given).toMatchObject({ documents: ['档案 7-12'], files: [{ id: upload, name: '底册.jpg', type: 'jpeg' }] });
    const desk = await cases.casePage({ actor: health, caseNo }).catch(() => undefined);
    for (const reader of [police, police2, ...(desk ? [health] : [])])
      expect((await materials.uploadContent({ actor: reader, id: upload })).name).toBe('底册.jpg');
    await expect(materials.uploadContent({ actor: stranger, id: upload })).rejects.toBeInstanceOf(NotFoundError);
    await expect(materials.removeUpload({ actor: police, id: upload })).rejects.toBeInstanceOf(ConflictError);
  });

  it('reaches the desk of the owner in its own region, with what is asked and by when, and nobody else', async () => {
    count = 1000;
    const { caseId, caseNo } = await start();
    const list = await assists().list({ actor: police });
    const row = list.rows.find((one) => one.caseNo === caseNo)!;
    expect(row).toMatchObject({
      status: 'open',
      due: '2026-03-04',
      lamp: 'normal',
      regionName: '海盐县',
      department: { 'zh-CN': '省公安厅' },
    });
    expect(row.fields).toEqual([{ 'zh-CN': 'credit', en: 'credit' }]);

    const page = await assists().page({ actor: police, assistId: row.id });
    expect(page).toMatchObject({ canAnswer: true, askedBy: '海盐县', why: { 'zh-CN': '接口暂时不可用' } });
    expect(page.keys.map(({ shown }) => shown)).toEqual([(await stateOf(caseId)).fields['owner.idNumber']?.value]);
    expect(page.form?.sections[0]?.fields.map(({ path, required }) => [path, required])).toEqual([['shop.credit', false]]);

    for (const actor of [stranger, health, supervisor])
      await expect(assists().page({ actor, assistId: row.id })).rejects.toBeInstanceOf(NotFoundError);
    expect((await assists().list({ actor: stranger })).total).toBe(0);
  });

  it('is put once, however often its job is performed', async () => {
    const { caseId } = await start();
    const question = await openQuestion(caseId);
    const job = { region, caseId, id: question.split('.')[1]!, kind: 'assist', key: `${caseId}:again`, attempts: 1 };
    const assist = (await stateOf(caseId)).assists![job.id]!;
    const effect = {
      id: job.id,
      type: 'assist' as const,
      key: job.key,
      dataUse: assist.use,
      keys: assist.keys,
      fields: assist.fields,
      problem: assist.problem,
      node: assist.node,
    };
    await performJob(worlds[1]!.services.caseParts, { ...job, effect }, { maxAttempts: 1 });
    const rows = await store.withRegions([region], (client) => client.query('SELECT id FROM assists WHERE case_id = $1', [caseId]));
    expect(rows.rowCount).toBe(1);
  });

  it('fills the same field when it is answered, and the case goes on; the history says so and still verifies', async () => {
    const { caseId, caseNo } = await start();
    const page = await assists().answer({ actor: police, assistId: await openQuestion(caseId), answer: record() });
    expect(page).toMatchObject({ status: 'answered', given: { values: [{ shown: 'A' }], validTo: '2026-04-01' }, doneBy: '王宁' });

    const state = await stateOf(caseId);
    expect(state.fields['shop.credit']).toMatchObject({
      value: 'A',
      source: 'shared',
      origin: 'd_credit',
      by: { region: province, department: 'police' },
    });
    const task = (await worlds[0]!.services.cases.inbox({ actor: health })).rows.find((row) => row.caseNo === caseNo)!;
    const desk = await worlds[0]!.services.cases.taskPage({ actor: health, taskId: task.id });
    expect(desk.assists).toMatchObject([{ status: 'answered', canUrge: false }]);
    expect(desk.timeline.map(({ text }) => text['zh-CN'])).toContain('公安局已提供：信用等级');
    expect(await verifyJournal(store, region, caseId)).toMatchObject({ ok: true });
    // What is left to do is to tell the applicant that it is there.
    expect(await countJobs(store, region)).toBe(1);
  });

  it('is answered by one of two who answer at once', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    const both = await Promise.allSettled([
      assists(0).answer({ actor: police, assistId, answer: record('A') }),
      assists(1).answer({ actor: police2, assistId, answer: record('B') }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((one) => one.status === 'rejected') as PromiseRejectedResult;
    expect(lost.reason).toBeInstanceOf(ConflictError);
    expect(lost.reason).toMatchObject({ code: 'assist.already_answered' });
    const row = await findAssist(store, [region], caseId, assistId.split('.')[1]!);
    expect((await stateOf(caseId)).fields['shop.credit']?.value).toBe(row?.answer?.credit);
  });

  it('takes the same answer sent twice as one', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    const answer = record();
    await assists(0).answer({ actor: police, assistId, answer });
    expect(await assists(1).answer({ actor: police, assistId, answer })).toMatchObject({ status: 'answered' });
  });

  it('reaches the case by a worker when the process dies after the answer was kept', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    const { runBurst } = worlds[0]!.services.caseParts;
    const parts = worlds[0]!.services.caseParts;
    // The connection is lost between the two: what was kept is kept, what follows is a job.
    Object.assign(parts, { runBurst: Object.assign(() => Promise.reject(new UnavailableError()), { load: runBurst.load }) });
    await assists(0).answer({ actor: police, assistId, answer: record() });
    Object.assign(parts, { runBurst });
    expect((await stateOf(caseId)).fields['shop.credit']).toBeUndefined();
    await work(1);
    expect((await stateOf(caseId)).fields['shop.credit']).toMatchObject({ value: 'A' });
  });

  it('is refused with a reason: the applicant is asked for the field', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    const page = await assists().answer({
      actor: police,
      assistId,
      answer: { kind: 'refused', words: '不属于可共享范围', commandId: id() },
    });
    expect(page).toMatchObject({ status: 'refused', given: { words: '不属于可共享范围', values: [] } });
    const state = await stateOf(caseId);
    expect(Object.values(state.tasks).at(-1)).toMatchObject({ kind: 'fill', node: 'n_credit', status: 'open' });
  });

  it('takes only values that fit, and not nothing', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    const answer = (values: Record<string, string>) =>
      assists().answer({ actor: police, assistId, answer: { kind: 'record', values, commandId: id() } });
    await expect(answer({})).rejects.toMatchObject({ code: 'assist.nothing_given' });
    await expect(answer({ 'owner.name': '林' })).rejects.toMatchObject({
      code: 'fill.invalid',
      problems: [{ path: 'owner.name', code: 'field.foreign' }],
    });
    await expect(answer({ 'shop.credit': 'x'.repeat(5000) })).rejects.toBeInstanceOf(InvalidError);
    expect((await assists().page({ actor: police, assistId })).status).toBe('open');
  });

  it('stays open when the seal cannot be set, and carries its mark when it can', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    outside.down.add('seal');
    const sealed = () => assists().answer({ actor: police, assistId, answer: { ...record(), seal: true } as AssistAnswer });
    await expect(sealed()).rejects.toMatchObject({ code: 'assist.seal_unavailable', status: 503 });
    outside.down.delete('seal');
    expect(await sealed()).toMatchObject({ given: { sealed: true } });
  });

  it('is held by one person: another cannot answer until it is given back', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    expect(await assists().claim({ actor: police, assistId })).toMatchObject({ holder: { name: '王宁', me: true }, canAnswer: true });
    await expect(assists().claim({ actor: police2, assistId })).rejects.toMatchObject({ code: 'assist.held' });
    await expect(assists().answer({ actor: police2, assistId, answer: record() })).rejects.toMatchObject({ code: 'assist.held' });
    expect((await assists().list({ actor: police, state: 'mine' })).rows.map((row) => row.id)).toContain(assistId);
    await assists().release({ actor: police, assistId });
    await assists().answer({ actor: police2, assistId, answer: record() });
  });

  it('is urged by a desk of the case once a day, and its page shows it', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    await expect(assists().urge({ actor: stranger, assistId, commandId: id() })).rejects.toBeInstanceOf(NotFoundError);
    await expect(assists().urge({ actor: police, assistId, commandId: id() })).rejects.toBeInstanceOf(NotFoundError);
    const seen = await assists().urge({ actor: health, assistId, words: '请今天答复', commandId: id() });
    expect(seen).toMatchObject({ canUrge: false, urges: [{ by: '徐安', words: '请今天答复' }] });
    await expect(assists().urge({ actor: health, assistId, commandId: id() })).rejects.toMatchObject({ code: 'urge.already_today' });
    expect(await assists().page({ actor: police, assistId })).toMatchObject({ urged: 1 });
    expect((await assists().page({ actor: police, assistId })).history.map(({ words }) => words)).toContain('请今天答复');
  });

  it('is told to the supervisors of the owner when it is overdue, once; the lamp says so before anybody looks', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    const { escalateOverdue } = worlds[0]!.services;
    now = '2026-03-04T10:00:00.000Z';
    await escalateOverdue();
    expect((await stateOf(caseId)).assists?.[assistId.split('.')[1]!]?.escalatedAt).toBeUndefined();

    now = '2026-03-05T01:00:00.000Z';
    expect((await assists().page({ actor: police, assistId })).lamp).toBe('overdue');
    await Promise.all([escalateOverdue(), worlds[1]!.services.escalateOverdue()]);
    await escalateOverdue();
    expect(await assists().page({ actor: supervisor, assistId })).toMatchObject({ escalated: true, canAnswer: false });
    expect((await assists().list({ actor: supervisor, state: 'escalated' })).rows.map((row) => row.id)).toContain(assistId);
    const journal = (await stateOf(caseId)).assists![assistId.split('.')[1]!]!;
    expect(journal.escalatedAt).toBe(now);
    await expect(assists().answer({ actor: supervisor, assistId, answer: record() })).rejects.toBeInstanceOf(NotFoundError);
    await assists().answer({ actor: police, assistId, answer: record() });
    expect((await stateOf(caseId)).fields['shop.credit']).toMatchObject({ value: 'A' });
  });

  it('is withdrawn with its case, and its desk is told', async () => {
    const { caseId, caseNo } = await start();
    const assistId = await openQuestion(caseId);
    const actor = { ...lin, accountId: (await worlds[0]!.services.caseParts.runBurst.load(region, caseId)).stored.account };
    await worlds[0]!.services.cases.withdraw({ actor, caseNo, commandId: id() });
    await work();
    await expect(assists().answer({ actor: police, assistId, answer: record() })).rejects.toMatchObject({ code: 'assist.withdrawn' });
    expect((await assists().page({ actor: police, assistId })).status).toBe('withdrawn');
  });

  it('waits for an operator where nobody sits at the desk, and is put once somebody does', async () => {
    await store.query({ text: 'UPDATE accounts SET disabled = true WHERE id = $1', values: [police.accountId] });
    const { caseId } = await start();
    expect(Object.values((await stateOf(caseId)).incidents)).toMatchObject([{ code: 'assist.nobody' }]);
    await store.query({ text: 'UPDATE accounts SET disabled = false WHERE id = $1', values: [police.accountId] });
    const [incident] = Object.values((await stateOf(caseId)).incidents);
    await worlds[0]!.services.caseParts.runBurst({
      region,
      caseId,
      commandsFor: () => [{ id: id(), at: now, actor: { kind: 'system', id: 'system' }, type: 'retryIncident', incidentId: incident!.id }],
    });
    await work();
    await assists().answer({ actor: police, assistId: await openQuestion(caseId), answer: record() });
    expect((await stateOf(caseId)).fields['shop.credit']).toMatchObject({ value: 'A' });
  });
});

describe('an answer', () => {
  it('is used again for the same person while it is valid, and no longer', async () => {
    const idNumber = person();
    const first = await start({ idNumber });
    await assists().answer({
      actor: police,
      assistId: await openQuestion(first.caseId),
      answer: { ...record('AA'), validDays: 10 } as AssistAnswer,
    });

    const second = await start({ idNumber });
    expect((await stateOf(second.caseId)).fields['shop.credit']).toMatchObject({ value: 'AA', by: { department: 'police', at: now } });
    expect((await stateOf(second.caseId)).assists).toBeUndefined();

    now = '2026-03-20T02:00:00.000Z';
    const third = await start({ idNumber });
    expect(await openQuestion(third.caseId)).toMatch(/\.p\d+$/);
    const other = await start();
    expect(Object.values((await stateOf(other.caseId)).assists ?? {})).toMatchObject([{ status: 'open' }]);
  });

  it('loses what it says about the person ninety days after its last day, and keeps that it was given', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    await assists().answer({ actor: police, assistId, answer: { ...record(), words: '已查底册' } as AssistAnswer });
    const { forgetOldAnswers } = worlds[0]!.services;
    now = '2026-06-29T02:00:00.000Z';
    await forgetOldAnswers();
    expect((await assists().page({ actor: police, assistId })).given?.values).toHaveLength(1);

    now = '2026-07-02T02:00:00.000Z';
    expect(await forgetOldAnswers()).toBeGreaterThan(0);
    const page = await assists().page({ actor: police, assistId });
    expect(page).toMatchObject({ status: 'answered', keys: [], doneBy: '王宁', given: { values: [] } });
    expect(JSON.stringify(page)).not.toContain('已查底册');
    expect((await stateOf(caseId)).fields['shop.credit']).toMatchObject({ value: 'A' });
    expect(await forgetOldAnswers()).toBe(0);
  });

  it('that there is no record is used again, too', async () => {
    const idNumber = person();
    const first = await start({ idNumber });
    await assists().answer({ actor: police, assistId: await openQuestion(first.caseId), answer: { kind: 'noRecord', commandId: id() } });
    const second = await start({ idNumber });
    expect((await stateOf(second.caseId)).assists).toBeUndefined();
    expect(Object.values((await stateOf(second.caseId)).tasks).at(-1)).toMatchObject({ kind: 'fill', node: 'n_credit' });
  });

  it('answers everybody who asks the same at that moment', async () => {
    const idNumber = person();
    const [first, second] = [await start({ idNumber }), await start({ idNumber })];
    await assists().answer({ actor: police, assistId: await openQuestion(first.caseId), answer: record('B') });
    expect((await stateOf(second.caseId)).fields['shop.credit']).toMatchObject({ value: 'B' });
    const row = await findAssist(store, [region], second.caseId, Object.keys((await stateOf(second.caseId)).assists!)[0]!);
    expect(row?.same_as).toContain(first.caseId);
  });

  it('is not used when the contract was suspended meanwhile', async () => {
    const { caseId } = await start();
    const assistId = await openQuestion(caseId);
    outside.down.add('contract sample/credit');
    await assists().answer({ actor: police, assistId, answer: record() });
    const state = await stateOf(caseId);
    expect(state.fields['shop.credit']).toBeUndefined();
    expect(Object.values(state.tasks).at(-1)).toMatchObject({ kind: 'fill', node: 'n_credit' });
  });
});

describe('an empty field', () => {
  it('is asked of the owner when the register is emptier than the scenario accepts', async () => {
    outside.down.clear();
    outside.records['police/credit'] = { credit: null };
    const before = await start();
    expect((await stateOf(before.caseId)).assists).toBeUndefined();

    await store.query({
      text: `INSERT INTO read_field_days (owner_region, resource, field, day, asked, nulls) VALUES ($1, 'police/credit', 'credit', '2026-03-01', 10, 4)`,
      values: [province],
    });
    const after = await start();
    expect(Object.values((await stateOf(after.caseId)).assists ?? {})).toMatchObject([{ problem: 'empty', fields: ['credit'] }]);
  });
});

describe('a form whose read failed', () => {
  it('may leave to the owner what the owner can give: asked at submit, and the case goes on with the answer', async () => {
    const { cases } = worlds[0]!.services;
    const idNumber = person();
    const actor = { ...lin, accountId: uuidv7(), person: { idNumber, mobile: '13800000000' } };
    const opened = await cases.startDraft({ actor, region, scenario: sampleScenarioId, commandId: id() });
    const saved = await cases.saveValues({ actor, id: opened.id, values: { 'owner.idNumber': idNumber }, rev: opened.rev });
    const draft = await cases.saveConsents({ actor, id: opened.id, grants: { d_person: true }, rev: saved.rev });
    const address = draft.sections.flatMap(({ fields }) => fields).find(({ path }) => path === 'owner.address')!;
    expect(address).toMatchObject({ mode: 'ask', required: false, owner: { 'zh-CN': '公安局' } });
    expect((await assists().list({ actor: police, q: 'nothing' })).rows).toEqual([]);

    const done = await cases.submit({ actor, id: opened.id, values: { ...typed, 'owner.idNumber': idNumber }, commandId: id() });
    await work();
    const tracking = await cases.tracking({ actor, caseNo: done.caseNo });
    expect(tracking.line['zh-CN']).toBe('等待公安局协查答复');
    expect(tracking.assists).toMatchObject([{ status: 'open', due: '2026-03-03', canUrge: false }]);

    const answer: AssistAnswer = { kind: 'record', values: { 'owner.address': '武原街道 1 号' }, commandId: id() };
    await assists().answer({ actor: police, assistId: await openQuestion(opened.id), answer });
    const state = await stateOf(opened.id);
    expect(state.fields['owner.address']).toMatchObject({ value: '武原街道 1 号', source: 'shared' });
    await work();
    expect(Object.values((await stateOf(opened.id)).assists ?? {}).map(({ use, status }) => [use, status])).toEqual([
      ['d_person', 'answered'],
      ['d_credit', 'open'],
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../../files/testing/samples.ts';
import { appendAudit } from '../../store/audit.ts';
import { findCase } from '../../store/cases.ts';
import { listErasures } from '../../store/erasures.ts';
import { findUpload } from '../../store/uploads.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import type { SessionActor } from '../identity/index.ts';
import { leasePath, region, sendFile, shopPackage } from '../materials/testing/shop.ts';
import { samplePackage } from '../testing/sample-package.ts';
import { citizen, createWorld, officer, publishPackage, type World } from '../testing/world.ts';

let database: TestDatabase;
let world: World;
const clock = { now: '2026-03-02T02:00:00.000Z' };
const connectors = {
  read: async () => ({ ok: true as const, value: { name: '陈店主', address: '武原街道 1 号' } }),
  sendSms: async () => ({ ok: true as const, value: null }),
  sealDocument: async () => ({ ok: true as const, value: null }),
};
beforeAll(async () => {
  database = await withDatabase();
  world = await createWorld({ url: database.url, connectors, clock: () => clock.now });
  const places = [{ code: region, name: '海盐县' }];
  await publishPackage(
    world.store,
    shopPackage('shop-permit', (pkg) => {
      pkg.forms.apply!.retentionDays = 60;
    }),
    places,
  );
  await publishPackage(world.store, samplePackage(), places);
});
afterAll(async () => {
  await world.close();
  await database.close();
});

let count = 0;
const commandId = () => {
  count += 1;
  return `my-data-${String(count).padStart(4, '0')}`;
};
const idNumber = '330424199003070013';
const owner = (name = '陈店主', id = idNumber): SessionActor => citizen(name, id);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code?: string }) => error.code,
  );

async function applied(actor: SessionActor): Promise<{ id: string; caseNo: string; file: string }> {
  const { cases, materials } = world.services;
  const draft = await cases.startDraft({ actor, region, scenario: 'shop-permit', commandId: commandId() });
  const file = await sendFile(materials, { actor, target: { draft: draft.id }, bytes: await picture() });
  const values = {
    'owner.idNumber': actor.person!.idNumber,
    'owner.name': '陈店主',
    'owner.mobile': '13800000000',
    'shop.name': '早点铺',
    [leasePath]: [file],
  };
  return { ...(await cases.submit({ actor, id: draft.id, values, commandId: commandId() })), file };
}
async function refused(caseNo: string): Promise<void> {
  const health = officer('李卫', region, 'health');
  const row = (await world.services.cases.inbox({ actor: health })).rows.find((one) => one.caseNo === caseNo)!;
  const { rev } = await world.services.cases.taskPage({ actor: health, taskId: row.id });
  await world.services.cases.complete({
    actor: health,
    taskId: row.id,
    rev,
    decision: 'refuse',
    opinion: '不符合条件',
    commandId: commandId(),
  });
}

describe('my data', () => {
  it('shows what is kept, where it came from, who of the offices looked, and the same in a copy', async () => {
    const actor = owner();
    const { id, caseNo, file } = await applied(actor);
    await appendAudit(world.store, { region, at: clock.now, action: 'task.read', object: `${id}.k2`, result: 'done' });
    await appendAudit(world.store, { region, at: clock.now, action: 'task.read', object: `${id.slice(0, -1)}0.k2`, result: 'done' });

    const data = await world.services.myData.myData({ actor });
    expect(data.cases).toMatchObject([
      {
        id,
        caseNo,
        status: 'running',
        readers: [{ what: { 'zh-CN': '办理时查看' } }],
        keep: [{ 'zh-CN': expect.stringContaining('正在办理') }],
      },
    ]);
    expect(data.cases[0]!.fields).toContainEqual(
      expect.objectContaining({ path: 'shop.name', shown: '早点铺', source: { 'zh-CN': '您填写的', en: 'You typed it' } }),
    );
    expect(data.uploads).toMatchObject([{ id: file, caseNo, canDelete: false }]);

    const { content } = await world.services.myData.exportData({ actor });
    expect(JSON.parse(content.toString())).toMatchObject({ cases: [{ caseNo }], uploads: [{ id: file }] });
    const paper = await world.services.myData.exportPaper({ actor });
    expect(Buffer.from(paper.content).toString('latin1', 0, 5)).toBe('%PDF-');
    // Another person's copy has nothing of it.
    expect((await world.services.myData.myData({ actor: owner('别人', '330424199003070072') })).cases).toEqual([]);
  });

  it('lets a mistake be told to the owner of the register, and an upload be marked', async () => {
    const actor = owner();
    const { cases, myData } = world.services;
    const begun = await cases.startDraft({ actor, region, scenario: 'sample-permit', commandId: commandId() });
    const typed = await cases.saveValues({ actor, id: begun.id, values: { 'owner.idNumber': idNumber }, rev: begun.rev });
    const read = await cases.saveConsents({ actor, id: begun.id, grants: { d_person: true }, rev: typed.rev });
    const values = { 'owner.mobile': '13800000000', 'shop.name': '早点铺', 'shop.area': 20 };
    await cases.submit({ actor, id: read.id, values, commandId: commandId() });

    const before = (await myData.myData({ actor })).cases.find((one) => one.id === begun.id)!;
    expect(before.fields.find(({ path }) => path === 'owner.address')).toMatchObject({
      canCorrect: true,
      source: { 'zh-CN': '来自公安人口库' },
    });
    expect(before.consents).toMatchObject([{ data: 'd_person', granted: true, canWithdraw: true }]);
    await myData.correctData({
      actor,
      case: begun.id,
      path: 'owner.address',
      value: '武原街道 2 号',
      reason: '去年搬家',
      commandId: commandId(),
    });
    const reports = await world.store.withRegions([region], (client) =>
      client.query("SELECT status, content->>'applicant' AS said FROM quality_reports WHERE case_id = $1", [begun.id]),
    );
    expect(reports.rows).toEqual([{ status: 'open', said: '武原街道 2 号' }]);
    expect(
      await codeOf(
        myData.correctData({ actor, case: begun.id, path: 'shop.name', value: 'x', reason: '不是共享的', commandId: commandId() }),
      ),
    ).toBe('field.unknown');

    // What follows is told before; then the consent is gone and what was read stays.
    expect(before.consents[0]!.effects.map((text) => text['zh-CN'])).toEqual([
      '已经读取的内容留在办件里，按规定保存',
      '今后不再读取；办理中再需要时，会请您自己提供，办理可能变慢',
    ]);
    await myData.withdrawConsent({ actor, case: begun.id, data: 'd_person', commandId: commandId() });
    const after = (await myData.myData({ actor })).cases.find((one) => one.id === begun.id)!;
    expect(after.consents).toMatchObject([{ granted: false, canWithdraw: false }]);
    expect(after.fields.some(({ path }) => path === 'owner.address')).toBe(true);
    expect(
      await codeOf(
        myData.withdrawConsent({ actor: owner('别人', '330424199003070072'), case: begun.id, data: 'd_person', commandId: commandId() }),
      ),
    ).toBe('case.unknown');
  });

  it('deletes drafts and what was not handed in, and says why the rest is kept', async () => {
    const actor = owner();
    const { cases, materials, myData } = world.services;
    const { id, file } = await applied(actor);
    const draft = await cases.startDraft({ actor, region, scenario: 'shop-permit', commandId: commandId() });
    const loose = await sendFile(materials, {
      actor,
      target: { draft: draft.id },
      bytes: await picture('png'),
      name: 'a.png',
      type: 'image/png',
    });

    expect(await myData.deleteData({ actor, case: id })).toMatchObject({
      deleted: false,
      reasons: [{ 'zh-CN': expect.stringContaining('正在办理') }],
    });
    expect(await myData.deleteData({ actor, upload: file })).toMatchObject({ deleted: false });
    expect(await myData.deleteData({ actor, upload: loose })).toEqual({ deleted: true, reasons: [] });
    expect(await findUpload(world.store, loose)).toMatchObject({ state: 'deleted', name: '', deleted_why: 'asked' });
    expect(await myData.deleteData({ actor, case: draft.id })).toEqual({ deleted: true, reasons: [] });
    expect(await codeOf(cases.draft({ actor, id: draft.id }))).toBe('case.unknown');
    expect(await codeOf(myData.deleteData({ actor: owner('别人', '330424199003070072'), case: id }))).toBe('case.unknown');
  });
});

describe('periods', () => {
  it('clear uploads of nobody after a day, and keep what a case names even when nobody noted so', async () => {
    const actor = owner();
    const { cases, materials } = world.services;
    const { file } = await applied(actor);
    const draft = await cases.startDraft({ actor, region, scenario: 'shop-permit', commandId: commandId() });
    const loose = await sendFile(materials, {
      actor,
      target: { draft: draft.id },
      bytes: await picture('png'),
      name: 'a.png',
      type: 'image/png',
    });
    const half = await materials.startUpload({ actor, for: { draft: draft.id }, path: leasePath, name: 'b.png', size: 500 });
    await materials.appendUpload({ actor, id: half.id, offset: '0', digest: '', bytes: Buffer.alloc(100) });
    await world.store.withRegions([region], (client) =>
      client.query('UPDATE uploads SET attached_at = NULL WHERE region = $1 AND id = $2', [region, file]),
    );

    await materials.collectUploads();
    expect((await findUpload(world.store, loose))!.state).toBe('ready');
    clock.now = '2026-03-03T02:00:01.000Z';
    await materials.collectUploads();
    expect((await findUpload(world.store, loose))!.state).toBe('deleted');
    expect((await findUpload(world.store, half.id))!.state).toBe('deleted');
    expect(await findUpload(world.store, file)).toMatchObject({ state: 'ready', attached_at: clock.now });
    expect((await materials.uploadContent({ actor, id: file })).content.length).toBeGreaterThan(100);
  });

  it('delete materials and forms when the time after the end of the case is over; hashes and a record stay', async () => {
    const actor = owner();
    const { materials } = world.services;
    const { id, caseNo, file } = await applied(actor);
    await refused(caseNo);
    const sha256 = (await findUpload(world.store, file))!.sha256;

    clock.now = '2026-04-01T02:00:00.000Z';
    await materials.retireMaterials();
    await materials.retireForms();
    expect((await findUpload(world.store, file))!.state).toBe('ready');
    clock.now = '2026-04-03T02:00:00.000Z';
    await materials.retireMaterials();
    expect(await findUpload(world.store, file)).toMatchObject({ state: 'deleted', deleted_why: 'retention', sha256, name: '' });
    expect(await codeOf(materials.uploadContent({ actor, id: file }))).toBe('upload.unknown');
    expect(Object.keys((await findCase(world.store, region, id))!.state.fields)).toContain('shop.name');

    clock.now = '2026-05-05T02:00:00.000Z';
    expect(await materials.retireForms()).toBe(1);
    expect(await materials.retireForms()).toBe(0);
    expect(Object.keys((await findCase(world.store, region, id))!.state.fields)).not.toContain('shop.name');
    expect(await listErasures(world.store, [{ region, id }])).toMatchObject([
      { what: 'form', subject: 'apply', why: 'retention', hash: expect.stringMatching(/^(sha256:)?[0-9a-f]{64}$/) },
      { what: 'material', subject: file, hash: sha256 },
    ]);
    const mine = (await world.services.myData.myData({ actor })).cases.find((one) => one.id === id)!;
    expect(mine.fields.some(({ path }) => path === 'shop.name')).toBe(false);
    expect(mine.erasures.map(({ why }) => why['zh-CN'])).toEqual(['保存期满，自动删除', '保存期满，自动删除']);
  });
});

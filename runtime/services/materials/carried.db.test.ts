import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../../files/testing/samples.ts';
import { listCaseUploads } from '../../store/uploads.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { noOutside, performAll } from '../events/testing.ts';
import { citizen, createWorld, officer, publishPackage, type World } from '../testing/world.ts';
import { leasePath, region, sendFile, shopPackage } from './testing/shop.ts';

const other = '331002';
let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await withDatabase();
  world = await createWorld({ url: database.url, connectors: noOutside, clock: () => '2026-03-02T02:00:00.000Z' });
  const regions = [
    { code: region, name: '海盐县' },
    { code: other, name: '椒江区' },
  ];
  const handedOver = shopPackage('far-shop', ({ scenario }) => {
    const { n_start: start } = scenario.nodes;
    if (start?.kind === 'start') start.given = ['shop.name', leasePath];
    scenario.edges.e_1!.to = 'n_health';
    delete scenario.edges.e_2;
    delete scenario.nodes.n_fill;
    scenario.nodes.n_later = { kind: 'fill', name: { 'zh-CN': '补填' }, party: 'owner', forms: ['f_apply'] };
    scenario.edges.e_4!.to = 'n_later';
    scenario.edges.e_6 = { from: 'n_later', to: 'n_refused', rank: 'a0' };
  });
  await publishPackage(world.store, handedOver, regions);
  const near = shopPackage('near-shop', ({ scenario }) => {
    const inputs = { 'shop.name': 'shop.name', [leasePath]: leasePath };
    scenario.nodes.n_health = { kind: 'call', name: { 'zh-CN': '转办' }, scenario: 'far-shop', region: `"${other}"`, inputs };
    scenario.edges.e_3!.on = 'completed';
    delete scenario.edges.e_4!.on;
  });
  await publishPackage(world.store, near, regions);
});
afterAll(async () => {
  await world.close();
  await database.close();
});

describe('materials that go with a called case', () => {
  it('are copied: the desks of the other region see them, and those of the first keep theirs', async () => {
    const actor = citizen('陈店主', '330424199003070013');
    const { cases, materials } = world.services;
    const { id } = await cases.startDraft({ actor, region, scenario: 'near-shop', commandId: 'begin-it' });
    const bytes = await picture();
    const file = await sendFile(materials, { actor, target: { draft: id }, bytes });
    const values = { 'owner.name': '陈店主', 'owner.mobile': '13800000000', 'owner.idNumber': '330424199003070013', 'shop.name': '早点铺' };
    await cases.submit({ actor, id, values: { ...values, [leasePath]: [file] }, commandId: 'submit-it' });
    await performAll(world.services, world.store, region);

    const there = await world.store.withRegions([other], (client) =>
      client.query<{ id: string }>("SELECT id FROM cases WHERE scenario = 'far-shop'"),
    );
    const [copy, ...more] = await listCaseUploads(world.store, other, there.rows[0]!.id);

    expect(more).toEqual([]);
    expect(copy).toMatchObject({ region: other, path: leasePath, document: 'lease-contract', state: 'ready', retain_days: 30 });
    expect(copy!.id).not.toBe(file);
    const far = officer('对岸', other, 'health');
    const seen = await materials.uploadContent({ actor: far, id: copy!.id });
    expect(seen.content).toEqual((await materials.uploadContent({ actor, id: file })).content);
    await expect(materials.uploadContent({ actor: far, id: file })).rejects.toMatchObject({ code: 'upload.unknown' });
    expect(await listCaseUploads(world.store, region, id)).toMatchObject([{ id: file, state: 'ready' }]);
  });
});

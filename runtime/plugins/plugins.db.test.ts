/** A scenario with a kind of field and a kind of step of plugins, published and handled on a real database. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Form } from '../../schemas/generated/documents.ts';
import { flow } from '../engine/testing/flow.ts';
import { InvalidError } from '../services/errors.ts';
import { eventPackage, noOutside } from '../services/events/testing.ts';
import { citizen, createWorld, officer, publishPackage, type World } from '../services/testing/world.ts';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { shippedPlugins } from './folders.ts';
import { loadPlugins } from './load.ts';
import { installPlugins } from './registry.ts';

const region = '330424';
const lin = citizen('林雨', '330424199603120029');
let database: TestDatabase;
let world: World;
beforeAll(async () => {
  await loadPlugins(shippedPlugins);
  database = await withDatabase();
  world = await createWorld({ url: database.url, connectors: noOutside });
  const source = 'start -> fill -> a; a -[agree]-> end; a -[refuse]-> endRefused';
  const [id, form] = Object.entries(flow(source).forms)[0] as [string, Form];
  const plate = { ...form.fields.name!, rank: 'z1', key: 'plate', label: { 'zh-CN': '车牌号', en: 'Plate' }, custom: 'licencePlate' };
  const forms = { [id]: { ...form, fields: { ...form.fields, plate } } };
  const nodes = { a: { custom: { kind: 'twoPerson', settings: { reviewDays: 3 } } } };
  await publishPackage(world.store, eventPackage('parking', source, nodes, { forms }), [{ code: region, name: '海盐县' }]);
});
afterAll(async () => {
  installPlugins([]);
  await world?.close();
  await database?.close();
});

const handIn = (plate: string, commandId: string) =>
  world.services.cases.startAndSubmit({
    actor: lin,
    region,
    scenario: 'parking',
    values: { 'person.name': '林雨', 'person.idNumber': '330424199603120029', 'person.plate': plate },
    commandId,
  });

it('refuses what the plugin refuses, keeps what it normalised, and needs two officers of the department', async () => {
  const refused: unknown = await handIn('浙A1', 'command-0001').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InvalidError);
  expect((refused as InvalidError).problems).toMatchObject([{ path: 'person.plate', code: 'value.custom' }]);

  const { caseNo } = await handIn('浙a·12345', 'command-0002');
  const [first, second] = [officer('徐安', region, 'd1'), officer('王宁', region, 'd1')];
  const { cases } = world.services;
  const waiting = async (actor: typeof first) => {
    const row = (await cases.inbox({ actor })).rows.find((one) => one.caseNo === caseNo);
    return row && cases.taskPage({ actor, taskId: row.id });
  };
  const decide = async (actor: typeof first, commandId: string) => {
    const { id: taskId, rev } = (await waiting(actor))!;
    return cases.complete({ actor, taskId, rev, decision: 'agree', opinion: '同意', commandId });
  };
  const page = await waiting(first);
  expect(page!.step['zh-CN']).toBe('a（初核）');
  expect(JSON.stringify(page)).toContain('浙A12345');
  await decide(first, 'command-0003');

  const own: unknown = await decide(first, 'command-0004').catch((error: unknown) => error);
  expect(own).toMatchObject({ code: 'task.separated' });
  expect((await waiting(second))!.step['zh-CN']).toBe('a（复核）');
  await decide(second, 'command-0005');
  expect(await waiting(second)).toBeUndefined();
});

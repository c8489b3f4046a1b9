import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOutside, type TestOutside } from '../services/testing/outside.ts';
import { machinePackage, machineScenarioId } from '../services/testing/sample-package.ts';
import { citizen, createWorld, publishPackage, quiet, type World } from '../services/testing/world.ts';
import { claimDueJobs, countJobs } from '../store/jobs.ts';
import { createStore, type Store } from '../store/store.ts';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { createWorker, delayOf, type Worker } from './worker.ts';

const regions = [
  { code: '330424', name: '海盐县' },
  { code: '331002', name: '椒江区' },
];
const lin = citizen('林雨', '330424199603120029');
const values = {
  'owner.idNumber': lin.person!.idNumber,
  'owner.name': '林雨',
  'owner.address': '东海路',
  'owner.mobile': '13800000000',
  'shop.name': '店',
  'shop.area': 10,
};
let database: TestDatabase;
let outside: TestOutside;
let store: Store;
const worlds: World[] = [];

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  outside.records['police/credit'] = { credit: 'A' };
  store = createStore({ url: database.url, applicationName: 'worker-test' });
  await publishPackage(store, machinePackage(), regions);
  for (let index = 0; index < 2; index += 1) worlds.push(await createWorld({ url: database.url, connectors: outside.connectors }));
});
afterAll(async () => {
  for (const world of worlds) await world.close();
  await outside?.close();
  await store?.close();
  await database?.close();
});

const workerOf = (world: World, more: object = {}): Worker =>
  createWorker({
    services: world.services,
    store: world.store,
    config: { workerConcurrency: 8 },
    logger: quiet,
    clock: () => new Date().toISOString(),
    pollMs: 100,
    ...more,
  });

const submit = (commandId: string, region = regions[0]!.code) =>
  worlds[0]!.services.cases.startAndSubmit({ actor: lin, region, scenario: machineScenarioId, values, commandId });

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt += 1) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not happen within a minute.');
}
const statusOf = async (id: string, region = regions[0]!.code) =>
  (await worlds[0]!.services.caseParts.runBurst.load(region, id)).stored.state;
const allDone = async () => (await Promise.all(regions.map(({ code }) => countJobs(store, code)))).every((count) => count === 0);

describe('workers', () => {
  it('finish the cases of several regions together, each effect done once', async () => {
    const workers = worlds.map((world) => workerOf(world));
    for (const worker of workers) worker.start();
    const started = await Promise.all(Array.from({ length: 12 }, (_, index) => submit(`many-${index}`, regions[index % 2]!.code)));
    await until(allDone);
    for (const worker of workers) await worker.stop();

    for (const [index, { id }] of started.entries()) expect((await statusOf(id, regions[index % 2]!.code)).status).toBe('completed');
    const calls = [...outside.done.values()];
    expect(calls.every(({ calls: times }) => times === 1)).toBe(true);
    const byKind = [...Map.groupBy(calls, ({ kind }) => kind)].map(([kind, list]) => `${kind} ${list.length}`);
    expect(byKind.toSorted()).toEqual(['read 12', 'seal 12', 'sms 12']);
    expect(workers.reduce((sum, worker) => sum + worker.stats().done, 0)).toBe(36);
  });

  it('take over from one that died with jobs in hand, under the same keys', async () => {
    const { id } = await submit('dead-1');
    const taken = await claimDueJobs(store, { region: regions[0]!.code, workerId: 'dead', limit: 5, lease: 1 });
    expect(taken.map((job) => job.kind)).toEqual(['data']);

    const worker = workerOf(worlds[1]!);
    worker.start();
    await until(async () => (await statusOf(id)).status === 'completed');
    await until(allDone);
    await worker.stop();

    expect(outside.done.get(taken[0]!.key)?.calls).toBe(1);
  });

  it('try again later while the outside is down, and go on when it is back', async () => {
    outside.down.add('seal');
    const { id } = await submit('down-1');
    const worker = workerOf(worlds[0]!);
    worker.start();
    await until(async () => worker.stats().retried > 0);
    expect((await statusOf(id)).status).toBe('running');
    outside.down.delete('seal');
    await until(async () => (await statusOf(id)).status === 'completed');
    await until(allDone);
    await worker.stop();

    const documents = await worlds[0]!.services.cases.tracking({
      actor: lin,
      caseNo: (await worlds[0]!.services.cases.myCases({ actor: lin }))[0]!.caseNo,
    });
    expect(documents.documents).toHaveLength(1);
  });

  it('raise an incident when the last attempt failed, and its retry gives the same document', async () => {
    outside.down.add('seal');
    const { id } = await submit('incident-1');
    const worker = workerOf(worlds[0]!, { maxAttempts: 2 });
    worker.start();
    await until(async () => Object.keys((await statusOf(id)).incidents).length === 1);
    outside.down.delete('seal');
    const [incident] = Object.values((await statusOf(id)).incidents);
    expect(incident).toMatchObject({ code: 'issue.failed', node: 'n_issue' });

    await worlds[0]!.services.caseParts.runBurst({
      region: regions[0]!.code,
      caseId: id,
      commandsFor: () => [
        {
          id: 'retry-1',
          at: new Date().toISOString(),
          actor: { kind: 'system', id: 'test' },
          type: 'retryIncident',
          incidentId: incident!.id,
        },
      ],
    });
    await until(async () => (await statusOf(id)).status === 'completed');
    await until(allDone);
    await worker.stop();
  });

  it('find work by polling when every hint is lost', async () => {
    const worker = workerOf({ ...worlds[1]!, services: { ...worlds[1]!.services, onJobs: () => () => {} } });
    worker.start();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const client = store.connect();
    await client.connect();
    await client.query('SET ROLE NONE');
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
    );
    await client.end();

    const { id } = await submit('polled-1');
    await until(async () => (await statusOf(id)).status === 'completed');
    await until(allDone);
    await worker.stop();
  });
});

it('delays double up to five minutes, with some spread', () => {
  expect([1, 2, 3].map((attempt) => delayOf(attempt, 0.5))).toEqual([500, 1000, 2000]);
  expect(delayOf(30, 0.5)).toBe(300_000);
  expect(delayOf(2, 0)).toBeLessThan(delayOf(2, 1));
});

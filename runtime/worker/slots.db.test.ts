/** A department that answers slowly holds some of a worker's slots, never all of them. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../compile/plan.ts';
import { flow } from '../engine/testing/flow.ts';
import { withUse } from '../engine/testing/parts.ts';
import { noOutside } from '../services/events/testing.ts';
import { systemActor } from '../services/run-burst.ts';
import { createWorld, publishPackage, quiet, type World } from '../services/testing/world.ts';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { createWorker } from './worker.ts';

const region = '330424';
let database: TestDatabase;
let world: World;
let peer: Server;
/** Questions the slow department has not answered so far. */
const held: ServerResponse[] = [];
let released = false;

/** A case that reads from one connection and ends. */
function readsFrom(id: string, connection: string): ScenarioPackage {
  const pkg = flow('start -> data -> end', {
    ...withUse({ consent: undefined, provides: { address: 'person.address' } }),
    nodes: { start: { given: ['person.idNumber'] } },
  });
  const { scripts: _, ...scenario } = pkg.scenario;
  const resources = Object.fromEntries(Object.entries(pkg.resources).map(([key, one]) => [key, { ...one, connection }]));
  const contracts = Object.fromEntries(Object.entries(pkg.contracts).map(([key, one]) => [key, { ...one, scenario: id }]));
  return { ...pkg, scenario: { ...scenario, id }, resources, contracts };
}

beforeAll(async () => {
  database = await withDatabase();
  peer = createServer((request, response) => {
    if (request.url === '/slow' && !released) held.push(response);
    else answer(response);
  });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
  world = await createWorld({
    url: database.url,
    connectors: {
      ...noOutside,
      async read({ resource }) {
        await fetch(`${url}/${resource.connection}`);
        return { ok: true, value: { address: '东海路' } };
      },
    },
  });
  for (const connection of ['slow', 'quick'])
    await publishPackage(world.store, readsFrom(connection, connection), [{ code: region, name: '海盐县' }]);
});
afterAll(async () => {
  peer.closeAllConnections();
  peer.close();
  await world.close();
  await database.close();
});

const answer = (response: ServerResponse) => response.writeHead(200).end('{}');

async function start(scenario: string): Promise<void> {
  const { caseParts } = world.services;
  const loaded = (await caseParts.plans.livePlan(region, scenario))!;
  const caseId = uuidv7();
  const base = { id: 'start', at: new Date().toISOString(), actor: systemActor };
  await caseParts.runBurst({
    start: { loaded, account: 'a1', startKey: randomUUID() },
    region,
    caseId,
    commands: [{ ...base, type: 'start', caseId, region, version: loaded.version, values: { 'person.idNumber': '1' } }],
  });
}
async function completed(scenario: string): Promise<number> {
  return world.store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::integer AS count FROM cases WHERE region = $1 AND scenario = $2 AND status = 'completed'",
      [region, scenario],
    );
    return rows[0]!.count;
  });
}

describe('a slow department', () => {
  it('leaves slots to the others: their cases end while twenty of its own wait, and its own end when it answers', async () => {
    for (let count = 0; count < 20; count += 1) await start('slow');
    const worker = createWorker({
      services: world.services,
      store: world.store,
      config: { workerConcurrency: 4 },
      logger: quiet,
      clock: () => new Date().toISOString(),
      pollMs: 50,
    });
    worker.start();
    try {
      await expect.poll(() => held.length, { timeout: 20_000 }).toBe(2);
      for (let count = 0; count < 6; count += 1) await start('quick');

      await expect.poll(() => completed('quick'), { timeout: 20_000 }).toBe(6);
      // Half of the four slots: the others were free all the time.
      expect([await completed('slow'), held.length]).toEqual([0, 2]);

      released = true;
      for (const response of held.splice(0)) answer(response);
      await expect.poll(() => completed('slow'), { timeout: 40_000 }).toBe(20);
    } finally {
      released = true;
      for (const response of held.splice(0)) answer(response);
      await worker.stop();
    }
  });
});

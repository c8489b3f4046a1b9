/** Conflicts, lost answers and a killed PostgreSQL, on a server of this file's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../postgres/postgres.ts';
import { migrate } from '../store/migrate.ts';
import { createStore, type Store } from '../store/store.ts';
import { CodedError } from './errors.ts';
import { startTestOutside, type TestOutside } from './testing/outside.ts';
import { machinePackage, machineScenarioId } from './testing/sample-package.ts';
import { citizen, createWorld, publishPackage, type World } from './testing/world.ts';

const region = '330424';
const lin = citizen('林雨', '330424199603120029');
const values = {
  'owner.idNumber': lin.person!.idNumber,
  'owner.name': '林雨',
  'owner.address': '东海路',
  'owner.mobile': '13800000000',
  'shop.name': '店',
  'shop.area': 10,
};
let folder: string;
let server: PostgresServer;
let outside: TestOutside;
let store: Store;
let world: World;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-burst-'));
  server = await startPostgres({ dataDir: folder });
  await migrate(server.url);
  outside = await startTestOutside();
  store = createStore({ url: server.url, applicationName: 'burst-test' });
  await publishPackage(store, machinePackage(), [{ code: region, name: '海盐县' }]);
  world = await createWorld({ url: server.url, connectors: outside.connectors });
});
afterAll(async () => {
  await world?.close();
  await outside?.close();
  await store?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const submit = (commandId: string) =>
  world.services.cases.startAndSubmit({ actor: lin, region, scenario: machineScenarioId, values, commandId });
const load = async (id: string) => (await world.services.caseParts.runBurst.load(region, id)).stored;

describe('bursts on one case at the same moment', () => {
  it('are all applied, one after the other, each on what the last left', async () => {
    const draft = await world.services.cases.startDraft({ actor: lin, region, scenario: machineScenarioId, commandId: 'draft-1' });
    const writers = Array.from({ length: 8 }, (_, index) =>
      world.services.caseParts.runBurst({
        region,
        caseId: draft.id,
        commandsFor: () => [
          {
            id: `write-${index}`,
            at: new Date().toISOString(),
            actor: { kind: 'citizen', id: lin.accountId },
            type: 'saveDraft',
            values: { 'shop.area': index },
          },
        ],
      }),
    );
    await Promise.all(writers);

    const { rev, state } = await load(draft.id);
    expect(rev).toBe(draft.rev + 8);
    expect(state.applied.filter((id) => id.startsWith('write-')).toSorted()).toEqual(
      Array.from({ length: 8 }, (_, index) => `write-${index}`),
    );
    expect(state.draft['shop.area']).toBe(Number(state.applied.at(-1)!.slice(6)));
  });

  it('of which one was committed without its answer arriving: the repeated command finds it done', async () => {
    const { commit } = world.store;
    let losing = true;
    world.store.commit = async (place, burst) => {
      const result = await commit(place, burst);
      if (losing) throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
      return result;
    };
    await expect(submit('lost-1')).rejects.toThrow('Connection terminated');
    losing = false;
    world.store.commit = commit;

    const again = await submit('lost-1');
    const third = await submit('lost-1');
    expect(third).toEqual(again);
    expect((await world.services.cases.myCases({ actor: lin })).filter((one) => one.caseNo === again.caseNo)).toHaveLength(1);
  });
});

describe('PostgreSQL killed in the middle', () => {
  it('costs no acknowledged case, starts none twice, and never ends the process', async () => {
    const acknowledged = new Map<string, string>();
    const problems: unknown[] = [];
    let killed = false;
    async function insist(commandId: string): Promise<void> {
      for (let attempt = 0; attempt < 1200; attempt += 1) {
        try {
          acknowledged.set(commandId, (await submit(commandId)).id);
          return;
        } catch (error) {
          if (!(error instanceof CodedError) || error.status !== 503 || !error.retryAfter) problems.push(error);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    }
    const work = Array.from({ length: 4 }, async (_, lane) => {
      for (let number = 0; number < 15; number += 1) {
        await insist(`kill-${lane}-${number}`);
        if (lane === 0 && number === 4) {
          killed = true;
          process.kill(server.pid, 'SIGKILL');
          const { port } = server;
          for (let attempt = 0; attempt < 60; attempt += 1) {
            try {
              server = await startPostgres({ dataDir: folder, port });
              break;
            } catch (error) {
              if (attempt === 59) throw error;
              await new Promise((resolve) => setTimeout(resolve, 250));
            }
          }
        }
      }
    });
    await Promise.all(work);

    expect(killed).toBe(true);
    expect(problems).toEqual([]);
    expect(acknowledged.size).toBe(60);
    for (const id of acknowledged.values()) expect((await load(id)).state.status).toBe('running');
    const stored = await store.withRegions([region], (client) =>
      client.query<{ count: number }>("SELECT count(*) AS count FROM cases WHERE start_key IS NOT NULL AND status = 'running'"),
    );
    // One more: the case of the lost answer, and none besides.
    expect(stored.rows[0]!.count).toBe(61);
  });
});

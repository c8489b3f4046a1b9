/** The workflow resource patterns (Russell, van der Aalst, ter Hofstede, Edmond), through the services on a real database. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { startTestOutside, type TestOutside } from '../testing/outside.ts';
import { createWorld, type World } from '../testing/world.ts';
import { Bench, type Guard, type Pattern } from './bench.ts';

/** The guard that is away now. */
const away = vi.hoisted(() => ({ guard: undefined as string | undefined }));

vi.mock('../../engine/tasks.ts', async (original) => {
  const real = await original<typeof import('../../engine/tasks.ts')>();
  const unless = <A extends unknown[], R>(guards: string[], check: (...args: A) => R) => {
    return (...args: A) => (away.guard && guards.includes(away.guard) ? undefined : check(...args));
  };
  return {
    ...real,
    heldByAnother: unless(['holder'], real.heldByAnother),
    separated: unless(['separate'], real.separated),
    mayWork: unless(['holder', 'separate'], real.mayWork),
  };
});
vi.mock('../../engine/commands/operating.ts', async (original) => {
  const real = await original<typeof import('../../engine/commands/operating.ts')>();
  return { ...real, isResting: (work: Parameters<typeof real.isResting>[0]) => away.guard !== 'suspended' && real.isResting(work) };
});
/** Every officer has every right: as if nobody asked. */
vi.mock('../cases/access.ts', async (original) => {
  const real = await original<typeof import('../cases/access.ts')>();
  const grantFor: typeof real.grantFor = (actor, region, state, task) =>
    real.grantFor(actor, region, state, task) ??
    (away.guard === 'right' && task.department ? { region, department: task.department, role: 'officer' } : undefined);
  const openOfficerTask: typeof real.openOfficerTask = async (parts, actor, taskId) => {
    if (away.guard !== 'right') return real.openOfficerTask(parts, actor, taskId);
    const { caseId, id } = real.splitTaskId(taskId);
    const region = actor.grants[0]!.region;
    const found = await parts.runBurst.load(region, caseId);
    const task = found.stored.state.tasks[id]!;
    return { ...found, region, caseId, task, department: task.department!, grant: grantFor(actor, region, found.stored.state, task)! };
  };
  const openOfficerCase: typeof real.openOfficerCase = (parts, actor, caseNo) =>
    real.openOfficerCase(parts, away.guard === 'operator' ? asOperator(actor) : actor, caseNo);
  return { ...real, grantFor, openOfficerTask, openOfficerCase };
});

function asOperator<T extends { grants: { region: string; role: string }[] }>(actor: T): T {
  for (const { region } of [...actor.grants]) actor.grants.push({ region, role: 'operator' } as T['grants'][number]);
  return actor;
}

const files = readdirSync(import.meta.dirname).filter((name) => /^wrp-\d\d-[a-z-]+\.ts$/.test(name));
const patterns = await Promise.all(
  files.map(async (file): Promise<[string, Pattern]> => [file.slice(0, -3), ((await import(`./${file}`)) as { pattern: Pattern }).pattern]),
);
const guarded = patterns.filter(([, { guard }]) => guard !== 'none');

let database: TestDatabase;
let outside: TestOutside;
let store: Store;
const worlds: World[] = [];
let turn = 0;
let regions = 330_500;

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  store = createStore({ url: database.url, applicationName: 'patterns' });
  for (let index = 0; index < 2; index += 1)
    worlds.push(await createWorld({ url: database.url, connectors: outside.connectors, clock: () => '2026-03-02T02:00:00.000Z' }));
}, 120_000);
afterAll(async () => {
  for (const world of worlds) await world.close();
  await outside?.close();
  await store?.close();
  await database?.close();
});

const bench = () => {
  regions += 1;
  // Each call is made by another process than the last: what waits is saved and loaded again.
  const next = () => worlds[turn++ % 2]!.services;
  return new Bench({ store, next, region: String(regions) });
};

describe('workflow resource patterns', () => {
  it('are at least thirty of the forty-three', () => {
    expect(files.length).toBeGreaterThanOrEqual(30);
    expect(new Set(files.map((file) => file.slice(4, 6))).size).toBe(files.length);
  });

  it.each(patterns)('%s', (_, pattern) => pattern.run(bench()), 60_000);
});

describe('without its guard', () => {
  it.each(guarded)(
    '%s fails',
    async (_, pattern) => {
      away.guard = pattern.guard satisfies Guard;
      try {
        await expect(pattern.run(bench())).rejects.toThrow();
      } finally {
        away.guard = undefined;
      }
    },
    60_000,
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../../services/testing/world.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { type CountySeed, seedCounty } from './county.ts';
import { countyDepartments } from './departments.ts';
import { countyServices } from './services.ts';

const region = { code: '330424', name: '海盐县' };
let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await withDatabase();
  const nothing = async () => ({ ok: true as const, value: null });
  world = await createWorld({
    url: database.url,
    connectors: { read: nothing, sendSms: nothing, sealDocument: nothing },
    clock: () => '2026-11-20T02:00:00.000Z',
  });
});
afterAll(async () => {
  await world?.close();
  await database?.close();
});

const input = (cases: number): CountySeed => {
  return { ...world, region, cases, password: 'county-of-a-test', clock: () => '2026-11-20T02:00:00.000Z' };
};

describe('a county of ordinary size', () => {
  it('has the departments, services, catalogue and cases it says; a second run adds what is missing', async () => {
    const first = await seedCounty(input(60));
    expect(first).toMatchObject({ departments: 37, services: 25, resources: 366, elements: 5124, contracts: 249, cases: 60 });
    expect(first.accounts.password).toBe('county-of-a-test');
    const again = await seedCounty(input(80));
    expect(again.cases).toBe(20);
    expect(again.accounts.password).toBeUndefined();
    const { rows } = await world.store.withRegions([region.code], (client) =>
      client.query<{ status: string; count: number }>(
        'SELECT status, count(*)::int AS count FROM cases WHERE case_no IS NOT NULL GROUP BY status',
      ),
    );
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(80);
    expect(rows.map(({ status }) => status)).toEqual(expect.arrayContaining(['completed', 'running']));
  });

  it('names every department of its services, each once', () => {
    const codes = countyDepartments.map(({ code }) => code);
    expect(new Set(codes).size).toBe(37);
    expect(countyServices.flatMap(({ items }) => items.map((item) => item.department)).filter((code) => !codes.includes(code))).toEqual([]);
  });
});

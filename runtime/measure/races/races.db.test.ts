import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { runRaces } from './race.ts';
import { packages, races } from './races.ts';
import { openSite, type Site } from './site.ts';

let database: TestDatabase;
let site: Site;
beforeAll(async () => {
  database = await withDatabase();
  site = await openSite(database.url, packages);
}, 120_000);
afterAll(async () => {
  await site?.close();
  await database?.close();
});

describe('two deeds at the same moment, through two processes', () => {
  it('are sixteen races', () => {
    expect(new Set(races.map(({ name }) => name)).size).toBe(16);
  });

  it.each(races.map((race) => [race.name, race] as const))(
    '%s: one winner, and a case that agrees with its rows and its history',
    async (_, race) => {
      const tally = await runRaces(site, race, 9);

      expect(tally.problems).toEqual([]);
      expect(tally.first + tally.second).toBe(9);
    },
    60_000,
  );
});

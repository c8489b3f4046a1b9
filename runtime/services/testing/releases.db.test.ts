/** Data folders of earlier releases: today's program opens them, migrates them, and finishes their running cases alike. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfPackage } from '../../compile/index.ts';
import { listIncidents } from '../../store/incidents.ts';
import { verifyJournal } from '../../store/journal.ts';
import { migrate } from '../../store/migrate.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { finishKept, type KeptCase } from './keep-release.ts';
import { createJourneyClock, createJourneyConnectors } from './stored-journey.ts';
import { createWorld, type World } from './world.ts';

const releases = path.join(import.meta.dirname, '../../store/testing/releases');
const names = readdirSync(releases, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const unzipped = (name: string, file: string) => gunzipSync(readFileSync(path.join(releases, name, file))).toString();

describe.each(names)('the data of release %s', (name) => {
  const cases = JSON.parse(unzipped(name, 'cases.json.gz')) as KeptCase[];
  const clock = createJourneyClock(cases[0]!.at);
  const connectors = createJourneyConnectors();
  let database: TestDatabase;
  let world: World;
  let applied: string[];

  beforeAll(async () => {
    database = await withDatabase({ template: null });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(unzipped(name, 'data.sql.gz'));
    await client.end();
    ({ applied } = await migrate(database.url));
    world = await createWorld({ url: database.url, connectors, clock: () => clock.now() });
  });
  afterAll(async () => {
    await world?.close();
    await database?.close();
  });

  it('is migrated once', async () => {
    expect(applied).not.toContain('2026112200_cases.ts');
    expect((await migrate(database.url)).applied).toEqual([]);
  });

  it('lists the failures its cases had', async () => {
    const waiting = cases.filter(({ about }) => about.startsWith('an incident'));
    const { rows } = await listIncidents(world.store, { regions: cases.map(({ region }) => region), limit: 50 });

    expect(rows.map((row) => row.case_id)).toEqual(waiting.map(({ caseId }) => caseId));
  });

  it('has versions that compile again to the same contents', async () => {
    for (const region of new Set(cases.map((one) => one.region))) {
      const loaded = (await world.services.plans.livePlan(region, 'newborn'))!;
      expect(hashOfPackage(loaded.package)).toBe(loaded.hash);
      expect(loaded.plan.hash).toBe(loaded.hash);
    }
  });

  it.each(cases)('finishes a case that was $about ($test)', async (kept) => {
    const { final, ...from } = kept;

    const digest = await finishKept(world, clock, connectors, from);

    expect(JSON.parse(JSON.stringify(digest))).toEqual(final);
    expect(await verifyJournal(world.store, kept.region, kept.caseId)).toMatchObject({ ok: true });
  });
});

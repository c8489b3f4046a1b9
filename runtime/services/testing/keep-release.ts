/**
 * Keeps the data of this release: running cases of the newborn scenario in every kind of state, as SQL that a later release
 * restores, migrates and finishes (`releases.db.test.ts`), with how they end under this release.
 *
 * Run it once when a release is made: `node runtime/services/testing/keep-release.ts <name>`; it starts a PostgreSQL of its
 * own and writes `runtime/store/testing/releases/<name>/`. People in it are the sample people of the case tests.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import knex from 'knex';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import type { CaseTest } from '../../../schemas/generated/documents.ts';
import { instantOf } from '../../calendar/index.ts';
import { loadPackage } from '../../cli/load.ts';
import { startPostgres } from '../../postgres/postgres.ts';
import { createJourneyClock, createJourneyConnectors, type Digest, digestOf, storedJourney } from './stored-journey.ts';
import { createWorld, publishPackage, type World } from './world.ts';

/** Case test and the number of its steps that are taken before the data is kept; `retry` finds the incident first. */
const stops: readonly { test: string; steps: number; about: string; open?: boolean; sealDown?: boolean }[] = [
  { test: 'too-old', steps: 0, about: 'an empty draft' },
  { test: 'all-on-file', steps: 0, about: 'a draft with consents and shared data', open: true },
  { test: 'father-agrees-late', steps: 1, about: 'waiting for consent, clocks stopped' },
  { test: 'father-consent-expires', steps: 1, about: 'waiting for consent that will expire' },
  { test: 'exactly-one-year', steps: 1, about: 'waiting for consent, the test ends there' },
  { test: 'father-refuses-papers-accepted', steps: 2, about: 'at one desk' },
  { test: 'father-register-down', steps: 2, about: 'a second form, asked instead of data' },
  { test: 'registration-refused', steps: 2, about: 'at three desks at once' },
  { test: 'father-from-elsewhere', steps: 5, about: 'a timer in the flow, a block with a joint step' },
  { test: 'supplement', steps: 6, about: 'in 补正' },
  { test: 'twins-second-birth', steps: 6, about: 'two blocks, five desks' },
  { test: 'joint-check-refused', steps: 10, about: 'half a joint decision' },
  { test: 'uninsured-mother', steps: 6, about: 'a join with one branch arrived' },
  { test: 'choices-declined', steps: 3, about: 'an incident: the seal service was away', sealDown: true },
  { test: 'jiaojiang', steps: 7, about: 'another county' },
  { test: 'withdrawn', steps: 3, about: 'withdrawn' },
  { test: 'certificate-refused', steps: 3, about: 'refused' },
  { test: 'resident-mother', steps: 9, about: 'completed' },
];

export interface KeptCase {
  test: string;
  about: string;
  region: string;
  caseId: string;
  /** Steps of the case test taken when the data was kept. */
  steps: number;
  /** Instant of the journey's clock then. */
  at: string;
  final: Digest;
}

/** Goes on from where the data was kept to the end of the case test. */
export async function finishKept(
  world: World,
  clock: { at: string; now(): string },
  connectors: ReturnType<typeof createJourneyConnectors>,
  kept: Omit<KeptCase, 'final'>,
): Promise<Digest> {
  const { region, caseId } = kept;
  const { stored, loaded } = await world.services.caseParts.runBurst.load(region, caseId);
  const test = loaded.package.cases[kept.test]! as CaseTest;
  clock.at = kept.at;
  connectors.test = test;
  const { journey, take } = storedJourney({ world, clock, region, caseId, test, plan: loaded.plan, state: stored.state });
  for (const incidentId of Object.keys(stored.state.incidents)) {
    await journey.send({ type: 'retryIncident', actor: { kind: 'system', id: 'operator' }, incidentId });
  }
  await take(kept.steps);
  return digestOf(journey.state);
}

async function main(name: string): Promise<void> {
  const root = path.join(import.meta.dirname, '../../..');
  const folder = path.join(root, 'runtime/store/testing/releases', name);
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'lianban-release-'));
  const server = await startPostgres({ dataDir: temporary });
  const clock = createJourneyClock('2026-09-01T00:00:00.000Z');
  const connectors = createJourneyConnectors();
  try {
    const schema = await migrateAndListen(server.url, path.join(root, 'runtime/store/migrations'));
    const world = await createWorld({ url: server.url, connectors, clock: () => clock.now() });
    const { package: pkg } = await loadPackage(path.join(root, 'templates/family/newborn'));
    await publishPackage(world.store, pkg!, [
      { code: '330424', name: '海盐县' },
      { code: '331002', name: '椒江区' },
    ]);
    const kept: Omit<KeptCase, 'final'>[] = [];
    for (const stop of stops) kept.push(await play(world, clock, connectors, stop));
    const data = await dumpData(server.url);
    const finished: KeptCase[] = [];
    for (const one of kept) finished.push({ ...one, final: await finishKept(world, clock, connectors, one) });
    await world.close();
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'data.sql.gz'), gzipSync(`${schema}\n${data}`, { level: 9 }));
    await writeFile(path.join(folder, 'cases.json.gz'), gzipSync(JSON.stringify(finished), { level: 9 }));
  } finally {
    await server.stop();
    await rm(temporary, { recursive: true, force: true });
  }
}

async function play(
  world: World,
  clock: { at: string },
  connectors: ReturnType<typeof createJourneyConnectors>,
  stop: (typeof stops)[number],
): Promise<Omit<KeptCase, 'final'>> {
  const { caseParts } = world.services;
  const scenario = 'newborn';
  const region = stop.test === 'jiaojiang' ? '331002' : '330424';
  const loaded = (await caseParts.plans.livePlan(region, scenario))!;
  const test = loaded.package.cases[stop.test]! as CaseTest;
  const caseId = uuidv7();
  connectors.test = test;
  connectors.sealing = !stop.sealDown;
  clock.at = instantOf(test.at);
  const actor = { kind: 'citizen' as const, id: 'applicant', region };
  const { stored } = await caseParts.runBurst({
    start: { loaded, account: `sample-${stop.test}`, startKey: `sample-${stop.test}` },
    region,
    caseId,
    commands: [{ id: 'start', at: clock.at, actor, type: 'start', caseId, region, version: loaded.version }],
  });
  const { journey, take } = storedJourney({
    world,
    clock: clock as Parameters<typeof storedJourney>[0]['clock'],
    region,
    caseId,
    test,
    plan: loaded.plan,
    state: stored.state,
  });
  if (stop.open) {
    await journey.send({ type: 'saveDraft', actor, values: { 'mother.idNumber': '330424199603120029', 'mother.mobile': '13800000001' } });
    await journey.send({ type: 'consentData', actor, grants: test.consents ?? {} });
  }
  await take(0, stop.steps);
  connectors.sealing = true;
  return { test: stop.test, about: stop.about, region, caseId, steps: stop.steps, at: clock.at };
}

/** The schema as this release's own migrations say it: files may be renamed later, what they did may not change. */
async function migrateAndListen(url: string, directory: string): Promise<string> {
  const db = knex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
  const statements: string[] = [];
  db.on('query', ({ sql, bindings }: { sql: string; bindings?: unknown[] }) => {
    if (!bindings?.length && /^\s*(--|create|alter|comment|grant|revoke|do\b|drop)/i.test(sql))
      statements.push(`${sql.trim().replace(/;$/, '')};`);
  });
  try {
    await db.migrate.latest({ directory, loadExtensions: ['.ts'] });
    return statements.join('\n');
  } finally {
    await db.destroy();
  }
}

/** Every row as an INSERT, values as PostgreSQL writes them: JSON keeps its exact text. */
async function dumpData(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
      `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition GROUP BY c.oid, c.relname ORDER BY c.oid`,
    );
    // Certificates are mostly embedded fonts: the first is kept, of the others a line in its place.
    await client.query(`UPDATE documents SET content = 'sample', sha256 = encode(sha256('sample'), 'hex')
      WHERE (case_id, id) <> (SELECT case_id, id FROM documents ORDER BY case_id, id LIMIT 1)`);
    const lines: string[] = [];
    for (const { name, columns } of tables) {
      const list = columns.map((column) => `"${column}"`).join(', ');
      const values = columns.map((column) => `quote_nullable("${column}"::text)`).join(", ', ', ");
      const { rows } = await client.query<{ values: string }>(`SELECT concat(${values}) AS values FROM "${name}"`);
      for (const row of rows) lines.push(`INSERT INTO "${name}" (${list}) VALUES (${row.values});`);
    }
    const sequences = await client.query<{ name: string; last: number }>(
      "SELECT sequencename AS name, last_value AS last FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL",
    );
    for (const { name, last } of sequences.rows) lines.push(`SELECT setval('"${name}"', ${last});`);
    return lines.join('\n');
  } finally {
    await client.end();
  }
}

if (process.argv[1] === import.meta.filename) {
  const [name] = process.argv.slice(2);
  if (!name || !/^[\w.-]+$/.test(name)) throw new Error('Give the release a name: keep-release.ts <name>');
  await main(name);
}

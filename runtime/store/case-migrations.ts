/** Migrations of running cases: what was planned, what was moved, and what undo puts back. */
import type pg from 'pg';
import type { CaseState } from '../engine/types.ts';
import { type Burst, commitBursts } from './bursts.ts';
import type { StoredCase } from './cases.ts';
import { unpackState } from './packing.ts';
import type { Store } from './store.ts';

export interface MigrationRow {
  id: string;
  region: string;
  scenario: string;
  to_version: number;
  mapping: unknown;
  filter: unknown;
  status: 'planned' | 'moving' | 'done' | 'undone';
  created_by: string;
  created_name: string;
  created_at: string;
}

export interface MigrationItem {
  case_id: string;
  case_no: string | null;
  from_version: number;
  verdict: 'safe' | 'mapping' | 'person' | 'stay';
  reasons: unknown;
  status: 'waiting' | 'moved' | 'left' | 'undone';
}

/** Which running cases of a scenario are looked at. */
export interface CaseFilter {
  /** Versions they run on; without it, every other than the target. */
  versions?: number[];
  status?: 'draft' | 'running';
  /** Instants. */
  startedFrom?: string;
  startedBefore?: string;
  caseNos?: string[];
  /** Ids of the cases. */
  ids?: string[];
  /** A step they stand at. */
  node?: string;
  /** At most so many. */
  limit?: number;
}

export interface RunningCase {
  id: string;
  version: number;
  stored: StoredCase;
}

interface CaseRecord {
  id: string;
  version: number;
  rev: number;
  case_no: string | null;
  start_key: string | null;
  account: string;
  applicant_name: string;
  chain: string;
  saved_at: string;
  expires_at: string | null;
  state: string;
}

const columns = `c.id, c.version, c.rev, c.case_no, c.start_key, c.account, c.applicant_name, c.chain, c.saved_at, c.expires_at, d.state::text AS state`;
const from = 'FROM cases c JOIN case_data d ON d.region = c.region AND d.id = c.id';

function toCase(row: CaseRecord): RunningCase {
  return {
    id: row.id,
    version: row.version,
    stored: {
      rev: row.rev,
      state: unpackState(row.state),
      caseNo: row.case_no,
      account: row.account,
      applicantName: row.applicant_name,
      startKey: row.start_key,
      chain: row.chain,
      savedAt: row.saved_at,
      expiresAt: row.expires_at,
    },
  };
}

/** Cases under way that are not on the target version, in the order of their ids, after `after`. */
export async function listRunningCases(
  store: Store,
  {
    region,
    scenario,
    not,
    filter,
    after,
    limit,
  }: { region: string; scenario: string; not: number; filter: CaseFilter; after?: string; limit: number },
): Promise<RunningCase[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<CaseRecord>(
      `SELECT ${columns} ${from} WHERE c.region = $1 AND c.scenario = $2 AND c.version <> $3 AND c.status = ANY ($4) AND ($5::uuid IS NULL OR c.id > $5)
         AND ($6::int[] IS NULL OR c.version = ANY ($6)) AND ($7::timestamptz IS NULL OR c.started_at >= $7)
         AND ($8::timestamptz IS NULL OR c.started_at < $8) AND ($9::text[] IS NULL OR c.case_no = ANY ($9)) AND ($11::uuid[] IS NULL OR c.id = ANY ($11)) ORDER BY c.id LIMIT $10`,
      [
        region,
        scenario,
        not,
        filter.status ? [filter.status] : ['draft', 'running'],
        after ?? null,
        filter.versions ?? null,
        filter.startedFrom ?? null,
        filter.startedBefore ?? null,
        filter.caseNos ?? null,
        limit,
        filter.ids ?? null,
      ],
    );
    return rows.map(toCase);
  });
}

/** Cases under way that these calls started, with their scenario; in this region only. */
export async function listCalledCases(
  store: Store,
  region: string,
  startKeys: readonly string[],
): Promise<{ id: string; scenario: string }[]> {
  if (startKeys.length === 0) return [];
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ id: string; scenario: string }>(
      `SELECT id, scenario FROM cases WHERE region = $1 AND start_key = ANY ($2) AND status IN ('draft', 'running')`,
      [region, startKeys],
    );
    return rows;
  });
}

/** These cases as they are now. */
export async function loadCases(store: Store, region: string, ids: readonly string[]): Promise<RunningCase[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<CaseRecord>(`SELECT ${columns} ${from} WHERE c.region = $1 AND c.id = ANY ($2::uuid[])`, [
      region,
      ids,
    ]);
    return rows.map(toCase);
  });
}

export async function insertMigration(store: Store, row: MigrationRow): Promise<void> {
  await store.withRegions([row.region], (client) =>
    client.query(
      `INSERT INTO case_migrations (region, id, scenario, to_version, mapping, filter, status, created_by, created_name, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        row.region,
        row.id,
        row.scenario,
        row.to_version,
        JSON.stringify(row.mapping),
        JSON.stringify(row.filter),
        row.status,
        row.created_by,
        row.created_name,
        row.created_at,
      ],
    ),
  );
}

export async function insertItems(store: Store, region: string, migration: string, items: readonly MigrationItem[]): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `INSERT INTO case_migration_items (region, migration, case_id, case_no, from_version, verdict, reasons, status)
       SELECT $1, $2, i.* FROM json_to_recordset($3) AS i(case_id uuid, case_no text, from_version int, verdict text, reasons json, status text)
       ON CONFLICT DO NOTHING`,
      [region, migration, JSON.stringify(items)],
    ),
  );
}

export async function findMigration(store: Store, region: string, id: string): Promise<MigrationRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<MigrationRow>('SELECT * FROM case_migrations WHERE region = $1 AND id = $2', [region, id]);
    return rows[0];
  });
}

export async function listMigrations(store: Store, region: string, scenario: string): Promise<MigrationRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<MigrationRow>(
      'SELECT * FROM case_migrations WHERE region = $1 AND scenario = $2 ORDER BY created_at DESC LIMIT 50',
      [region, scenario],
    );
    return rows;
  });
}

export async function setMigrationStatus(store: Store, region: string, id: string, status: MigrationRow['status']): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query('UPDATE case_migrations SET status = $3 WHERE region = $1 AND id = $2', [region, id, status]),
  );
}

export type ItemCount = Pick<MigrationItem, 'verdict' | 'status'> & { count: number };

export async function countItems(store: Store, region: string, migration: string): Promise<ItemCount[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ItemCount>(
      'SELECT verdict, status, count(*) AS count FROM case_migration_items WHERE region = $1 AND migration = $2 GROUP BY verdict, status',
      [region, migration],
    );
    return rows;
  });
}

/** Ids of the items in a state, a page at a time. */
export async function listItems(
  store: Store,
  {
    region,
    migration,
    status,
    limit,
    after,
  }: { region: string; migration: string; status: MigrationItem['status']; limit: number; after?: string },
): Promise<string[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ case_id: string }>(
      `SELECT case_id FROM case_migration_items WHERE region = $1 AND migration = $2 AND status = $3 AND ($5::uuid IS NULL OR case_id > $5)
       ORDER BY case_id LIMIT $4`,
      [region, migration, status, limit, after ?? null],
    );
    return rows.map((row) => row.case_id);
  });
}

export interface MovedCase {
  burst: Burst;
  version: number;
  hash: string;
  /** Tasks whose step has another id now. */
  renamed: { id: string; node: string }[];
  /** State before the move, as JSON text. */
  before: string;
}

/**
 * Stores moved cases with the items that say so, in one transaction: after a crash an item is either waiting or moved. Cases
 * that somebody acted on meanwhile are not moved; the ids of the others come back.
 */
export async function commitMoved(
  store: Store,
  region: string,
  migration: string,
  moved: readonly MovedCase[],
): Promise<ReadonlySet<string>> {
  return store.withRegions([region], async (client) => {
    const jobs = await jobsOf(
      client,
      region,
      moved.map(({ burst }) => burst.id),
    );
    const committed = await commitBursts(
      client,
      region,
      moved.map(({ burst }) => burst),
    );
    const done = moved.filter(({ burst }) => committed.has(burst.id));
    if (done.length === 0) return committed;
    await moveVersions(client, region, done);
    await client.query(
      `UPDATE case_migration_items i SET status = 'moved', after_rev = m.rev + 1, before = m.before, jobs = m.jobs
       FROM json_to_recordset($3) AS m(id uuid, rev int, before json, jobs json) WHERE i.region = $1 AND i.migration = $2 AND i.case_id = m.id`,
      [
        region,
        migration,
        `[${done.map(({ burst, before }) => `{"id":"${burst.id}","rev":${burst.rev},"before":${before},"jobs":${JSON.stringify(jobs.get(burst.id) ?? [])}}`).join(',')}]`,
      ],
    );
    return committed;
  });
}

async function jobsOf(client: pg.PoolClient, region: string, ids: readonly string[]): Promise<Map<string, object[]>> {
  const { rows } = await client.query<{ case_id: string }>('SELECT * FROM jobs WHERE region = $1 AND case_id = ANY ($2::uuid[])', [
    region,
    ids,
  ]);
  return Map.groupBy(rows, (row) => row.case_id);
}

async function moveVersions(
  client: pg.PoolClient,
  region: string,
  cases: readonly Pick<MovedCase, 'burst' | 'version' | 'hash' | 'renamed'>[],
): Promise<void> {
  await client.query(
    `UPDATE cases c SET version = m.version, hash = m.hash FROM json_to_recordset($2) AS m(id uuid, version int, hash text)
     WHERE c.region = $1 AND c.id = m.id`,
    [region, JSON.stringify(cases.map(({ burst, version, hash }) => ({ id: burst.id, version, hash })))],
  );
  const renamed = cases.flatMap(({ burst, renamed: tasks }) => tasks.map((task) => ({ case_id: burst.id, ...task })));
  if (renamed.length === 0) return;
  await client.query(
    `UPDATE tasks t SET node = m.node FROM json_to_recordset($2) AS m(case_id uuid, id text, node text)
     WHERE t.region = $1 AND t.case_id = m.case_id AND t.id = m.id`,
    [region, JSON.stringify(renamed)],
  );
}

export interface UndoItem {
  case_id: string;
  after_rev: number;
  /** State before the move. */
  before: CaseState;
  from_version: number;
}

export async function listUndo(store: Store, region: string, migration: string, ids: readonly string[]): Promise<UndoItem[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<UndoItem>(
      `SELECT case_id, after_rev, before, from_version FROM case_migration_items
       WHERE region = $1 AND migration = $2 AND case_id = ANY ($3::uuid[]) AND status = 'moved' AND before IS NOT NULL`,
      [region, migration, ids],
    );
    return rows;
  });
}

/**
 * Puts cases back as they were before the move: state, rows and jobs, in one transaction with their items. Only cases nobody
 * acted on since (same revision) and of whose new tasks none was taken; the others keep their place, and their item.
 */
export async function commitUndone(
  store: Store,
  region: string,
  migration: string,
  cases: readonly Omit<MovedCase, 'before'>[],
): Promise<ReadonlySet<string>> {
  return store.withRegions([region], async (client) => {
    const ids = cases.map(({ burst }) => burst.id);
    const taken = await client.query<{ case_id: string }>(
      `SELECT t.case_id FROM tasks t JOIN case_migration_items i ON i.region = t.region AND i.case_id = t.case_id AND i.migration = $3
       WHERE t.region = $1 AND t.case_id = ANY ($2::uuid[]) AND t.status IN ('open', 'supplement') AND t.holder IS NOT NULL AND i.before -> 'tasks' -> t.id IS NULL`,
      [region, ids, migration],
    );
    const held = new Set(taken.rows.map((row) => row.case_id));
    const free = cases.filter(({ burst }) => !held.has(burst.id));
    const committed = await commitBursts(
      client,
      region,
      free.map(({ burst }) => burst),
    );
    const done = free.filter(({ burst }) => committed.has(burst.id));
    if (done.length === 0) return committed;
    await moveVersions(client, region, done);
    await restoreRows(client, region, migration, [...committed]);
    return committed;
  });
}

async function restoreRows(client: pg.PoolClient, region: string, migration: string, ids: readonly string[]): Promise<void> {
  const values = [region, migration, ids];
  const items = 'case_migration_items i WHERE i.region = $1 AND i.migration = $2 AND i.case_id = ANY ($3::uuid[])';
  await client.query(
    `DELETE FROM tasks t USING ${items} AND t.region = i.region AND t.case_id = i.case_id AND i.before -> 'tasks' -> t.id IS NULL`,
    values,
  );
  await client.query(
    `DELETE FROM clocks k USING ${items} AND k.region = i.region AND k.case_id = i.case_id AND i.before -> 'clocks' -> k.id IS NULL`,
    values,
  );
  await client.query(`DELETE FROM jobs j USING ${items} AND j.region = i.region AND j.case_id = i.case_id`, values);
  await client.query(
    `INSERT INTO jobs SELECT j.* FROM case_migration_items i, json_populate_recordset(NULL::jobs, i.jobs) j WHERE i.region = $1 AND i.migration = $2 AND i.case_id = ANY ($3::uuid[])`,
    values,
  );
  await client.query(
    `UPDATE case_migration_items i SET status = 'undone', before = NULL, jobs = NULL WHERE i.region = $1 AND i.migration = $2 AND i.case_id = ANY ($3::uuid[])`,
    values,
  );
}

/** What is no longer to be moved keeps its item, with the reason of this moment. */
export async function leaveItems(
  store: Store,
  region: string,
  migration: string,
  items: readonly Pick<MigrationItem, 'case_id' | 'verdict' | 'reasons'>[],
): Promise<void> {
  if (items.length === 0) return;
  await store.withRegions([region], (client) =>
    client.query(
      `UPDATE case_migration_items i SET status = 'left', verdict = m.verdict, reasons = m.reasons
       FROM json_to_recordset($3) AS m(case_id uuid, verdict text, reasons json) WHERE i.region = $1 AND i.migration = $2 AND i.case_id = m.case_id`,
      [region, migration, JSON.stringify(items)],
    ),
  );
}

/** Forgets what undo would need of cases somebody has acted on since. */
export async function forgetUndo(store: Store, region: string, limit = 500): Promise<number> {
  return store.withRegions([region], async (client) => {
    const { rowCount } = await client.query(
      `UPDATE case_migration_items SET before = NULL, jobs = NULL WHERE (region, migration, case_id) IN (
         SELECT i.region, i.migration, i.case_id FROM case_migration_items i JOIN cases c ON c.region = i.region AND c.id = i.case_id
         WHERE i.region = $1 AND i.before IS NOT NULL AND c.rev <> i.after_rev LIMIT $2)`,
      [region, limit],
    );
    return rowCount ?? 0;
  });
}

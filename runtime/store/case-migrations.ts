/** Migrations of running cases: what was planned, what was moved, and what undo puts back. */
import { type LoadedRow, type StoredCase, storedCaseOf } from './cases.ts';
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

interface CaseRecord extends LoadedRow {
  id: string;
  version: number;
}

const columns = `c.id, c.version, c.rev, c.case_no, c.start_key, c.account, c.applicant_name, c.chain, c.saved_at, c.expires_at, d.state::text AS state`;
const from = 'FROM cases c JOIN case_data d ON d.region = c.region AND d.id = c.id';

function toCase(row: CaseRecord): RunningCase {
  return { id: row.id, version: row.version, stored: storedCaseOf(row) };
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

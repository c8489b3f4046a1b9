/** The commits of a migration: cases moved to another version, and put back. */
import type pg from 'pg';
import type { CaseState } from '../engine/types.ts';
import { type Burst, commitBursts } from './bursts.ts';
import type { Store } from './store.ts';

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

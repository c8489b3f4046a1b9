/** Turns of connections that fetch a file by themselves. A turn is one worker's while its lease lasts; nobody else begins it. */
import type { BatchConnection, Text } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import type { Store } from './store.ts';

type Problem = { code: string; data?: Record<string, JsonValue> };

export interface ImportTurn {
  region: string;
  connection: string;
  nextAt: string;
  schedule: string | null;
  tries: number;
  lastAt: string | null;
  lastImport: string | null;
  problem: Problem | null;
}
const columns = `region, connection, next_at AS "nextAt", schedule, tries, last_at AS "lastAt", last_import AS "lastImport", problem`;

/** Connections of these regions that fetch a file, with their turn where there is one. */
export async function listSources(
  store: Store,
  regions: readonly string[],
): Promise<{ region: string; document: BatchConnection; turn: ImportTurn | undefined }[]> {
  if (regions.length === 0) return [];
  return store.withRegions(regions, async (client) => {
    const { rows } = await client.query<{ region: string; document: BatchConnection }>({
      name: 'import-turns.sources',
      text: `SELECT region, document FROM connections WHERE region = ANY ($1) AND document -> 'source' IS NOT NULL ORDER BY region, id`,
      values: [regions],
    });
    if (rows.length === 0) return [];
    const { rows: turns } = await client.query<ImportTurn>(`SELECT ${columns} FROM import_turns WHERE region = ANY ($1)`, [regions]);
    const known = new Map(turns.map((turn) => [`${turn.region}|${turn.connection}`, turn]));
    return rows.map(({ region, document }) => ({ region, document, turn: known.get(`${region}|${document.id}`) }));
  });
}

export async function findTurn(store: Store, region: string, connection: string): Promise<ImportTurn | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ImportTurn>(`SELECT ${columns} FROM import_turns WHERE region = $1 AND connection = $2`, [
      region,
      connection,
    ]);
    return rows[0];
  });
}

/** The next turn of a connection whose schedule is new or another one; a turn under way stays. */
export async function setTurn(
  store: Store,
  { region, connection, nextAt, schedule }: { region: string; connection: string; nextAt: string; schedule: string },
): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `INSERT INTO import_turns (region, connection, next_at, schedule) VALUES ($1, $2, $3, $4)
       ON CONFLICT (region, connection) DO UPDATE SET next_at = excluded.next_at, schedule = excluded.schedule, tries = 0
       WHERE import_turns.schedule IS DISTINCT FROM excluded.schedule`,
      [region, connection, nextAt, schedule],
    ),
  );
}

/** Takes a turn that is due, or whose worker is gone, for `seconds`. Of two who ask at once one gets it. */
export async function claimTurn(
  store: Store,
  {
    region,
    connection,
    nextAt,
    now,
    owner,
    seconds,
  }: { region: string; connection: string; nextAt: string; now: string; owner: string; seconds: number },
): Promise<ImportTurn | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ImportTurn>(
      `UPDATE import_turns SET leased_by = $5, leased_until = now() + make_interval(secs => $6), tries = tries + 1
       WHERE region = $1 AND connection = $2 AND next_at = $3 AND next_at <= $4 AND (leased_until IS NULL OR leased_until < now())
       RETURNING ${columns}`,
      [region, connection, nextAt, now, owner, seconds],
    );
    return rows[0];
  });
}

/** Keeps a turn that takes longer than its lease; false when somebody else has it meanwhile. */
export async function keepTurn(store: Store, turn: ImportTurn, owner: string, seconds: number): Promise<boolean> {
  return store.withRegions([turn.region], async (client) => {
    const { rowCount } = await client.query(
      'UPDATE import_turns SET leased_until = now() + make_interval(secs => $4) WHERE region = $1 AND connection = $2 AND leased_by = $3',
      [turn.region, turn.connection, owner, seconds],
    );
    return rowCount === 1;
  });
}

/** The turn is over: what came of it, and when the next one is. */
export async function endTurn(
  store: Store,
  turn: ImportTurn,
  owner: string,
  { nextAt, at, importId, problem }: { nextAt: string; at: string; importId?: string; problem?: Problem },
): Promise<boolean> {
  return store.withRegions([turn.region], async (client) => {
    const { rowCount } = await client.query(
      `UPDATE import_turns SET next_at = $4, last_at = $5, last_import = $6, problem = $7, tries = 0, leased_by = NULL, leased_until = NULL
       WHERE region = $1 AND connection = $2 AND leased_by = $3`,
      [turn.region, turn.connection, owner, nextAt, at, importId ?? null, problem ? JSON.stringify(problem) : null],
    );
    return rowCount === 1;
  });
}

export interface FailedTurn {
  region: string;
  connection: string;
  name: Text;
  at: string;
  nextAt: string;
  problem: Problem;
}

/** Turns whose last file could not be fetched, or could not be read. */
export async function listFailedTurns(store: Store, regions: readonly string[]): Promise<FailedTurn[]> {
  if (regions.length === 0) return [];
  return store.withRegions(regions, async (client) => {
    const { rows } = await client.query<FailedTurn>({
      name: 'import-turns.failed',
      text: `SELECT t.region, t.connection, c.document -> 'name' AS name, t.last_at AS at, t.next_at AS "nextAt", coalesce(t.problem, i.problem) AS problem
             FROM import_turns t
             JOIN connections c ON c.region = t.region AND c.id = t.connection AND c.document -> 'source' IS NOT NULL
             LEFT JOIN imports i ON i.region = t.region AND i.id = t.last_import AND i.state = 'failed'
             WHERE t.region = ANY ($1) AND t.last_at IS NOT NULL AND coalesce(t.problem, i.problem) IS NOT NULL ORDER BY t.last_at`,
      values: [regions],
    });
    return rows;
  });
}

/** Imports of files into data resources: the row that says how far one has come, the pieces of its file, and what was rejected. */
import type { DataElement, DataResource, FileShape } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import type { Store } from './store.ts';

export type ImportState = 'receiving' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
export interface ImportRow {
  region: string;
  id: string;
  resource: string;
  department: string;
  fileName: string;
  bytes: number;
  received: number;
  /** How the file is read, and the documents that said so when it began. */
  file: { shape: FileShape; resource: DataResource; elements: Record<string, DataElement> };
  mode: 'replace' | 'merge';
  state: ImportState;
  setId: string | null;
  readRows: number;
  loaded: number;
  rejected: number;
  total: number | null;
  problem: { code: string; data?: Record<string, JsonValue> } | null;
  byName: string;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

const columns = `region, id, resource, department, file_name AS "fileName", bytes, received, file, mode, state, set_id AS "setId",
  read_rows AS "readRows", loaded, rejected, total, problem, by_name AS "byName", created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt"`;

export type NewImport = Pick<
  ImportRow,
  'region' | 'id' | 'resource' | 'department' | 'fileName' | 'bytes' | 'file' | 'mode' | 'byName' | 'createdAt'
> & {
  commandId: string;
  byAccount?: string;
};

/** The import of this command, made now or by an earlier delivery of it. */
export async function insertImport(store: Store, row: NewImport): Promise<ImportRow> {
  return store.withRegions([row.region], async (client) => {
    await client.query(
      `INSERT INTO imports (region, id, resource, department, file_name, bytes, file, mode, state, command_id, by_account, by_name, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'receiving', $9, $10, $11, $12) ON CONFLICT (region, command_id) DO NOTHING`,
      [
        row.region,
        row.id,
        row.resource,
        row.department,
        row.fileName,
        row.bytes,
        JSON.stringify(row.file),
        row.mode,
        row.commandId,
        row.byAccount ?? null,
        row.byName,
        row.createdAt,
      ],
    );
    const { rows } = await client.query<ImportRow>(`SELECT ${columns} FROM imports WHERE region = $1 AND command_id = $2`, [
      row.region,
      row.commandId,
    ]);
    return rows[0]!;
  });
}

export async function findImport(store: Store, region: string, id: string): Promise<ImportRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ImportRow>({
      name: 'imports.find',
      text: `SELECT ${columns} FROM imports WHERE region = $1 AND id = $2`,
      values: [region, id],
    });
    return rows[0];
  });
}

/** A page of a region's imports, newest first. `departments` undefined: all of them. */
export async function listImports(
  store: Store,
  {
    region,
    departments,
    resource,
    offset,
    limit,
  }: { region: string; departments?: readonly string[]; resource?: string; offset: number; limit: number },
): Promise<{ rows: ImportRow[]; total: number }> {
  return store.withRegions([region], async (client) => {
    const where = 'region = $1 AND ($2::text[] IS NULL OR department = ANY ($2)) AND ($3::text IS NULL OR resource = $3)';
    const values = [region, departments ?? null, resource ?? null];
    const { rows } = await client.query<ImportRow>(
      `SELECT ${columns} FROM imports WHERE ${where} ORDER BY created_at DESC, id LIMIT $4 OFFSET $5`,
      [...values, limit, offset],
    );
    const { rows: counted } = await client.query<{ total: number }>(`SELECT count(*) AS total FROM imports WHERE ${where}`, values);
    return { rows, total: counted[0]!.total };
  });
}

/** The import a command made, if it made one. */
export async function findImportOf(store: Store, region: string, commandId: string): Promise<ImportRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ImportRow>(`SELECT ${columns} FROM imports WHERE region = $1 AND command_id = $2`, [
      region,
      commandId,
    ]);
    return rows[0];
  });
}

/** The shape the resource's last finished import was read with. */
export async function findLastShape(store: Store, region: string, resource: string): Promise<FileShape | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ shape: FileShape }>(
      "SELECT file -> 'shape' AS shape FROM imports WHERE region = $1 AND resource = $2 AND state = 'done' ORDER BY created_at DESC LIMIT 1",
      [region, resource],
    );
    return rows[0]?.shape;
  });
}

/** Takes in a piece that begins where the last one ended; undefined when it does not, or when nothing more is expected. */
export async function addPiece(
  store: Store,
  { region, id, offset, content }: { region: string; id: string; offset: number; content: Uint8Array },
): Promise<ImportRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ImportRow>(
      `UPDATE imports SET received = received + $4::bigint, state = CASE WHEN received + $4::bigint = bytes THEN 'waiting' ELSE state END
       WHERE region = $1 AND id = $2 AND received = $3 AND received + $4 <= bytes AND state = 'receiving' RETURNING ${columns}`,
      [region, id, offset, content.length],
    );
    if (rows[0])
      await client.query('INSERT INTO import_pieces (region, import, start, content) VALUES ($1, $2, $3, $4)', [
        region,
        id,
        offset,
        Buffer.from(content),
      ]);
    return rows[0];
  });
}

/** The bytes of a file, piece by piece. */
export async function* readPieces(store: Store, region: string, id: string): AsyncGenerator<Uint8Array> {
  for (let start = 0; ; ) {
    const piece = await store.withRegions([region], async (client) => {
      const { rows } = await client.query<{ content: Buffer }>({
        name: 'import_pieces.read',
        text: 'SELECT content FROM import_pieces WHERE region = $1 AND import = $2 AND start = $3',
        values: [region, id, start],
      });
      return rows[0]?.content;
    });
    if (!piece) return;
    yield piece;
    start += piece.length;
  }
}

/** Stops one that is not over yet. */
export async function cancelImport(store: Store, region: string, id: string, at: string): Promise<ImportRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ImportRow>(
      `UPDATE imports SET state = 'cancelled', ended_at = $3 WHERE region = $1 AND id = $2 AND state IN ('receiving', 'waiting', 'running') RETURNING ${columns}`,
      [region, id, at],
    );
    if (rows[0]) await forget(client, rows[0]);
    return rows[0];
  });
}

type Client = Parameters<Parameters<Store['withRegions']>[1]>[0];

/** What only a running import needs: its file, and a set that never became live. */
async function forget(client: Client, { region, id, setId }: Pick<ImportRow, 'region' | 'id' | 'setId'>): Promise<void> {
  await client.query('DELETE FROM import_pieces WHERE region = $1 AND import = $2', [region, id]);
  if (setId)
    await client.query("UPDATE data_sets SET status = 'old' WHERE region = $1 AND id = $2 AND status = 'loading'", [region, setId]);
}

/** Takes one import that waits, or whose worker is gone, for `seconds`. */
export async function claimImport(
  store: Store,
  { regions, owner, seconds }: { regions: readonly string[]; owner: string; seconds: number },
): Promise<ImportRow | undefined> {
  if (regions.length === 0) return undefined;
  const found = await store.withRegions(regions, async (client) => {
    const { rows } = await client.query<{ region: string; id: string }>({
      name: 'imports.open',
      text: `SELECT region, id FROM imports WHERE region = ANY ($1) AND (state = 'waiting' OR (state = 'running' AND leased_until < now()))
             ORDER BY created_at LIMIT 1`,
      values: [regions],
    });
    return rows[0];
  });
  if (!found) return undefined;
  return store.withRegions([found.region], async (client) => {
    const { rows } = await client.query<ImportRow>(
      `UPDATE imports SET state = 'running', leased_by = $3, leased_until = now() + make_interval(secs => $4), started_at = coalesce(started_at, now())
       WHERE region = $1 AND id = $2 AND (state = 'waiting' OR (state = 'running' AND leased_until < now())) RETURNING ${columns}`,
      [found.region, found.id, owner, seconds],
    );
    return rows[0];
  });
}

/** Gives one back before its lease ends: whoever looks next goes on with it. */
export async function releaseImport(store: Store, { region, id }: Pick<ImportRow, 'region' | 'id'>, owner: string): Promise<void> {
  await store.withRegions([region], async (client) => {
    await client.query("UPDATE imports SET leased_until = now() WHERE region = $1 AND id = $2 AND leased_by = $3 AND state = 'running'", [
      region,
      id,
      owner,
    ]);
  });
}

/** The set an import fills: a new one, or the live one it merges into. */
export async function openSet(store: Store, row: ImportRow, newId: string): Promise<string> {
  if (row.setId) return row.setId;
  return store.withRegions([row.region], async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "SELECT id FROM data_sets WHERE region = $1 AND resource = $2 AND status = 'live'",
      [row.region, row.resource],
    );
    const merged = row.mode === 'merge' ? rows[0]?.id : undefined;
    if (!merged)
      await client.query("INSERT INTO data_sets (region, id, resource, status) VALUES ($1, $2, $3, 'loading')", [
        row.region,
        newId,
        row.resource,
      ]);
    await client.query('UPDATE imports SET set_id = $3 WHERE region = $1 AND id = $2', [row.region, row.id, merged ?? newId]);
    return merged ?? newId;
  });
}

/** The set becomes what readers see, in the same moment the import is done. */
export async function finishImport(
  store: Store,
  row: ImportRow,
  { setId, owner, rows: read }: { setId: string; owner: string; rows: number },
): Promise<boolean> {
  return store.withRegions([row.region], async (client) => {
    const { rowCount } = await client.query(
      "UPDATE imports SET state = 'done', ended_at = now(), total = $4, leased_by = NULL WHERE region = $1 AND id = $2 AND leased_by = $3 AND state = 'running'",
      [row.region, row.id, owner, read],
    );
    if (!rowCount) return false;
    await client.query("UPDATE data_sets SET status = 'old' WHERE region = $1 AND resource = $2 AND status = 'live' AND id <> $3", [
      row.region,
      row.resource,
      setId,
    ]);
    await client.query(
      "UPDATE data_sets SET status = 'live', at = now(), rows = (SELECT count(*) FROM data_rows WHERE region = $1 AND set_id = $2) WHERE region = $1 AND id = $2",
      [row.region, setId],
    );
    await client.query('DELETE FROM import_pieces WHERE region = $1 AND import = $2', [row.region, row.id]);
    return true;
  });
}

export async function failImport(store: Store, row: ImportRow, owner: string, problem: NonNullable<ImportRow['problem']>): Promise<void> {
  await store.withRegions([row.region], async (client) => {
    const { rows } = await client.query<ImportRow>(
      `UPDATE imports SET state = 'failed', ended_at = now(), problem = $4, leased_by = NULL WHERE region = $1 AND id = $2 AND leased_by = $3 AND state = 'running' RETURNING ${columns}`,
      [row.region, row.id, owner, JSON.stringify(problem)],
    );
    if (rows[0]) await forget(client, rows[0]);
  });
}

export interface RejectedRow {
  row: number;
  field: string | null;
  code: string;
  data: Record<string, JsonValue> | null;
  value: string | null;
}

export async function listRejects(
  store: Store,
  { region, id, limit }: { region: string; id: string; limit: number },
): Promise<RejectedRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<RejectedRow>(
      'SELECT row_number AS row, field, code, data, value FROM import_rejects WHERE region = $1 AND import = $2 ORDER BY row_number, n LIMIT $3',
      [region, id, limit],
    );
    return rows;
  });
}

/** Rows nobody sees any more go, so many at a time; true when there were some. */
export async function sweepOldSets(store: Store, region: string, limit = 20_000): Promise<boolean> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ id: string }>("SELECT id FROM data_sets WHERE region = $1 AND status = 'old' LIMIT 1", [region]);
    if (!rows[0]) return false;
    const { rowCount } = await client.query(
      `DELETE FROM data_rows WHERE region = $1 AND set_id = $2 AND (key, n) IN
         (SELECT key, n FROM data_rows WHERE region = $1 AND set_id = $2 LIMIT $3)`,
      [region, rows[0].id, limit],
    );
    if (!rowCount) await client.query('DELETE FROM data_sets WHERE region = $1 AND id = $2', [region, rows[0].id]);
    return true;
  });
}

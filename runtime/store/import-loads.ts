/**
 * The rows of an import on their way into the database: COPY into a table of the session, then one statement that moves them.
 * (COPY straight into the table is refused under row-level security, and could not leave out a key that is there already.)
 * A part commits together with how far the file has been read, so that a kill loses no row and loads none twice.
 */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { JsonValue } from '../compile/plan.ts';
import type { ImportRow } from './imports.ts';

export interface LoadPart {
  /** Lines of COPY text: row number, key, record. */
  copy: string[];
  rows: number;
  rejects: { row: number; n: number; field?: string; code: string; data?: Record<string, JsonValue>; value?: string }[];
  /** The last row that was read, whatever became of it. */
  upTo: number;
  /** Rows there will be, as far as can be said. */
  total: number;
}

/** Once per session. Nothing of it is written to the log of the database. */
export async function prepareLoads(client: pg.ClientBase): Promise<void> {
  await client.query(`SET synchronous_commit TO off;
    CREATE TEMP TABLE IF NOT EXISTS staged (row_number bigint NOT NULL, key text NOT NULL, record jsonb NOT NULL) ON COMMIT DELETE ROWS`);
}

/** One line of COPY text. */
export function copyLine(row: number, key: string, json: string): string {
  return `${row}\t${escaped(key)}\t${escaped(json)}\n`;
}
/** JSON has no raw line feeds or tabs, only back slashes; a key may have anything. */
const special = /[\\\n\r\t]/;
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (text: string) => (special.test(text) ? text.replace(/[\\\n\r\t]/g, (letter) => escapes[letter]!) : text);

/** Lines in blocks: a chunk per line would cost more than the line. */
function* inBlocks(lines: readonly string[]): Generator<string> {
  for (let at = 0; at < lines.length; at += 2000) yield lines.slice(at, at + 2000).join('');
}

/** Loads a part. False: the import is no longer ours (cancelled, or another worker has it); nothing of the part was kept. */
export async function loadPart(
  client: pg.ClientBase,
  { region, id, mode }: Pick<ImportRow, 'region' | 'id' | 'mode'>,
  { setId, owner, isUnique, lease }: { setId: string; owner: string; isUnique: boolean; lease: number },
  part: LoadPart,
): Promise<boolean> {
  await client.query(`BEGIN; SELECT set_config('lianban.region', '${region}', true)`);
  try {
    let moved = 0;
    let twice: number[] = [];
    if (part.rows > 0) {
      await pipeline(Readable.from(inBlocks(part.copy)), client.query(copyFrom('COPY staged (row_number, key, record) FROM STDIN')));
      ({ moved, twice } = await move(client, { region, setId, isUnique, isMerge: mode === 'merge', staged: part.rows }));
    }
    const rejects = [...part.rejects, ...twice.map((row) => ({ row, n: 0, code: 'row.key_twice' }) as LoadPart['rejects'][number])];
    if (rejects.length > 0)
      await client.query(
        `INSERT INTO import_rejects (region, import, row_number, n, field, code, data, value)
         SELECT $1, $2, * FROM unnest($3::bigint[], $4::int[], $5::text[], $6::text[], $7::jsonb[], $8::text[]) ON CONFLICT DO NOTHING`,
        [
          region,
          id,
          rejects.map(({ row }) => row),
          rejects.map(({ n }) => n),
          rejects.map(({ field }) => field ?? null),
          rejects.map(({ code }) => code),
          rejects.map(({ data }) => (data ? JSON.stringify(data) : null)),
          rejects.map(({ value }) => (value === undefined ? null : value.replaceAll('\0', '␀'))),
        ],
      );
    const { rowCount } = await client.query(
      `UPDATE imports SET read_rows = $4::bigint, loaded = loaded + $5, rejected = rejected + $6, total = greatest($7::bigint, $4::bigint), leased_until = now() + make_interval(secs => $8)
       WHERE region = $1 AND id = $2 AND leased_by = $3 AND state = 'running'`,
      [region, id, owner, part.upTo, moved, new Set(rejects.map(({ row }) => row)).size, part.total, lease],
    );
    await client.query(rowCount ? 'COMMIT' : 'ROLLBACK');
    return rowCount === 1;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

interface Move {
  region: string;
  setId: string;
  isUnique: boolean;
  isMerge: boolean;
  staged: number;
}

/** Where a key has one record, a second row with it is told by its number. Looked for only when the counts differ. */
async function move(
  client: pg.ClientBase,
  { region, setId, isUnique, isMerge, staged }: Move,
): Promise<{ moved: number; twice: number[] }> {
  if (!isUnique) {
    const { rowCount } = await client.query(
      'INSERT INTO data_rows (region, set_id, key, n, record) SELECT $1, $2, key, row_number, record FROM staged ON CONFLICT DO NOTHING',
      [region, setId],
    );
    return { moved: rowCount ?? 0, twice: [] };
  }
  if (isMerge) {
    const { rowCount } = await client.query(
      `INSERT INTO data_rows (region, set_id, key, n, record) SELECT DISTINCT ON (key) $1, $2::uuid, key, 0, record FROM staged ORDER BY key, row_number
       ON CONFLICT (region, set_id, key, n) DO UPDATE SET record = excluded.record`,
      [region, setId],
    );
    return { moved: rowCount ?? 0, twice: rowCount === staged ? [] : await sameKeys(client, region, setId, false) };
  }
  // Keys of one part differ already. Without ON CONFLICT: looking first costs a quarter of the statement.
  await client.query('SAVEPOINT moving');
  try {
    await client.query('INSERT INTO data_rows (region, set_id, key, n, record) SELECT $1, $2, key, 0, record FROM staged', [region, setId]);
    return { moved: staged, twice: [] };
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
  }
  await client.query('ROLLBACK TO SAVEPOINT moving');
  const twice = await sameKeys(client, region, setId, true);
  const rest = await client.query(
    'INSERT INTO data_rows (region, set_id, key, n, record) SELECT $1, $2, key, 0, record FROM staged WHERE NOT row_number = ANY ($3) ON CONFLICT DO NOTHING',
    [region, setId, twice],
  );
  return { moved: rest.rowCount ?? 0, twice };
}

async function sameKeys(client: pg.ClientBase, region: string, setId: string, alsoBefore: boolean): Promise<number[]> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT row_number AS row FROM (SELECT row_number, key, row_number() OVER (PARTITION BY key ORDER BY row_number) AS nth FROM staged) s
     WHERE nth > 1 OR ($3 AND EXISTS (SELECT 1 FROM data_rows d WHERE d.region = $1 AND d.set_id = $2 AND d.key = s.key AND d.n = 0)) ORDER BY row_number`,
    [region, setId, alsoBefore],
  );
  return rows.map(({ row }) => Number(row));
}

/** Materials: files on their way and kept, promises, and what may come later. Bytes lie in the vault, never here. */
import type { JsonValue } from '../compile/plan.ts';
import type { Store } from './store.ts';

export interface UploadKey {
  region: string;
  id: string;
}

export interface UploadRow extends UploadKey {
  account: string;
  case_id: string | null;
  path: string | null;
  document: string | null;
  kind: 'upload' | 'earlier' | 'licence' | 'promise' | 'tolerance';
  state: 'receiving' | 'ready' | 'refused' | 'deleted';
  name: string;
  declared: string | null;
  type: string | null;
  limits: { types: string[]; maxBytes: number };
  size: number;
  received: number;
  /** Where the pieces received so far begin. */
  offsets: number[];
  claimed: string | null;
  sha256: string | null;
  sent_sha256: string | null;
  thumbnail: boolean;
  problem: string | null;
  facts: Record<string, JsonValue>;
  created_at: string;
  attached_at: string | null;
  due: string | null;
  reminded_at: string | null;
  late_at: string | null;
  delivered: string[] | null;
  delivered_at: string | null;
  wrong: string | null;
  retain_days: number | null;
  deleted_at: string | null;
  deleted_why: string | null;
}

const columns = [
  'region',
  'id',
  'account',
  'case_id',
  'path',
  'document',
  'kind',
  'state',
  'name',
  'declared',
  'type',
  'limits',
  'size',
  'received',
  'offsets',
  'claimed',
  'sha256',
  'sent_sha256',
  'thumbnail',
  'problem',
  'facts',
  'created_at',
  'attached_at',
  'due',
  'reminded_at',
  'late_at',
  'delivered',
  'delivered_at',
  'wrong',
  'retain_days',
  'deleted_at',
  'deleted_why',
] as const;
const list = columns.join(', ');
/** Members that are JSON in their column: a list would otherwise be written as an array of the database. */
const asJson = new Set<string>(['limits', 'facts']);

export type NewUpload = Pick<UploadRow, 'region' | 'id' | 'account' | 'kind' | 'state' | 'name' | 'limits' | 'size' | 'created_at'> &
  Partial<UploadRow>;

export async function insertUpload(store: Store, row: NewUpload): Promise<UploadRow> {
  const given = columns.filter((column) => row[column] !== undefined);
  return store.withRegions([row.region], async (client) => {
    const { rows } = await client.query<UploadRow>(
      `INSERT INTO uploads (${given.join(', ')}) VALUES (${given.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING ${list}`,
      given.map((column) => columnValue(column, row[column])),
    );
    return rows[0]!;
  });
}

type Change = Partial<Omit<UploadRow, 'region' | 'id' | 'account' | 'kind'>>;

/** Changes a row that is as `where` says; undefined when it is another by now. */
export async function updateUpload(
  store: Store,
  { region, id }: UploadKey,
  change: Change,
  where: Partial<Pick<UploadRow, 'state' | 'received'>> = {},
): Promise<UploadRow | undefined> {
  const changed = columns.filter((column) => Object.hasOwn(change, column));
  const asked = columns.filter((column) => Object.hasOwn(where, column));
  const values = [region, id, ...changed.map((column) => columnValue(column, change[column as keyof Change]))];
  const sets = changed.map((column, index) => `${column} = $${index + 3}`);
  const conditions = asked.map((column, index) => ` AND ${column} = $${values.length + index + 1}`);
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<UploadRow>(
      `UPDATE uploads SET ${sets.join(', ')} WHERE region = $1 AND id = $2${conditions.join('')} RETURNING ${list}`,
      [...values, ...asked.map((column) => where[column as keyof typeof where])],
    );
    return rows[0];
  });
}

function columnValue(column: string, value: unknown): unknown {
  return asJson.has(column) && value !== null ? JSON.stringify(value) : value;
}

/** In whichever region it lies: ids are random, and who may see it is decided by the caller. */
export async function findUpload(store: Store, id: string): Promise<UploadRow | undefined> {
  const [found] = await store.query<{ region: string }>({
    name: 'find-upload',
    text: 'SELECT region FROM lianban_find_upload($1)',
    values: [id],
  });
  return found && (await listUploads(store, [{ region: found.region, id }]))[0];
}

export async function listUploads(store: Store, keys: readonly UploadKey[]): Promise<UploadRow[]> {
  if (keys.length === 0) return [];
  return store.withRegions([...new Set(keys.map(({ region }) => region))], async (client) => {
    const { rows } = await client.query<UploadRow>(
      `SELECT ${list} FROM uploads WHERE (region, id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) ORDER BY created_at DESC, id`,
      [keys.map(({ region }) => region), keys.map(({ id }) => id)],
    );
    return rows;
  });
}

/** Everything of one case, also what was deleted. */
export async function listCaseUploads(store: Store, region: string, caseId: string): Promise<UploadRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<UploadRow>(
      `SELECT ${list} FROM uploads WHERE region = $1 AND case_id = $2 ORDER BY created_at, id`,
      [region, caseId],
    );
    return rows;
  });
}

/** A person's own, newest first. */
export async function listOwnUploads(store: Store, account: string, limit = 200): Promise<UploadRow[]> {
  const keys = await store.query<UploadKey>({
    name: 'own-uploads',
    text: 'SELECT region, id FROM lianban_find_own_uploads($1, $2)',
    values: [account, limit],
  });
  return listUploads(store, keys);
}

/** What a case is about to name is kept from now on; before its commit, so that nothing named is ever collected. */
export async function attachUploads(
  store: Store,
  { region, caseId, at, ids }: { region: string; caseId: string; at: string; ids: readonly string[] },
): Promise<void> {
  if (ids.length === 0) return;
  await store.withRegions([region], (client) =>
    client.query(
      `UPDATE uploads SET case_id = $2, attached_at = COALESCE(attached_at, $3)
       WHERE region = $1 AND (case_id = $2 OR case_id IS NULL) AND id = ANY ($4::uuid[]) AND state = 'ready'`,
      [region, caseId, at, ids],
    ),
  );
}

/** What a case does not name any more at these places may be collected a day from now. */
export async function releaseUploads(
  store: Store,
  { region, caseId, at, places, ids }: { region: string; caseId: string; at: string; places: readonly string[]; ids: readonly string[] },
): Promise<void> {
  if (places.length === 0) return;
  await store.withRegions([region], (client) =>
    client.query(
      `UPDATE uploads SET attached_at = NULL, created_at = $3
       WHERE region = $1 AND case_id = $2 AND path = ANY ($4) AND NOT id = ANY ($5::uuid[]) AND attached_at IS NOT NULL AND state = 'ready'`,
      [region, caseId, at, places, ids],
    ),
  );
}

/** Is the same content still needed by another row of the region? */
export async function isContentUsed(store: Store, { region, id }: UploadKey, sha256: string): Promise<boolean> {
  return store.withRegions([region], async (client) => {
    const { rowCount } = await client.query(
      "SELECT FROM uploads WHERE region = $1 AND sha256 = $2 AND id <> $3 AND state = 'ready' LIMIT 1",
      [region, sha256, id],
    );
    return (rowCount ?? 0) > 0;
  });
}

/** Never handed in with anything, and older than this. */
export async function listStaleUploads(store: Store, before: string, limit = 100): Promise<UploadRow[]> {
  return listUploads(
    store,
    await store.query<UploadKey>({ text: 'SELECT region, id FROM lianban_find_stale_uploads($1, $2)', values: [before, limit] }),
  );
}

/** Materials that were put off, are due by this day and have not come. */
export async function listDueMaterials(store: Store, until: string, limit = 100): Promise<UploadRow[]> {
  return listUploads(
    store,
    await store.query<UploadKey>({ text: 'SELECT region, id FROM lianban_find_due_materials($1, $2)', values: [until, limit] }),
  );
}

/** Materials whose time after the end of their case is over. */
export async function listOverMaterials(store: Store, now: string, limit = 100): Promise<UploadRow[]> {
  return listUploads(
    store,
    await store.query<UploadKey>({ text: 'SELECT region, id FROM lianban_find_over_materials($1, $2)', values: [now, limit] }),
  );
}

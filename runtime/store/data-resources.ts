/** The catalogue of data resources: the owner's draft, what is published now, and every version ever published. */
import type { DataContact } from '../../schemas/generated/api.ts';
import type { DataResource, Text } from '../../schemas/generated/documents.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

export type ResourceState = 'draft' | 'listed' | 'published' | 'withdrawn';
export interface ResourceKey {
  region: string;
  id: string;
}
export interface ResourceRecord extends ResourceKey {
  regionName: string;
  department: string;
  departmentName: Text | null;
  state: ResourceState;
  rev: number;
  version: number;
  draft: DataResource | null;
  document: DataResource | null;
  contact: DataContact;
  editedAt: string;
  editedByName: string;
}

const columns = `r.owner_region AS region, g.name AS "regionName", r.id, r.department, o.name AS "departmentName", r.state, r.rev, r.version,
  r.draft, r.document, r.contact, r.edited_at AS "editedAt", r.edited_by_name AS "editedByName"`;
const from = `FROM data_resources r JOIN regions g ON g.code = r.owner_region
  LEFT JOIN organisations o ON o.region = r.owner_region AND o.department = r.department`;

export async function findResource(store: Store, { region, id }: ResourceKey): Promise<ResourceRecord | undefined> {
  const rows = await store.query<ResourceRecord>({
    name: 'data_resources.find',
    text: `SELECT ${columns} ${from} WHERE r.owner_region = $1 AND r.id = $2`,
    values: [region, id],
  });
  return rows[0];
}

/** What a read goes by: the version published now. Without one, nothing can be read. */
export async function findPublished(store: Store, { region, id }: ResourceKey): Promise<DataResource | undefined> {
  const rows = await store.query<{ document: DataResource | null }>({
    name: 'data_resources.published',
    text: "SELECT document FROM data_resources WHERE owner_region = $1 AND id = $2 AND state IN ('published', 'withdrawn')",
    values: [region, id],
  });
  return rows[0]?.document ?? undefined;
}

export interface ResourceFilter {
  /** Departments whose drafts are shown too: the asker's own. */
  own: { region: string; department: string }[];
  q?: string;
  region?: string;
  department?: string;
  sharing?: string;
  state?: ResourceState;
  /** Only these, as `region id`. */
  keys?: string[];
  notKeys?: string[];
  /** Only what the asker's departments keep. */
  ownOnly?: boolean;
  /** Only what nobody has read since this day. */
  unreadSince?: string;
  limit: number;
  offset: number;
}

const ownKeys = (own: ResourceFilter['own']) => own.map(({ region, department }) => `${region} ${department}`);
/** $1 own departments, $2 words, $3 region, $4 department, $5 sharing, $6 state, $7 and $8 keys, $9 own only, $10 unread since. */
const condition = `(r.state <> 'draft' OR r.owner_region || ' ' || r.department = ANY($1::text[]))
  AND NOT EXISTS (SELECT 1 FROM unnest($2::text[]) AS word WHERE strpos(r.search, word) = 0)
  AND ($3::text IS NULL OR r.owner_region = $3) AND ($4::text IS NULL OR r.department = $4)
  AND ($5::text IS NULL OR coalesce(r.document, r.draft) ->> 'sharing' = $5) AND ($6::text IS NULL OR r.state = $6)
  AND ($7::text[] IS NULL OR r.owner_region || ' ' || r.id = ANY($7::text[]))
  AND ($8::text[] IS NULL OR r.owner_region || ' ' || r.id <> ALL($8::text[]))
  AND (NOT $9::boolean OR r.owner_region || ' ' || r.department = ANY($1::text[]))
  AND ($10::date IS NULL OR NOT EXISTS (SELECT 1 FROM read_days d WHERE d.owner_region = r.owner_region AND d.resource = r.id AND d.day > $10))`;

function valuesOf(filter: ResourceFilter): unknown[] {
  const { own, q, region, department, sharing, state, keys, notKeys, ownOnly, unreadSince } = filter;
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const narrowing = [region, department, sharing, state, keys, notKeys].map((value) => value ?? null);
  return [ownKeys(own), words, ...narrowing, ownOnly ?? false, unreadSince ?? null];
}

export async function listResources(store: Store, filter: ResourceFilter): Promise<{ rows: ResourceRecord[]; total: number }> {
  const [rows, counted] = await Promise.all([
    store.query<ResourceRecord>({
      text: `SELECT ${columns} ${from} WHERE ${condition} ORDER BY r.owner_region, r.department, r.id LIMIT $11 OFFSET $12`,
      values: [...valuesOf(filter), filter.limit, filter.offset],
    }),
    store.query<{ total: number }>({ text: `SELECT count(*) AS total FROM data_resources r WHERE ${condition}`, values: valuesOf(filter) }),
  ]);
  return { rows, total: counted[0]?.total ?? 0 };
}

export interface OwnerCount {
  region: string;
  regionName: string;
  department: string;
  name: Text | null;
  count: number;
}
/** Departments that have something in the catalogue, with how much of it fits. */
export async function listOwners(store: Store, filter: ResourceFilter): Promise<OwnerCount[]> {
  return store.query<OwnerCount>({
    text: `SELECT r.owner_region AS region, g.name AS "regionName", r.department, o.name, count(*) AS count ${from}
           WHERE ${condition} GROUP BY 1, 2, 3, 4 ORDER BY 1, 3`,
    values: valuesOf(filter),
  });
}

export interface ResourceSave extends ResourceKey {
  rev: number;
  department: string;
  document: DataResource;
  contact?: DataContact;
  listed?: boolean;
  search: string;
  by: { id: string | null; name: string };
  at: string;
}

/** Keeps the owner's draft; undefined when somebody else saved first. `rev` 0 makes a new resource. */
export async function saveResourceDraft(store: Store, save: ResourceSave, line: AuditLine): Promise<number | undefined> {
  return withAudit(store, async (trx, audit) => {
    const given = {
      draft: JSON.stringify(save.document),
      ...(save.contact ? { contact: JSON.stringify(save.contact) } : {}),
      search: save.search,
      edited_by: save.by.id,
      edited_by_name: save.by.name,
      edited_at: save.at,
    };
    const key = { owner_region: save.region, id: save.id };
    const state = save.listed === undefined ? undefined : save.listed ? 'listed' : 'draft';
    const saved =
      save.rev === 0
        ? await trx('data_resources')
            .insert({ ...key, department: save.department, state: state ?? 'draft', rev: 1, ...given })
            .onConflict()
            .ignore()
            .returning('rev')
        : await trx('data_resources')
            .where({ ...key, rev: save.rev })
            .update({
              ...given,
              rev: save.rev + 1,
              // Whether it is listed is a question only before it is published.
              ...(state ? { state: trx.raw("CASE WHEN state IN ('draft', 'listed') THEN ? ELSE state END", [state]) } : {}),
            })
            .returning('rev');
    const rev: number | undefined = saved[0]?.rev;
    if (rev !== undefined) await audit(line);
    return rev;
  });
}

export interface ResourcePublication extends ResourceKey {
  rev: number;
  notes: string;
  by: { id: string | null; name: string };
  at: string;
}

/** Makes the draft the published version; undefined when it changed meanwhile or there is nothing to publish. */
export async function publishResource(store: Store, input: ResourcePublication, line: AuditLine): Promise<number | undefined> {
  return withAudit(store, async (trx, audit) => {
    const updated = await trx.raw(
      `UPDATE data_resources SET document = coalesce(draft, document), draft = NULL, version = version + 1, state = 'published', rev = rev + 1,
         edited_by = ?::uuid, edited_by_name = ?, edited_at = ?::timestamptz
       WHERE owner_region = ? AND id = ? AND rev = ? AND (draft IS NOT NULL OR state = 'withdrawn') RETURNING version, document`,
      [input.by.id, input.by.name, input.at, input.region, input.id, input.rev] as string[],
    );
    const row: { version: number; document: DataResource } | undefined = updated.rows[0];
    if (!row) return undefined;
    await trx.raw('INSERT INTO data_resource_versions VALUES (?, ?, ?, ?::jsonb, ?, ?::uuid, ?, ?::timestamptz)', [
      input.region,
      input.id,
      row.version,
      JSON.stringify(row.document),
      input.notes,
      input.by.id,
      input.by.name,
      input.at,
    ] as string[]);
    await audit(line);
    return row.version;
  });
}

/** Takes a resource out of the catalogue unless a grant on it is in force; the grants are looked at under the row's lock. */
export async function withdrawResource(
  store: Store,
  { region, id, rev, at }: ResourceKey & { rev: number; at: string },
  line: AuditLine,
): Promise<'done' | 'stale' | 'in_use'> {
  return withAudit(store, async (trx, audit) => {
    const row = await trx.raw('SELECT rev FROM data_resources WHERE owner_region = ? AND id = ? FOR UPDATE', [region, id]);
    if (row.rows[0]?.rev !== rev) return 'stale';
    const used = await trx.raw(
      "SELECT 1 FROM contracts WHERE owner_region = ? AND resource = ? AND status <> 'revoked' AND valid_to >= ? LIMIT 1",
      [region, id, at.slice(0, 10)],
    );
    if (used.rows.length > 0) return 'in_use';
    await trx.raw(
      "UPDATE data_resources SET state = 'withdrawn', rev = rev + 1, edited_at = ?::timestamptz WHERE owner_region = ? AND id = ?",
      [at, region, id],
    );
    await audit(line);
    return 'done';
  });
}

export interface ResourceVersionRow {
  version: number;
  notes: string;
  publishedAt: string;
  publishedBy: string;
}
export async function listResourceVersions(store: Store, { region, id }: ResourceKey): Promise<ResourceVersionRow[]> {
  return store.query<ResourceVersionRow>({
    text: `SELECT version, notes, published_at AS "publishedAt", published_by_name AS "publishedBy" FROM data_resource_versions
           WHERE owner_region = $1 AND id = $2 ORDER BY version DESC LIMIT 200`,
    values: [region, id],
  });
}

/** Brings a published resource from a template or an import of the catalogue; what an owner made of it since stays. */
export async function insertPublished(
  store: Store,
  input: ResourceKey & { department: string; document: DataResource; search: string; notes: string; at: string; contact?: DataContact },
): Promise<boolean> {
  return store.knex.transaction(async (trx) => {
    const made = await trx.raw(
      `INSERT INTO data_resources (owner_region, id, department, state, rev, version, document, contact, search, edited_by_name, edited_at)
       VALUES (?, ?, ?, 'published', 1, 1, ?::jsonb, ?::jsonb, ?, ?, ?::timestamptz) ON CONFLICT DO NOTHING RETURNING rev`,
      [
        input.region,
        input.id,
        input.department,
        JSON.stringify(input.document),
        JSON.stringify(input.contact ?? {}),
        input.search,
        'system',
        input.at,
      ],
    );
    if (made.rows.length === 0) return false;
    await trx.raw('INSERT INTO data_resource_versions VALUES (?, ?, 1, ?::jsonb, ?, NULL, ?, ?::timestamptz)', [
      input.region,
      input.id,
      JSON.stringify(input.document),
      input.notes,
      'system',
      input.at,
    ]);
    return true;
  });
}

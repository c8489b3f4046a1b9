/** The field standard of a region: data elements by id, found by name, key, code and pinyin. */
import type { DataElement, Text } from '../../schemas/generated/documents.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

export interface ElementRow {
  region: string;
  id: string;
  department: string;
  departmentName: Text;
  element: DataElement;
  rev: number;
  retired: boolean;
  changedAt: string;
  /** Forms of the region that ask it. */
  forms: number;
}

const columns = `e.region, e.id, e.department, o.name AS "departmentName", e.element, e.rev, e.retired, e.changed_at AS "changedAt"`;
const formsOf = `(SELECT count(DISTINCT x.form_id) FROM form_fields x WHERE x.region = e.region AND x.element = e.id)`;
const source = 'element_catalogue e JOIN organisations o ON o.region = e.region AND o.department = e.department';

export interface ElementQuery {
  region: string;
  /** Looked for as they are, all of them. */
  words: string[];
  type?: string;
  department?: string;
  sensitivity?: number;
  retired?: boolean;
  offset: number;
  limit: number;
}

/**
 * Best first: the whole name, key, code or pinyin, then the beginning of one, then any part. The rows of the page are
 * chosen before their documents are read, so that five thousand elements cost a scan of their search texts only.
 */
export async function searchElements(store: Store, query: ElementQuery): Promise<{ rows: ElementRow[]; total: number }> {
  const rows = await store.query<ElementRow & { total: number }>({
    name: 'elements.search',
    text: `WITH found AS (
             SELECT e.region, e.id, count(*) OVER () AS total, row_number() OVER (ORDER BY
               CASE WHEN $2::text[] = '{}' THEN 0 WHEN position(E'\\n' || $2[1] || E'\\n' IN e.search) > 0 THEN 0
                    WHEN position(E'\\n' || $2[1] IN e.search) > 0 THEN 1 ELSE 2 END, length(e.search), e.id) AS place
             FROM element_catalogue e
             WHERE e.region = $1 AND NOT EXISTS (SELECT FROM unnest($2::text[]) AS word WHERE position(word IN e.search) = 0)
               AND ($3::text IS NULL OR e.type = $3) AND ($4::text IS NULL OR e.department = $4)
               AND ($5::smallint IS NULL OR e.sensitivity = $5) AND ($6::boolean OR NOT e.retired)
             ORDER BY place OFFSET $7 LIMIT $8)
           SELECT ${columns}, ${formsOf} AS forms, found.total FROM found JOIN ${source} ON e.region = found.region AND e.id = found.id
           ORDER BY found.place`,
    values: [
      query.region,
      query.words,
      query.type ?? null,
      query.department ?? null,
      query.sensitivity ?? null,
      query.retired ?? false,
      query.offset,
      query.limit,
    ],
  });
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export async function findElement(store: Store, region: string, id: string): Promise<ElementRow | undefined> {
  const rows = await store.query<ElementRow>({
    name: 'elements.find',
    text: `SELECT ${columns}, ${formsOf} AS forms FROM ${source} WHERE e.region = $1 AND e.id = $2`,
    values: [region, id],
  });
  return rows[0];
}

/** Elements whose name shares pairs of letters with a label, those that share most first. */
export async function nearElements(store: Store, region: string, { key, pairs }: { key: string; pairs: string[] }): Promise<ElementRow[]> {
  return store.query<ElementRow>({
    name: 'elements.near',
    text: `WITH near AS (
             SELECT e.region, e.id, (e.label_key = $2)::int * 100 + (SELECT count(*) FROM unnest($3::text[]) AS pair WHERE position(pair IN e.label_key) > 0) AS shared
             FROM element_catalogue e WHERE e.region = $1 AND NOT e.retired)
           SELECT ${columns}, ${formsOf} AS forms FROM (SELECT * FROM near WHERE shared > 0 ORDER BY shared DESC, id LIMIT 60) near
           JOIN ${source} ON e.region = near.region AND e.id = near.id ORDER BY near.shared DESC, e.id`,
    values: [region, key, pairs],
  });
}

/** Documents by id, retired ones too: a form goes on using them. */
export async function elementsById(store: Store, region: string, ids: string[]): Promise<Record<string, DataElement>> {
  if (ids.length === 0) return {};
  const rows = await store.query<{ id: string; element: DataElement }>({
    name: 'elements.by_id',
    text: 'SELECT id, element FROM element_catalogue WHERE region = $1 AND id = ANY($2::text[])',
    values: [region, ids],
  });
  return Object.fromEntries(rows.map(({ id, element }) => [id, element]));
}

export interface ElementWrite {
  id: string;
  element: DataElement;
  search: string;
  labelKey: string;
}

/** A new element; false when its id or code is taken. */
export async function insertElement(
  store: Store,
  input: ElementWrite & { region: string; department: string; by: string; at: string; line: AuditLine },
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const made = await trx('element_catalogue').insert(rowOf(input)).onConflict().ignore().returning('id');
    if (made.length > 0) await audit(input.line);
    return made.length > 0;
  });
}

const rowOf = (input: ElementWrite & { region: string; department: string; by: string; at: string }) => ({
  region: input.region,
  id: input.id,
  department: input.department,
  element: JSON.stringify(input.element),
  code: input.element.code,
  search: input.search,
  label_key: input.labelKey,
  sensitivity: input.element.sensitivity,
  type: input.element.type,
  changed_by: input.by,
  changed_at: input.at,
});

/** Changes an element if nobody was faster; `taken` when its code belongs to another. */
export async function updateElement(
  store: Store,
  input: ElementWrite & { region: string; rev: number; retired?: boolean; by: string; at: string; line: AuditLine },
): Promise<'done' | 'stale' | 'taken'> {
  return withAudit(store, async (trx, audit) => {
    const taken = await trx('element_catalogue')
      .where({ region: input.region, code: input.element.code })
      .whereNot({ id: input.id })
      .first('id');
    if (taken) return 'taken';
    const changed = await trx('element_catalogue')
      .where({ region: input.region, id: input.id, rev: input.rev })
      .update({
        element: JSON.stringify(input.element),
        code: input.element.code,
        search: input.search,
        label_key: input.labelKey,
        sensitivity: input.element.sensitivity,
        type: input.element.type,
        ...(input.retired === undefined ? {} : { retired: input.retired }),
        rev: input.rev + 1,
        changed_by: input.by,
        changed_at: input.at,
      });
    if (changed === 0) return 'stale';
    await audit(input.line);
    return 'done';
  });
}

/** Elements of one import, all or none; existing ones are changed, others made. */
export async function upsertElements(
  store: Store,
  input: { region: string; department: string; elements: readonly ElementWrite[]; by: string; at: string; line: AuditLine },
): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    const rows = input.elements.map(({ id, element, search, labelKey }) => {
      const { code, sensitivity, type } = element;
      return { id, element, search, label_key: labelKey, code, sensitivity, type };
    });
    await trx.raw(
      `INSERT INTO element_catalogue (region, department, changed_by, changed_at, id, element, search, label_key, code, sensitivity, type)
       SELECT ?, ?, ?, ?, r.* FROM jsonb_to_recordset(?::jsonb)
         AS r(id text, element jsonb, search text, label_key text, code text, sensitivity smallint, type text)
       ON CONFLICT (region, id) DO UPDATE SET element = excluded.element, search = excluded.search, label_key = excluded.label_key, code = excluded.code,
         sensitivity = excluded.sensitivity, type = excluded.type, changed_by = excluded.changed_by, changed_at = excluded.changed_at,
         retired = false, rev = element_catalogue.rev + 1
       WHERE element_catalogue.department = excluded.department`,
      [input.region, input.department, input.by, input.at, JSON.stringify(rows)],
    );
    await audit(input.line);
  });
}

/** Ids, codes, owners and documents of a region: what an import is compared with. */
export async function listAllElements(
  store: Store,
  region: string,
): Promise<{ id: string; department: string; element: DataElement; retired: boolean }[]> {
  return store.query({
    name: 'elements.all',
    text: 'SELECT id, department, element, retired FROM element_catalogue WHERE region = $1 ORDER BY id',
    values: [region],
  });
}

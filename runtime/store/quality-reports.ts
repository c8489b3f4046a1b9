/** What desks found out about registers, for their owners: one row per decision about a contested value. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { Store } from './store.ts';

export type ReportStatus = 'open' | 'noted' | 'replaced' | 'confirmed' | 'corrected' | 'rejected';

/** What the owner is shown, fixed when it was reported. Values as people read them. */
export interface ReportContent {
  scenarioName: Text;
  /** Region of the case, by name. */
  reportedBy: string;
  department?: Text;
  resourceName: Text;
  fieldName: Text;
  keys: { label: Text; shown: string }[];
  register: string;
  applicant: string;
  /** Why the desk decided so, and why the applicant contests the value. */
  reason: string;
  applicantReason?: string;
}

export interface ReportRow {
  region: string;
  case_id: string;
  id: string;
  case_no: string | null;
  data_use: string;
  resource: string;
  field: string;
  path: string;
  owner_region: string;
  department: string;
  content: ReportContent;
  used: 'register' | 'applicant';
  status: ReportStatus;
  reported_at: string;
  words: string | null;
  answered_at: string | null;
  answered_by: string | null;
  answered_name: string | null;
}

export interface ReportKey {
  region: string;
  caseId: string;
  id: string;
}

/** Reports once; an earlier report about the same value that nobody answered is replaced by it. */
export async function insertReport(
  store: Store,
  row: Omit<ReportRow, 'words' | 'answered_at' | 'answered_by' | 'answered_name'>,
): Promise<void> {
  await store.withRegions([row.region], async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO quality_reports (region, case_id, id, case_no, data_use, resource, field, path, owner_region, department, content, used, status, reported_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (region, case_id, id) DO NOTHING`,
      [
        row.region,
        row.case_id,
        row.id,
        row.case_no,
        row.data_use,
        row.resource,
        row.field,
        row.path,
        row.owner_region,
        row.department,
        JSON.stringify(row.content),
        row.used,
        row.status,
        row.reported_at,
      ],
    );
    if (rowCount === 1)
      await client.query(
        `UPDATE quality_reports SET status = 'replaced' WHERE region = $1 AND case_id = $2 AND path = $3 AND id <> $4 AND status IN ('open', 'noted')`,
        [row.region, row.case_id, row.path, row.id],
      );
  });
}

export async function findReport(store: Store, regions: readonly string[], caseId: string, id: string): Promise<ReportRow | undefined> {
  if (regions.length === 0) return undefined;
  return store.withRegions(regions, async (client) => {
    const { rows } = await client.query<ReportRow>('SELECT * FROM quality_reports r WHERE r.case_id = $1 AND r.id = $2', [caseId, id]);
    return rows[0];
  });
}

export interface ReportQuery {
  desks: readonly { region: string; department: string }[];
  state: 'open' | 'done';
  limit: number;
  offset: number;
}

export async function listReports(
  store: Store,
  query: ReportQuery,
): Promise<{ rows: ReportRow[]; total: number; counts: { open: number; done: number } }> {
  const none = { open: 0, done: 0 };
  if (query.desks.length === 0) return { rows: [], total: 0, counts: none };
  const from = 'FROM quality_reports r WHERE (r.owner_region, r.department) IN (SELECT * FROM unnest($1::text[], $2::text[]))';
  const isOpen = "r.status = 'open'";
  const own = [query.desks.map((desk) => desk.region), query.desks.map((desk) => desk.department)];
  return store.withRegions([...new Set(query.desks.map((desk) => desk.region))], async (client) => {
    const { rows } = await client.query<ReportRow>(
      `SELECT r.* ${from} AND ${query.state === 'open' ? isOpen : `NOT (${isOpen})`}
       ORDER BY ${query.state === 'open' ? 'r.reported_at' : 'coalesce(r.answered_at, r.reported_at) DESC'}, r.case_id, r.id LIMIT $3 OFFSET $4`,
      [...own, query.limit, query.offset],
    );
    const sizes = await client.query<typeof none>(
      `SELECT count(*) FILTER (WHERE ${isOpen}) AS open, count(*) FILTER (WHERE NOT (${isOpen})) AS done ${from}`,
      own,
    );
    const counts = sizes.rows[0] ?? none;
    return { rows, total: counts[query.state], counts };
  });
}

/** The owner's answer, once, with the job that takes it into the case. False when somebody was faster. */
export async function answerReport(
  store: Store,
  { region, caseId, id }: ReportKey,
  {
    verdict,
    words,
    account,
    name,
    at,
  }: { verdict: 'confirmed' | 'corrected' | 'rejected'; words: string; account: string; name: string; at: string },
): Promise<boolean> {
  return store.withRegions([region], async (client) => {
    const { rowCount } = await client.query(
      `UPDATE quality_reports SET status = $4, words = $5, answered_at = $6, answered_by = $7, answered_name = $8
       WHERE region = $1 AND case_id = $2 AND id = $3 AND status = 'open'`,
      [region, caseId, id, verdict, words, at, account, name],
    );
    if (rowCount !== 1) return false;
    await client.query(
      `INSERT INTO jobs (region, case_id, id, kind, key, run_at, payload)
       VALUES ($1, $2, $3 || 'a', 'disputeAnswer', $4, clock_timestamp(), json_build_object('id', $3 || 'a', 'type', 'disputeAnswer', 'report', $3))
       ON CONFLICT DO NOTHING`,
      [region, caseId, id, `${caseId}:${id}:answer`],
    );
    return true;
  });
}

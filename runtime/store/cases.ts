import type { CaseState } from '../engine/types.ts';
import { createCache } from './lru.ts';
import { unpackState } from './packing.ts';
import type { Store } from './store.ts';

/** A case as a burst starts from it. */
export interface StoredCase {
  rev: number;
  state: CaseState;
  caseNo: string | null;
  account: string;
  applicantName: string;
  startKey: string | null;
  chain: string;
  savedAt: string;
  expiresAt: string | null;
}

/** A case with its state, as a row. */
export interface LoadedRow {
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

/** One round trip; nothing when the case does not exist in this region. */
export async function findCase(store: Store, region: string, id: string): Promise<StoredCase | undefined> {
  const [row] = await store.query<LoadedRow>({
    name: 'load-case',
    text: 'SELECT * FROM lianban_load_case($1, $2)',
    values: [region, id],
  });
  return row && storedCaseOf(row);
}

export function storedCaseOf(row: LoadedRow): StoredCase {
  return {
    rev: row.rev,
    state: unpackState(row.state),
    caseNo: row.case_no,
    account: row.account,
    applicantName: row.applicant_name,
    startKey: row.start_key,
    chain: row.chain,
    savedAt: row.saved_at,
    expiresAt: row.expires_at,
  };
}

/**
 * Last known states by case. Only a start: what is computed from them commits on their revision or not at all. They are
 * kept as the text that was stored: thousands of states as objects would be copied and marked by every collection, which
 * cost more than making most of them.
 */
export function createCaseCache(max = 2_000) {
  const known = createCache<{ rest: Omit<StoredCase, 'state'>; text: string }>(max);
  return {
    get(key: string): StoredCase | undefined {
      const found = known.get(key);
      return found && { ...found.rest, state: unpackState(found.text) };
    },
    set(key: string, { state: _, ...rest }: StoredCase, text: string): void {
      known.set(key, { rest, text });
    },
    delete: known.delete,
  };
}

/** The case that a start command began, when it was given before. */
export async function findCaseByStartKey(store: Store, region: string, startKey: string): Promise<string | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ id: string }>({
      name: 'case-by-start-key',
      text: 'SELECT id FROM cases WHERE region = $1 AND start_key = $2',
      values: [region, startKey],
    });
    return rows[0]?.id;
  });
}

/** The case a called scenario runs as, in whichever region. */
export async function findCaseByStartKeyAnywhere(store: Store, startKey: string): Promise<CaseKey | undefined> {
  const [found] = await store.query<CaseKey>({
    name: 'called-case',
    text: 'SELECT region, id FROM lianban_find_called_case($1)',
    values: [startKey],
  });
  return found;
}

export async function findCaseByNumber(store: Store, regions: readonly string[], caseNo: string): Promise<CaseKey | undefined> {
  if (regions.length === 0) return undefined;
  return store.withRegions(regions, async (client) => {
    const { rows } = await client.query<CaseKey>('SELECT region, id FROM cases WHERE region = ANY ($1) AND case_no = $2', [
      regions,
      caseNo,
    ]);
    return rows[0];
  });
}

export interface CaseKey {
  region: string;
  id: string;
}

/** Keys of the cases a person started, and of those that wait for their consent. */
export async function listOwnCases(store: Store, account: string, partyKey: string | undefined): Promise<CaseKey[]> {
  return store.query<CaseKey>({
    name: 'own-cases',
    text: 'SELECT region, id FROM lianban_find_own_cases($1, $2)',
    values: [account, partyKey ?? ''],
  });
}

export interface CaseSummary extends CaseKey {
  scenario: string;
  version: number;
  hash: string;
  case_no: string | null;
  status: string;
  account: string;
  applicant_name: string;
  submitted_at: string | null;
  ended_at: string | null;
  rev: number;
  saved_at: string;
  expires_at: string | null;
  state: CaseState;
}

/** Small rows with their states, newest first: for a person's own few cases. */
export async function listCases(store: Store, keys: readonly CaseKey[]): Promise<CaseSummary[]> {
  if (keys.length === 0) return [];
  const regions = [...new Set(keys.map((key) => key.region))];
  return store.withRegions(regions, async (client) => {
    const { rows } = await client.query<CaseSummary>(
      `SELECT c.region, c.id, c.scenario, c.version, c.hash, c.case_no, c.status, c.account, c.applicant_name, c.submitted_at, c.ended_at,
         c.rev, c.saved_at, c.expires_at, d.state
       FROM cases c JOIN case_data d ON d.region = c.region AND d.id = c.id
       WHERE (c.region, c.id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) ORDER BY c.id DESC`,
      [keys.map((key) => key.region), keys.map((key) => key.id)],
    );
    return rows.map((row) => ({ ...row, state: unpackState(row.state) }));
  });
}

export interface FoundCase extends CaseKey {
  case_no: string;
  scenario: string;
  version: number;
  hash: string;
  status: string;
  applicant_name: string;
  submitted_at: string;
}

/** Lists count no further: who looks for one of more than this writes a name or a number. */
export const mostCounted = 1000;

/**
 * Submitted cases of these desks by number or name, newest first; a department finds only cases it takes part in. `total`
 * ends at `mostCounted`.
 */
export async function searchCases(
  store: Store,
  desks: readonly { region: string; department?: string }[],
  { q, limit, offset = 0 }: { q: string; limit: number; offset?: number },
): Promise<{ rows: FoundCase[]; total: number }> {
  if (desks.length === 0) return { rows: [], total: 0 };
  const regions = [...new Set(desks.map((desk) => desk.region))];
  const { text, value } = wantedBy(q);
  const values = [regions, desks.map((desk) => desk.region), desks.map((desk) => desk.department ?? ''), ...value];
  const from = `FROM cases c WHERE c.region = ANY ($1) AND c.case_no IS NOT NULL${text}
    AND EXISTS (SELECT 1 FROM unnest($2::text[], $3::text[]) AS desk(region, department)
      WHERE desk.region = c.region AND (desk.department = '' OR EXISTS (SELECT 1 FROM tasks t
        WHERE t.region = c.region AND t.case_id = c.id AND t.kind = 'desk' AND t.department = desk.department)))`;
  return store.withRegions(regions, async (client) => {
    const { rows } = await client.query<FoundCase>(
      `SELECT c.region, c.id, c.case_no, c.scenario, c.version, c.hash, c.status, c.applicant_name, c.submitted_at ${from}
       ORDER BY c.submitted_at DESC, c.id LIMIT ${Number(limit)} OFFSET ${Number(offset)}`,
      values,
    );
    const total = await client.query<{ count: number }>(
      `SELECT count(*) AS count FROM (SELECT 1 ${from} LIMIT ${mostCounted}) AS counted`,
      values,
    );
    return { rows, total: total.rows[0]!.count };
  });
}

/** Nothing, the beginning of a case number, which its index finds, or a part of a name. */
function wantedBy(q: string): { text: string; value: string[] } {
  if (q === '') return { text: '', value: [] };
  if (/^LB\d*$/i.test(q)) return { text: ` AND c.case_no LIKE $4`, value: [`${q.toUpperCase()}%`] };
  return { text: ' AND (c.applicant_name ILIKE $4 OR c.case_no ILIKE $4)', value: [`%${q.replace(/[\\%_]/g, '\\$&')}%`] };
}

/** Drafts whose time is over, of any region. */
export async function listExpiredDrafts(store: Store, now: string, limit = 200): Promise<CaseKey[]> {
  return store.query<CaseKey>({ text: 'SELECT region, id FROM lianban_find_expired_drafts($1, $2)', values: [now, limit] });
}

/** Closes a draft and forgets what was typed and read into it; its history and its log of reads stay. */
export async function expireDraft(store: Store, { region, id }: CaseKey, now: string): Promise<boolean> {
  return store.withRegions([region], async (client) => {
    const { rowCount } = await client.query(
      `UPDATE cases SET status = 'expired', ended_at = $3, rev = rev + 1, applicant_name = '', expires_at = NULL
       WHERE region = $1 AND id = $2 AND status = 'draft' AND expires_at <= $3`,
      [region, id, now],
    );
    if (rowCount === 0) return false;
    // The case that called this one must not wait for it for ever.
    const { rows } = await client.query<{ parent: object | null }>(
      `SELECT state -> 'parent' AS parent FROM case_data WHERE region = $1 AND id = $2`,
      [region, id],
    );
    for (const table of ['tasks', 'clocks', 'jobs', 'subscriptions']) {
      await client.query(`DELETE FROM ${table} WHERE region = $1 AND case_id = $2`, [region, id]);
    }
    await client.query('DELETE FROM case_data WHERE region = $1 AND id = $2', [region, id]);
    if (rows[0]?.parent) {
      const effect = { id: 'expired', type: 'childEnded', key: `${id}:expired`, parent: rows[0].parent, result: 'expired', values: {} };
      await client.query(
        `INSERT INTO jobs (region, case_id, id, kind, key, run_at, payload) VALUES ($1, $2, 'expired', 'childEnded', $3, clock_timestamp(), $4)`,
        [region, id, effect.key, JSON.stringify(effect)],
      );
    }
    return true;
  });
}

/** Running cases per scenario version of a region. */
export async function countRunning(
  store: Store,
  region: string,
  scenario?: string,
): Promise<{ scenario: string; version: number; running: number }[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ scenario: string; version: number; running: number }>(
      `SELECT scenario, version, count(*) AS running FROM cases
       WHERE region = $1 AND status = 'running' AND ($2::text IS NULL OR scenario = $2) GROUP BY scenario, version`,
      [region, scenario ?? null],
    );
    return rows;
  });
}

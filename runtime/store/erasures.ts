/** What was deleted, when and why: hashes stay, contents do not. And what people asked about their data. */
import { uuidv7 } from 'uuidv7';
import type { Text } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import type { CaseState } from '../engine/types.ts';
import type { CaseKey } from './cases.ts';
import { packState } from './packing.ts';
import type { Store } from './store.ts';

export interface Erasure {
  region: string;
  caseId?: string;
  account?: string;
  what: 'form' | 'material' | 'draft' | 'upload';
  /** Form id, or id of the upload. */
  subject: string;
  name: Text;
  /** SHA-256 of what was deleted. */
  hash: string;
  at: string;
  why: 'retention' | 'asked' | 'unattached';
}

const insert = `INSERT INTO erasures (region, id, case_id, account, what, subject, name, hash, at, why)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`;
const valuesOf = (one: Erasure) => [
  one.region,
  uuidv7(),
  one.caseId ?? null,
  one.account ?? null,
  one.what,
  one.subject,
  JSON.stringify(one.name),
  one.hash,
  one.at,
  one.why,
];

export async function insertErasure(store: Store, erasure: Erasure): Promise<void> {
  await store.withRegions([erasure.region], (client) => client.query(insert, valuesOf(erasure)));
}

/** Of these cases, newest first. */
export async function listErasures(store: Store, keys: readonly CaseKey[]): Promise<Erasure[]> {
  if (keys.length === 0) return [];
  return store.withRegions([...new Set(keys.map(({ region }) => region))], async (client) => {
    const { rows } = await client.query<Erasure>(
      `SELECT region, case_id AS "caseId", account, what, subject, name, hash, at, why FROM erasures
       WHERE (region, case_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) ORDER BY at DESC, id`,
      [keys.map(({ region }) => region), keys.map(({ id }) => id)],
    );
    return rows;
  });
}

/** Versions of a region that have ended cases. */
export async function listEndedVersions(store: Store, region: string): Promise<{ scenario: string; hash: string }[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ scenario: string; hash: string }>(
      'SELECT DISTINCT scenario, hash FROM cases WHERE region = $1 AND ended_at IS NOT NULL AND case_no IS NOT NULL',
      [region],
    );
    return rows;
  });
}

/** Cases of a version that ended before an instant and still have what was filled in at this form. */
export async function listOverCases(
  store: Store,
  { region, hash, form, before, limit = 50 }: { region: string; hash: string; form: string; before: string; limit?: number },
): Promise<string[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT c.id FROM cases c WHERE c.region = $1 AND c.hash = $2 AND c.ended_at <= $4 AND c.case_no IS NOT NULL
         AND NOT EXISTS (SELECT FROM erasures e WHERE e.region = c.region AND e.case_id = c.id AND e.what = 'form' AND e.subject = $3)
       ORDER BY c.ended_at LIMIT $5`,
      [region, hash, form, before, limit],
    );
    return rows.map(({ id }) => id);
  });
}

/** Stores a case without what was deleted, with the line that says so; false when somebody changed it meanwhile. */
export async function commitErased(store: Store, { state, rev }: { state: CaseState; rev: number }, erasure: Erasure): Promise<boolean> {
  return store.withRegions([state.region], async (client) => {
    const { rowCount } = await client.query('UPDATE cases SET rev = rev + 1 WHERE region = $1 AND id = $2 AND rev = $3', [
      state.region,
      state.id,
      rev,
    ]);
    if (rowCount === 0) return false;
    await client.query('UPDATE case_data SET state = $3 WHERE region = $1 AND id = $2', [state.region, state.id, packState(state)]);
    await client.query(insert, valuesOf(erasure));
    return true;
  });
}

export interface DataRequest {
  region: string;
  account: string;
  at: string;
  kind: 'correct' | 'delete' | 'withdraw' | 'export';
  subject: string;
  result: Record<string, JsonValue>;
}

/** Keeps what a person asked about their data, and what came of it. */
export async function insertDataRequest(store: Store, request: DataRequest): Promise<void> {
  await store.withRegions([request.region], (client) =>
    client.query('INSERT INTO data_requests (region, id, account, at, kind, subject, result) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      request.region,
      uuidv7(),
      request.account,
      request.at,
      request.kind,
      request.subject,
      JSON.stringify(request.result),
    ]),
  );
}

/** Ends a draft at its owner's word: it is due now, whatever day it had. */
export async function endDraftNow(store: Store, { region, id }: CaseKey, now: string): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query("UPDATE cases SET expires_at = $3 WHERE region = $1 AND id = $2 AND status = 'draft'", [region, id, now]),
  );
}

/** The audit: append-only, hash-chained per region. A request whose audit line cannot be written fails. */
import type { Knex } from 'knex';
import type { JsonValue } from '../compile/plan.ts';
import { asUnavailable } from './problems.ts';
import type { Store } from './store.ts';

/** Region of what happens before any region is known, such as signing in. */
export const noRegion = '000000';

export interface AuditLine {
  region: string;
  at: string;
  accountId?: string;
  accountName?: string;
  /** Dotted: session.signed_in, scenario.published, account.changed, task.read … */
  action: string;
  /** What it was done to: an id or number, never a person's data. */
  object: string;
  result: 'done' | 'refused';
  address?: string;
  requestId?: string;
  data?: Record<string, JsonValue>;
}

/** Arguments of `audit_append`, for statements that write their line themselves. */
export const auditValues = (line: AuditLine): unknown[] => [
  line.region,
  line.at,
  line.accountId ?? null,
  line.accountName ?? null,
  line.action,
  line.object,
  line.result,
  line.address ?? null,
  line.requestId ?? null,
  line.data ?? {},
];

/** Appends one line that stands alone: a sign-in, a read. */
export async function appendAudit(store: Store, line: AuditLine): Promise<void> {
  await store.query({
    name: 'audit.append',
    text: 'SELECT audit_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    values: auditValues(line),
  });
}

/** A change and its audit line in one transaction: neither is ever there without the other. */
export async function withAudit<T>(
  store: Store,
  work: (trx: Knex.Transaction, audit: (line: AuditLine) => Promise<void>) => Promise<T>,
): Promise<T> {
  try {
    return await store.knex.transaction((trx) =>
      work(trx, async (line) => {
        await trx.raw('SELECT audit_append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', auditValues(line) as Knex.RawBinding[]);
      }),
    );
  } catch (error) {
    throw asUnavailable(error);
  }
}

/** First line of a region's chain that does not fit, or undefined when every link holds. */
export async function findBrokenAudit(store: Store, region: string): Promise<{ seq: number } | undefined> {
  const rows = await store.query<{ seq: number }>({
    text: `SELECT seq FROM (
             SELECT *, lag(hash, 1, '\\x'::bytea) OVER w AS expected_previous, lag(seq, 1, 0::bigint) OVER w AS before
             FROM audit WHERE region = $1 WINDOW w AS (ORDER BY seq)) chain
           WHERE previous <> expected_previous OR seq <> before + 1 OR hash <> audit_hash(region, seq, at, account_id, account_name,
             action, object, result, address, request_id, data, previous)
           ORDER BY seq LIMIT 1`,
    values: [region],
  });
  return rows[0];
}

export async function listAudit(store: Store, region: string, { limit }: { limit: number }): Promise<AuditLine[]> {
  return store.query<AuditLine>({
    text: `SELECT region, at, account_id AS "accountId", account_name AS "accountName", action, object, result, address,
             request_id AS "requestId", data
           FROM audit WHERE region = $1 ORDER BY seq DESC LIMIT $2`,
    values: [region, limit],
  });
}

/** Sessions: only the hash of the cookie is kept, so a copy of the table opens no door. */
import type { Grant } from './accounts.ts';
import type { Store } from './store.ts';

export interface SessionRow {
  id: string;
  csrf: string;
  expiresAt: string;
  seenAt: string;
  accountId: string;
  name: string;
  kind: 'person' | 'staff';
  /** Of a person: number and mobile, sealed. */
  personSealed: Buffer | null;
  grants: Grant[];
}

export async function insertSession(
  store: Store,
  row: { tokenHash: Buffer; id: string; accountId: string; csrf: string; at: string; expiresAt: string },
): Promise<void> {
  await store.query({
    name: 'sessions.insert',
    text: `INSERT INTO sessions (token_hash, id, account_id, csrf, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6)`,
    values: [row.tokenHash, row.id, row.accountId, row.csrf, row.at, row.expiresAt],
  });
}

/**
 * Sessions with their account and rights as they are now: read for every request, so a right taken away or an account
 * disabled counts at the next one, on every node. Whoever works for a department works for those merged into it. `seen_at` moves at most once a minute.
 */
export async function findSessions(
  store: Store,
  { tokenHashes, now, idleSince }: { tokenHashes: Buffer[]; now: string; idleSince: string },
): Promise<(SessionRow & { tokenHash: Buffer })[]> {
  const rows = await store.query<
    Omit<SessionRow, 'grants'> & { tokenHash: Buffer; grants: (Omit<Grant, 'posts'> & { department: string; posts: string[] | null })[] }
  >({
    name: 'sessions.find',
    text: `WITH found AS (
             SELECT s.id, s.csrf, s.expires_at, s.seen_at, s.token_hash, a.id AS account_id, a.name, a.kind, a.person_sealed
             FROM sessions s JOIN accounts a ON a.id = s.account_id
             WHERE s.token_hash = ANY($1::bytea[]) AND s.expires_at > $2 AND s.seen_at > $3 AND NOT a.disabled),
           seen AS (
             UPDATE sessions SET seen_at = $2 FROM found
             WHERE sessions.token_hash = found.token_hash AND found.seen_at < $2::timestamptz - interval '1 minute')
           SELECT id, token_hash AS "tokenHash", csrf, expires_at AS "expiresAt", seen_at AS "seenAt", account_id AS "accountId", name, kind,
             person_sealed AS "personSealed",
             coalesce((SELECT jsonb_agg(jsonb_build_object('region', region, 'department', department, 'role', role, 'posts', posts)
                 ORDER BY region, department, role) FROM grants WHERE grants.account_id = found.account_id), '[]')
             || coalesce((SELECT jsonb_agg(jsonb_build_object('region', g.region, 'department', g.department, 'role', g.role, 'posts', g.posts,
                 'for', jsonb_build_object('id', away.id, 'name', away.name)) ORDER BY g.region, g.department, away.id)
               FROM absences b JOIN accounts away ON away.id = b.account_id AND NOT away.disabled
                 JOIN grants g ON g.account_id = b.account_id AND g.region = b.region AND g.role = 'officer'
               WHERE b.deputy_id = found.account_id AND b.ended_at IS NULL
                 AND ($2::timestamptz AT TIME ZONE 'Asia/Shanghai')::date BETWEEN b.first AND b.last), '[]')
             || coalesce((SELECT jsonb_agg(jsonb_build_object('region', g.region, 'department', o.department, 'role', g.role, 'posts', g.posts)
                 ORDER BY g.region, o.department, g.role)
               FROM grants g JOIN organisations o ON o.region = g.region AND o.successor = g.department
               WHERE g.account_id = found.account_id AND g.department <> ''), '[]') AS grants
           FROM found`,
    values: [tokenHashes, now, idleSince],
  });
  return rows.map((row) => ({
    ...row,
    grants: row.grants.map(({ department, posts, ...grant }) => ({
      ...grant,
      ...(department === '' ? {} : { department }),
      ...(posts === null ? {} : { posts }),
    })),
  }));
}

export async function deleteSession(store: Store, tokenHash: Buffer): Promise<void> {
  await store.query({ name: 'sessions.delete', text: 'DELETE FROM sessions WHERE token_hash = $1', values: [tokenHash] });
}

/** Removes sessions that ended; called with each sign-in, so the table stays small. */
export async function deleteEndedSessions(store: Store, { now, idleSince }: { now: string; idleSince: string }): Promise<void> {
  await store.query({
    name: 'sessions.sweep',
    text: 'DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2',
    values: [now, idleSince],
  });
}

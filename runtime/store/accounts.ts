/** Accounts, their grants, and the regions and organisations they belong to. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { AccountPerson, SealedPerson } from '../config/account-people.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

export type GrantRole = 'designer' | 'officer' | 'admin' | 'supervisor' | 'operator' | 'keeper' | 'steward';
export interface Grant {
  region: string;
  department?: string;
  role: GrantRole;
  /** An officer's roles in scenarios, as `scenario/role`; absent: every role of the department. */
  posts?: string[];
  /** Held for a colleague who is away (代). */
  for?: { id: string; name: string };
}
export interface GrantRow extends Grant {
  regionName: string;
  departmentName?: Text;
}
export interface AccountRow {
  id: string;
  username: string;
  name: string;
  kind: 'person' | 'staff';
  disabled: boolean;
  lockedUntil: string | null;
  createdAt: string;
  lastSignInAt: string | null;
}
export interface Credential {
  id: string;
  passwordHash: string | null;
  disabled: boolean;
  failedSignIns: number;
  lockedUntil: string | null;
}

const columns = `id, username, name, kind, disabled, locked_until AS "lockedUntil",
  created_at AS "createdAt", last_sign_in_at AS "lastSignInAt"`;

export async function findCredential(store: Store, username: string): Promise<Credential | undefined> {
  const rows = await store.query<Credential>({
    name: 'accounts.credential',
    text: `SELECT id, password_hash AS "passwordHash", disabled, failed_sign_ins AS "failedSignIns", locked_until AS "lockedUntil"
           FROM accounts WHERE username = lower($1)`,
    values: [username],
  });
  return rows[0];
}

export async function findAccount(store: Store, id: string): Promise<AccountRow | undefined> {
  const rows = await store.query<AccountRow>({
    name: 'accounts.one',
    text: `SELECT ${columns} FROM accounts WHERE id = $1`,
    values: [id],
  });
  return rows[0];
}

/** Counts one bad sign-in; the one that reaches `limit` locks the account until `lockUntil` and starts counting anew. */
export async function countFailedSignIn(store: Store, id: string, { limit, lockUntil }: { limit: number; lockUntil: string }) {
  await store.query({
    name: 'accounts.failed',
    text: `UPDATE accounts SET
             locked_until = CASE WHEN failed_sign_ins + 1 >= $2 THEN $3::timestamptz ELSE locked_until END,
             failed_sign_ins = CASE WHEN failed_sign_ins + 1 >= $2 THEN 0 ELSE failed_sign_ins + 1 END
           WHERE id = $1`,
    values: [id, limit, lockUntil],
  });
}

export async function noteSignIn(store: Store, id: string, at: string): Promise<void> {
  await store.query({
    name: 'accounts.signed_in',
    text: 'UPDATE accounts SET failed_sign_ins = 0, locked_until = NULL, last_sign_in_at = $2 WHERE id = $1',
    values: [id, at],
  });
}

export async function listGrants(store: Store, accountIds: string[]): Promise<(GrantRow & { accountId: string })[]> {
  const rows = await store.query<GrantRow & { accountId: string; department: string; departmentName: Text | null; posts: string[] | null }>(
    {
      name: 'grants.of_accounts',
      text: `SELECT g.account_id AS "accountId", g.region, r.name AS "regionName", g.department, o.name AS "departmentName", g.role, g.posts
           FROM grants g JOIN regions r ON r.code = g.region
           LEFT JOIN organisations o ON o.region = g.region AND o.department = g.department
           WHERE g.account_id = ANY($1::uuid[]) ORDER BY g.region, g.department, g.role`,
      values: [accountIds],
    },
  );
  return rows.map(({ department, departmentName, posts, ...row }) => ({
    ...row,
    ...(posts === null ? {} : { posts }),
    ...(department === '' ? {} : { department }),
    ...(departmentName === null ? {} : { departmentName }),
  }));
}

export interface NewAccount {
  id: string;
  username: string;
  name: string;
  kind: 'person' | 'staff';
  /** Whom an account of a person belongs to, sealed by whoever has the key (`createAccountPeople`). */
  person?: SealedPerson;
  passwordHash?: string;
  at: string;
}

/** False when the user name or the person already has an account. */
export async function insertAccount(store: Store, account: NewAccount, grants: Grant[], line: AuditLine): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const row = {
      id: account.id,
      username: account.username,
      name: account.name,
      kind: account.kind,
      person_sealed: account.person?.sealed ?? null,
      id_key: account.person?.idKey ?? null,
      mobile_key: account.person?.mobileKey ?? null,
      password_hash: account.passwordHash ?? null,
      created_at: account.at,
    };
    const made = await trx('accounts').insert(row).onConflict().ignore().returning('id');
    if (made.length === 0) return false;
    if (grants.length > 0) await trx('grants').insert(grantRows(account.id, grants)).onConflict().ignore();
    await audit(line);
    return true;
  });
}

const grantRows = (accountId: string, grants: Grant[]) =>
  grants.map((grant) => ({
    account_id: accountId,
    region: grant.region,
    department: grant.department ?? '',
    role: grant.role,
    posts: grant.posts ?? null,
  }));

export interface AccountChanges {
  name?: string;
  disabled?: boolean;
  passwordHash?: string;
  /** Replaces the account's grants in these regions; grants elsewhere stay. */
  grants?: { regions: string[]; grants: Grant[] };
  /** End every session of the account. */
  endSessions: boolean;
}

/** One transaction: a right that is taken away and the sessions that used it go together. */
export async function updateAccount(store: Store, id: string, changes: AccountChanges, line: AuditLine): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    const row = {
      ...(changes.name === undefined ? {} : { name: changes.name }),
      ...(changes.disabled === undefined ? {} : { disabled: changes.disabled }),
      ...(changes.passwordHash === undefined ? {} : { password_hash: changes.passwordHash, failed_sign_ins: 0, locked_until: null }),
    };
    // The row is locked first: two administrators change one account one after the other.
    await trx('accounts').where({ id }).forUpdate().select('id');
    if (Object.keys(row).length > 0) await trx('accounts').where({ id }).update(row);
    if (changes.grants) {
      await trx('grants').where({ account_id: id }).whereIn('region', changes.grants.regions).delete();
      const rows = grantRows(id, changes.grants.grants);
      if (rows.length > 0) await trx('grants').insert(rows).onConflict().ignore();
    }
    if (changes.endSessions) await trx('sessions').where({ account_id: id }).delete();
    await audit(line);
  });
}

/** Staff with a grant in one of the regions, by user name. */
export async function listAccounts(
  store: Store,
  { regions, q, limit, offset }: { regions: string[]; q?: string; limit: number; offset: number },
): Promise<{ rows: AccountRow[]; total: number }> {
  const rows = await store.query<AccountRow & { total: number }>({
    name: 'accounts.list',
    text: `SELECT ${columns}, count(*) OVER () AS total FROM accounts a
           WHERE kind = 'staff' AND EXISTS (SELECT FROM grants g WHERE g.account_id = a.id AND g.region = ANY($1::text[]))
             AND ($2::text IS NULL OR position(lower($2) IN username) > 0 OR position($2 IN name) > 0)
           ORDER BY username LIMIT $3 OFFSET $4`,
    values: [regions, q ?? null, limit, offset],
  });
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** The account of a person, by the keyed hash of the number; whoever asks has the key, the database has not. */
export async function findPersonAccount(store: Store, idKey: Buffer): Promise<AccountRow | undefined> {
  const rows = await store.query<AccountRow>({
    name: 'accounts.of_person',
    text: `SELECT ${columns} FROM accounts WHERE id_key = $1`,
    values: [idKey],
  });
  return rows[0];
}

/**
 * Seals in place what an earlier release wrote in clear, after every migration: at the first start on the schema, and when one of its processes was
 * still running beside. Batch by batch, each row once, whichever process comes first. Answers how many rows it sealed.
 */
export async function sealClearPeople(
  store: Store,
  seal: (accountId: string, person: AccountPerson) => SealedPerson,
  batch = 500,
): Promise<number> {
  for (let sealed = 0; ; ) {
    const count = await store.knex.transaction(async (trx) => {
      const rows: { id: string; id_number: string | null; mobile: string | null }[] = await trx('accounts')
        .select('id', 'id_number', 'mobile')
        .where((clear) => clear.whereNotNull('id_number').orWhereNotNull('mobile'))
        .orderBy('id')
        .limit(batch)
        .forUpdate()
        .skipLocked();
      for (const { id, id_number: idNumber, mobile } of rows) {
        const person = idNumber === null ? undefined : seal(id, { idNumber, mobile: mobile ?? '' });
        // Of staff nothing asks for a mobile: one that stands there in clear goes.
        const columns = person ? { person_sealed: person.sealed, id_key: person.idKey, mobile_key: person.mobileKey } : {};
        await trx('accounts')
          .where({ id })
          .update({ ...columns, id_number: null, mobile: null });
      }
      return rows.length;
    });
    sealed += count;
    if (count < batch) return sealed;
  }
}

/** Accounts with a password that are not disabled: a fresh install that is no demo has none. */
export async function countUsableCredentials(store: Store): Promise<number> {
  const rows = await store.query<{ count: number }>({
    text: 'SELECT count(*) AS count FROM accounts WHERE password_hash IS NOT NULL AND NOT disabled',
  });
  return rows[0]?.count ?? 0;
}

export async function listRegions(store: Store): Promise<{ code: string; name: string; parent: string | null }[]> {
  return store.query({ name: 'regions.list', text: 'SELECT code, name, parent FROM regions ORDER BY code' });
}

export async function listOrganisations(
  store: Store,
  regions: string[],
): Promise<{ region: string; regionName: string; department: string; name: Text; hue: number | null; successor: string | null }[]> {
  return store.query({
    name: 'organisations.list',
    text: `SELECT o.region, r.name AS "regionName", o.department, o.name, o.hue, o.successor FROM organisations o JOIN regions r ON r.code = o.region
           WHERE o.region = ANY($1::text[]) ORDER BY o.region, o.department`,
    values: [regions],
  });
}

export async function upsertRegion(store: Store, region: { code: string; name: string; parent?: string }): Promise<void> {
  await store.query({
    text: 'INSERT INTO regions (code, name, parent) VALUES ($1, $2, $3) ON CONFLICT (code) DO NOTHING',
    values: [region.code, region.name, region.parent ?? null],
  });
}

export async function upsertOrganisation(
  store: Store,
  row: { region: string; department: string; name: Text; hue?: number },
): Promise<void> {
  await store.query({
    text: 'INSERT INTO organisations (region, department, name, hue) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    values: [row.region, row.department, row.name, row.hue ?? null],
  });
}

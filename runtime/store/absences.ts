/** Who is away, from when to when, and who stands in for them. Dates are local, both inclusive. */
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

export interface AbsenceRow {
  id: string;
  region: string;
  accountId: string;
  name: string;
  deputyId: string;
  deputyName: string;
  first: string;
  last: string;
}

const columns = `b.id, b.region, b.account_id AS "accountId", a.name, b.deputy_id AS "deputyId", d.name AS "deputyName",
  to_char(b.first, 'YYYY-MM-DD') AS first, to_char(b.last, 'YYYY-MM-DD') AS last`;

/** Absences that are not over, of one person and of those they stand in for. */
export async function listAbsences(store: Store, { account, today }: { account: string; today: string }): Promise<AbsenceRow[]> {
  return store.query({
    name: 'absences.list',
    text: `SELECT ${columns} FROM absences b JOIN accounts a ON a.id = b.account_id JOIN accounts d ON d.id = b.deputy_id
           WHERE b.ended_at IS NULL AND b.last >= $2::date AND (b.account_id = $1 OR b.deputy_id = $1) ORDER BY b.first, b.id`,
    values: [account, today],
  });
}

export async function insertAbsence(
  store: Store,
  row: { id: string; region: string; account: string; deputy: string; first: string; last: string; at: string },
  line: AuditLine,
): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    const { account, deputy, at, ...rest } = row;
    await trx('absences').insert({ ...rest, account_id: account, deputy_id: deputy, made_at: at, made_by: account });
    await audit(line);
  });
}

/** False when there is none of this id that the person made and that still runs. */
export async function endAbsence(
  store: Store,
  { id, account, at }: { id: string; account: string; at: string },
  line: AuditLine,
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const ended = await trx('absences').where({ id, account_id: account }).whereNull('ended_at').update({ ended_at: at });
    if (ended > 0) await audit(line);
    return ended > 0;
  });
}

export interface Colleague {
  id: string;
  name: string;
  department: string;
  posts: string[] | null;
}

/** Officers of a region who can be given work, by department and name. */
export async function listColleagues(store: Store, region: string): Promise<Colleague[]> {
  return store.query({
    name: 'absences.colleagues',
    text: `SELECT a.id, a.name, g.department, g.posts FROM grants g JOIN accounts a ON a.id = g.account_id
           WHERE g.region = $1 AND g.role = 'officer' AND NOT a.disabled ORDER BY g.department, a.name, a.id`,
    values: [region],
  });
}

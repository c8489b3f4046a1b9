/** Licences of people's wallets. The holder is a keyed hash of their number; the number itself is in the case only. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { Store } from './store.ts';

export interface LicenceRow {
  region: string;
  id: string;
  case_id: string;
  /** The issued document. */
  document: string;
  holder_key: string | null;
  /** Account that applied for it. */
  applicant: string;
  holder_name: string;
  type: string;
  name: Text;
  number: string;
  department: string;
  department_name: Text;
  fields: { label: Text; shown: string }[];
  issued_at: string;
  valid_to: string | null;
  status: 'valid' | 'revoked';
  revoked_at: string | null;
  revoked_why: string | null;
}

const columns =
  'region, id, case_id, document, holder_key, applicant, holder_name, type, name, number, department, department_name, fields, issued_at, valid_to, status, revoked_at, revoked_why';

/** Once per issued document: a second attempt of the same effect changes nothing. */
export async function insertLicence(store: Store, row: Omit<LicenceRow, 'status' | 'revoked_at' | 'revoked_why'>): Promise<void> {
  await store.withRegions([row.region], (client) =>
    client.query(
      `INSERT INTO licences (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'valid', NULL, NULL)
       ON CONFLICT (region, case_id, document) DO NOTHING`,
      [
        row.region,
        row.id,
        row.case_id,
        row.document,
        row.holder_key,
        row.applicant,
        row.holder_name,
        row.type,
        JSON.stringify(row.name),
        row.number,
        row.department,
        JSON.stringify(row.department_name),
        JSON.stringify(row.fields),
        row.issued_at,
        row.valid_to,
      ],
    ),
  );
}

/** Held under one of these keys, or applied for by this account; newest first. */
export async function listOwnLicences(store: Store, account: string, keys: readonly string[]): Promise<LicenceRow[]> {
  const found = await store.query<{ region: string; id: string }>({
    name: 'own-licences',
    text: 'SELECT region, id FROM lianban_find_own_licences($1, $2)',
    values: [account, keys],
  });
  if (found.length === 0) return [];
  return store.withRegions([...new Set(found.map(({ region }) => region))], async (client) => {
    const { rows } = await client.query<LicenceRow>(
      `SELECT ${columns} FROM licences WHERE (region, id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) ORDER BY issued_at DESC, id`,
      [found.map(({ region }) => region), found.map(({ id }) => id)],
    );
    return rows;
  });
}

export async function listCaseLicences(store: Store, region: string, caseId: string): Promise<LicenceRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<LicenceRow>(
      `SELECT ${columns} FROM licences WHERE region = $1 AND case_id = $2 ORDER BY issued_at, id`,
      [region, caseId],
    );
    return rows;
  });
}

export async function findLicence(store: Store, region: string, id: string): Promise<LicenceRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<LicenceRow>(`SELECT ${columns} FROM licences WHERE region = $1 AND id = $2`, [region, id]);
    return rows[0];
  });
}

/** Was the licence with this number taken back? */
export async function isRevoked(store: Store, region: string, number: string): Promise<boolean> {
  return store.withRegions([region], async (client) => {
    const { rowCount } = await client.query("SELECT FROM licences WHERE region = $1 AND number = $2 AND status = 'revoked'", [
      region,
      number,
    ]);
    return (rowCount ?? 0) > 0;
  });
}

/** False when it was revoked before. */
export async function revokeLicence(
  store: Store,
  { region, id, at, why, by }: { region: string; id: string; at: string; why: string; by: string },
): Promise<boolean> {
  return store.withRegions([region], async (client) => {
    const { rowCount } = await client.query(
      "UPDATE licences SET status = 'revoked', revoked_at = $3, revoked_why = $4, revoked_by = $5 WHERE region = $1 AND id = $2 AND status = 'valid'",
      [region, id, at, why, by],
    );
    return (rowCount ?? 0) > 0;
  });
}

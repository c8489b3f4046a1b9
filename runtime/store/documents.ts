import type { Text } from '../../schemas/generated/documents.ts';
import type { Store } from './store.ts';

/** An issued document without its bytes. */
export interface DocumentRow {
  region: string;
  case_id: string;
  id: string;
  outcome: string;
  number: string;
  check_code: string;
  name: Text;
  department: string;
  department_name: Text;
  holder_name: string;
  issued_at: string;
  sha256: string;
}

const columns = 'region, case_id, id, outcome, number, check_code, name, department, department_name, holder_name, issued_at, sha256';

/** Keeps a document once: a second attempt of the same effect finds the first and changes nothing. */
export async function insertDocument(store: Store, row: DocumentRow & { content: Uint8Array; seal?: unknown }): Promise<DocumentRow> {
  return store.withRegions([row.region], async (client) => {
    await client.query(
      `INSERT INTO documents (${columns}, seal, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       ON CONFLICT (region, case_id, id) DO NOTHING`,
      [
        row.region,
        row.case_id,
        row.id,
        row.outcome,
        row.number,
        row.check_code,
        JSON.stringify(row.name),
        row.department,
        JSON.stringify(row.department_name),
        row.holder_name,
        row.issued_at,
        row.sha256,
        row.seal === undefined ? null : JSON.stringify(row.seal),
        Buffer.from(row.content),
      ],
    );
    const { rows } = await client.query<DocumentRow>(`SELECT ${columns} FROM documents WHERE region = $1 AND case_id = $2 AND id = $3`, [
      row.region,
      row.case_id,
      row.id,
    ]);
    return rows[0]!;
  });
}

/** Notes the seal a document got. */
export async function noteSeal(store: Store, key: { region: string; caseId: string; id: string }, seal: unknown): Promise<void> {
  await store.withRegions([key.region], (client) =>
    client.query('UPDATE documents SET seal = $4 WHERE region = $1 AND case_id = $2 AND id = $3', [
      key.region,
      key.caseId,
      key.id,
      JSON.stringify(seal),
    ]),
  );
}

/** Documents of one case, first issued first. */
export async function listDocuments(store: Store, region: string, caseId: string): Promise<DocumentRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<DocumentRow>(
      `SELECT ${columns} FROM documents WHERE region = $1 AND case_id = $2 ORDER BY issued_at, id`,
      [region, caseId],
    );
    return rows;
  });
}

export async function findDocument(
  store: Store,
  key: { region: string; caseId: string; id: string },
): Promise<(DocumentRow & { content: Buffer }) | undefined> {
  return store.withRegions([key.region], async (client) => {
    const { rows } = await client.query<DocumentRow & { content: Buffer }>(
      `SELECT ${columns}, content FROM documents WHERE region = $1 AND case_id = $2 AND id = $3`,
      [key.region, key.caseId, key.id],
    );
    return rows[0];
  });
}

/** Documents that carry this number, in any region: for the public check. */
export async function listDocumentsByNumber(store: Store, number: string): Promise<DocumentRow[]> {
  const keys = await store.query<{ region: string; case_id: string; id: string }>({
    text: 'SELECT region, case_id, id FROM lianban_find_document($1)',
    values: [number],
  });
  const rows: DocumentRow[] = [];
  for (const key of keys) {
    const found = await findDocument(store, { region: key.region, caseId: key.case_id, id: key.id });
    if (found) rows.push(found);
  }
  return rows;
}

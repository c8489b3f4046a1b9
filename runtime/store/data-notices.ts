/** Notices that nobody's decision wrote: what ends soon. */
import { uuidv7 } from 'uuidv7';
import type { Text } from '../../schemas/generated/documents.ts';
import type { Store } from './store.ts';

/** Grants that end between two days, with who asked for them: the newest application of each. */
export async function listEndingGrants(store: Store, from: string, until: string): Promise<EndingGrant[]> {
  return store.query<EndingGrant>({
    text: `SELECT DISTINCT ON (c.region, c.id) c.region, c.id AS contract, c.valid_to AS "validTo", a.id AS application, a.applicant AS account,
             coalesce(r.document, r.draft) -> 'name' AS name
           FROM contracts c
           JOIN data_applications a ON a.region = c.region AND a.contract = c.id AND a.state <> 'withdrawn'
           JOIN data_resources r ON r.owner_region = a.owner_region AND r.id = a.resource
           WHERE c.status = 'granted' AND c.valid_to BETWEEN $1 AND $2
           ORDER BY c.region, c.id, a.made_at DESC LIMIT 500`,
    values: [from, until],
  });
}
export interface EndingGrant {
  region: string;
  contract: string;
  validTo: string;
  application: string;
  account: string;
  name: Text;
}

/** Told once: the same words about the same grant are not written again. */
export async function insertNoticeOnce(store: Store, { account, region, contract, application, words, at }: NewNotice): Promise<boolean> {
  const rows = await store.query<{ id: string }>({
    text: `INSERT INTO data_notices (id, account_id, application, region, contract, at, words)
           SELECT $1::uuid, $2::uuid, $3::uuid, $4, $5, $6::timestamptz, $7::jsonb
           WHERE NOT EXISTS (SELECT FROM data_notices WHERE account_id = $2::uuid AND region = $4 AND contract = $5 AND words = $7::jsonb)
           RETURNING id`,
    values: [uuidv7(), account, application, region, contract, at, JSON.stringify(words)],
  });
  return rows.length > 0;
}
export interface NewNotice {
  account: string;
  region: string;
  contract: string;
  application: string;
  words: Text;
  at: string;
}

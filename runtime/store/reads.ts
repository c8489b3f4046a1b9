import { uuidv7 } from 'uuidv7';
import type { Store } from './store.ts';

/** One read of outside data: who, for which case, which fields, for what. Never the values. */
export interface DataRead {
  region: string;
  caseId?: string;
  scenario: string;
  at: string;
  actor?: string;
  dataUse: string;
  resource: string;
  contract?: string;
  purpose?: string;
  fields: string[];
  node?: string;
  key?: string;
  /** ok, or the kind of failure. */
  result: string;
  ms: number;
}

export async function insertRead(store: Store, read: DataRead): Promise<void> {
  await store.withRegions([read.region], (client) =>
    client.query(
      `INSERT INTO reads (region, id, at, case_id, scenario, actor, data_use, resource, contract, purpose, fields, node, key, result, ms)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        read.region,
        uuidv7(),
        read.at,
        read.caseId ?? null,
        read.scenario,
        read.actor ?? null,
        read.dataUse,
        read.resource,
        read.contract ?? null,
        read.purpose ?? null,
        read.fields,
        read.node ?? null,
        read.key ?? null,
        read.result,
        Math.round(read.ms),
      ],
    ),
  );
}

export async function listReads(store: Store, region: string, caseId: string): Promise<DataRead[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<DataRead>(
      `SELECT region, case_id AS "caseId", scenario, at, actor, data_use AS "dataUse", resource, contract, purpose, fields, node, key, result, ms
       FROM reads WHERE region = $1 AND case_id = $2 ORDER BY id`,
      [region, caseId],
    );
    return rows;
  });
}

/** Reads under a contract since an instant, for its quota. */
export async function countReads(store: Store, region: string, contract: string, since: string): Promise<number> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'SELECT count(*) AS count FROM reads WHERE region = $1 AND contract = $2 AND at >= $3',
      [region, contract, since],
    );
    return rows[0]!.count;
  });
}

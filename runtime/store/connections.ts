/** Connections, sealed secrets, contracts in force and quotas: what a read of outside data needs before it may start. */
import type { Connection, DataContract } from '../../schemas/generated/documents.ts';
import type { Store } from './store.ts';

export async function findConnection(store: Store, region: string, id: string): Promise<Connection | undefined> {
  const rows = await store.query<{ document: Connection }>({
    name: 'connections.find',
    text: 'SELECT document FROM connections WHERE region = $1 AND id = $2',
    values: [region, id],
  });
  return rows[0]?.document;
}

export async function saveConnection(store: Store, region: string, connection: Connection): Promise<void> {
  await store.query({
    text: 'INSERT INTO connections (region, id, document) VALUES ($1, $2, $3) ON CONFLICT (region, id) DO UPDATE SET document = excluded.document',
    values: [region, connection.id, JSON.stringify(connection)],
  });
}

export async function findSecret(store: Store, region: string, name: string): Promise<Buffer | undefined> {
  const rows = await store.query<{ sealed: Buffer }>({
    name: 'secrets.find',
    text: 'SELECT sealed FROM secrets WHERE region = $1 AND name = $2',
    values: [region, name],
  });
  return rows[0]?.sealed;
}

export async function saveSecret(store: Store, region: string, name: string, keyId: string, sealed: Buffer): Promise<void> {
  await store.query({
    text: 'INSERT INTO secrets (region, name, key_id, sealed) VALUES ($1, $2, $3, $4) ON CONFLICT (region, name) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed',
    values: [region, name, keyId, sealed],
  });
}

/** The contract as it stands now: a suspension after publishing counts at once. */
export async function findContract(store: Store, region: string, id: string): Promise<DataContract | undefined> {
  const rows = await store.query<{ document: DataContract }>({
    name: 'contracts.find',
    text: 'SELECT document FROM contracts WHERE region = $1 AND id = $2',
    values: [region, id],
  });
  return rows[0]?.document;
}

export async function saveContract(store: Store, region: string, contract: DataContract): Promise<void> {
  await store.query({
    text: 'INSERT INTO contracts (region, id, document) VALUES ($1, $2, $3) ON CONFLICT (region, id) DO UPDATE SET document = excluded.document',
    values: [region, contract.id, JSON.stringify(contract)],
  });
}

/** Takes one read out of the day's quota; false when it is used up. One statement, so two at once cannot both take the last. */
export async function takeQuota(
  store: Store,
  { region, contract, day, limit }: { region: string; contract: string; day: string; limit: number },
): Promise<boolean> {
  const rows = await store.query({
    name: 'quotas.take',
    text: `INSERT INTO quotas (region, contract, day, used) VALUES ($1, $2, $3, 1)
           ON CONFLICT (region, contract, day) DO UPDATE SET used = quotas.used + 1 WHERE quotas.used < $4
           RETURNING used`,
    values: [region, contract, day, limit],
  });
  return rows.length > 0;
}

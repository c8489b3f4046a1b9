/** Connections, sealed secrets, contracts in force and quotas: what a read of outside data needs before it may start. */
import type { Connection, DataContract, DataResource } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import { type AuditLine, withAudit } from './audit.ts';
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

/** A connection with what is known about it. `rev` 0 stands for "not there". */
export interface ConnectionRow {
  connection: Connection;
  rev: number;
  lastTest: JsonValue;
}

export async function listConnections(store: Store, region: string): Promise<ConnectionRow[]> {
  return store.query<ConnectionRow>({
    name: 'connections.list',
    text: 'SELECT document AS connection, rev, last_test AS "lastTest" FROM connections WHERE region = $1 ORDER BY id',
    values: [region],
  });
}

export async function findConnectionRow(store: Store, region: string, id: string): Promise<ConnectionRow | undefined> {
  const rows = await store.query<ConnectionRow>({
    name: 'connections.findRow',
    text: 'SELECT document AS connection, rev, last_test AS "lastTest" FROM connections WHERE region = $1 AND id = $2',
    values: [region, id],
  });
  return rows[0];
}

/** The new rev, or undefined when `rev` is no longer the current one; 0: it must not be there yet. */
export async function changeConnection(
  store: Store,
  region: string,
  { connection, rev }: { connection: Connection; rev: number },
  line: AuditLine,
): Promise<number | undefined> {
  return withAudit(store, async (trx, audit) => {
    const document = JSON.stringify(connection);
    const { rows } =
      rev === 0
        ? await trx.raw<{ rows: { rev: number }[] }>(
            'INSERT INTO connections (region, id, document) VALUES (:region, :id, :document) ON CONFLICT DO NOTHING RETURNING rev',
            { region, id: connection.id, document },
          )
        : await trx.raw<{ rows: { rev: number }[] }>(
            'UPDATE connections SET document = :document, rev = rev + 1, last_test = NULL WHERE region = :region AND id = :id AND rev = :rev RETURNING rev',
            { region, id: connection.id, document, rev },
          );
    if (!rows[0]) return undefined;
    await audit(line);
    return rows[0].rev;
  });
}

/** The connection goes, and its secret with it, unless another connection names the same one. */
export async function deleteConnection(store: Store, region: string, id: string, line: AuditLine): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const { rows } = await trx.raw<{ rows: { secret: string | null }[] }>(
      "DELETE FROM connections WHERE region = :region AND id = :id RETURNING coalesce(document #>> '{auth,secret}', document ->> 'secret') AS secret",
      { region, id },
    );
    if (!rows[0]) return false;
    const { secret } = rows[0];
    if (secret !== null)
      await trx.raw(
        `DELETE FROM secrets WHERE region = :region AND name = :secret AND NOT EXISTS
           (SELECT 1 FROM connections WHERE region = :region AND :secret IN (document #>> '{auth,secret}', document ->> 'secret', document #>> '{source,auth,secret}'))`,
        { region, secret },
      );
    await audit(line);
    return true;
  });
}

export async function saveConnectionTest(store: Store, region: string, id: string, test: object): Promise<void> {
  await store.query({
    text: 'UPDATE connections SET last_test = $3 WHERE region = $1 AND id = $2',
    values: [region, id, JSON.stringify(test)],
  });
}

export interface SealedSecret {
  sealed: Buffer;
  setAt: string;
  oldSealed: Buffer | null;
  oldUntil: string | null;
}

export async function findSecret(store: Store, region: string, name: string): Promise<SealedSecret | undefined> {
  const rows = await store.query<SealedSecret>({
    name: 'secrets.find',
    text: 'SELECT sealed, set_at AS "setAt", old_sealed AS "oldSealed", old_until AS "oldUntil" FROM secrets WHERE region = $1 AND name = $2',
    values: [region, name],
  });
  return rows[0];
}

export async function saveSecret(store: Store, region: string, name: string, keyId: string, sealed: Buffer): Promise<void> {
  await store.query({
    text: `INSERT INTO secrets (region, name, key_id, sealed) VALUES ($1, $2, $3, $4)
           ON CONFLICT (region, name) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed, set_at = now()`,
    values: [region, name, keyId, sealed],
  });
}

/** Where there is none yet; one that is there stays. */
export async function insertSecret(store: Store, region: string, name: string, keyId: string, sealed: Buffer): Promise<void> {
  await store.query({
    text: 'INSERT INTO secrets (region, name, key_id, sealed) VALUES ($1, $2, $3, $4) ON CONFLICT (region, name) DO NOTHING',
    values: [region, name, keyId, sealed],
  });
}

/** A new secret takes over; the one before counts until `oldUntil` (an instant), or no more. */
export async function changeSecret(
  store: Store,
  {
    region,
    name,
    keyId,
    sealed,
    at,
    oldUntil,
  }: { region: string; name: string; keyId: string; sealed: Buffer; at: string; oldUntil: string | null },
  line: AuditLine,
): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    await trx.raw(
      `INSERT INTO secrets (region, name, key_id, sealed, set_at) VALUES (:region, :name, :keyId, :sealed, :at)
       ON CONFLICT (region, name) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed, set_at = excluded.set_at,
         old_sealed = CASE WHEN :oldUntil::timestamptz IS NULL THEN NULL ELSE secrets.sealed END, old_until = :oldUntil`,
      { region, name, keyId, sealed, at, oldUntil },
    );
    await audit(line);
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

interface Take {
  region: string;
  contract: string;
  /** Local date. */
  day: string;
  limit: number;
}
type Waiting = (isTaken: boolean | Error) => void;
/** By store and contract: who waits for the statement under way to end. */
const waiting = new WeakMap<Store, Map<string, Waiting[]>>();

/**
 * Takes one read out of the day's quota; false when it is used up. All reads of a contract meet in one row, and each commit
 * of it waits for the disk: who comes while a statement is under way is taken together with the others by the next one.
 */
export function takeQuota(store: Store, take: Take): Promise<boolean> {
  const groups = waiting.get(store) ?? new Map<string, Waiting[]>();
  waiting.set(store, groups);
  const name = JSON.stringify([take.region, take.contract, take.day, take.limit]);
  return new Promise((resolve, reject) => {
    const one: Waiting = (isTaken) => (isTaken instanceof Error ? reject(isTaken) : resolve(isTaken));
    const group = groups.get(name);
    if (group) group.push(one);
    else {
      groups.set(name, []);
      void takeGroups(store, take, [one], groups, name);
    }
  });
}

async function takeGroups(store: Store, take: Take, first: Waiting[], groups: Map<string, Waiting[]>, name: string): Promise<void> {
  for (let group = first; group.length > 0; ) {
    await takeGroup(store, take, group);
    group = groups.get(name) ?? [];
    if (group.length > 0) groups.set(name, []);
  }
  groups.delete(name);
}

async function takeGroup(store: Store, take: Take, group: readonly Waiting[]): Promise<void> {
  let settled = 0;
  try {
    if (await takeReads(store, take, group.length)) {
      for (const one of group) one(true);
      return;
    }
    // There is not enough for all of them: one after the other takes what is left.
    for (const one of group) {
      const isTaken = group.length > 1 && (await takeReads(store, take, 1));
      settled += 1;
      one(isTaken);
    }
  } catch (error) {
    for (const one of group.slice(settled)) one(error as Error);
  }
}

/** All of them or none, in one statement: two at once cannot both take the last. */
async function takeReads(store: Store, { region, contract, day, limit }: Take, reads: number): Promise<boolean> {
  const rows = await store.query({
    name: 'quotas.take',
    text: `INSERT INTO quotas (region, contract, day, used) SELECT $1, $2, $3::date, $5::integer WHERE $5::integer <= $4::integer
           ON CONFLICT (region, contract, day) DO UPDATE SET used = quotas.used + $5::integer WHERE quotas.used + $5::integer <= $4::integer
           RETURNING used`,
    values: [region, contract, day, limit, reads],
  });
  return rows.length > 0;
}

/** Resources that are read over a connection, as the catalogue has them: published ones first in force, drafts as they are. */
export async function listResourcesOf(store: Store, region: string, connection: string, draft = false): Promise<DataResource[]> {
  const rows = await store.query<{ document: DataResource }>({
    name: 'connections.resources',
    text: `SELECT DISTINCT ON (r.id) one.document FROM data_resources r
           CROSS JOIN LATERAL (SELECT CASE WHEN $3 THEN coalesce(r.draft, r.document) ELSE coalesce(r.document, r.draft) END AS document) one
           WHERE one.document ->> 'connection' = $2 AND r.state <> 'withdrawn'
           ORDER BY r.id, (r.owner_region = $1) DESC`,
    values: [region, connection, draft],
  });
  return rows.map(({ document }) => document);
}

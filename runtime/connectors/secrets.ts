/** Secrets at rest: AES-256-GCM under the master key, bound to their region and name so that none can stand for another. */
import { createHash } from 'node:crypto';
import type { Connection } from '../../schemas/generated/documents.ts';
import { seal, unseal } from '../config/sealing.ts';
import type { AuditLine } from '../store/audit.ts';
import { changeSecret, findSecret, insertSecret, saveSecret } from '../store/connections.ts';
import type { Store } from '../store/store.ts';

export interface Secrets {
  /** undefined when the region has no such secret; throws when it was sealed with another key or tampered with. */
  find(region: string, name: string): Promise<string | undefined>;
  /** The secret, and the one before it while that still counts at `now`. */
  findBoth(region: string, name: string, now: string): Promise<{ secret: string; old?: string } | undefined>;
  /** Whether there is one, since when, and until when the one before counts. Never the secret. */
  facts(region: string, name: string): Promise<{ setAt: string; oldUntil?: string } | undefined>;
  save(region: string, name: string, value: string): Promise<void>;
  /** Saves it where there is none yet; answers the one that stands. */
  saveOnce(region: string, name: string, value: string): Promise<string>;
  /** The new one counts at once; the one before until `oldUntil`, so that the other side can follow in its own time. */
  change(region: string, name: string, value: string, times: { at: string; oldUntil: string | null }, line: AuditLine): Promise<void>;
}

/** `masterKey`: 32 bytes in base64. */
export function createSecrets({ store, masterKey }: { store: Store; masterKey: string }): Secrets {
  const key = Buffer.from(masterKey, 'base64');
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return {
    async find(region, name) {
      const found = await findSecret(store, region, name);
      return found ? unseal(key, boundTo(region, name), found.sealed) : undefined;
    },
    async findBoth(region, name, now) {
      const found = await findSecret(store, region, name);
      if (!found) return undefined;
      const { sealed, oldSealed, oldUntil } = found;
      const secret = unseal(key, boundTo(region, name), sealed);
      if (!oldSealed || !oldUntil || oldUntil <= now) return { secret };
      return { secret, old: unseal(key, boundTo(region, name), oldSealed) };
    },
    async facts(region, name) {
      const found = await findSecret(store, region, name);
      return found && { setAt: found.setAt, ...(found.oldUntil ? { oldUntil: found.oldUntil } : {}) };
    },
    async saveOnce(region, name, value) {
      await insertSecret(store, region, name, keyId, seal(key, boundTo(region, name), value));
      const found = await findSecret(store, region, name);
      return found ? unseal(key, boundTo(region, name), found.sealed) : value;
    },
    save: (region, name, value) => saveSecret(store, region, name, keyId, seal(key, boundTo(region, name), value)),
    change: (region, name, value, { at, oldUntil }, line) =>
      changeSecret(store, { region, name, keyId, sealed: seal(key, boundTo(region, name), value), at, oldUntil }, line),
  };
}

/** The entry of the secret store a connection uses. */
export function secretNameOf(connection: Connection): string | undefined {
  switch (connection.kind) {
    case 'http':
    case 'ingest':
      return connection.auth.secret;
    case 'sql':
      return connection.secret;
    case 'batch':
      return connection.source?.auth?.secret;
    default:
      return undefined;
  }
}

const boundTo = (region: string, name: string) => Buffer.from(`${region}\0${name}`);

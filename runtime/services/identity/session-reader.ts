import { findSessions, type SessionRow } from '../../store/sessions.ts';
import type { Store } from '../../store/store.ts';

interface Waiting {
  tokenHash: Buffer;
  resolve(row: SessionRow | undefined): void;
  reject(error: unknown): void;
}
export interface SessionReader {
  find(tokenHash: Buffer): Promise<SessionRow | undefined>;
}

/** Sessions read by one statement. */
const perStatement = 128;
/** Statements at a time: while they are under way the next ones fill up. */
const atOnce = 2;

/**
 * Reads the sessions of requests that arrive together with one statement. A statement begins after the request it answers
 * came in, so nothing is ever older than the request: this gathers, it does not cache.
 */
export function createSessionReader(store: Store, moment: () => { now: string; idleSince: string }): SessionReader {
  const queue: Waiting[] = [];
  let running = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled || running >= atOnce || queue.length === 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      running += 1;
      void read(queue.splice(0, perStatement)).finally(() => {
        running -= 1;
        schedule();
      });
      schedule();
    });
  }

  async function read(batch: Waiting[]): Promise<void> {
    try {
      const hashes = new Map(batch.map(({ tokenHash }) => [tokenHash.toString('latin1'), tokenHash]));
      const rows = await findSessions(store, { tokenHashes: [...hashes.values()], ...moment() });
      const found = new Map(rows.map((row) => [row.tokenHash.toString('latin1'), row]));
      for (const { tokenHash, resolve } of batch) resolve(found.get(tokenHash.toString('latin1')));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    find: (tokenHash) =>
      new Promise((resolve, reject) => {
        queue.push({ tokenHash, resolve, reject });
        schedule();
      }),
  };
}

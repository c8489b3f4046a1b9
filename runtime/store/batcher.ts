/**
 * Micro-batches: what waits at one moment is committed by one statement.
 *
 * States of a submission: queued -> in flight -> committed | conflict | failed. A statement never mixes regions and never
 * holds two bursts of one case. When a statement fails as a whole (not because the database is away), each of its bursts
 * is tried alone, so that one bad burst fails by itself.
 */
import { isDatabaseAway } from './problems.ts';

export interface BatcherOptions<T> {
  /** Commits the items of one region; answers the ids that were committed. */
  commit(region: string, items: T[]): Promise<ReadonlySet<string>>;
  /** Most items per statement. Default 64: larger ones gain little and hold locks longer. */
  maxBatch?: number;
  /** Most statements at a time. Default 3: while they wait for the disk, the next ones fill up. */
  maxInFlight?: number;
}

interface Waiting<T> {
  item: T;
  resolve(result: 'committed' | 'conflict'): void;
  reject(error: unknown): void;
}

export function createBatcher<T extends { id: string }>({ commit, maxBatch = 64, maxInFlight = 3 }: BatcherOptions<T>) {
  const queues = new Map<string, Waiting<T>[]>();
  const counts = { batches: 0, bursts: 0, conflicts: 0 };
  const idleWaiters: (() => void)[] = [];
  let inFlight = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      flush();
    });
  }

  function flush(): void {
    while (inFlight < maxInFlight) {
      const next = takeBatch();
      if (!next) break;
      inFlight += 1;
      void run(next.region, next.batch).finally(() => {
        inFlight -= 1;
        if (queues.size > 0) schedule();
        else if (inFlight === 0) for (const wake of idleWaiters.splice(0)) wake();
      });
    }
  }

  /** The oldest region first; it goes to the back of the line when something of it is left. */
  function takeBatch(): { region: string; batch: Waiting<T>[] } | undefined {
    const first = queues.entries().next();
    if (first.done) return undefined;
    const [region, queue] = first.value;
    const batch: Waiting<T>[] = [];
    const left: Waiting<T>[] = [];
    const ids = new Set<string>();
    for (const waiting of queue) {
      if (batch.length < maxBatch && !ids.has(waiting.item.id)) {
        ids.add(waiting.item.id);
        batch.push(waiting);
      } else left.push(waiting);
    }
    queues.delete(region);
    if (left.length > 0) queues.set(region, left);
    return { region, batch };
  }

  async function run(region: string, batch: Waiting<T>[]): Promise<void> {
    try {
      const committed = await commit(
        region,
        batch.map((waiting) => waiting.item),
      );
      counts.batches += 1;
      for (const waiting of batch) {
        const ok = committed.has(waiting.item.id);
        counts[ok ? 'bursts' : 'conflicts'] += 1;
        waiting.resolve(ok ? 'committed' : 'conflict');
      }
    } catch (error) {
      if (batch.length === 1 || isDatabaseAway(error)) for (const waiting of batch) waiting.reject(error);
      else for (const waiting of batch) await run(region, [waiting]);
    }
  }

  return {
    submit(region: string, item: T): Promise<'committed' | 'conflict'> {
      return new Promise((resolve, reject) => {
        const queue = queues.get(region);
        if (queue) queue.push({ item, resolve, reject });
        else queues.set(region, [{ item, resolve, reject }]);
        schedule();
      });
    },
    stats: () => ({ ...counts }),
    /** Resolves when nothing waits and nothing is in flight. */
    idle(): Promise<void> {
      if (inFlight === 0 && queues.size === 0) return Promise.resolve();
      return new Promise((resolve) => idleWaiters.push(resolve));
    },
  };
}

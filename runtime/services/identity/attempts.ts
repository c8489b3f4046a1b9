/** What sign-in remembers in memory: whose turn it is, and wrong tries of names that do not exist. */

export interface Attempts {
  /** Tries of one name run one after the other, so that a burst of them cannot slip past the lockout. */
  inTurn<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Seconds a made-up name stays locked, as a real one would; undefined while it is not. */
  lockedFor(name: string, now: string): number | undefined;
  failed(name: string, now: string): void;
}

/** Names kept at most: a flood of made-up names pushes out the oldest. */
const kept = 10_000;

export function createAttempts({ after, minutes }: { after: number; minutes: number }): Attempts {
  const turns = new Map<string, Promise<unknown>>();
  const unknown = new Map<string, { failures: number; lockedUntil: number }>();
  return {
    async inTurn(name, work) {
      const key = name.toLowerCase();
      const before = turns.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      turns.set(key, mine);
      try {
        return await mine;
      } finally {
        if (turns.get(key) === mine) turns.delete(key);
      }
    },
    lockedFor(name, now) {
      const left = (unknown.get(name.toLowerCase())?.lockedUntil ?? 0) - Date.parse(now);
      return left > 0 ? Math.ceil(left / 1000) : undefined;
    },
    failed(name, now) {
      const key = name.toLowerCase();
      const failures = (unknown.get(key)?.failures ?? 0) + 1;
      unknown.delete(key);
      unknown.set(key, failures >= after ? { failures: 0, lockedUntil: Date.parse(now) + minutes * 60_000 } : { failures, lockedUntil: 0 });
      const oldest = unknown.keys().next().value;
      if (unknown.size > kept && oldest !== undefined) unknown.delete(oldest);
    },
  };
}

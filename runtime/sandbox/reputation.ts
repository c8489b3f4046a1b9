/** What the pool has learnt about scripts: how long they take, and which ones hung or ran out of memory lately. */
import type { WaitingCall } from './queue.ts';

/** Calls in one group at most, and the time one group should take: the larger it is, the longer a neighbour waits. */
const MOST_CALLS = 32;
const GROUP_MICROSECONDS = 4000;
/** How long a script that hung or ran out of memory runs apart from others. */
const SUSPECT_MS = 60_000;
const REMEMBERED = 2000;

export function createReputation() {
  /** Microseconds per call, smoothed. */
  const speed = new Map<string, number>();
  const suspects = new Map<string, number>();

  function remember<V>(map: Map<string, V>, key: string, value: V): void {
    if (!map.has(key) && map.size >= REMEMBERED)
      for (const oldest of map.keys()) {
        map.delete(oldest);
        break;
      }
    map.set(key, value);
  }

  return {
    isSuspect(key: string): boolean {
      const since = suspects.get(key);
      if (since === undefined) return false;
      if (performance.now() - since < SUSPECT_MS) return true;
      suspects.delete(key);
      return false;
    },
    misbehaved: (call: WaitingCall) => remember(suspects, call.key, performance.now()),
    behaved(call: WaitingCall): void {
      if (suspects.size > 0) suspects.delete(call.key);
    },
    took(call: WaitingCall, microseconds: number): void {
      const before = speed.get(call.key);
      remember(speed, call.key, before === undefined ? microseconds : before * 0.8 + microseconds * 0.2);
    },
    /** A script nobody has seen yet starts with small groups. */
    groupSize(call: WaitingCall): number {
      if (suspects.size > 0 && suspects.has(call.key)) return 1;
      const each = speed.get(call.key);
      if (each === undefined) return 4;
      return Math.max(1, Math.min(MOST_CALLS, Math.floor(GROUP_MICROSECONDS / Math.max(1, each))));
    },
  };
}

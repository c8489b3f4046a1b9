/**
 * Answers that are still fresh, and answers under way. A resource says how long its records count (`maxAgeSeconds`); within
 * that time the same question under the same contract is not asked again, and the same question at the same moment is asked
 * once. Only good answers are kept, in this process only, and never longer than the resource allows.
 */
import type { Outcome } from '../engine/types.ts';

export interface FreshAnswers {
  /** `ask` runs unless a fresh answer is there or on its way. */
  get(
    question: string,
    maxAgeSeconds: number,
    ask: () => Promise<Outcome>,
  ): Promise<{ outcome: Outcome; from: 'asked' | 'shared' | 'kept' }>;
  forget(prefix: string): void;
}
interface Kept {
  outcome: Outcome;
  until: number;
}

/** `size`: answers at most; the oldest go first. `now`: milliseconds. */
export function createFreshAnswers({
  size = 5000,
  now = () => performance.now(),
}: {
  size?: number;
  now?: () => number;
} = {}): FreshAnswers {
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Promise<Outcome>>();
  return {
    async get(question, maxAgeSeconds, ask) {
      const known = kept.get(question);
      if (known && known.until > now()) return { outcome: known.outcome, from: 'kept' };
      kept.delete(question);
      const waiting = underWay.get(question);
      if (waiting) return { outcome: await waiting, from: 'shared' };
      const asking = ask().finally(() => underWay.delete(question));
      underWay.set(question, asking);
      const outcome = await asking;
      if (outcome.ok && maxAgeSeconds > 0) {
        kept.set(question, { outcome, until: now() + maxAgeSeconds * 1000 });
        if (kept.size > size) kept.delete(kept.keys().next().value!);
      }
      return { outcome, from: 'asked' };
    },
    forget(prefix) {
      for (const question of kept.keys()) if (question.startsWith(prefix)) kept.delete(question);
    },
  };
}

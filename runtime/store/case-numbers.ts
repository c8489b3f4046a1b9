import { localDate } from '../calendar/index.ts';
import type { Store } from './store.ts';

interface Block {
  day: string;
  next: number;
  end: number;
  size: number;
}

/** Largest block taken at once: a killed process leaves at most so many numbers unused. */
const largestBlock = 1_000;

/**
 * Case numbers as people see them: LB + region + local date + at least five digits. Numbers are taken from the database
 * in blocks that grow with the load, so that starting a case needs no round trip and no hot row of its own.
 */
export function createCaseNumbers(store: Store) {
  const blocks = new Map<string, Block>();
  const refills = new Map<string, Promise<void>>();

  async function refill(region: string, day: string): Promise<void> {
    const last = blocks.get(region);
    const size = last?.day === day ? Math.min(last.size * 4, largestBlock) : 4;
    const end = await store.withRegions([region], async (client) => {
      const { rows } = await client.query<{ next: number }>(
        `INSERT INTO case_numbers (region, day, next) VALUES ($1, $2, $3 + 1)
         ON CONFLICT (region, day) DO UPDATE SET next = case_numbers.next + $3 RETURNING next`,
        [region, day, size],
      );
      return rows[0]!.next;
    });
    blocks.set(region, { day, next: end - size, end, size });
  }

  return {
    async next(region: string, now: string): Promise<string> {
      const day = localDate(now);
      for (;;) {
        const block = blocks.get(region);
        if (block && block.day === day && block.next < block.end) {
          const number = block.next;
          block.next += 1;
          return `LB${region}${day.replaceAll('-', '')}${String(number).padStart(5, '0')}`;
        }
        let pending = refills.get(region);
        if (!pending) {
          pending = refill(region, day).finally(() => refills.delete(region));
          refills.set(region, pending);
        }
        await pending;
      }
    },
  };
}
export type CaseNumbers = ReturnType<typeof createCaseNumbers>;

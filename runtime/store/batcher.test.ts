import { describe, expect, it } from 'vitest';
import { createBatcher } from './batcher.ts';

interface Item {
  id: string;
}
type Call = { region: string; ids: string[] };

function watched(decide: (call: Call) => Promise<Iterable<string>>, options: { maxBatch?: number; maxInFlight?: number } = {}) {
  const calls: Call[] = [];
  const batcher = createBatcher<Item>({
    ...options,
    commit: async (region, items) => {
      const call = { region, ids: items.map((item) => item.id) };
      calls.push(call);
      return new Set(await decide(call));
    },
  });
  return { calls, batcher };
}
const all = async ({ ids }: Call) => ids;

describe('a batcher', () => {
  it('puts what waits at one moment into one statement per region', async () => {
    const { calls, batcher } = watched(all);
    const results = await Promise.all(['a', 'b', 'c'].map((id) => batcher.submit(id === 'c' ? '331002' : '330424', { id })));

    expect(results).toEqual(['committed', 'committed', 'committed']);
    expect(calls).toEqual([
      { region: '330424', ids: ['a', 'b'] },
      { region: '331002', ids: ['c'] },
    ]);
  });

  it('never holds two bursts of one case in a statement, and keeps their order', async () => {
    const { calls, batcher } = watched(all);
    await Promise.all([batcher.submit('1', { id: 'a' }), batcher.submit('1', { id: 'a' }), batcher.submit('1', { id: 'b' })]);

    expect(calls.map((call) => call.ids)).toEqual([['a', 'b'], ['a']]);
  });

  it('takes at most as many per statement and statements at a time as it may', async () => {
    let open = 0;
    let most = 0;
    const { calls, batcher } = watched(
      async ({ ids }) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setTimeout(resolve, 2));
        open -= 1;
        return ids;
      },
      { maxBatch: 4, maxInFlight: 2 },
    );
    await Promise.all(Array.from({ length: 40 }, (_, index) => batcher.submit('1', { id: `c${index}` })));

    expect(most).toBe(2);
    expect(calls.every((call) => call.ids.length <= 4)).toBe(true);
    expect(calls.flatMap((call) => call.ids)).toHaveLength(40);
  });

  it('says which did not come back', async () => {
    const { batcher } = watched(async ({ ids }) => ids.filter((id) => id !== 'b'));
    expect(await Promise.all(['a', 'b'].map((id) => batcher.submit('1', { id })))).toEqual(['committed', 'conflict']);
    expect(batcher.stats()).toEqual({ batches: 1, bursts: 1, conflicts: 1 });
  });

  it('tries each alone when a statement fails, so that one bad burst fails by itself', async () => {
    const { calls, batcher } = watched(async ({ ids }) => {
      if (ids.includes('bad')) throw new Error('refused');
      return ids;
    });
    const results = await Promise.allSettled(['a', 'bad', 'c'].map((id) => batcher.submit('1', { id })));

    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(calls.map((call) => call.ids)).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  it('tries nothing again when the database is away: nobody knows whether it committed', async () => {
    const { calls, batcher } = watched(async () => {
      throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    });
    const results = await Promise.allSettled(['a', 'b'].map((id) => batcher.submit('1', { id })));

    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    expect(calls).toHaveLength(1);
    await batcher.idle();
  });
});

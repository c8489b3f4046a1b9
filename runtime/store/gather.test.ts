import { describe, expect, it } from 'vitest';
import { createGather } from './gather.ts';

/** Answers are given by hand, in the order of asking. */
function asking() {
  const open: { answer(value: number): void; fail(error: Error): void }[] = [];
  const ask = () =>
    new Promise<number>((resolve, reject) => {
      open.push({ answer: resolve, fail: reject });
    });
  return { open, ask };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('questions that are gathered', () => {
  it('are asked once for all who ask before it begins', async () => {
    const gather = createGather<number>();
    const { open, ask } = asking();
    const answers = [gather('a', ask), gather('a', ask), gather('a', ask)];
    await turn();

    expect(open).toHaveLength(1);
    open[0]!.answer(1);
    expect(await Promise.all(answers)).toEqual([1, 1, 1]);
  });

  it('never get an answer that was under way before they were asked', async () => {
    const gather = createGather<number>();
    const { open, ask } = asking();
    const early = gather('a', ask);
    await turn();
    const late = [gather('a', ask), gather('a', ask)];
    await turn();

    expect(open).toHaveLength(1);
    open[0]!.answer(1);
    expect(await early).toBe(1);
    await turn();
    expect(open).toHaveLength(2);
    open[1]!.answer(2);
    expect(await Promise.all(late)).toEqual([2, 2]);
  });

  it('do not wait for others', async () => {
    const gather = createGather<number>();
    const { open, ask } = asking();
    const answers = [gather('a', ask), gather('b', ask)];
    await turn();

    expect(open).toHaveLength(2);
    open[1]!.answer(2);
    open[0]!.answer(1);
    expect(await Promise.all(answers)).toEqual([1, 2]);
  });

  it('fail together, and the next one is asked anew', async () => {
    const gather = createGather<number>();
    const { open, ask } = asking();
    const failing = Promise.allSettled([gather('a', ask), gather('a', ask)]);
    await turn();
    const next = gather('a', ask);
    open[0]!.fail(new Error('away'));

    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await turn();
    open[1]!.answer(2);
    expect(await next).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import { createAttempts } from './attempts.ts';

const now = '2026-03-02T01:00:00.000Z';
const later = '2026-03-02T01:16:00.000Z';

describe('attempts', () => {
  it('lock a made-up name after the limit, whatever its case, and free it again', () => {
    const attempts = createAttempts({ after: 3, minutes: 15 });
    for (let count = 0; count < 2; count += 1) attempts.failed('Nobody', now);
    expect(attempts.lockedFor('nobody', now)).toBeUndefined();

    attempts.failed('NOBODY', now);

    expect(attempts.lockedFor('nobody', now)).toBe(900);
    expect(attempts.lockedFor('nobody', later)).toBeUndefined();
    expect(attempts.lockedFor('somebody', now)).toBeUndefined();
  });

  it('of one name run in turn, even after one of them failed; other names do not wait', async () => {
    const attempts = createAttempts({ after: 3, minutes: 15 });
    const order: string[] = [];
    let free: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });

    const first = attempts.inTurn('a', async () => {
      await held;
      order.push('first');
      throw new Error('wrong');
    });
    const second = attempts.inTurn('A', async () => void order.push('second'));
    await attempts.inTurn('b', async () => void order.push('other'));
    free();

    await expect(first).rejects.toThrow('wrong');
    await second;
    expect(order).toEqual(['other', 'first', 'second']);
  });
});

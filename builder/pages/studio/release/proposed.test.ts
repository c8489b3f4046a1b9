import { describe, expect, it } from 'vitest';
import { entered, free, left, wordsOf, written } from './proposed.ts';

describe('proposed words', () => {
  it('come late while nobody is in the box', () => {
    expect(wordsOf(free, '')).toBe('');
    expect(wordsOf(free, '费用审核由 2 个工作日减为 1 个')).toBe('费用审核由 2 个工作日减为 1 个');
  });

  it('never arrive under the hands of somebody in the box, and come when it is left as it was', () => {
    const inside = entered(free, '');
    expect(wordsOf(inside, '迟到的说明')).toBe('');
    expect(wordsOf(left(inside), '迟到的说明')).toBe('迟到的说明');
  });

  it('never take the place of what was written, not even of nothing', () => {
    const own = left(written('我写的'));
    expect(wordsOf(entered(own, '别的'), '别的')).toBe('我写的');
    expect(wordsOf(left(written('')), '别的')).toBe('');
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScriptChecker, restMs, type ScriptProblem } from './script-checker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const problem: ScriptProblem = { line: 1, column: 2, message: { 'zh-CN': '不对' } };

describe('a script is checked while it is typed', () => {
  it('once, when typing rests, well within half a second', async () => {
    const asked: string[] = [];
    const found: unknown[] = [];
    const checker = createScriptChecker({
      ask: async (source) => {
        asked.push(source);
        return [problem];
      },
      found: (problems) => void found.push(problems),
    });
    for (const source of ['r', 're', 'ret']) checker.changed(source, '');
    await vi.advanceTimersByTimeAsync(restMs);

    expect(asked).toEqual(['ret']);
    expect(found).toEqual([[problem]]);
    expect(restMs).toBeLessThanOrEqual(250);
  });

  it('and an answer that was overtaken is not shown', async () => {
    const found: unknown[] = [];
    const answers: ((problems: ScriptProblem[]) => void)[] = [];
    const checker = createScriptChecker({
      ask: () => new Promise((resolve) => void answers.push(resolve)),
      found: (problems) => void found.push(problems),
    });
    checker.changed('a', '');
    await vi.advanceTimersByTimeAsync(restMs);
    checker.changed('b', '');
    await vi.advanceTimersByTimeAsync(restMs);
    answers[0]!([problem]);
    answers[1]!([]);
    await vi.advanceTimersByTimeAsync(0);

    expect(found).toEqual([[]]);
  });

  it('and it is said when it could not be checked', async () => {
    const found: unknown[] = [];
    const checker = createScriptChecker({
      ask: () => Promise.reject(new Error('offline')),
      found: (problems) => void found.push(problems),
    });
    checker.changed('a', '');
    await vi.advanceTimersByTimeAsync(restMs);

    expect(found).toEqual([undefined]);
  });
});

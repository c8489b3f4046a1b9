import { expect, it } from 'vitest';
import { problemWords } from './problem-words.ts';

it('says what happened and what to do as two sentences of the language', () => {
  expect(problemWords({ title: '王芳 已在 10:02 办理', detail: '请查看办理结果。' })).toBe('王芳 已在 10:02 办理。请查看办理结果。');
  expect(problemWords({ title: 'Decided by Wang', detail: 'See the result.' })).toBe('Decided by Wang. See the result.');
  expect(problemWords({ title: '这件已撤回。' })).toBe('这件已撤回。');
  expect(problemWords({})).toBe('');
});

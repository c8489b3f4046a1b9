import { describe, expect, it } from 'vitest';
import type { UpgradeItem } from '../../../schemas/generated/api.ts';
import { entryFor } from './editable.ts';
import { grouped, neighbour, nextOpen } from './rows.ts';

const item = (key: string, more: Partial<UpgradeItem> = {}): UpgradeItem => ({
  key,
  group: 'flow',
  kind: 'changed',
  sentence: { 'zh-CN': key },
  state: 'conflict',
  choices: ['ours', 'theirs'],
  open: true,
  comments: 0,
  ...more,
});

describe('the list of the desk', () => {
  const items = [
    item('text', { group: 'text' }),
    item('follower', { follows: 'text' }),
    item('step'),
    item('taken', { state: 'theirs', open: false, group: 'form' }),
    item('kept', { state: 'ours', open: false }),
  ];

  it('shows what is asked, group by group, and not what is decided with another', () => {
    expect(grouped(items, 'asked').map(([group, list]) => [group, list.map(({ key }) => key)])).toEqual([
      ['flow', ['step']],
      ['text', ['text']],
    ]);
  });

  it('keeps what only one side changed apart', () => {
    expect(grouped(items, 'theirs').flatMap(([, list]) => list.map(({ key }) => key))).toEqual(['taken']);
    expect(grouped(items, 'ours').flatMap(([, list]) => list.map(({ key }) => key))).toEqual(['kept']);
  });

  it('holds at its ends', () => {
    expect([neighbour(['a', 'b'], 'b', 1), neighbour(['a', 'b'], undefined, 1), neighbour(['a', 'b'], 'a', -1)]).toEqual(['b', 'a', 'a']);
    expect(neighbour([], 'a', 1)).toBeUndefined();
  });

  it('goes on to the next open one, round the end, and nowhere when all are decided', () => {
    expect(nextOpen(['a', 'b', 'c'], new Set(['a', 'c']), 'c')).toBe('a');
    expect(nextOpen(['a', 'b', 'c'], new Set(['b']), 'b')).toBeUndefined();
  });
});

describe('a result of one’s own', () => {
  it('is typed for numbers, words, both languages and lists', () => {
    expect(entryFor([5, 3, undefined])?.kind).toBe('number');
    expect(entryFor(['a', null])?.kind).toBe('words');
    expect(entryFor([{ 'zh-CN': '窗口' }, { 'zh-CN': '大厅', en: 'Hall' }])?.kind).toBe('text');
    expect(entryFor([['a'], ['a', 'b']])?.kind).toBe('list');
  });

  it('is left to the designer for what has parts of its own', () => {
    expect(entryFor([{ kind: 'task' }, { kind: 'task' }])).toBeUndefined();
    expect(entryFor([5, '5'])).toBeUndefined();
    expect(entryFor([undefined])).toBeUndefined();
  });
});

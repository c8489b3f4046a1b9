import { describe, expect, it } from 'vitest';
import { editedLists, moved, newEntry, newList, savedLists } from './track-lists.ts';

const lists = [
  {
    id: 'lanes',
    name: { 'zh-CN': '六大跑道', en: 'Six lanes' },
    entries: [
      { id: 'party', name: { 'zh-CN': '党建统领整体智治' } },
      { id: 'track-2', name: { 'zh-CN': '数字政府' } },
    ],
  },
];

describe('lists of tracks', () => {
  it('are saved as they were read when nobody changed anything', () => {
    expect(savedLists(editedLists(lists))).toEqual(lists);
  });

  it('keep the id of what is renamed, so that templates keep their place', () => {
    const [list] = editedLists(lists);
    const saved = savedLists([{ ...list!, name: ' 新跑道 ', en: '' }]);

    expect(saved[0]).toMatchObject({ id: 'lanes', name: { 'zh-CN': '新跑道' } });
    expect(saved[0]!.name).not.toHaveProperty('en');
  });

  it('give a new entry an id nobody has', () => {
    const [list] = editedLists(lists);
    expect(newEntry(list!.entries).id).toBe('track-3');
    expect(newEntry([{ id: 'track-2', name: '', en: '' }]).id).toBe('track-3');
    expect(newList(editedLists(lists)).id).toBe('list-2');
  });

  it('are moved by one place, and the ends stay where they are', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
  });
});

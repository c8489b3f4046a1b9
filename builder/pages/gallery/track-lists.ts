/** Lists of tracks while somebody edits them. */
import type { TrackList, TrackListsSave } from '../../../schemas/generated/api.ts';

export interface EditedEntry {
  /** Never shown and never changed: templates stand on it. */
  id: string;
  name: string;
  en: string;
}
export interface EditedList extends EditedEntry {
  entries: EditedEntry[];
}

const edited = ({ id, name }: Pick<TrackList, 'id' | 'name'>): EditedEntry => ({ id, name: name['zh-CN'], en: name.en ?? '' });

export function editedLists(lists: readonly TrackList[]): EditedList[] {
  return lists.map((list) => ({ ...edited(list), entries: list.entries.map(edited) }));
}

export function savedLists(lists: readonly EditedList[]): TrackListsSave['lists'] {
  const saved = ({ id, name, en }: EditedEntry) => ({ id, name: { 'zh-CN': name.trim(), ...(en.trim() ? { en: en.trim() } : {}) } });
  return lists.map((list) => ({ ...saved(list), entries: list.entries.map(saved) }));
}

/** The list with one of its members a place further up or down; the ends stay. */
export function moved<T>(list: readonly T[], index: number, by: 1 | -1): T[] {
  const to = index + by;
  if (to < 0 || to >= list.length) return [...list];
  return list.with(index, list[to]!).with(to, list[index]!);
}

/** An id nobody in the list has: renaming never changes it, so that templates keep their place. */
function freeId(taken: readonly { id: string }[], stem: string): string {
  const ids = new Set(taken.map(({ id }) => id));
  let number = taken.length + 1;
  while (ids.has(`${stem}-${number}`)) number += 1;
  return `${stem}-${number}`;
}
export const newEntry = (entries: readonly EditedEntry[]): EditedEntry => ({ id: freeId(entries, 'track'), name: '', en: '' });
export const newList = (lists: readonly EditedList[]): EditedList => ({ id: freeId(lists, 'list'), name: '', en: '', entries: [] });

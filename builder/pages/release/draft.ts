/** Values of the release form as they are sent. */
import type { ReleaseChangeNote, Text } from '../../../schemas/generated/api.ts';

/** Both languages, or the Chinese words alone. */
export function wordsOf(zh: string, en = ''): Text {
  return { 'zh-CN': zh.trim(), ...(en.trim() ? { en: en.trim() } : {}) };
}

export function withTrack(tracks: readonly string[], track: string, on: boolean): string[] {
  const others = tracks.filter((one) => one !== track);
  return on ? [...others, track] : others;
}

/** What was said of single changes; nothing at all where nothing was. */
export function keptNotes(notes: Readonly<Record<string, string>>): { changes?: ReleaseChangeNote[] } {
  const changes = Object.entries(notes).flatMap(([key, note]) => (note.trim() ? [{ key, note: wordsOf(note) }] : []));
  return changes.length > 0 ? { changes } : {};
}

import { create } from 'zustand';

/** Words for screen readers; the count makes a repeated message be read again. */
const useLiveWords = create<{ words: string; count: number }>(() => ({ words: '', count: 0 }));

/** Announces what just happened (saved, moved, deleted) without taking the focus. */
export const announce = (words: string): void => useLiveWords.setState(({ count }) => ({ words, count: count + 1 }));

export function LiveRegion() {
  const { words, count } = useLiveWords();
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {/* An unseen space that comes and goes: the same words twice are two messages. */}
      {words + (count % 2 ? '\u200b' : '')}
    </div>
  );
}

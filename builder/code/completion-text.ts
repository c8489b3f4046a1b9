/** What a completion is found by: monaco looks for what was typed at the beginning of words only, so every part of a Chinese name begins one. */
import { pinyin } from 'pinyin-pro';

/** The editor looks at no more than this. */
const longest = 120;

/** Name from each of its letters on, path, initials and pinyin of the name. */
export function filterTextOf(name: string, path: string): string {
  const letters = [...name];
  const tails = letters.map((_, i) => letters.slice(i).join(''));
  const syllables = pinyin(name, { toneType: 'none', type: 'array' });
  const initials = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' });
  return [name, path, path.split('.')[1], initials.join(''), syllables.join(''), ...tails.slice(1)].join(' ').slice(0, longest);
}

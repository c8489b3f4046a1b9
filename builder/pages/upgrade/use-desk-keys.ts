import { useEffect, useRef } from 'react';

interface DeskKeys {
  move(steps: number): void;
  take(choice: 'ours' | 'theirs' | 'both'): void;
  edit(): void;
  back(): void;
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** By key, not by letter: the same whatever input method is on. */
const acts: readonly [code: string, act: (keys: DeskKeys) => void][] = [
  ['KeyJ', (keys) => keys.move(1)],
  ['KeyK', (keys) => keys.move(-1)],
  ['Digit1', (keys) => keys.take('ours')],
  ['Numpad1', (keys) => keys.take('ours')],
  ['Digit2', (keys) => keys.take('theirs')],
  ['Numpad2', (keys) => keys.take('theirs')],
  ['Digit3', (keys) => keys.take('both')],
  ['Numpad3', (keys) => keys.take('both')],
  ['KeyE', (keys) => keys.edit()],
  ['KeyU', (keys) => keys.back()],
];

/** J K next and previous, 1 ours, 2 theirs, 3 both, E a result of one's own, U taken back; not while somebody types or a dialog is open. */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.querySelector('[role="dialog"]')) return;
      const act = acts.find(([code]) => code === event.code)?.[1];
      if (!act) return;
      event.preventDefault();
      act(latest.current);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

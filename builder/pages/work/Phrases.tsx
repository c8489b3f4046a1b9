/** Common phrases for an opinion. Number keys choose one while the focus is in the list, and nowhere else: never while somebody types. */
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

export function Phrases({ onPhrase }: { onPhrase(words: string): void }) {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const phrases = [1, 2, 3, 4, 5].map((number) => t(`work.phrase.${number}`));
  const choose = (words: string) => {
    onPhrase(words);
    setOpen(false);
    opener.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    const words = phrases[Number(event.key) - 1];
    if (event.key === 'Escape' && open) {
      setOpen(false);
      opener.current?.focus();
    } else if (/^[1-5]$/.test(event.key) && words) {
      event.preventDefault();
      choose(words);
    }
  };
  return (
    <div className="phrases">
      <button
        ref={opener}
        type="button"
        className="text-button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        onKeyDown={press}
      >
        {t('work.phrases')}
      </button>
      {open && (
        <ol id={id}>
          {phrases.map((words, index) => (
            <li key={words}>
              <button type="button" onClick={() => choose(words)} onKeyDown={press}>
                <kbd>{index + 1}</kbd> {words}
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

import type { ReactNode } from 'react';
import './chip.css';

export type Tone = 'plain' | 'done' | 'amber' | 'red' | 'going' | 'stopped' | 'idle' | 'action';
/** Shape before the word, so that a chip is read without its colour. */
const shapes: Record<Tone, string> = { plain: '', done: '●', amber: '▲', red: '■', going: '◆', stopped: '‖', idle: '○', action: '' };

/** A state in words: shape, word and tint together. */
export function Chip({ tone = 'plain', children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={`chip chip-${tone}`} title={title}>
      {shapes[tone] && (
        <span className="chip-shape" aria-hidden="true">
          {shapes[tone]}
        </span>
      )}
      {children}
    </span>
  );
}

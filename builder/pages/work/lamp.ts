/** Lamps in words: shape, word and number of working days; the colour only repeats them. */
import type { Lamp } from '../../../schemas/generated/api.ts';
import type { Tone } from '../../ui/chip.tsx';

export interface LampWords {
  tone: Tone;
  key: string;
  /** For the number in the text. */
  days?: number;
}

const tones: Record<Lamp, Tone> = {
  normal: 'done',
  amber: 'amber',
  overdue: 'red',
  stopped: 'stopped',
  done: 'idle',
  provisional: 'going',
};

export function lampWords(lamp: Lamp, workingDaysLeft: number | undefined): LampWords {
  const tone = tones[lamp];
  if (lamp === 'overdue' && workingDaysLeft !== undefined && workingDaysLeft < 0)
    return { tone, key: 'work.lamp.over', days: -workingDaysLeft };
  if ((lamp === 'normal' || lamp === 'amber') && workingDaysLeft === 0) return { tone, key: 'work.lamp.today' };
  if ((lamp === 'normal' || lamp === 'amber') && workingDaysLeft !== undefined)
    return { tone, key: 'work.lamp.left', days: workingDaysLeft };
  return { tone, key: `work.lamp.${lamp}` };
}

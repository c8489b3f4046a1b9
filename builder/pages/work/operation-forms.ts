import type { TaskOptions } from '../../../schemas/generated/api.ts';

export type OperationName = Exclude<TaskOptions['can'][number], 'claim' | 'release' | 'removeSigner'>;

export interface OperationFields {
  /** How many desks are named. */
  desks?: 'one' | 'several';
  /** 加签: before, after or beside. */
  when?: true;
  /** 退回: where to, which way back, which branches. */
  move?: true;
  /** Under which name the words go, and whether they must be there. */
  words: 'words' | 'reason';
  must: boolean;
}

/** What each operation asks for; one that asks for nothing is done at once. */
export const forms: Partial<Record<OperationName, OperationFields>> = {
  transfer: { desks: 'one', words: 'reason', must: true },
  delegate: { desks: 'one', words: 'words', must: true },
  reply: { words: 'words', must: true },
  takeBack: { words: 'reason', must: false },
  addSigners: { desks: 'several', when: true, words: 'words', must: true },
  return: { move: true, words: 'reason', must: true },
  recall: { words: 'reason', must: false },
  urge: { words: 'words', must: false },
  copy: { desks: 'several', words: 'words', must: false },
  ask: { desks: 'one', words: 'words', must: true },
};

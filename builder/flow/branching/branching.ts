/** Wish to part the flow, said from wherever it comes up: the question, one of its answers, the flow. One editor answers all three. */
import { create } from 'zustand';

export interface BranchWish {
  /** The question, by its path. */
  path?: string;
  /** Answers that are to go their own way. */
  answers?: readonly string[];
  /** A split that is there, or the edges of the place where a new one goes. */
  split?: string;
  edges?: string[];
}

export const useBranchWish = create<{ wish?: BranchWish }>(() => ({}));

export const openBranching = (wish: BranchWish): void => useBranchWish.setState({ wish });
export const closeBranching = (): void => useBranchWish.setState({ wish: undefined });

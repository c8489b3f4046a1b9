import { leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';

export function enterStart(work: Work, token: Token): undefined {
  leave(work, token);
}

import { leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';

/** Takes one edge; as a merge it lets every token through. */
export function enterExclusive(work: Work, token: Token): undefined {
  leave(work, token);
}

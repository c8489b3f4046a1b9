import { leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';

/** The event has happened; its edges say what follows. */
export function enterBoundary(work: Work, token: Token): undefined {
  leave(work, token);
}

import { openScope } from '../scopes.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';

export function enterBlock(work: Work, token: Token): undefined {
  openScope(work, token);
}

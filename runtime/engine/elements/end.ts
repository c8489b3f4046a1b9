import type { EndNode } from '../../../schemas/generated/documents.ts';
import { endClocksAt } from '../clocks.ts';
import { cancelScope, closeIfEmpty, setResult } from '../scopes.ts';
import { removeToken } from '../tokens.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';

/** The last end reached gives its scope the result; a terminate end takes everything else in its scope with it. */
export function enterEnd(work: Work, token: Token, doc: EndNode): undefined {
  setResult(work, token.scope, doc.result);
  endClocksAt(work, token.node);
  removeToken(work, token.id);
  if (doc.terminate) cancelScope(work, token.scope, 'end.terminate');
  closeIfEmpty(work, token.scope);
}

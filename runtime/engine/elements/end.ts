import type { EndNode } from '../../../schemas/generated/documents.ts';
import { endClocksAt } from '../clocks.ts';
import { cancelScope, closeIfEmpty, setResult } from '../scopes.ts';
import { removeToken } from '../tokens.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';
import { throwEvent } from './throw.ts';

/** An end with an event lets it happen first; one that is caught around this end takes it away. */
export function enterEnd(work: Work, token: Token, doc: EndNode): undefined {
  if (doc.event && !(throwEvent(work, token, doc.event) && work.state.tokens[token.id])) return;
  finishEnd(work, token, doc);
}

/** The last end reached gives its scope the result; a terminate end takes everything else in its scope with it. */
export function finishEnd(work: Work, token: Token, doc: EndNode): undefined {
  setResult(work, token.scope, doc.result);
  endClocksAt(work, token.node);
  removeToken(work, token.id);
  if (doc.terminate) cancelScope(work, token.scope, 'end.terminate');
  closeIfEmpty(work, token.scope);
}

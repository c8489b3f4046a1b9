/** Failures that need a person. The token waits at its node until someone retries. */
import { hold } from './tokens.ts';
import type { Incident, Token } from './types.ts';
import { nextId, note, own, type Work } from './work.ts';

export function raise(
  work: Work,
  token: Token,
  code: string,
  more: Pick<Incident, 'stage' | 'detail' | 'effect' | 'outcome'> = {},
): undefined {
  const id = nextId(work, 'incident');
  const incident: Incident = { id, token: token.id, node: token.node, code, at: work.command.at };
  if (more.stage !== undefined) incident.stage = more.stage;
  if (more.detail !== undefined) incident.detail = more.detail;
  if (more.effect !== undefined) incident.effect = more.effect;
  if (more.outcome !== undefined) incident.outcome = more.outcome;
  if (token.tries !== undefined) incident.tries = token.tries;
  own(work, 'incidents')[id] = incident;
  hold(work, token);
  // The detail may quote a value; the history holds none.
  note(work, 'incident.raised', { node: token.node, data: { incident: id, code } });
}

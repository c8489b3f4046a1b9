import { awaitEvents } from '../events/listen.ts';
import { raise } from '../incidents.ts';
import { hold, leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';

/** Waits in the flow until its message, its signal or its condition comes. */
export function enterCatch(work: Work, token: Token): undefined {
  if (token.happened) return leave(work, token);
  const failed = awaitEvents(work, token, [token.node]);
  if (failed) return raise(work, token, failed.problem);
  hold(work, token);
}

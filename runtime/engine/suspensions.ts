import type { Clock } from '../../schemas/generated/documents.ts';
import type { Suspension } from './types.ts';

/** Does the limit run anew after this stop, instead of going on? */
export function restarts(doc: Clock, part: Suspension): boolean {
  return part.restarts === true || (doc.restartedBy ?? []).some((reason) => reason === part.reason);
}

import type { Rejection } from '../engine/types.ts';
import { type CodedError, ConflictError, ForbiddenError, InvalidError, NotFoundError } from './errors.ts';

/** Somebody or something was faster: the page has to be loaded again. */
const conflicts = new Set([
  'task.already_completed',
  'task.cancelled',
  'task.in_supplement',
  'case.ended',
  'case.already_started',
  'case.other_version',
  'fill.not_open',
  'supplement.none_open',
  'withdraw.already_issued',
  'incident.unknown',
  'timer.too_early',
]);

/** What a refused command means for the one who sent it. The code is the engine's. */
export function errorOfRejection({ code, problems, data }: Rejection): CodedError {
  if (conflicts.has(code)) return new ConflictError(code, data);
  if (code === 'task.unknown') return new NotFoundError(code);
  if (code === 'consent.not_yours') return new ForbiddenError(code);
  return new InvalidError(code, problems, data);
}

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
  'task.held',
  'task.waiting',
  'task.not_open',
  'task.not_held',
  'recall.begun',
  'recall.not_possible',
  'recall.not_decided',
  'takeBack.begun',
  'takeBack.nothing',
  'urge.already_today',
  'urge.applicant_turn',
  'assist.closed',
  'dispute.already_settled',
  'dispute.owner_answered',
  'case.suspended',
  'resume.not_suspended',
  'token.unknown',
  'timer.too_early',
  'clock.over',
  'clock.already_suspended',
  'clock.not_suspended',
  'extension.only_once',
  'paper.not_delivered',
  'step.not_open',
  'step.another_running',
  'step.done_already',
  'each.not_open',
]);

/** The thing is known to the person, and not theirs to do. */
const forbidden = new Set(['consent.not_yours', 'recall.not_yours', 'takeBack.not_yours', 'sign.not_yours', 'task.separated']);

/** What a refused command means for the one who sent it. The code is the engine's. */
export function errorOfRejection({ code, problems, data }: Rejection): CodedError {
  if (conflicts.has(code)) return new ConflictError(code, data);
  if (
    code === 'task.unknown' ||
    code === 'step.unknown' ||
    code === 'clock.unknown' ||
    code === 'paper.unknown' ||
    code === 'assist.unknown' ||
    code === 'dispute.unknown'
  )
    return new NotFoundError(code);
  if (forbidden.has(code)) return new ForbiddenError(code, data);
  return new InvalidError(code, problems, data);
}

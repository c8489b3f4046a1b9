/**
 * The way of an application. Pure.
 *
 *   draft    -submit->  review   (steward of the consumer's region, 2 working days)
 *   review   -pass->    answer   (keeper of the owner, 5 working days; 10 for a resource that is not published yet)
 *            -pass->    granted  (unconditional resources need no answer)
 *            -return->  returned -submit-> review
 *            -refuse->  refused
 *   answer   -grant->   granted  (all fields, or some)
 *            -return->  returned
 *            -refuse->  refused
 *   refused, granted in part  -dispute->  dispute (steward of the owner's region, 5 working days)
 *   dispute  -sendBack-> answer  (the owner decides again)
 *            -uphold->  refused, or granted as it was
 *   draft, review, answer, returned  -withdraw->  withdrawn
 */
import type { DataApplicationAction } from '../../../schemas/generated/api.ts';
import type { ApplicationState } from '../../store/data-applications.ts';

export type Party = 'applicant' | 'steward' | 'owner' | 'ownerSteward';
export const workingDays = { review: 2, answer: 5, answerUnpublished: 10, dispute: 5 } as const;

const ways: Record<ApplicationState, Partial<Record<DataApplicationAction, Party>>> = {
  draft: { submit: 'applicant', withdraw: 'applicant' },
  review: { pass: 'steward', return: 'steward', refuse: 'steward', withdraw: 'applicant' },
  answer: { grant: 'owner', return: 'owner', refuse: 'owner', withdraw: 'applicant' },
  returned: { submit: 'applicant', withdraw: 'applicant' },
  refused: { dispute: 'applicant' },
  granted: { dispute: 'applicant' },
  dispute: { sendBack: 'ownerSteward', uphold: 'ownerSteward' },
  withdrawn: {},
};
/** These say why. */
const reasoned = new Set<DataApplicationAction>(['return', 'refuse', 'dispute', 'sendBack', 'uphold']);

export interface Standing {
  state: ApplicationState;
  /** Fewer fields were granted than asked for. */
  partial: boolean;
}

/** What may be done now, and by whom. */
export function actionsOf({ state, partial }: Standing): Partial<Record<DataApplicationAction, Party>> {
  return state === 'granted' && !partial ? {} : ways[state];
}
export function needsReason(action: DataApplicationAction): boolean {
  return reasoned.has(action);
}

export interface Step extends Standing {
  action: DataApplicationAction;
  sharing: 'unconditional' | 'conditional' | 'notShared';
  unpublished: boolean;
  /** A contract was granted on it before. */
  wasGranted: boolean;
}
/** Where an action leads, and within how many working days the next side acts. */
export function next(step: Step): { state: ApplicationState; days?: number } {
  const { action, sharing, unpublished, wasGranted } = step;
  const answer = { state: 'answer' as const, days: unpublished ? workingDays.answerUnpublished : workingDays.answer };
  switch (action) {
    case 'submit':
      return { state: 'review', days: workingDays.review };
    case 'pass':
      return sharing === 'unconditional' && !unpublished ? { state: 'granted' } : answer;
    case 'sendBack':
      return answer;
    case 'grant':
      return { state: 'granted' };
    case 'return':
      return { state: 'returned' };
    case 'refuse':
      return { state: 'refused' };
    case 'dispute':
      return { state: 'dispute', days: workingDays.dispute };
    case 'uphold':
      return { state: wasGranted ? 'granted' : 'refused' };
    case 'withdraw':
      return { state: 'withdrawn' };
  }
}

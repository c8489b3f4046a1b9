/** What a person may do with an application: which acts need a reason, which choose fields, and what is still missing. */
import type { DataApplicationAction, DataApplicationPage } from '../../../schemas/generated/api.ts';

export interface Decision {
  action: DataApplicationAction;
  reason: string;
  /** What is granted. */
  fields: readonly string[];
  validTo: string;
  quotaPerDay: string;
}

const reasoned: ReadonlySet<DataApplicationAction> = new Set(['return', 'refuse', 'dispute', 'sendBack', 'uphold']);
/** Acts that say no, or take something back: they stand apart and are red. */
export const severe: ReadonlySet<DataApplicationAction> = new Set(['refuse']);

type Asked = Pick<DataApplicationPage, 'fields' | 'perDay' | 'validTo'>;

export const decisionOf = (page: Asked, action: DataApplicationAction): Decision => ({
  action,
  reason: '',
  fields: page.fields.map(({ id }) => id),
  validTo: page.validTo ?? '',
  quotaPerDay: String(page.perDay),
});

/** A partial grant is a refusal of the rest, so it says why as well. */
export const needsReason = ({ action, fields }: Decision, page: Pick<Asked, 'fields'>): boolean =>
  reasoned.has(action) || (action === 'grant' && fields.length < page.fields.length);

/** Text keys by entry. */
export function decisionProblems(decision: Decision, page: Asked): Record<string, string> {
  const problems: Record<string, string> = {};
  if (needsReason(decision, page) && decision.reason.trim() === '')
    problems.reason = decision.action === 'grant' ? 'data.decide.partNeeded' : `data.decide.${decision.action}.needed`;
  if (decision.action !== 'grant') return problems;
  if (decision.fields.length === 0) problems.fields = 'data.decide.fieldsNeeded';
  const quota = Number(decision.quotaPerDay);
  if (!Number.isInteger(quota) || quota < 1) problems.quotaPerDay = 'data.apply.perDayWrong';
  return problems;
}

/** As it is sent: only what belongs to the act. */
export function deedOf(decision: Decision, page: Pick<DataApplicationPage, 'rev' | 'fields'>) {
  const { action } = decision;
  const reason = decision.reason.trim();
  const common = { action, rev: page.rev, ...(reason ? { reason } : {}) };
  if (action !== 'grant') return common;
  return {
    ...common,
    ...(decision.fields.length < page.fields.length ? { fields: [...decision.fields] } : {}),
    ...(decision.validTo ? { validTo: decision.validTo } : {}),
    quotaPerDay: Number(decision.quotaPerDay),
  };
}

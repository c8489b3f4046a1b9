/** Changing a grant: a reason always, and only what belongs to the act. */
import type { DataGrantAction, DataGrantPage } from '../../../schemas/generated/api.ts';

export interface GrantChange {
  action: DataGrantAction;
  reason: string;
  fields: readonly string[];
  validTo: string;
  quotaPerDay: string;
}

type Asked = Pick<DataGrantPage, 'rev' | 'fieldRows' | 'validTo' | 'quotaPerDay'>;

/** These take something away from cases under way: what they hit is shown before. */
export const hits: ReadonlySet<DataGrantAction> = new Set(['suspend', 'revoke', 'narrow']);

export const changeOf = (page: Asked, action: DataGrantAction): GrantChange => ({
  action,
  reason: '',
  fields: page.fieldRows.map(({ id }) => id),
  validTo: page.validTo,
  quotaPerDay: String(page.quotaPerDay),
});

export function changeProblems(change: GrantChange, page: Asked): Record<string, string> {
  const problems: Record<string, string> = {};
  if (change.reason.trim() === '') problems.reason = 'data.grantAct.reasonNeeded';
  if (change.action === 'narrow') {
    if (change.fields.length === 0) problems.fields = 'data.grantAct.fieldsNone';
    if (change.fields.length === page.fieldRows.length && change.quotaPerDay === String(page.quotaPerDay))
      problems.fields = 'data.grantAct.nothing';
  }
  if (change.action === 'extend' && !(change.validTo > page.validTo)) problems.validTo = 'data.grantAct.validToWrong';
  const quota = Number(change.quotaPerDay);
  if ((change.action === 'narrow' || change.action === 'extend') && (!Number.isInteger(quota) || quota < 1))
    problems.quotaPerDay = 'data.apply.perDayWrong';
  return problems;
}

export function grantDeedOf(change: GrantChange, page: Asked) {
  const common = { action: change.action, rev: page.rev, reason: change.reason.trim() };
  const quota = Number(change.quotaPerDay) === page.quotaPerDay ? {} : { quotaPerDay: Number(change.quotaPerDay) };
  if (change.action === 'narrow')
    return {
      ...common,
      ...quota,
      ...(change.fields.length < page.fieldRows.length ? { fields: [...change.fields] as [string, ...string[]] } : {}),
    };
  return change.action === 'extend' ? { ...common, ...quota, validTo: change.validTo } : common;
}

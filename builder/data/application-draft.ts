/** An application while it is written: what is asked for, why, and what is still missing. */
import type { DataApply, DataProposal } from '../../schemas/generated/api.ts';

type ProposedField = DataProposal['fields'][number];

export interface ApplicationDraft {
  purpose: string;
  legalBasis: string;
  /** Reasons of the fields ticked on top of the minimum, by field. */
  extra: Readonly<Record<string, string>>;
  perDay: string;
}

/** Everything that can be known is filled in: one reads, and sends. */
export const draftOf = ({ purpose, legalBasis, perDay }: Pick<DataProposal, 'purpose' | 'legalBasis' | 'perDay'>): ApplicationDraft => ({
  purpose: purpose?.['zh-CN'] ?? '',
  legalBasis: legalBasis?.['zh-CN'] ?? '',
  extra: {},
  perDay: String(perDay),
});

/** Fields the use reads and has no right to yet: these are what the application is about and need no reason of their own. */
export const minimumOf = (fields: readonly ProposedField[]): ProposedField[] => fields.filter((field) => field.minimum);
export const extraOf = (fields: readonly ProposedField[]): ProposedField[] => fields.filter((field) => !field.minimum);

export function toggleExtra(draft: ApplicationDraft, field: string): ApplicationDraft {
  const { [field]: before, ...rest } = draft.extra;
  return { ...draft, extra: before === undefined ? { ...draft.extra, [field]: '' } : rest };
}

/** Text keys by entry: purpose, legalBasis, perDay, fields, or `reason.<field>`. */
export function draftProblems(draft: ApplicationDraft, fields: readonly ProposedField[]): Record<string, string> {
  const problems: Record<string, string> = {};
  if (draft.purpose.trim() === '') problems.purpose = 'data.apply.purposeNeeded';
  if (draft.legalBasis.trim() === '') problems.legalBasis = 'data.apply.basisNeeded';
  const perDay = Number(draft.perDay);
  if (!Number.isInteger(perDay) || perDay < 1) problems.perDay = 'data.apply.perDayWrong';
  for (const [field, reason] of Object.entries(draft.extra))
    if (reason.trim() === '') problems[`reason.${field}`] = 'data.apply.reasonNeeded';
  if (minimumOf(fields).length + Object.keys(draft.extra).length === 0) problems.fields = 'data.apply.fieldsNeeded';
  return problems;
}

/** Keeps the other language of a proposed text only while its Chinese is untouched. */
const textFrom = (words: string, proposed: DataProposal['purpose']): NonNullable<DataProposal['purpose']> =>
  proposed && proposed['zh-CN'] === words.trim() ? proposed : { 'zh-CN': words.trim() };

type Sent = Pick<DataApply, 'purpose' | 'legalBasis' | 'fields' | 'perDay'>;

export function sentOf(draft: ApplicationDraft, proposal: Pick<DataProposal, 'fields' | 'purpose' | 'legalBasis'>): Sent {
  return {
    purpose: textFrom(draft.purpose, proposal.purpose),
    legalBasis: textFrom(draft.legalBasis, proposal.legalBasis),
    fields: [
      ...minimumOf(proposal.fields).map(({ id }) => ({ id })),
      ...Object.entries(draft.extra).map(([id, reason]) => ({ id, reason: reason.trim() })),
    ],
    perDay: Number(draft.perDay),
  };
}

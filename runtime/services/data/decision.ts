/** What a decision makes: the contract that comes into force, and the one message to the one who applied. Pure. */
import type { DataApplicationAction } from '../../../schemas/generated/api.ts';
import type { DataContract, Text } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import type { ApplicationChange, ApplicationRecord, ApplicationState } from '../../store/data-applications.ts';
import { ownerText } from './parts.ts';
import { en, text, zh } from './words.ts';

/** A grant is good for a year unless somebody says otherwise. */
const validDays = 365;
function yearLater(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + validDays * 86_400_000).toISOString().slice(0, 10);
}

/** What was granted before on the same contract stays granted: only its owner narrows it, and says so. */
export function contractOf(
  record: ApplicationRecord,
  { fields, at, by, validTo, quotaPerDay }: { fields: string[]; at: string; by: string; validTo?: string; quotaPerDay?: number },
): DataContract {
  const today = localDate(at);
  const before = record.grant?.status === 'granted' && record.grant.validTo >= today ? record.grant : undefined;
  const steps = [...new Set([...(before?.steps ?? []), ...record.steps.map(({ id }) => id)])];
  const everyStep = before !== undefined && before.steps === undefined;
  return {
    format: 'lianban.data-contract/1',
    id: record.contract,
    resource: record.resource,
    scenario: record.scenario,
    owner: { region: record.ownerRegion, department: record.ownerDepartment },
    purpose: record.purpose,
    legalBasis: record.legalBasis,
    fields: [...new Set([...(before?.fields ?? []), ...fields])].sort() as DataContract['fields'],
    ...(steps.length > 0 && !everyStep ? { steps: steps as NonNullable<DataContract['steps']> } : {}),
    quotaPerDay: quotaPerDay ?? Math.max(record.perDay, before?.quotaPerDay ?? 0),
    validFrom: before?.validFrom ?? today,
    validTo: validTo ?? record.validTo ?? yearLater(today),
    status: 'granted',
    grantedBy: by.slice(0, 64),
    grantedAt: today,
    application: record.id,
  };
}

export interface Decision {
  action: DataApplicationAction;
  state: ApplicationState;
  reason?: string;
  granted?: string[];
  contract?: DataContract;
}
/** One message for one decision, however many fields it is about; none for what the applicant did. */
export function noticeOf(record: ApplicationRecord, decision: Decision): ApplicationChange['notice'] {
  const words = wordsOf(record, decision);
  return words && { account: record.applicant, region: record.region, contract: record.contract, words };
}

function wordsOf(record: ApplicationRecord, { action, state, reason = '', granted, contract }: Decision): Text | undefined {
  const name = record.resourceDocument.name;
  const owner = ownerText(record.ownerName, record.ownerDepartment);
  const because = reason.trim() ? [`：${reason.trim()}`, `: ${reason.trim()}`] : ['', ''];
  const [zhSubject, enSubject] = [`您申请的「${zh(name)}」`, `Your application for “${en(name)}” `];
  if (granted && contract) {
    const all = granted.length === record.fields.length;
    return all
      ? text(
          `${zhSubject}已获授权，共 ${granted.length} 个字段，至 ${contract.validTo} 有效`,
          `${enSubject}was granted: ${granted.length} fields, valid until ${contract.validTo}`,
        )
      : text(
          `${zhSubject}已获部分授权：${record.fields.length} 个字段中的 ${granted.length} 个，至 ${contract.validTo} 有效`,
          `${enSubject}was granted in part: ${granted.length} of ${record.fields.length} fields, valid until ${contract.validTo}`,
        );
  }
  switch (action) {
    case 'pass':
      return text(`${zhSubject}已通过合规审查，待${zh(owner)}答复`, `${enSubject}passed the review; ${en(owner)} answers next`);
    case 'return':
      return text(`${zhSubject}被退回补充${because[0]}`, `${enSubject}was returned for more${because[1]}`);
    case 'refuse':
      return text(`${zhSubject}未获同意${because[0]}`, `${enSubject}was refused${because[1]}`);
    case 'sendBack':
      return text(
        `${zhSubject}经协调，请${zh(owner)}重新答复${because[0]}`,
        `${enSubject}went back to ${en(owner)} for another answer${because[1]}`,
      );
    case 'uphold':
      return state === 'granted'
        ? text(`${zhSubject}经协调，维持部分授权${because[0]}`, `${enSubject}stays granted in part${because[1]}`)
        : text(`${zhSubject}经协调，维持不予提供${because[0]}`, `${enSubject}stays refused${because[1]}`);
    default:
      return undefined;
  }
}

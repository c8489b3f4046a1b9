/** Applications and grants as people are shown them: the state in words, whose turn it is, and until when. */
import type { DataApplicationBrief, DataApplicationRow, DataGrantBrief, DataGrantRow } from '../../../schemas/generated/api.ts';
import type { DataContract, Text } from '../../../schemas/generated/documents.ts';
import { lampOfDue, localDate } from '../../calendar/index.ts';
import type { GrantRecord } from '../../store/contracts.ts';
import type { ApplicationRecord } from '../../store/data-applications.ts';
import { type DataParts, daysBetween, keyOf, ownerText } from './parts.ts';
import { en, partlyGranted, type ShownState, stateWords, text, zh } from './words.ts';

export type GrantState = 'granted' | 'suspended' | 'revoked' | 'expired';

/** Expiry needs nobody to act: it is told by the date alone. */
export function stateOfGrant({ status, validTo }: Pick<DataContract, 'status' | 'validTo'>, today: string): GrantState {
  return status === 'granted' && validTo < today ? 'expired' : status;
}

export const isPartial = ({ fields, grantedFields }: Pick<ApplicationRecord, 'fields' | 'grantedFields'>): boolean =>
  grantedFields !== null && fields.some(({ id }) => !grantedFields.includes(id));

/** A granted application goes on as its grant does. */
export function shownState(record: ApplicationRecord, today: string): ShownState {
  return record.state === 'granted' && record.grant ? stateOfGrant(record.grant, today) : record.state;
}

type Side = DataApplicationBrief['side'];
function sideOf(record: ApplicationRecord): { side: Side; sideName: Text } {
  const stewardOf = (region: string) => text(`${region}数据主管`, `Data steward of ${region}`);
  switch (record.state) {
    case 'draft':
    case 'returned':
      return { side: 'applicant', sideName: text(record.applicantName, record.applicantName) };
    case 'review':
      return { side: 'steward', sideName: stewardOf(record.regionName) };
    case 'dispute':
      return { side: 'steward', sideName: stewardOf(record.ownerRegionName) };
    case 'answer':
      return { side: 'owner', sideName: ownerText(record.ownerName, record.ownerDepartment) };
    default:
      return { side: 'none', sideName: text('无', 'Nobody') };
  }
}

export const numberOf = ({ madeAt, number }: Pick<ApplicationRecord, 'madeAt' | 'number'>): string =>
  `SJ${localDate(madeAt).replaceAll('-', '').slice(0, 6)}${String(number).padStart(5, '0')}`;

type Moment = Pick<DataParts, 'clock' | 'calendarOf'>;

export async function briefOf({ clock, calendarOf }: Moment, record: ApplicationRecord): Promise<DataApplicationBrief> {
  const now = clock();
  const today = localDate(now);
  const state = shownState(record, today);
  const { side, sideName } = sideOf(record);
  const waits = side === 'steward' || side === 'owner';
  const calendar = waits ? await calendarOf(record.state === 'review' ? record.region : record.ownerRegion) : undefined;
  const { lamp, workingDaysLeft } =
    calendar && record.dueOn ? lampOfDue(record.dueOn, calendar, now) : { lamp: waits ? 'provisional' : 'done' };
  return {
    id: record.id,
    number: numberOf(record),
    state,
    words: wordsOf(record, state, waits && record.dueOn ? record.dueOn : undefined, sideName),
    side,
    sideName,
    dueOn: waits ? record.dueOn : null,
    lamp: lamp as DataApplicationBrief['lamp'],
    ...(workingDaysLeft === undefined ? {} : { daysLeft: workingDaysLeft }),
  };
}

/** The state, the responsible side and its last day, in one sentence. */
function wordsOf(record: ApplicationRecord, state: ShownState, dueOn: string | undefined, side: Text): Text {
  const name = state === 'granted' && isPartial(record) ? partlyGranted : stateWords[state];
  return dueOn ? text(`${zh(name)}：${zh(side)}，${dueOn} 前`, `${en(name)}: ${en(side)}, by ${dueOn}`) : name;
}

export async function rowOf(parts: Moment, record: ApplicationRecord): Promise<DataApplicationRow> {
  const extra = record.fields.filter(({ minimum }) => !minimum).length;
  return {
    ...(await briefOf(parts, record)),
    rev: record.rev,
    resource: { key: keyOf({ region: record.ownerRegion, id: record.resource }), name: record.resourceDocument.name },
    ownerRegionName: record.ownerRegionName,
    ownerName: ownerText(record.ownerName, record.ownerDepartment),
    region: record.region,
    regionName: record.regionName,
    scenario: record.scenario,
    scenarioName: record.scenarioName ?? text(record.scenario, record.scenario),
    ...(record.use ? { use: record.use } : {}),
    contract: record.contract,
    applicant: record.applicantName,
    asked: record.fields.length,
    extra,
    sharing: record.resourceDocument.sharing,
    perDay: record.perDay,
    sentAt: record.sentAt,
    changedAt: record.changedAt,
    partial: isPartial(record),
  };
}

export function grantWords(document: DataContract, today: string): Text {
  const state = stateOfGrant(document, today);
  if (state !== 'granted') return stateWords[state];
  const left = daysBetween(today, document.validTo);
  return left <= 30
    ? text(`${zh(stateWords.granted)}，还有 ${left} 天到期`, `${en(stateWords.granted)}, ${left} days left`)
    : text(`${zh(stateWords.granted)}，至 ${document.validTo}`, `${en(stateWords.granted)} until ${document.validTo}`);
}

export function grantBrief(region: string, document: DataContract, today: string): DataGrantBrief {
  return {
    key: keyOf({ region, id: document.id }),
    id: document.id,
    state: stateOfGrant(document, today),
    words: grantWords(document, today),
    validTo: document.validTo,
    fields: document.fields,
  };
}

export function grantRow(record: GrantRecord, today: string): DataGrantRow {
  const { region, regionName, id, document, rev } = record;
  return {
    key: keyOf({ region, id }),
    id,
    region,
    regionName,
    scenario: document.scenario,
    scenarioName: record.scenarioName ?? text(document.scenario, document.scenario),
    resource: {
      key: keyOf({ region: record.ownerRegion, id: document.resource }),
      name: record.resourceDocument?.name ?? text(document.resource, document.resource),
    },
    ownerRegionName: record.ownerRegionName,
    ownerName: ownerText(record.ownerName, record.ownerDepartment),
    fields: document.fields.length,
    state: stateOfGrant(document, today),
    words: grantWords(document, today),
    validFrom: document.validFrom,
    validTo: document.validTo,
    daysLeft: daysBetween(today, document.validTo),
    quotaPerDay: document.quotaPerDay,
    usedToday: record.usedToday,
    reads30: record.reads30,
    lastReadAt: record.lastReadAt,
    rev,
  };
}

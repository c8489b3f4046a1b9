/** Contracts in force: who holds and who gave them, what they did, and how the owner stops or changes them. */
import type {
  DataGrantAct,
  DataGrantAction,
  DataGrantList,
  DataGrantPage,
  DataGrantQuery,
  DataImpact,
} from '../../../schemas/generated/api.ts';
import type { DataContract, Text } from '../../../schemas/generated/documents.ts';
import { changeGrant, findGrant, type GrantRecord, listGrantEvents, listGrants } from '../../store/contracts.ts';
import { findLatestApplication } from '../../store/data-applications.ts';
import { daysOfContract } from '../../store/read-figures.ts';
import { findLive, findVersion } from '../../store/scenarios.ts';
import { ConflictError, ForbiddenError, InvalidError } from '../errors.ts';
import { isSteward, keeps, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { everyDay } from './figures.ts';
import { impactOf } from './impact.ts';
import { type Asked, type By, type DataParts, fieldName, figureTime, notFound, pageSize, placeOf, scopeOf } from './parts.ts';
import { briefOf, type GrantState, grantRow, stateOfGrant } from './views.ts';
import { en, eventWords, text, zh } from './words.ts';

export interface GrantServices {
  list(input: Asked<DataGrantQuery>): Promise<DataGrantList>;
  page(input: Asked<{ grant: string }>): Promise<DataGrantPage>;
  impact(input: Asked<{ grant: string }>): Promise<DataImpact>;
  act(input: By<{ grant: string } & DataGrantAct>): Promise<DataGrantPage>;
}

/** What the owner may do in each state. An expired contract is extended, or its scenario applies again. */
const actions: Record<GrantState, DataGrantAction[]> = {
  granted: ['suspend', 'revoke', 'narrow', 'extend'],
  suspended: ['resume', 'revoke'],
  expired: ['extend', 'revoke'],
  revoked: [],
};

export function createGrants(parts: DataParts): GrantServices {
  const { store, clock } = parts;

  async function recordFor(actor: SessionActor, key: string): Promise<GrantRecord> {
    const record = await findGrant(store, placeOf(key), figureTime(clock()));
    if (!record) throw notFound('grant');
    const { consumer, owner, steward } = scopeOf(actor);
    const sees =
      consumer.includes(record.region) ||
      steward.includes(record.region) ||
      steward.includes(record.ownerRegion) ||
      owner.includes(`${record.ownerRegion} ${record.ownerDepartment}`);
    if (!sees) throw notFound('grant');
    return record;
  }
  const gave = (actor: SessionActor, { ownerRegion, ownerDepartment }: GrantRecord) => keeps(actor, ownerRegion, ownerDepartment);

  async function stepNames({ region, document }: GrantRecord): Promise<{ id: string; name: Text }[]> {
    const live = document.steps && (await findLive(store, region, document.scenario));
    const version = live && (await findVersion(store, region, document.scenario, { version: live.version }));
    return (document.steps ?? []).map((id) => ({
      id,
      name: version?.package.scenario.nodes[id]?.name ?? text('流程中的一步', 'A step of the flow'),
    }));
  }

  async function page(actor: SessionActor, record: GrantRecord): Promise<DataGrantPage> {
    const { today, since } = figureTime(clock());
    const { region, id, document } = record;
    const [events, days, application, stepRows] = await Promise.all([
      listGrantEvents(store, region, id),
      daysOfContract(store, { region, id }, since),
      findLatestApplication(store, region, id),
      stepNames(record),
    ]);
    return {
      ...grantRow(record, today),
      document,
      fieldRows: document.fields.map((field) => ({
        id: field,
        name: fieldName(record.resourceDocument, field),
        sensitivity: record.resourceDocument?.fields[field]?.sensitivity ?? 2,
      })),
      stepRows,
      days: everyDay(days, today),
      timeline: events.map(({ at, who, action, reason }) => ({
        at,
        who,
        words: eventWords[action] ?? eventWords.granted!,
        ...(reason ? { reason } : {}),
      })),
      may: gave(actor, record) ? actions[stateOfGrant(document, today)] : [],
      readLog:
        gave(actor, record) || isSteward(actor, record.ownerRegion) || isSteward(actor, region) || scopeOf(actor).consumer.includes(region),
      ...(application ? { application: await briefOf(parts, application) } : {}),
    };
  }

  return {
    async list({ actor, box = 'all', page: wanted = 1, resource, ...query }) {
      const days = figureTime(clock());
      const filter = { ...scopeOf(actor), box, ...query, ...(resource ? { resource: placeOf(resource) } : {}) };
      const { rows, total } = await listGrants(store, { ...filter, limit: pageSize, offset: (wanted - 1) * pageSize }, days);
      return { rows: rows.map((row) => grantRow(row, days.today)), total, page: wanted, pageSize };
    },

    page: async ({ actor, grant }) => page(actor, await recordFor(actor, grant)),

    async impact({ actor, grant }) {
      const record = await recordFor(actor, grant);
      return impactOf(parts, record, { scenario: record.document.scenario, regionName: record.regionName });
    },

    async act(input) {
      const { actor, grant, action, rev, reason, commandId } = input;
      const record = await recordFor(actor, grant);
      if (!gave(actor, record)) throw new ForbiddenError('grant.not_given');
      const { today } = figureTime(clock());
      const at = clock();
      const done = !actions[stateOfGrant(record.document, today)].includes(action)
        ? 'stale'
        : await changeGrant(
            store,
            {
              region: record.region,
              id: record.id,
              rev,
              document: changed(record.document, input, today),
              action,
              reason,
              commandId,
              by: { id: actor.accountId, name: actor.name },
              at,
              ...(record.applicant ? { notice: { account: record.applicant, words: noticeWords(record, action, reason) } } : {}),
            },
            auditLine(input, { region: record.region, at, action: `grant.${action}`, object: record.id, data: { reason } }),
          );
      if (done === 'stale' && !(await wasDone(record, commandId)))
        throw new ConflictError('grant.stale', { state: stateOfGrant((await recordFor(actor, grant)).document, today) });
      return page(actor, await recordFor(actor, grant));
    },
  };

  /** The same command, sent again after it was carried out. */
  async function wasDone({ region, id }: GrantRecord, commandId: string): Promise<boolean> {
    const rows = await store.query({
      text: 'SELECT 1 FROM contract_events WHERE region = $1 AND contract = $2 AND command_id = $3',
      values: [region, id, commandId],
    });
    return rows.length > 0;
  }
}

function changed(document: DataContract, { action, fields, validTo, quotaPerDay }: DataGrantAct, today: string): DataContract {
  switch (action) {
    case 'suspend':
      return { ...document, status: 'suspended' };
    case 'resume':
      return { ...document, status: 'granted' };
    case 'revoke':
      return { ...document, status: 'revoked' };
    case 'narrow': {
      const kept = document.fields.filter((field) => fields?.includes(field));
      if (kept.length === 0 || kept.length === document.fields.length || kept.length !== fields?.length)
        throw new InvalidError('grant.fields_wrong', [{ path: 'fields', code: 'grant.fields_wrong' }]);
      return { ...document, fields: kept as DataContract['fields'] };
    }
    case 'extend': {
      if (validTo === undefined && quotaPerDay === undefined)
        throw new InvalidError('grant.nothing_given', [{ path: 'validTo', code: 'grant.nothing_given' }]);
      if (validTo !== undefined && validTo < today)
        throw new InvalidError('grant.valid_to_past', [{ path: 'validTo', code: 'grant.valid_to_past' }]);
      return { ...document, ...(validTo ? { validTo } : {}), ...(quotaPerDay ? { quotaPerDay } : {}) };
    }
  }
}

function noticeWords({ resourceDocument, document }: GrantRecord, action: DataGrantAction, reason: string): Text {
  const name = resourceDocument?.name ?? text(document.resource, document.resource);
  const what = eventWords[action] ?? eventWords.granted!;
  return text(`「${zh(name)}」：提供部门${zh(what)}：${reason}`, `“${en(name)}”: its owner ${en(what)}: ${reason}`);
}

/** The catalogue: what departments have, what it answers, how good it is, and who uses it. */
import type {
  DataApplicationBrief,
  DataContact,
  DataQualityList,
  DataQualityQuery,
  DataResourceList,
  DataResourcePage,
  DataResourceQuery,
  DataResourceRow,
  DataTry,
  JsonValue,
} from '../../../schemas/generated/api.ts';
import type { DataResource, Text } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import { valueCheck } from '../../compile/values/check.ts';
import { countUsers, type GrantRecord, listGrantsOn } from '../../store/contracts.ts';
import { listApplications } from '../../store/data-applications.ts';
import { countDisputes } from '../../store/data-disputes.ts';
import {
  findResource,
  listOwners,
  listResources,
  listResourceVersions,
  publishResource,
  type ResourceFilter,
  type ResourceRecord,
  saveResourceDraft,
  withdrawResource,
} from '../../store/data-resources.ts';
import { daysOf, fieldFigures, figuresOf } from '../../store/read-figures.ts';
import { ConflictError, ForbiddenError, InvalidError } from '../errors.ts';
import { wordsOf } from '../forms/names.ts';
import { isSteward, keeps, regionsWith, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { everyDay, figures, nullRate } from './figures.ts';
import {
  type Asked,
  type By,
  type DataParts,
  figureTime,
  keyOf,
  notFound,
  ownerText,
  ownOf,
  pageSize,
  placeOf,
  scopeOf,
  storeKey,
} from './parts.ts';
import { checkResource, searchOf } from './resource-check.ts';
import { briefOf, stateOfGrant } from './views.ts';

export interface ResourceServices {
  list(input: Asked<DataResourceQuery>): Promise<DataResourceList>;
  page(input: Asked<{ resource: string }>): Promise<DataResourcePage>;
  save(
    input: By<{ resource: string; rev: number; document: DataResource; contact?: DataContact; listed?: boolean }>,
  ): Promise<DataResourcePage>;
  publish(input: By<{ resource: string; rev: number; notes: string }>): Promise<DataResourcePage>;
  withdraw(input: By<{ resource: string; rev: number; reason: string }>): Promise<DataResourcePage>;
  /** The record of a sample person; real ones cannot be asked for here. */
  try(input: Asked<{ resource: string; sample: number }>): Promise<DataTry>;
  quality(input: Asked<DataQualityQuery>): Promise<DataQualityList>;
}

const appliesForData = (actor: SessionActor): boolean => regionsWith(actor, 'designer', 'keeper').length > 0;

export function createResources(parts: DataParts): ResourceServices {
  const { store, clock } = parts;

  /** What the asker's scenarios hold or have applied for, as store keys. */
  async function standings(actor: SessionActor): Promise<{ granted: Set<string>; pending: Set<string> }> {
    const { consumer } = scopeOf(actor);
    if (consumer.length === 0) return { granted: new Set(), pending: new Set() };
    const [grants, open] = await Promise.all([
      store.query<{ key: string }>({
        text: `SELECT DISTINCT owner_region || ' ' || resource AS key FROM contracts
               WHERE region = ANY($1::text[]) AND status = 'granted' AND valid_to >= $2`,
        values: [consumer, localDate(clock())],
      }),
      store.query<{ key: string }>({
        text: `SELECT DISTINCT owner_region || ' ' || resource AS key FROM data_applications
               WHERE region = ANY($1::text[]) AND state IN ('draft', 'review', 'answer', 'returned', 'dispute')`,
        values: [consumer],
      }),
    ]);
    return { granted: new Set(grants.map(({ key }) => key)), pending: new Set(open.map(({ key }) => key)) };
  }

  async function filterOf({ actor, q, region, department, sharing, state, standing, use, page = 1 }: Asked<DataResourceQuery>) {
    const filter: ResourceFilter = {
      own: ownOf(actor),
      q: wordsOf(q ?? '').join(' '),
      region,
      department,
      sharing,
      state,
      limit: pageSize,
      offset: (page - 1) * pageSize,
    };
    const standingKeys = await standings(actor);
    if (standing === 'granted') filter.keys = [...standingKeys.granted];
    if (standing === 'pending') filter.keys = [...standingKeys.pending];
    if (standing === 'none') filter.notKeys = [...standingKeys.granted, ...standingKeys.pending];
    if (standing === 'own') filter.ownOnly = true;
    if (use === 'zero') filter.unreadSince = figureTime(clock()).since;
    return { filter, standingKeys };
  }

  async function rowsOf(
    actor: SessionActor,
    records: ResourceRecord[],
    known?: { granted: Set<string>; pending: Set<string> },
  ): Promise<DataResourceRow[]> {
    const { today, since } = figureTime(clock());
    const keys = records.map(storeKey);
    const [sums, users, disputes, standing] = await Promise.all([
      figuresOf(store, keys, since),
      countUsers(store, keys, today),
      countDisputes(store, keys),
      known ?? standings(actor),
    ]);
    return records.map((record) => {
      const key = storeKey(record);
      const document = shown(actor, record);
      const mine = keeps(actor, record.region, record.department);
      return {
        key: keyOf(record),
        id: record.id,
        region: record.region,
        regionName: record.regionName,
        department: record.department,
        departmentName: ownerText(record.departmentName, record.department),
        name: document.name,
        answers: document.answers,
        sharing: document.sharing,
        state: record.state,
        version: record.version,
        fields: Object.keys(document.fields).length,
        sensitivity: Math.max(0, ...Object.values(document.fields).map(({ sensitivity }) => sensitivity)),
        ...(document.maxAgeSeconds === undefined ? {} : { maxAgeSeconds: document.maxAgeSeconds }),
        users: users.get(key) ?? 0,
        figures: figures(sums.get(key), { since, disputes: disputes.get(key)?.open ?? 0 }),
        mine,
        standing: mine ? 'own' : standing.granted.has(key) ? 'granted' : standing.pending.has(key) ? 'pending' : 'none',
      };
    });
  }

  async function recordFor(actor: SessionActor, key: string): Promise<ResourceRecord> {
    const record = await findResource(store, placeOf(key));
    if (!record || (record.state === 'draft' && !keeps(actor, record.region, record.department))) throw notFound('resource');
    return record;
  }
  async function kept(actor: SessionActor, key: string): Promise<ResourceRecord> {
    const record = await recordFor(actor, key);
    if (!keeps(actor, record.region, record.department)) throw new ForbiddenError('resource.not_kept');
    return record;
  }

  async function page(actor: SessionActor, record: ResourceRecord): Promise<DataResourcePage> {
    const { today, since } = figureTime(clock());
    const key = storeKey(record);
    const document = shown(actor, record);
    const mine = keeps(actor, record.region, record.department);
    const steward = isSteward(actor, record.region);
    const [rows, fields, days, versions, grants, applications] = await Promise.all([
      rowsOf(actor, [record]),
      fieldFigures(store, [key], since),
      daysOf(store, [key], since),
      listResourceVersions(store, record),
      listGrantsOn(store, record, { today, since }),
      ownApplications(actor, record),
    ]);
    const counted = new Map((fields.get(key) ?? []).map((one) => [one.field, one]));
    return {
      ...rows[0]!,
      document,
      contact: record.contact,
      keyRows: Object.entries(document.keys).map(([id, { name, type, element }]) => ({ id, name, ...given({ type, element }) })),
      fieldRows: Object.entries(document.fields).map(([id, field]) => {
        const { asked = 0, nulls = 0, wrong = 0 } = counted.get(id) ?? {};
        const { name, sensitivity, type, element, example, codes } = field;
        return {
          id,
          name,
          sensitivity,
          asked,
          nullRate: nullRate({ asked, nulls }),
          formatErrors: wrong,
          ...given({ type, element, example, codes }),
        };
      }),
      usedBy: grants.map(userOf(today)),
      days: everyDay(days.get(key) ?? [], today),
      samples: (document.samples ?? []).map((sample, index) => sampleOf(document, sample as Sample, index)),
      rev: record.rev,
      draft: record.draft !== null,
      ...(mine && record.draft ? { draftDocument: record.draft } : {}),
      versions,
      applications,
      may: {
        edit: mine,
        publish: mine && (record.draft !== null || record.state === 'withdrawn'),
        withdraw: mine && record.state === 'published',
        apply: appliesForData(actor) && document.sharing !== 'notShared' && record.state !== 'withdrawn',
        readLog: mine || steward,
      },
    };
  }

  async function ownApplications(actor: SessionActor, record: ResourceRecord): Promise<DataApplicationBrief[]> {
    const { consumer, made } = scopeOf(actor);
    if (consumer.length + made.length === 0) return [];
    const found = await listApplications(store, {
      scope: { consumer, made, owner: [], steward: [] },
      box: 'mine',
      resource: record,
      limit: 20,
      offset: 0,
    });
    return Promise.all(found.rows.map((row) => briefOf(parts, row)));
  }

  return {
    async list(input) {
      const { filter, standingKeys } = await filterOf(input);
      const [{ rows, total }, owners] = await Promise.all([
        listResources(store, filter),
        listOwners(store, { ...filter, region: undefined, department: undefined }),
      ]);
      return {
        rows: await rowsOf(input.actor, rows, standingKeys),
        total,
        page: input.page ?? 1,
        pageSize,
        owners: owners.map((owner) => ({ ...owner, name: ownerText(owner.name, owner.department) })),
      };
    },

    page: async ({ actor, resource }) => page(actor, await recordFor(actor, resource)),

    async save(input) {
      const { actor, resource, rev, document, contact, listed } = input;
      const place = placeOf(resource);
      const before = rev === 0 ? undefined : await kept(actor, resource);
      const department = before?.department ?? document.owner.department;
      if (!keeps(actor, place.region, department)) throw new ForbiddenError('resource.not_kept');
      const problems = checkResource(document, { id: place.id, department });
      if (problems.length > 0) throw new InvalidError('resource.wrong', problems);
      const at = clock();
      const saved = await saveResourceDraft(
        store,
        {
          ...place,
          rev,
          department,
          document,
          contact,
          listed,
          search: searchOf(document, contact),
          by: { id: actor.accountId, name: actor.name },
          at,
        },
        auditLine(input, { region: place.region, at, action: 'resource.saved', object: place.id }),
      );
      if (saved === undefined) throw new ConflictError(rev === 0 ? 'resource.exists' : 'resource.stale');
      return page(actor, await kept(actor, resource));
    },

    async publish(input) {
      const { actor, resource, rev, notes } = input;
      const record = await kept(actor, resource);
      if (record.draft === null && record.state !== 'withdrawn') throw new ConflictError('resource.unchanged');
      const at = clock();
      const line = auditLine(input, { region: record.region, at, action: 'resource.published', object: record.id });
      const version = await publishResource(
        store,
        { region: record.region, id: record.id, rev, notes, by: { id: actor.accountId, name: actor.name }, at },
        line,
      );
      if (version === undefined) throw new ConflictError('resource.stale');
      return page(actor, await kept(actor, resource));
    },

    async withdraw(input) {
      const { actor, resource, rev, reason } = input;
      const record = await kept(actor, resource);
      const at = clock();
      const line = auditLine(input, { region: record.region, at, action: 'resource.withdrawn', object: record.id, data: { reason } });
      const done = await withdrawResource(store, { region: record.region, id: record.id, rev, at: localDate(at) }, line);
      if (done !== 'done') throw new ConflictError(done === 'stale' ? 'resource.stale' : 'resource.in_use');
      return page(actor, await kept(actor, resource));
    },

    async try({ actor, resource, sample }) {
      const document = shown(actor, await recordFor(actor, resource));
      const record = document.samples?.[sample] as Sample | undefined;
      if (!record) throw notFound('resource');
      return {
        source: 'sample',
        keys: pick(record, Object.keys(document.keys)),
        values: Object.entries(document.fields).map(([id, field]) => {
          const value = record[id] ?? null;
          const wrong =
            value !== null && field.type !== undefined && !valueCheck({ type: field.type, codes: field.codes })(value, { now: clock() }).ok;
          return { id, name: field.name, value, ...(wrong ? { problem: wrongFormat } : {}) };
        }),
      };
    },

    async quality({ actor, page: wanted = 1, region, ...query }) {
      const { filter, standingKeys } = await filterOf({ actor, page: wanted, region, ...query });
      const { rows: records, total } = await listResources(store, filter);
      const { today, since } = figureTime(clock());
      const keys = records.map(storeKey);
      const [rows, fields, days, disputes] = await Promise.all([
        rowsOf(actor, records, standingKeys),
        fieldFigures(store, keys, since),
        daysOf(store, keys, since),
        countDisputes(store, keys),
      ]);
      return {
        rows: rows.map((row, index) => {
          const key = keys[index]!;
          const document = shown(actor, records[index]!);
          const own = fields.get(key) ?? [];
          const nullFields = own
            .flatMap((one) => ({
              id: one.field,
              name: document.fields[one.field]?.name ?? { 'zh-CN': one.field },
              nullRate: nullRate(one) ?? 0,
            }))
            .filter((one) => one.nullRate > 0)
            .sort((a, b) => b.nullRate - a.nullRate)
            .slice(0, 10);
          return {
            ...row,
            nullFields,
            worstNullRate: own.length === 0 ? null : (nullFields[0]?.nullRate ?? 0),
            formatErrors: own.reduce((sum, { wrong }) => sum + wrong, 0),
            openDisputes: disputes.get(key)?.open ?? 0,
            closedDisputes: disputes.get(key)?.closed ?? 0,
            days: everyDay(days.get(key) ?? [], today),
          };
        }),
        total,
        page: wanted,
        pageSize,
      };
    },
  };
}

type Sample = Record<string, JsonValue>;
const wrongFormat: Text = {
  'zh-CN': '样例值与字段类型不符，请修改样例',
  en: 'The sample does not fit the field’s type: change the sample',
};

/** The owner works on its draft; everybody else sees what is published, or announced while nothing is. */
function shown(actor: SessionActor, { document, draft, region, department }: ResourceRecord): DataResource {
  const own = keeps(actor, region, department);
  return (own && !document ? draft : (document ?? draft))!;
}

const given = <T extends object>(values: T) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
const pick = (record: Sample, names: string[]): Sample => Object.fromEntries(names.map((name) => [name, record[name] ?? null]));

/** A sample is told by its name where it has one, else by its keys. */
function sampleOf(document: DataResource, sample: Sample, index: number) {
  const keys = pick(sample, Object.keys(document.keys));
  const name = Object.entries(sample).find(([id, value]) => /name$/i.test(id) && typeof value === 'string')?.[1];
  const label = [name, ...Object.values(keys)].filter((value) => typeof value === 'string' && value !== '').join('  ');
  return { index, label: { 'zh-CN': label || `样例 ${index + 1}`, en: label || `Sample ${index + 1}` }, keys };
}

const userOf =
  (today: string) =>
  (grant: GrantRecord): DataResourcePage['usedBy'][number] => ({
    grant: keyOf(grant),
    region: grant.region,
    regionName: grant.regionName,
    scenario: grant.document.scenario,
    scenarioName: grant.scenarioName ?? { 'zh-CN': grant.document.scenario },
    fields: grant.document.fields,
    state: stateOfGrant(grant.document, today),
    validTo: grant.document.validTo,
    reads: grant.reads30,
  });

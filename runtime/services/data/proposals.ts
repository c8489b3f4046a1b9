/** What an application begins with: the fields the scenario needs are ticked, everything else needs a reason. */
import type { DataApply, DataFieldWish, DataProposal, DataProposalQuery, DataScenarioList } from '../../../schemas/generated/api.ts';
import type { DataResource } from '../../../schemas/generated/documents.ts';
import { addWorkingDays, localDate } from '../../calendar/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { contractIdOf, contractIdOfUse } from '../../compile/rights.ts';
import { findContract } from '../../store/connections.ts';
import { type FieldWish, findLatestApplication, type NewApplication } from '../../store/data-applications.ts';
import { findResource, type ResourceRecord } from '../../store/data-resources.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import { ConflictError, ForbiddenError, InvalidError } from '../errors.ts';
import { regionsWith } from '../identity/actor.ts';
import { workingDays } from './machine.ts';
import { type Need, needOf } from './minimum.ts';
import { type Asked, applyingRegion, type DataParts, figureTime, keyOf, mayApplyFor, notFound, ownOf, placeOf } from './parts.ts';
import { createResources } from './resources.ts';
import { briefOf, grantBrief } from './views.ts';
import { text } from './words.ts';

/** Reads a day a scenario is taken to need before it has run. */
const expectedPerDay = 200;

export function createProposals(parts: DataParts) {
  const { store, clock } = parts;
  const resources = createResources(parts);

  /** The resource a data use names: the region's own, or the one another region offers under that id. */
  async function resourceOf(region: string, id: string): Promise<ResourceRecord | undefined> {
    const own = await findResource(store, { region, id });
    if (own && own.state !== 'draft') return own;
    const others = await store.query<{ region: string }>({
      text: "SELECT owner_region AS region FROM data_resources WHERE id = $1 AND state IN ('listed', 'published') ORDER BY owner_region LIMIT 1",
      values: [id],
    });
    return others[0] && findResource(store, { region: others[0].region, id });
  }

  async function proposal({ actor, scenario, use, resource: key, region: wanted }: Asked<DataProposalQuery>): Promise<DataProposal> {
    const region = applyingRegion(actor, wanted);
    const draft = await findScenarioDraft(store, region, scenario);
    if (!draft) throw notFound('application');
    if (!mayApplyFor(actor, region, draft.package.scenario.departments)) throw new ForbiddenError('application.not_taking_part');
    const named = use === undefined ? undefined : draft.package.scenario.data?.[use];
    const ownerRegion = named && draft.package.resources[named.resource]?.owner.region;
    const record = key
      ? await findResource(store, placeOf(key))
      : named &&
        ((ownerRegion && (await findResource(store, { region: ownerRegion, id: named.resource }))) ||
          (await resourceOf(region, named.resource)));
    if (!record || record.state === 'draft') throw notFound('resource');
    const document = (record.document ?? record.draft)!;
    const contract = contractIdFor(draft.package, scenario, use, record.id);
    const need = needOf(draft.package, document, contract);
    const [row, application, grant, perDay, dates] = await Promise.all([
      resources.page({ actor, resource: keyOf(record) }),
      findLatestApplication(store, region, contract),
      findContract(store, region, contract),
      readsPerDay(region, contract),
      datesOf(region, record),
    ]);
    const { today } = figureTime(clock());
    return {
      resource: rowOnly(row),
      region,
      scenario,
      scenarioName: draft.package.scenario.name,
      contract,
      fields: fieldsOf(document, need, grant?.fields ?? []),
      steps: need.steps,
      perDay,
      reviewer: text(`${row.regionName}数据主管`, `Data steward of ${row.regionName}`),
      ...dates,
      ...(use ? { use } : {}),
      ...(need.purpose ? { purpose: need.purpose } : {}),
      ...(need.legalBasis ? { legalBasis: need.legalBasis } : {}),
      ...(application ? { application: await briefOf(parts, application) } : {}),
      ...(grant ? { grant: grantBrief(region, grant, today) } : {}),
    };
  }

  async function readsPerDay(region: string, contract: string): Promise<number> {
    const { since } = figureTime(clock());
    const rows = await store.query<{ most: number | null }>({
      text: `SELECT max(reads) AS most FROM (SELECT sum(reads) AS reads FROM read_days WHERE region = $1 AND contract = $2 AND day > $3 GROUP BY day) d`,
      values: [region, contract, since],
    });
    return Math.max(expectedPerDay, Math.ceil(Number(rows[0]?.most ?? 0) * 1.5));
  }

  /** If it were sent today. The owner's days begin when the review is done, at the latest on its last day. */
  async function datesOf(region: string, record: ResourceRecord) {
    const ownerDays = record.state === 'published' ? workingDays.answer : workingDays.answerUnpublished;
    const reviewDue = addWorkingDays(await parts.calendarOf(region), localDate(clock()), workingDays.review).due ?? null;
    const ownerDue = reviewDue && (addWorkingDays(await parts.calendarOf(record.region), reviewDue, ownerDays).due ?? null);
    return { reviewDays: workingDays.review, ownerDays, reviewDue, ownerDue };
  }

  /** Designers apply for every scenario of their regions, keepers for those their department takes part in. */
  async function scenarios({ actor }: Asked): Promise<DataScenarioList> {
    const kept = ownOf(actor);
    return store.query({
      text: `SELECT s.region, r.name AS "regionName", s.id, s.name FROM scenarios s
             JOIN regions r ON r.code = s.region
             JOIN scenario_drafts d ON d.region = s.region AND d.scenario_id = s.id
             WHERE s.region = ANY ($1::text[]) OR EXISTS (
               SELECT 1 FROM unnest($2::text[], $3::text[]) AS kept(region, department)
               WHERE kept.region = s.region AND (d.package::jsonb #> '{scenario,departments}') ? kept.department)
             ORDER BY s.region, s.id`,
      values: [regionsWith(actor, 'designer'), kept.map(({ region }) => region), kept.map(({ department }) => department)],
    });
  }

  return {
    proposal,
    scenarios,

    /** An application as it is kept; everything that can be computed is, whatever was sent. */
    async prepare(
      region: string,
      pkg: ScenarioPackage,
      { scenario, resource: key, use, purpose, legalBasis, fields, perDay, validTo }: DataApply,
    ): Promise<Omit<NewApplication, 'region' | 'scenario' | 'commandId' | 'by' | 'at'>> {
      const record = await findResource(store, placeOf(key));
      if (!record || record.state === 'draft' || record.state === 'withdrawn') throw notFound('resource');
      const document = (record.document ?? record.draft)!;
      if (document.sharing === 'notShared') throw new ConflictError('application.not_shared');
      const contract = contractIdFor(pkg, scenario, use, record.id);
      const wishes = wishesOf(pkg, document, fields, contract);
      return {
        use,
        ownerRegion: record.region,
        ownerDepartment: record.department,
        resource: record.id,
        contract,
        purpose,
        legalBasis,
        ...wishes,
        perDay: perDay ?? (await readsPerDay(region, contract)),
        validTo,
        unpublished: record.state !== 'published',
      };
    },
  };
}

/** The contract an application is about: the one its data use names, so that it lights up there without a change. */
function contractIdFor(pkg: ScenarioPackage, scenario: string, use: string | undefined, resource: string): string {
  const named = use === undefined ? undefined : pkg.scenario.data?.[use];
  return named && named.resource === resource ? contractIdOfUse(scenario, named) : contractIdOf(scenario, resource);
}

/** Fields asked for: which of them the scenario needs is computed, the reasons for the others are the applicant's. */
export function wishesOf(
  pkg: ScenarioPackage | undefined,
  document: DataResource,
  wishes: readonly DataFieldWish[],
  contract: string,
): { fields: FieldWish[]; steps: Need['steps'] } {
  const unknown = wishes.filter(({ id }) => !Object.hasOwn(document.fields, id));
  if (unknown.length > 0)
    throw new InvalidError(
      'application.fields_wrong',
      unknown.map(({ id }) => ({ path: `fields/${id}`, code: 'application.field_unknown' })),
    );
  const need = pkg ? needOf(pkg, document, contract) : undefined;
  const fields = [...new Map(wishes.map((wish) => [wish.id, wish])).values()].map(({ id, reason }) => ({
    id,
    minimum: need?.fields.has(id) ?? false,
    ...(reason?.trim() ? { reason: reason.trim() } : {}),
  }));
  return { fields, steps: need?.steps ?? [] };
}

function fieldsOf(document: DataResource, need: Need, granted: readonly string[]): DataProposal['fields'] {
  return Object.entries(document.fields).map(([id, { name, sensitivity, type, example }]) => {
    const why = need.fields.get(id);
    return {
      id,
      name,
      sensitivity,
      minimum: why !== undefined,
      granted: granted.includes(id),
      ...(type ? { type } : {}),
      ...(example ? { example } : {}),
      ...(why ? { why } : {}),
    };
  });
}

function rowOnly(page: Awaited<ReturnType<ReturnType<typeof createResources>['page']>>): DataProposal['resource'] {
  const {
    document: _d,
    contact: _c,
    keyRows: _k,
    fieldRows: _f,
    usedBy: _u,
    days: _y,
    samples: _s,
    rev: _r,
    draft: _t,
    draftDocument: _w,
    versions: _v,
    applications: _a,
    may: _m,
    ...row
  } = page;
  return row;
}

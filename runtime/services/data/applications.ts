/** Applying for data and answering: who may do what is `machine.ts`; here it is decided with the people and kept. */
import type {
  DataApplicationAct,
  DataApplicationAction,
  DataApplicationList,
  DataApplicationPage,
  DataApplicationQuery,
  DataApplicationSave,
  DataApply,
  DataBatchPass,
  DataBatchPassed,
  DataCounts,
  DataProposal,
  DataProposalQuery,
  DataScenarioList,
} from '../../../schemas/generated/api.ts';
import { addWorkingDays, localDate } from '../../calendar/index.ts';
import { listGrantsOn } from '../../store/contracts.ts';
import {
  type ApplicationRecord,
  changeApplication,
  countApplications,
  findApplication,
  insertApplication,
  listApplicationEvents,
  listApplications,
  listNotices,
} from '../../store/data-applications.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import { CodedError, ConflictError, ForbiddenError, InvalidError } from '../errors.ts';
import { isSteward, keeps, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { contractOf, noticeOf } from './decision.ts';
import { actionsOf, needsReason, next, type Party } from './machine.ts';
import {
  type Asked,
  applyingRegion,
  type By,
  type DataParts,
  fieldName,
  figureTime,
  keyOf,
  mayApplyFor,
  notFound,
  pageSize,
  scopeOf,
} from './parts.ts';
import { createProposals, wishesOf } from './proposals.ts';
import { grantBrief, isPartial, rowOf, stateOfGrant } from './views.ts';
import { eventWords, text } from './words.ts';

export interface ApplicationServices {
  proposal(input: Asked<DataProposalQuery>): Promise<DataProposal>;
  /** Scenarios the actor may apply for. */
  scenarios(input: Asked): Promise<DataScenarioList>;
  apply(input: By<DataApply>): Promise<DataApplicationPage>;
  list(input: Asked<DataApplicationQuery>): Promise<DataApplicationList>;
  page(input: Asked<{ application: string }>): Promise<DataApplicationPage>;
  save(input: By<{ application: string } & DataApplicationSave>): Promise<DataApplicationPage>;
  act(input: By<{ application: string } & DataApplicationAct>): Promise<DataApplicationPage>;
  /** Reviews of unconditional resources in one go; what cannot pass is told one by one. */
  passBatch(input: By<DataBatchPass>): Promise<DataBatchPassed>;
  counts(input: Asked): Promise<DataCounts>;
}

export function createApplications(parts: DataParts): ApplicationServices {
  const { store, clock } = parts;
  const proposals = createProposals(parts);

  function partiesOf(actor: SessionActor, record: ApplicationRecord): Set<Party> {
    const { consumer, made } = scopeOf(actor);
    const own = consumer.includes(record.region) || made.includes(record.applicant);
    const parties = new Set<Party>(own ? ['applicant'] : []);
    // Nobody decides about what they asked for themselves.
    if (actor.accountId === record.applicant) return parties;
    if (isSteward(actor, record.region)) parties.add('steward');
    if (isSteward(actor, record.ownerRegion)) parties.add('ownerSteward');
    if (keeps(actor, record.ownerRegion, record.ownerDepartment)) parties.add('owner');
    return parties;
  }

  async function recordFor(actor: SessionActor, id: string): Promise<ApplicationRecord> {
    const record = await findApplication(store, id);
    if (!record) throw notFound('application');
    const { consumer, made, owner, steward } = scopeOf(actor);
    const involved =
      owner.includes(`${record.ownerRegion} ${record.ownerDepartment}`) ||
      steward.includes(record.region) ||
      steward.includes(record.ownerRegion);
    const sent = record.sentAt !== null;
    // What nobody has sent yet is the applicant's side's alone.
    if (!consumer.includes(record.region) && !made.includes(record.applicant) && !(involved && sent)) throw notFound('application');
    return record;
  }

  async function page(actor: SessionActor, record: ApplicationRecord): Promise<DataApplicationPage> {
    const days = figureTime(clock());
    const owner = { region: record.ownerRegion, id: record.resource };
    const [row, events, grants] = await Promise.all([
      rowOf(parts, record),
      listApplicationEvents(store, record.id),
      listGrantsOn(store, owner, days),
    ]);
    const elsewhere = grants.filter(
      (one) => !(one.region === record.region && one.id === record.contract) && one.document.status !== 'revoked',
    );
    const parties = partiesOf(actor, record);
    const may = Object.entries(actionsOf({ state: record.state, partial: isPartial(record) })) as [DataApplicationAction, Party][];
    const resource = record.resourceDocument;
    return {
      ...row,
      purpose: record.purpose,
      legalBasis: record.legalBasis,
      fields: record.fields.map(({ id, minimum, reason }) => {
        const field = resource.fields[id];
        return {
          id,
          name: fieldName(resource, id),
          sensitivity: field?.sensitivity ?? 2,
          minimum,
          granted: record.grantedFields === null ? null : record.grantedFields.includes(id),
          elsewhere: elsewhere.filter(({ document }) => document.fields.includes(id)).length,
          ...(field?.type ? { type: field.type } : {}),
          ...(field?.example ? { example: field.example } : {}),
          ...(reason ? { reason } : {}),
        };
      }),
      steps: record.steps,
      validTo: record.validTo,
      elsewhere: elsewhere.map((one) => ({
        grant: keyOf(one),
        region: one.region,
        regionName: one.regionName,
        scenario: one.document.scenario,
        scenarioName: one.scenarioName ?? text(one.document.scenario, one.document.scenario),
        fields: one.document.fields,
        state: stateOfGrant(one.document, days.today),
        validTo: one.document.validTo,
        reads: one.reads30,
      })),
      unpublished: record.unpublished,
      timeline: events.map(({ at, who, action, reason }) => ({
        at,
        who,
        words: eventWords[action] ?? eventWords.saved!,
        ...(reason ? { reason } : {}),
      })),
      may: may.filter(([, party]) => parties.has(party)).map(([action]) => action),
      mayEdit: parties.has('applicant') && (record.state === 'draft' || record.state === 'returned'),
      ...(record.grant ? { grant: grantBrief(record.region, record.grant, days.today), document: record.grant } : {}),
    };
  }

  /** The last day of the side whose turn it becomes. */
  async function dueAfter(region: string, days: number | undefined): Promise<string | null> {
    if (days === undefined) return null;
    return addWorkingDays(await parts.calendarOf(region), localDate(clock()), days).due ?? null;
  }

  async function act(input: By<{ application: string } & DataApplicationAct>, record: ApplicationRecord): Promise<void> {
    const { actor, action, rev, reason, fields, commandId } = input;
    const party = actionsOf({ state: record.state, partial: isPartial(record) })[action];
    if (rev !== record.rev) await refuseStale(record, commandId);
    if (!party) throw new ConflictError('application.stale', { state: record.state });
    if (!partiesOf(actor, record).has(party))
      throw new ForbiddenError(actor.accountId === record.applicant && party !== 'applicant' ? 'application.own' : 'application.not_yours');
    if (needsReason(action) && !reason?.trim())
      throw new InvalidError('application.reason_missing', [{ path: 'reason', code: 'application.reason_missing' }]);
    if (action === 'submit') checkWishes(record);
    const sharing = record.resourceDocument.sharing;
    if (sharing === 'notShared' && (action === 'pass' || action === 'grant')) throw new ConflictError('application.not_shared');
    const unpublished = record.unpublished && action !== 'grant';
    const wasGranted = record.grantedFields !== null && record.grant !== null;
    const { state, days } = next({ state: record.state, partial: isPartial(record), action, sharing, unpublished, wasGranted });
    const at = clock();
    const granted = state === 'granted' && (action === 'grant' || action === 'pass') ? await grantedFields(record, fields) : undefined;
    const contract =
      granted && contractOf(record, { fields: granted, at, by: actor.name, validTo: input.validTo, quotaPerDay: input.quotaPerDay });
    const done = await changeApplication(
      store,
      {
        id: record.id,
        rev,
        at,
        by: { id: actor.accountId, name: actor.name },
        action,
        commandId,
        reason: reason?.trim() || undefined,
        set: {
          state,
          dueOn: await dueAfter(state === 'review' ? record.region : record.ownerRegion, days),
          ...(action === 'submit' ? { sentAt: at } : {}),
          ...(granted ? { grantedFields: granted } : {}),
        },
        ...(contract ? { contract: { region: record.region, document: contract } } : {}),
        notice: noticeOf(record, { action, state, reason, granted, contract }),
      },
      auditLine(input, {
        region: record.region,
        at,
        action: `application.${action}`,
        object: record.id,
        data: { resource: record.resource },
      }),
    );
    if (done === 'stale') await refuseStale(record, commandId);
  }

  /** Somebody was first. A command that was done before is no conflict: its answer is the page as it is now. */
  async function refuseStale(record: ApplicationRecord, commandId: string): Promise<void> {
    const same = await store.query({
      text: 'SELECT 1 FROM data_application_events WHERE application = $1 AND command_id = $2',
      values: [record.id, commandId],
    });
    if (same.length > 0) throw new Repeated();
    const now = await findApplication(store, record.id);
    throw new ConflictError('application.stale', { state: now?.state ?? record.state });
  }

  async function grantedFields(record: ApplicationRecord, chosen: readonly string[] | undefined): Promise<string[]> {
    const asked = record.fields.map(({ id }) => id);
    const granted = chosen === undefined ? asked : [...new Set(chosen)];
    const wrong = granted.filter((id) => !asked.includes(id));
    if (wrong.length > 0 || granted.length === 0)
      throw new InvalidError(
        'application.fields_wrong',
        wrong.length > 0
          ? wrong.map((id) => ({ path: `fields/${id}`, code: 'application.field_not_asked' }))
          : [{ path: 'fields', code: 'application.fields_missing' }],
      );
    // A resource that is not published yet has no register to read: it is published first.
    if (record.unpublished && !(await isPublished(record))) throw new ConflictError('application.unpublished');
    return granted;
  }
  async function isPublished({ ownerRegion, resource }: ApplicationRecord): Promise<boolean> {
    const rows = await store.query<{ state: string }>({
      text: 'SELECT state FROM data_resources WHERE owner_region = $1 AND id = $2',
      values: [ownerRegion, resource],
    });
    return rows[0]?.state === 'published';
  }

  return {
    proposal: proposals.proposal,
    scenarios: proposals.scenarios,

    async apply(input) {
      const { actor, scenario, submit, commandId } = input;
      const region = applyingRegion(actor, input.region);
      const draft = await findScenarioDraft(store, region, scenario);
      if (!draft) throw notFound('application');
      if (!mayApplyFor(actor, region, draft.package.scenario.departments)) throw new ForbiddenError('application.not_taking_part');
      const made = await proposals.prepare(region, draft.package, input);
      const at = clock();
      const inserted = await insertApplication(
        store,
        { ...made, region, scenario, commandId, by: { id: actor.accountId, name: actor.name }, at },
        auditLine(input, { region, at, action: 'application.made', object: '', data: { resource: made.resource } }),
      );
      if ('open' in inserted) throw new ConflictError('application.open', inserted.open ? { id: inserted.open } : {});
      let record = await recordFor(actor, inserted.id);
      if (submit && record.state === 'draft') {
        await unlessRepeated(() =>
          act(
            {
              ...input,
              application: record.id,
              action: 'submit',
              rev: record.rev,
              commandId: `${commandId.slice(0, 57)}-submit`,
              fields: undefined,
            },
            record,
          ),
        );
        record = await recordFor(actor, inserted.id);
      }
      return page(actor, record);
    },

    async list({ actor, box = 'all', page: wanted = 1, ...query }) {
      const scope = scopeOf(actor);
      const [{ rows, total }, { overdue: _, ...counts }] = await Promise.all([
        listApplications(store, { scope, box, ...query, limit: pageSize, offset: (wanted - 1) * pageSize }),
        countApplications(store, scope, localDate(clock())),
      ]);
      return { rows: await Promise.all(rows.map((row) => rowOf(parts, row))), total, page: wanted, pageSize, counts };
    },

    page: async ({ actor, application }) => page(actor, await recordFor(actor, application)),

    async save(input) {
      const { actor, application, rev } = input;
      const record = await recordFor(actor, application);
      if (!partiesOf(actor, record).has('applicant')) throw new ForbiddenError('application.not_yours');
      if (record.state !== 'draft' && record.state !== 'returned') throw new ConflictError('application.stale', { state: record.state });
      const draft = await findScenarioDraft(store, record.region, record.scenario);
      const { fields, steps } = wishesOf(draft?.package, record.resourceDocument, input.fields, record.contract);
      const at = clock();
      const { purpose, legalBasis, perDay, validTo } = input;
      const done = await changeApplication(
        store,
        {
          id: record.id,
          rev,
          at,
          by: { id: actor.accountId, name: actor.name },
          action: 'saved',
          commandId: `save-${record.id.slice(0, 8)}-${rev}`,
          set: { purpose, legalBasis, fields, steps, ...(perDay ? { perDay } : {}), ...(validTo ? { validTo } : {}) },
        },
        auditLine(input, { region: record.region, at, action: 'application.saved', object: record.id }),
      );
      if (done === 'stale')
        throw new ConflictError('application.stale', { state: (await findApplication(store, record.id))?.state ?? record.state });
      return page(actor, await recordFor(actor, application));
    },

    async act(input) {
      const record = await recordFor(input.actor, input.application);
      await unlessRepeated(() => act(input, record));
      return page(input.actor, await recordFor(input.actor, input.application));
    },

    async passBatch(input) {
      const passed: string[] = [];
      const left: DataBatchPassed['left'] = [];
      for (const { id, rev } of input.items) {
        try {
          const record = await recordFor(input.actor, id);
          if (record.resourceDocument.sharing !== 'unconditional') throw new ConflictError('application.not_unconditional');
          const one = {
            ...input,
            application: id,
            action: 'pass' as const,
            rev,
            commandId: `${input.commandId.slice(0, 50)}-${id.slice(-12)}`,
          };
          await unlessRepeated(() => act(one, record));
          passed.push(id);
        } catch (error) {
          if (!(error instanceof CodedError)) throw error;
          left.push({ id, words: leftWords[error.code] ?? leftWords.other! });
        }
      }
      return { passed, left };
    },

    async counts({ actor }) {
      const [counts, { unseen }] = await Promise.all([
        countApplications(store, scopeOf(actor), localDate(clock())),
        listNotices(store, actor.accountId),
      ]);
      return { ...counts, unseen };
    },
  };
}

const leftWords: Record<string, ReturnType<typeof text>> = {
  'application.not_unconditional': text('有条件共享的申请须逐件审查', 'Conditional resources are reviewed one by one'),
  'application.stale': text('已有人处理过', 'Somebody else was first'),
  'application.own': text('本人提交的申请须由他人审查', 'Your own application is reviewed by somebody else'),
  other: text('不能由您审查', 'Not yours to review'),
};

/** The command was carried out before: nothing is done, and what came of it is shown. */
class Repeated extends Error {}
async function unlessRepeated(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Repeated)) throw error;
  }
}

function checkWishes({ fields }: ApplicationRecord): void {
  const without = fields.filter(({ minimum, reason }) => !minimum && !reason?.trim());
  if (without.length > 0)
    throw new InvalidError(
      'application.reason_missing',
      without.map(({ id }) => ({ path: `fields/${id}`, code: 'application.reason_missing' })),
    );
}

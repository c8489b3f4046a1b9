/** A citizen's drafts: opening the form, data consents and reads, saving, checking, submitting. */
import { uuidv7 } from 'uuidv7';
import type { CaseStarted, Draft, DraftConsent, DraftSummary } from '../../../schemas/generated/api.ts';
import type { FieldProblem, JsonValue, MergedForm } from '../../compile/plan.ts';
import { step } from '../../engine/index.ts';
import type { CaseState, Command, Task } from '../../engine/types.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { listCases, listOwnCases, type StoredCase } from '../../store/cases.ts';
import { upsertDisputes } from '../../store/disputes.ts';
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { settleMaterials, takeMaterials, withSharedLicences } from '../materials/checking.ts';
import { isSatisfied, withMaterials } from '../materials/views.ts';
import type { LoadedPlan } from '../plans.ts';
import { findOwnDraftKey, type OpenCase } from './access.ts';
import { citizenActor, commandIdOf, startKeyOf } from './commands.ts';
import { readNow } from './effects.ts';
import { departmentName, formView } from './form-view.ts';
import type { CaseParts } from './parts.ts';
import { say } from './words.ts';

type Values = Record<string, JsonValue>;
export type Disputes = Record<string, { value: JsonValue; reason: string }>;

/** The version a new case starts on; a service that was withdrawn takes no more, and says why. */
async function offeredPlan(parts: CaseParts, region: string, scenario: string, caseId: string): Promise<LoadedPlan> {
  const loaded = await parts.plans.livePlan(region, scenario, caseId);
  if (!loaded) throw new NotFoundError('service.unknown');
  const message = await parts.plans.withdrawnMessage(region, scenario);
  if (message !== undefined) throw new ConflictError('service.withdrawn', { message });
  return loaded;
}

export function createDrafts(parts: CaseParts) {
  async function open(actor: SessionActor, id: string): Promise<OpenCase> {
    const key = await findOwnDraftKey(parts, actor, id);
    const found = await parts.runBurst.load(key.region, key.id);
    if (found.stored.state.status !== 'draft') throw new NotFoundError('draft.unknown');
    return found;
  }

  async function run(
    actor: SessionActor,
    id: string,
    commandsFor: (found: OpenCase) => Command[] | Promise<Command[]>,
    performsData = true,
  ): Promise<Draft> {
    const key = await findOwnDraftKey(parts, actor, id);
    const result = await parts.runBurst({
      region: key.region,
      caseId: key.id,
      performsData,
      commandsFor: (stored, loaded) => commandsFor({ stored, loaded }),
    });
    await settleMaterials(parts, result);
    return viewOf(parts, actor, await readNow(parts, result));
  }

  return {
    async startDraft({
      actor,
      region,
      scenario,
      commandId,
    }: {
      actor: SessionActor;
      region: string;
      scenario: string;
      commandId: string;
    }): Promise<Draft> {
      if (actor.kind !== 'person') throw new ForbiddenError('draft.citizens_only');
      const caseId = uuidv7();
      const loaded = await offeredPlan(parts, region, scenario, caseId);
      const at = parts.clock();
      const by = citizenActor(actor);
      const first = await parts.runBurst({
        start: { loaded, account: actor.accountId, startKey: startKeyOf(actor, commandId) },
        region,
        caseId,
        commands: [
          { id: commandIdOf(actor, commandId), at, actor: by, type: 'start', caseId, region, version: loaded.version },
          ...ownValues(actor, loaded, at),
        ],
      });
      return viewOf(parts, actor, await readNow(parts, first));
    },

    async drafts({ actor }: { actor: SessionActor }): Promise<DraftSummary[]> {
      if (actor.kind !== 'person') return [];
      const cases = await listCases(parts.store, await listOwnCases(parts.store, actor.accountId, undefined));
      const drafts = cases.filter((one) => one.status === 'draft' && one.account === actor.accountId);
      return Promise.all(
        drafts.map(async (one) => {
          const loaded = await parts.plans.getPlan(one.region, one.scenario, { hash: one.hash });
          const fill = openFill(loaded, one.state);
          const counts = fill && formView({ loaded, state: one.state, form: fill.form, now: parts.clock() }).counts;
          return {
            id: one.id,
            region: one.region,
            regionName: await parts.regionName(one.region),
            scenario: one.scenario,
            name: loaded.plan.scenario.name,
            rev: one.rev,
            savedAt: one.saved_at,
            expiresAt: one.expires_at ?? one.saved_at,
            answered: counts?.answered ?? 0,
            asked: counts?.asked ?? 0,
          };
        }),
      );
    },

    async draft({ actor, id }: { actor: SessionActor; id: string }): Promise<Draft> {
      return viewOf(parts, actor, await open(actor, id));
    },

    /** The reads are done before it answers, side by side, each within its own time. */
    saveConsents({
      actor,
      id,
      grants,
      rev,
    }: {
      actor: SessionActor;
      id: string;
      grants: Record<string, boolean>;
      rev: number;
    }): Promise<Draft> {
      return run(actor, id, ({ stored }) => {
        mustBeCurrent(stored, rev);
        return [{ id: `consents@${stored.rev}`, at: parts.clock(), actor: citizenActor(actor), type: 'consentData', grants }];
      });
    },

    saveValues({ actor, id, values, rev }: { actor: SessionActor; id: string; values: Values; rev: number }): Promise<Draft> {
      return run(actor, id, async ({ stored, loaded }) => {
        mustBeCurrent(stored, rev);
        refuseForeignIdentity(actor, loaded, stored.state, values);
        await takeMaterials(parts, siteOf(actor, { stored, loaded }), values);
        return [{ id: `values@${stored.rev}`, at: parts.clock(), actor: citizenActor(actor), type: 'saveDraft', values }];
      });
    },

    async check({ actor, id, values = {} }: { actor: SessionActor; id: string; values?: Values }): Promise<{ problems: FieldProblem[] }> {
      const { stored, loaded } = await open(actor, id);
      if (!openFill(loaded, stored.state)) throw new ConflictError('fill.not_open');
      // A submission that is not kept: the engine says exactly what it would say.
      const { rejected } = step(loaded.plan, stored.state, {
        id: 'check',
        at: parts.clock(),
        actor: citizenActor(actor),
        type: 'submit',
        values,
      });
      const problems = rejected?.problems ?? [];
      // What a register has is put in by the submission itself.
      return { problems: problems.filter(({ path, code }) => code !== 'field.required' || !isSatisfied(loaded, stored.state, path)) };
    },

    async submit({
      actor,
      id,
      values,
      disputes,
      commandId,
    }: {
      actor: SessionActor;
      id: string;
      values: Values;
      disputes?: Disputes;
      commandId: string;
    }): Promise<CaseStarted> {
      const key = await findOwnDraftKey(parts, actor, id);
      const command = commandIdOf(actor, commandId);
      const { values: disputed, reasons } = sidesOf(disputes);
      await upsertDisputes(parts.store, { region: key.region, caseId: key.id, reasons });
      const result = await parts.runBurst({
        region: key.region,
        caseId: key.id,
        commandsFor: async (stored, loaded) => {
          const { state } = stored;
          refuseForeignIdentity(actor, loaded, state, values);
          if (state.status !== 'draft' && !state.applied.includes(command)) throw new ConflictError('draft.already_submitted');
          const site = siteOf(actor, { stored, loaded });
          const filled = state.applied.includes(command) ? values : await withSharedLicences(parts, site, values);
          if (!state.applied.includes(command)) await takeMaterials(parts, site, { ...state.draft, ...filled });
          return [{ id: command, at: parts.clock(), actor: citizenActor(actor), type: 'submit', values: filled, disputes: disputed }];
        },
      });
      await settleMaterials(parts, result);
      return { caseNo: result.stored.caseNo!, id: key.id };
    },
  };
}

/** Start and submit in one: for windows, imports and clients that have all values. One burst when nothing has to be read. */
export function createStart(parts: CaseParts) {
  return async function startAndSubmit({
    actor,
    region,
    scenario,
    values,
    grants,
    commandId,
  }: {
    actor: SessionActor;
    region: string;
    scenario: string;
    values: Values;
    grants?: Record<string, boolean>;
    commandId: string;
  }): Promise<CaseStarted> {
    const officer = actor.grants.find((grant) => grant.role === 'officer' && grant.region === region);
    if (actor.kind !== 'person' && !officer) throw new NotFoundError('service.unknown');
    const caseId = uuidv7();
    const loaded = await offeredPlan(parts, region, scenario, caseId);
    const at = parts.clock();
    const by = actor.kind === 'person' ? citizenActor(actor) : { kind: 'window' as const, id: actor.accountId, name: actor.name, region };
    refuseForeignIdentity(actor, loaded, undefined, values);
    await takeMaterials(parts, { actor, loaded, region, caseId }, values);
    const id = commandIdOf(actor, commandId);
    const submit: Command = { id: `${id}s`, at, actor: by, type: 'submit', values };
    const result = await parts.runBurst({
      start: { loaded, account: actor.accountId, startKey: startKeyOf(actor, commandId) },
      region,
      caseId,
      readDataFirst: true,
      commands: [
        { id, at, actor: by, type: 'start', caseId, region, version: loaded.version },
        ...(grants ? [{ id: `${id}g`, at, actor: by, type: 'consentData' as const, grants }] : []),
        submit,
      ],
    });
    const done = result.left.length === 0 ? result : await goOn(result.left, await readNow(parts, result));
    return { caseNo: done.stored.caseNo!, id: done.stored.state.id };
  };

  /** After the reads, or after a start that was cut off before it was submitted. */
  function goOn(left: Command[], { stored }: OpenCase) {
    if (stored.caseNo) return { stored };
    return parts.runBurst({ region: stored.state.region, caseId: stored.state.id, commandsFor: () => left });
  }
}

/** The open form of the case, when there is one. */
export function openFill({ plan }: LoadedPlan, state: CaseState): { task: Task; form: MergedForm } | undefined {
  for (const task of Object.values(state.tasks)) {
    const form = plan.fills[task.node];
    if (task.kind === 'fill' && task.status === 'open' && form) return { task, form };
  }
  return undefined;
}

/** The engine keeps what is said instead; why it is said lies beside the case. */
function sidesOf(disputes: Disputes = {}): { values: Values; reasons: Record<string, string> } {
  const entries = Object.entries(disputes);
  return {
    values: Object.fromEntries(entries.map(([path, { value }]) => [path, value])),
    reasons: Object.fromEntries(entries.map(([path, { reason }]) => [path, reason])),
  };
}

/** What the account knows of the person is typed in for them. */
function ownValues(actor: SessionActor, { plan }: LoadedPlan, at: string): Command[] {
  const form = firstFill(plan);
  if (!form || !actor.person) return [];
  const known: Values = { idNumber: actor.person.idNumber, name: actor.name, mobile: actor.person.mobile };
  const values: Values = {};
  for (const [name, value] of Object.entries(known)) {
    const path = `${form.party}.${name}`;
    if (value && form.fields[path] && !form.fields[path].computed) values[path] = value;
  }
  if (Object.keys(values).length === 0) return [];
  return [{ id: 'own-values', at, actor: citizenActor(actor), type: 'saveDraft', values }];
}

/** The form a case begins with: the nearest one from its start, whatever order the steps are kept in. */
function firstFill({ start, nodes, fills }: LoadedPlan['plan']): MergedForm | undefined {
  const ways = [start];
  const seen = new Set(ways);
  for (const id of ways) {
    if (Object.hasOwn(fills, id)) return fills[id];
    for (const { to } of nodes[id]?.outgoing ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      ways.push(to);
    }
  }
  return undefined;
}

/** A citizen applies in their own name: another person's number would read another person's data. */
function refuseForeignIdentity(actor: SessionActor, loaded: LoadedPlan, state: CaseState | undefined, values: Values): void {
  if (actor.kind !== 'person' || !actor.person) return;
  const form = state ? openFill(loaded, state)?.form : firstFill(loaded.plan);
  const path = form && `${form.party}.idNumber`;
  const given = path ? values[path] : undefined;
  if (given === undefined || given === null || given === '') return;
  if (String(given).toUpperCase() !== actor.person.idNumber.toUpperCase()) {
    throw new InvalidError('fill.invalid', [{ path: path!, code: 'field.not_your_identity' }]);
  }
}

function mustBeCurrent(stored: StoredCase, rev: number): void {
  if (stored.rev !== rev) throw new ConflictError('draft.stale', { rev: stored.rev });
}

function siteOf(actor: SessionActor, { stored: { state }, loaded }: OpenCase) {
  return { actor, loaded, region: state.region, caseId: state.id, state };
}

async function viewOf(parts: CaseParts, actor: SessionActor, { stored, loaded }: OpenCase): Promise<Draft> {
  const { state } = stored;
  const fill = openFill(loaded, state);
  if (!fill) throw new ConflictError('fill.not_open');
  const view = formView({ loaded, state, form: fill.form, now: parts.clock() });
  const { sections, counts } = await withMaterials(parts, { actor, loaded, state }, view);
  return {
    id: state.id,
    region: state.region,
    regionName: await parts.regionName(state.region),
    scenario: loaded.scenario,
    version: loaded.version,
    name: loaded.plan.scenario.name,
    party: { subject: fill.form.party, name: loaded.plan.scenario.subjects[fill.form.party]?.name ?? say('申请人', 'Applicant') },
    consents: await namedOwners(
      parts,
      loaded,
      state,
      fill.form.prefill.flatMap((use) => consentView(loaded, state, use)),
    ),
    sections,
    counts,
    rev: stored.rev,
    savedAt: stored.savedAt,
    expiresAt: stored.expiresAt ?? stored.savedAt,
  };
}

/** An owner of data that has no part in the scenario bears the name its region gives it. */
async function namedOwners(parts: CaseParts, { plan }: LoadedPlan, state: CaseState, consents: DraftConsent[]): Promise<DraftConsent[]> {
  const ownerOf = ({ id }: DraftConsent) => plan.data[id]!.resourceDoc.owner.department;
  if (consents.every((consent) => plan.scenario.departments[ownerOf(consent)])) return consents;
  const organisations = await listOrganisations(parts.store, [state.region]);
  return consents.map((consent) => {
    if (plan.scenario.departments[ownerOf(consent)]) return consent;
    const known = organisations.find(({ department }) => department === ownerOf(consent));
    return known ? { ...consent, department: known.name } : consent;
  });
}

const problems: Record<string, [string, string]> = {
  noRecord: ['没有查到您的记录，请自行填写', 'No record was found: please fill it in'],
  severalRecords: ['查到多条记录，无法确定，请自行填写', 'Several records were found: please fill it in'],
  refused: ['您没有同意读取，请自行填写', 'You did not agree: please fill it in'],
  quota: ['今天的查询次数已用完，请自行填写', 'Today’s number of reads is used up: please fill it in'],
  timeout: ['对方没有及时答复，请自行填写', 'It did not answer in time: please fill it in'],
  late: ['对方没有及时答复，请自行填写', 'It did not answer in time: please fill it in'],
  denied: ['目前不能读取您的数据，请自行填写', 'Your data cannot be read at present: please fill it in'],
  invalid: ['对方提供的数据有误，请自行填写', 'The data given is not valid: please fill it in'],
};

/** What the owner of the data is asked instead need not be filled in: the page must not say both. */
const leftToOwner = (zh: string, en: string) =>
  say(
    zh.replace('请自行填写', '可以不填，提交后由提供部门查询补上'),
    en.replace('please fill it in', 'it may be left empty, the department that holds the data will be asked'),
  );

function consentView(loaded: LoadedPlan, state: CaseState, id: string): DraftConsent[] {
  const use = loaded.plan.data[id];
  if (!use || use.consent === undefined || use.consent === false) return [];
  const fetch = state.fetches[id];
  const [zh, en] = problems[fetch?.problem ?? ''] ?? ['暂时连接不上，请自行填写', 'It cannot be reached now: please fill it in'];
  const paths = Object.values(use.provides);
  const kept = fetch?.state === 'disputed' ? 'fetched' : (fetch?.state ?? 'idle');
  return [
    {
      id,
      name: use.name,
      department: departmentName(loaded.plan, use.resourceDoc.owner.department),
      ...(use.purpose ? { purpose: use.purpose } : {}),
      fields: paths.map((path) => loaded.plan.types[path]?.name ?? say(path, path)),
      fieldPaths: paths,
      granted: state.consents[id]?.granted ?? null,
      state: kept,
      ...(kept === 'failed' ? { problem: use.fallback === 'assist' ? leftToOwner(zh, en) : say(zh, en) } : {}),
    },
  ];
}

/** Questions to the owners of data (协查), at the desk that answers them and at the desks that asked. */
import { hash } from 'node:crypto';
import type {
  AssistAnswer,
  AssistEvent,
  AssistList,
  AssistListState,
  AssistOfCase,
  AssistPage,
  AssistRow as AssistRowView,
  LabelledValue,
  MaterialFile,
} from '../../../schemas/generated/api.ts';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { lampOfDue, localDate } from '../../calendar/index.ts';
import type { FieldProblem, JsonValue, Plan } from '../../compile/plan.ts';
import { ownerFormOf } from '../../engine/ask-form.ts';
import type { Assist, CaseState, Outcome } from '../../engine/types.ts';
import {
  type AssistRow,
  answerAssist,
  findAssist,
  holdAssist,
  listAssists,
  type AssistAnswer as StoredAnswer,
} from '../../store/assists.ts';
import { departmentsOf, takesPart } from '../cases/access.ts';
import { commandIdOf, officerActor } from '../cases/commands.ts';
import { formView, isNothing, ownerName } from '../cases/form-view.ts';
import type { CaseParts } from '../cases/parts.ts';
import { showValue } from '../cases/show.ts';
import { ConflictError, InvalidError, NotFoundError, UnavailableError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import type { LoadedPlan } from '../plans.ts';
import { isAtDesk, openAssistFor, openOwnAssist, ownerDesks, splitAssistId, supervisedRegions } from './access.ts';
import { archiveNumbers, evidenceOf, takeEvidence } from './evidence.ts';
import { deliverAnswer, showUrges } from './perform.ts';
import { assistSteps, questionWords, whyWords } from './words.ts';

const pageSize = 50;
type Values = Record<string, JsonValue>;

export function createAssists(parts: CaseParts) {
  async function rowView(row: AssistRow, actor: SessionActor): Promise<AssistRowView> {
    const calendar = await parts.plans.calendarOf(row.owner_region);
    return {
      id: `${row.case_id}.${row.id}`,
      region: row.region,
      regionName: await parts.regionName(row.region),
      department: row.question.departmentName,
      ...(row.case_no ? { caseNo: row.case_no } : {}),
      scenarioName: row.question.scenarioName,
      resourceName: row.question.resourceName,
      fields: row.fields.map((field) => row.question.labels[field]!),
      why: whyWords(row.problem),
      status: row.status,
      openedAt: row.opened_at,
      ...dueOf(row.status, row.due ?? undefined, calendar, parts.clock()),
      ...(row.holder ? { holder: { name: row.holder_name ?? '', since: row.held_at ?? '', me: row.holder === actor.accountId } } : {}),
      urged: row.urges.length,
      escalated: row.escalated_at !== null,
      ...(row.done_at ? { doneAt: row.done_at, doneBy: row.done_name ?? '' } : {}),
    };
  }

  async function pageOf(actor: SessionActor, row: AssistRow): Promise<AssistPage> {
    const { stored, loaded } = await parts.runBurst.load(row.region, row.case_id);
    const { question } = row;
    const open = row.status === 'open';
    const free = row.holder === null || row.holder === actor.accountId;
    const mine = isAtDesk(actor, row);
    return {
      ...(await rowView(row, actor)),
      askedBy: question.askedBy,
      question: questionWords(
        question.words,
        row.fields.map((field) => question.labels[field]!),
      ),
      ...(question.purpose ? { purpose: question.purpose } : {}),
      ...(question.legalBasis ? { legalBasis: question.legalBasis } : {}),
      keys: question.keys.map(({ label, value }) => ({ label, shown: String(value ?? '') })),
      ...(open && mine ? { form: { sections: formOf(loaded, stored.state, row, parts.clock()) } } : {}),
      evidence: question.evidence,
      validDays: question.validDays,
      ...(open || row.status === 'withdrawn' ? {} : { given: givenView(loaded.plan, row, await evidenceOf(parts, row)) }),
      history: historyOf(row),
      canAnswer: open && free && mine,
    };
  }

  async function again(actor: SessionActor, row: AssistRow): Promise<AssistPage> {
    const fresh = await findAssist(parts.store, [row.region], row.case_id, row.id);
    return pageOf(actor, fresh ?? row);
  }

  async function hold(actor: SessionActor, assistId: string, holder: { name: string } | null): Promise<AssistPage> {
    const row = await openOwnAssist(parts, actor, assistId);
    const key = { region: row.region, caseId: row.case_id, id: row.id };
    if (!(await holdAssist(parts.store, key, { account: actor.accountId, holder, at: parts.clock() })))
      throw await whoWasFaster(actor, row);
    return again(actor, row);
  }

  /** Answered, withdrawn or taken by somebody else: says who and when. */
  async function whoWasFaster(actor: SessionActor, { region, case_id, id }: AssistRow): Promise<ConflictError> {
    const row = await findAssist(parts.store, [region], case_id, id);
    if (row?.status === 'withdrawn') return new ConflictError('assist.withdrawn');
    if (row?.status === 'open' && row.holder && row.holder !== actor.accountId)
      return new ConflictError('assist.held', { name: row.holder_name ?? '', at: row.held_at ?? '' });
    return new ConflictError('assist.already_answered', { name: row?.done_name ?? '', at: row?.done_at ?? '' });
  }

  /** What was given, checked as the case will take it. */
  async function recordOf(row: AssistRow, values: Values): Promise<Values> {
    const { stored, loaded } = await parts.runBurst.load(row.region, row.case_id);
    const { use } = mustBeAsked(stored.state, row);
    const { provides } = loaded.plan.data[use]!;
    const problems: FieldProblem[] = [];
    const record: Values = {};
    const fieldOf = new Map(row.fields.map((field) => [provides[field], field]));
    for (const [path, value] of Object.entries(values)) {
      const field = fieldOf.get(path);
      if (!field) problems.push({ path, code: 'field.foreign' });
      else if (!isNothing(value)) {
        const checked = loaded.plan.checkValue(path, value, { now: parts.clock() });
        if (checked.ok) record[field] = checked.value;
        else problems.push(checked.problem);
      }
    }
    if (problems.length > 0) throw new InvalidError('fill.invalid', problems);
    if (Object.keys(record).length === 0) throw new InvalidError('assist.nothing_given');
    return record;
  }

  /** The seal first: a seal that fails leaves the question open. */
  async function sealed(row: AssistRow, content: object): Promise<StoredAnswer['seal']> {
    const number = `XC-${row.case_no ?? row.case_id}-${row.id}`;
    const request = { key: `assist:${row.case_id}:${row.id}`, region: row.owner_region, department: row.department, number };
    const outcome = await parts.connectors.sealDocument({ ...request, sha256: hash('sha256', JSON.stringify(content), 'hex') });
    if (!outcome.ok) throw new UnavailableError('assist.seal_unavailable', { retryAfter: 30 });
    return { at: parts.clock(), ...checkCodeOf(outcome) };
  }

  return {
    async list({
      actor,
      state = 'open',
      q,
      page = 1,
    }: {
      actor: SessionActor;
      state?: AssistListState;
      q?: string;
      page?: number;
    }): Promise<AssistList> {
      const { rows, total, counts } = await listAssists(parts.store, {
        desks: ownerDesks(actor),
        supervised: supervisedRegions(actor),
        account: actor.accountId,
        state,
        ...(q ? { q } : {}),
        limit: pageSize,
        offset: (Math.max(page, 1) - 1) * pageSize,
      });
      return { rows: await Promise.all(rows.map((row) => rowView(row, actor))), total, page, pageSize, counts };
    },

    async page({ actor, assistId }: { actor: SessionActor; assistId: string }): Promise<AssistPage> {
      return pageOf(actor, await openAssistFor(parts, actor, assistId));
    },

    claim: ({ actor, assistId }: { actor: SessionActor; assistId: string }) => hold(actor, assistId, { name: actor.name }),
    release: ({ actor, assistId }: { actor: SessionActor; assistId: string }) => hold(actor, assistId, null),

    async answer({ actor, assistId, answer }: { actor: SessionActor; assistId: string; answer: AssistAnswer }): Promise<AssistPage> {
      const row = await openOwnAssist(parts, actor, assistId);
      const command = commandIdOf(actor, answer.commandId);
      // The reply to the first sending was lost.
      if (row.command === command) return pageOf(actor, row);
      if (row.status !== 'open') throw await whoWasFaster(actor, row);
      if (row.holder !== null && row.holder !== actor.accountId) throw await whoWasFaster(actor, row);
      const record = answer.kind === 'record' ? await recordOf(row, answer.values) : null;
      const documents = answer.kind === 'refused' ? [] : (answer.documents ?? []);
      if (answer.kind === 'record' && row.question.evidence === 'required' && documents.length === 0)
        throw new InvalidError('assist.evidence_required');
      await takeEvidence(parts, actor, row, documents);
      const at = parts.clock();
      const status = answer.kind === 'record' ? ('answered' as const) : answer.kind;
      const words = answer.words?.trim() || null;
      if (answer.kind === 'refused' && !words) throw new InvalidError('command.words_required');
      const seal = answer.kind !== 'refused' && answer.seal ? await sealed(row, { status, record, words, at }) : null;
      const days = answer.kind === 'refused' ? 0 : (answer.validDays ?? row.question.validDays);
      const closed = await answerAssist(
        parts.store,
        { region: row.region, caseId: row.case_id, id: row.id },
        {
          status,
          answer: record,
          words,
          documents,
          seal,
          validTo: answer.kind === 'refused' ? null : localDate(new Date(Date.parse(at) + days * 86_400_000).toISOString()),
          account: actor.accountId,
          name: actor.name,
          at,
          command,
        },
      );
      if (closed.length === 0) throw await whoWasFaster(actor, row);
      // The job is there already: whatever goes wrong here, a worker does.
      for (const key of closed)
        await deliverAnswer(parts, key).catch((error: unknown) =>
          parts.logger.warn({ error, caseId: key.caseId }, 'an answer is left to the worker'),
        );
      return again(actor, row);
    },

    async urge({
      actor,
      assistId,
      words,
      commandId,
    }: {
      actor: SessionActor;
      assistId: string;
      words?: string;
      commandId: string;
    }): Promise<AssistOfCase> {
      const { caseId, id } = splitAssistId(assistId);
      const found = await findAskingCase(parts, actor, caseId);
      const { region, department } = found;
      const result = await parts.runBurst({
        region,
        caseId,
        commandsFor: () => [
          {
            id: commandIdOf(actor, commandId),
            at: parts.clock(),
            actor: officerActor(actor, region, department),
            type: 'urgeAssist',
            assistId: id,
            ...(words ? { words } : {}),
          },
        ],
      });
      const assist = result.stored.state.assists![id]!;
      await showUrges(parts, { region, caseId, id }, assist);
      const calendar = await parts.plans.calendarOf(region);
      return assistOfCase(result.loaded.plan, result.stored.state, assist, { calendar, now: parts.clock(), account: actor.accountId });
    },
  };
}

/** The case as an officer of a department that takes part in its scenario. */
async function findAskingCase(parts: CaseParts, actor: SessionActor, caseId: string): Promise<{ region: string; department: string }> {
  for (const region of new Set(actor.grants.filter(({ role }) => role === 'officer').map((grant) => grant.region))) {
    const found = await parts.runBurst.load(region, caseId).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
    // The scenario's desks wait for the answer, also those the case has not come to.
    const isDeskOf = (one: string) => takesPart(found!.stored.state, one) || Object.hasOwn(found!.loaded.plan.scenario.departments, one);
    const department = found && departmentsOf(actor, region).find(isDeskOf);
    if (department) return { region, department };
  }
  throw new NotFoundError('assist.unknown');
}

function mustBeAsked(state: CaseState, row: AssistRow): Assist {
  const assist = state.assists?.[row.id];
  if (assist?.status !== 'open') throw new ConflictError('assist.withdrawn');
  return assist;
}

function checkCodeOf(outcome: Outcome): { checkCode?: string } {
  const value =
    outcome.ok && typeof outcome.value === 'object' && outcome.value !== null && !Array.isArray(outcome.value) ? outcome.value : {};
  const code = value.checkCode ?? value.code;
  return typeof code === 'string' ? { checkCode: code } : {};
}

/** Questions with nothing of the case in them: what the applicant typed is not the owner's to know. */
function formOf(loaded: LoadedPlan, state: CaseState, row: AssistRow, now: string) {
  const assist = state.assists?.[row.id];
  if (!assist) return [];
  const form = ownerFormOf(loaded.plan, assist.use, row.fields, assist.node);
  const blank: CaseState = { ...state, fields: {}, draft: {} };
  return formView({ loaded, state: blank, form, now }).sections;
}

function dueOf(status: string, due: string | undefined, calendar: Calendar, now: string) {
  if (status !== 'open') return { ...(due ? { due } : {}), lamp: 'done' as const };
  return due ? { due, ...lampOfDue(due, calendar, now) } : { lamp: 'normal' as const };
}

function givenView(plan: Plan, row: AssistRow, files: MaterialFile[]): NonNullable<AssistPage['given']> {
  const provides = plan.data[row.data_use]?.provides ?? {};
  const values: LabelledValue[] = Object.entries(row.answer ?? {}).map(([field, value]) => ({
    label: row.question.labels[field] ?? row.question.resourceName,
    shown: showValue(plan, provides[field] ?? '', value),
  }));
  return {
    values,
    ...(row.words ? { words: row.words } : {}),
    documents: archiveNumbers(row.documents),
    ...(files.length > 0 ? { files } : {}),
    sealed: row.seal !== null,
    ...(row.seal?.checkCode ? { checkCode: row.seal.checkCode } : {}),
    ...(row.valid_to ? { validTo: row.valid_to } : {}),
    together: row.same_as !== null,
  };
}

function historyOf(row: AssistRow): AssistEvent[] {
  const events: AssistEvent[] = [
    { at: row.opened_at, text: assistSteps.opened, by: row.question.askedBy },
    ...row.urges.map(({ at, name, words }) => ({ at, text: assistSteps.urged, by: name, ...(words ? { words } : {}) })),
    ...(row.escalated_at ? [{ at: row.escalated_at, text: assistSteps.escalated }] : []),
  ];
  if (row.status !== 'open' && row.done_at)
    events.push({
      at: row.done_at,
      text: assistSteps[row.status],
      ...(row.done_name ? { by: row.done_name } : {}),
      ...(row.words ? { words: row.words } : {}),
    });
  return events.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** A question as the desks of the case and the applicant see it. */
export function assistOfCase(
  plan: Plan,
  state: CaseState,
  assist: Assist,
  { calendar, now, account }: { calendar: Calendar; now: string; account?: string },
): AssistOfCase {
  const use = plan.data[assist.use];
  const today = localDate(now);
  const urgedToday = assist.urges?.some(({ by, at }) => by.id === account && localDate(at) === today) ?? false;
  return {
    id: `${state.id}.${assist.id}`,
    resourceName: use?.resourceDoc.name ?? ownerName(plan, assist.department),
    fields: assist.fields.flatMap((field) => plan.types[use?.provides[field] ?? '']?.name ?? use?.resourceDoc.fields[field]?.name ?? []),
    department: ownerName(plan, assist.department),
    status: assist.status,
    why: whyWords(assist.problem),
    openedAt: assist.openedAt,
    ...dueOf(assist.status, assist.due, calendar, now),
    escalated: assist.escalatedAt !== undefined,
    urges: (assist.urges ?? []).map(({ at, by, words }) => ({ at, by: by.name ?? '', ...(words ? { words } : {}) })),
    ...(assist.doneAt ? { doneAt: assist.doneAt } : {}),
    ...(assist.words ? { words: assist.words } : {}),
    canUrge: account !== undefined && assist.status === 'open' && !urgedToday,
  };
}

/** All questions of a case, the open ones first. */
export function assistsOfCase(plan: Plan, state: CaseState, how: { calendar: Calendar; now: string; account?: string }): AssistOfCase[] {
  const all = Object.values(state.assists ?? {}).filter(({ status }) => status !== 'withdrawn');
  const order = (assist: Assist) => (assist.status === 'open' ? 0 : 1);
  all.sort((a, b) => order(a) - order(b) || Number(a.id.slice(1)) - Number(b.id.slice(1)));
  return all.map((assist) => assistOfCase(plan, state, assist, how));
}

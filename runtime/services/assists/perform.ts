/**
 * What the worker does for questions: puts them, withdraws them, takes answers into the case, tells supervisors.
 *
 * Putting: the row is there once (key: case and effect); the effect stays waited for until an answer comes. Answering: the
 * row and a job are one transaction, and the job ends in the commit that takes the answer in, so that an answer is neither
 * lost nor counted twice, whoever dies in between.
 */
import type { Text } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import type { JsonValue } from '../../compile/plan.ts';
import type { Assist, Effect, Outcome, Provider } from '../../engine/types.ts';
import { listOrganisations } from '../../store/accounts.ts';
import {
  type AssistKey,
  type AssistQuestion,
  type AssistRow,
  escalateAssist,
  findAssist,
  findNullRates,
  findReusable,
  forgetAnswers,
  hasDesk,
  insertAssist,
  listOverdueAssists,
  reopenAssist,
  setAssistUrges,
  withdrawAssist,
} from '../../store/assists.ts';
import { appendAudit } from '../../store/audit.ts';
import { findContract } from '../../store/connections.ts';
import { type AssistAnswerJob, deleteJobs, type Job } from '../../store/jobs.ts';
import { answerEffects } from '../cases/effects.ts';
import { ownerName } from '../cases/form-view.ts';
import type { CaseParts } from '../cases/parts.ts';
import { CodedError, NotFoundError } from '../errors.ts';
import type { LoadedPlan } from '../plans.ts';
import { systemActor } from '../run-burst.ts';

type AskOwner = Extract<Effect, { type: 'assist' }>;
const defaultValidDays = 30;

/** One name for the same question under the same contract, without the person's number in it. */
export function keyHashOf(parts: Pick<CaseParts, 'partyKey'>, keys: Readonly<Record<string, JsonValue>>): string {
  const sorted = Object.keys(keys).sort();
  return parts.partyKey(`assist\n${JSON.stringify(sorted.map((name) => [name, keys[name]]))}`);
}

/** Puts the question to the desk of the owner; where it has none, to that of the same department in the asking region. */
export async function askOwner(parts: CaseParts, job: Job, effect: AskOwner): Promise<void> {
  const key = { region: job.region, caseId: job.caseId };
  const done = () => deleteJobs(parts.store, job.region, [{ ...key, id: job.id }]);
  const answer = (outcome: Outcome) => answerEffects(parts, key, [{ effectId: effect.id, outcome }]);
  const site = await loadCase(parts, key);
  if (!site?.stored.state.pending[effect.id]) return done();
  const { loaded, stored } = site;
  const use = loaded.plan.data[effect.dataUse]!;
  const contract =
    (await contractOf(parts, key.region, use.contract)) ??
    (use.contract === undefined ? undefined : loaded.package.contracts[use.contract]);
  const today = localDate(parts.clock());
  if (contract && (contract.status !== 'granted' || today > contract.validTo)) {
    await answer({ ok: false, kind: 'denied', message: 'The contract is not in force.' });
    return;
  }
  const { keys, fields } = effect;
  // Somebody may have answered the same since the form was filled in.
  const known =
    contract && (await findReusable(parts.store, { ...key, contract: contract.id, keyHash: keyHashOf(parts, keys), fields, today }));
  if (known) {
    await answer(
      await readAnswer(parts, { key: { ...key, id: effect.id }, row: known, assist: stored.state.assists![effect.id]!, ...site }),
    );
    return;
  }
  // Whose data it is here, the agreement says; a resource of a template names the province's.
  const owner = contract?.owner ?? use.resourceDoc.owner;
  const desk = await firstDesk(parts, [owner.region ?? key.region, key.region], owner.department);
  if (!desk) {
    await answer({ ok: false, kind: 'down', message: 'Nobody sits at a desk of the owner.' });
    return;
  }
  await insertAssist(parts.store, {
    region: key.region,
    case_id: key.caseId,
    id: effect.id,
    case_no: stored.caseNo,
    data_use: effect.dataUse,
    resource: use.resource,
    contract: use.contract ?? '',
    key_hash: keyHashOf(parts, effect.keys),
    owner_region: desk,
    department: owner.department,
    fields: effect.fields,
    question: {
      ...questionOf(loaded, effect),
      departmentName: await nameOfDesk(parts, loaded, desk, owner.department),
      askedBy: await parts.regionName(key.region),
      ...(contract ? { legalBasis: contract.legalBasis } : {}),
    },
    problem: effect.problem,
    opened_at: stored.state.assists?.[effect.id]?.openedAt ?? parts.clock(),
    due: effect.due ?? null,
  });
  // It may have been given up meanwhile: the withdrawal found no row.
  const after = await loadCase(parts, key);
  if (after?.stored.state.assists?.[effect.id]?.status !== 'open')
    await withdrawAssist(parts.store, { ...key, id: effect.id }, parts.clock());
  await done();
}

/** The agreement in force. */
export async function contractOf(parts: Pick<CaseParts, 'store'>, region: string, id: string | undefined) {
  return id === undefined ? undefined : findContract(parts.store, region, id);
}

/** As the region calls it; as the scenario does where it is not listed there. */
async function nameOfDesk(parts: CaseParts, { plan }: LoadedPlan, region: string, department: string): Promise<Text> {
  const known = (await listOrganisations(parts.store, [region])).find((one) => one.department === department);
  return known?.name ?? ownerName(plan, department);
}

async function firstDesk(parts: CaseParts, regions: readonly string[], department: string): Promise<string | undefined> {
  for (const region of new Set(regions)) if (await hasDesk(parts.store, { region, department })) return region;
  return undefined;
}

function questionOf(
  { plan }: LoadedPlan,
  { dataUse, keys, fields }: AskOwner,
): Omit<AssistQuestion, 'askedBy' | 'legalBasis' | 'departmentName'> {
  const { resourceDoc, assist, purpose } = plan.data[dataUse]!;
  const named = Object.entries(keys).map(([key, value]) => ({ label: resourceDoc.keys?.[key]?.name ?? resourceDoc.name, value }));
  return {
    scenarioName: plan.scenario.name,
    resourceName: resourceDoc.name,
    ...(assist?.question ? { words: assist.question } : {}),
    ...(purpose ? { purpose } : {}),
    keys: named,
    labels: Object.fromEntries(fields.map((field) => [field, resourceDoc.fields[field]?.name ?? resourceDoc.name])),
    evidence: assist?.evidence ?? 'optional',
    validDays: assist?.validDays ?? defaultValidDays,
  };
}

async function loadCase(parts: CaseParts, { region, caseId }: { region: string; caseId: string }) {
  try {
    return await parts.runBurst.load(region, caseId);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

export async function withdrawQuestion(parts: CaseParts, job: Job, effect: Extract<Effect, { type: 'cancelAssist' }>): Promise<void> {
  const { region, caseId } = job;
  await withdrawAssist(parts.store, { region, caseId, id: effect.effect }, parts.clock());
  await deleteJobs(parts.store, region, [job]);
}

/** Who answered, as the case keeps it. */
function providerOf({ owner_region, department, done_at, opened_at }: AssistRow): Provider {
  return { region: owner_region, department, at: done_at ?? opened_at };
}

/** An answer of a person as the outcome of the read it stands for. */
export function outcomeOf(row: AssistRow): Outcome {
  const by = providerOf(row);
  if (row.status === 'answered') return { ok: true, value: row.answer ?? {}, by };
  if (row.status === 'noRecord') return { ok: false, kind: 'noRecord', message: row.words ?? '', by };
  return { ok: false, kind: 'refused', message: row.words ?? '', by };
}

/** What somebody answered before to the very same question, while it is valid. */
export async function answeredBefore(
  parts: CaseParts,
  {
    region,
    contract,
    keys,
    fields,
  }: { region: string; contract: string; keys: Readonly<Record<string, JsonValue>>; fields: readonly string[] },
): Promise<Outcome | undefined> {
  const today = localDate(parts.clock());
  const row = await findReusable(parts.store, { region, contract, keyHash: keyHashOf(parts, keys), fields, today });
  return row && outcomeOf(row);
}

/** Empty fields of a record whose register is emptier than the data use accepts. */
export async function lackingFields(
  parts: CaseParts,
  { region, loaded, dataUse, record }: { region: string; loaded: LoadedPlan; dataUse: string; record: Readonly<Record<string, JsonValue>> },
): Promise<string[]> {
  const use = loaded.plan.data[dataUse]!;
  const { nullRate } = use.assist ?? {};
  const empty = Object.keys(use.provides).filter((field) => (record[field] ?? null) === null || record[field] === '');
  if (use.fallback !== 'assist' || nullRate === undefined || empty.length === 0) return [];
  const today = localDate(parts.clock());
  const owner = (await contractOf(parts, region, use.contract))?.owner ?? use.resourceDoc.owner;
  const rates = await findNullRates(parts.store, { region: owner.region ?? region, resource: use.resource, today });
  return empty.filter((field) => (rates[field] ?? 0) > nullRate);
}

/** Takes an answer into the case. It counts as a read: the contract is checked as it is now, and the read is logged. */
export async function deliverAnswer(parts: CaseParts, key: AssistKey): Promise<void> {
  const job = { region: key.region, caseId: key.caseId, id: `${key.id}a` };
  const site = await loadCase(parts, key);
  const row = await findAssist(parts.store, [key.region], key.caseId, key.id);
  if (!site?.stored.state.pending[key.id] || !row || row.status === 'open' || row.status === 'withdrawn')
    return deleteJobs(parts.store, key.region, [job]);
  const assist = site.stored.state.assists![key.id]!;
  const outcome = row.status === 'refused' ? outcomeOf(row) : await readAnswer(parts, { key, row, assist, ...site });
  try {
    await parts.runBurst({
      region: key.region,
      caseId: key.caseId,
      doneJobs: [job.id],
      commandsFor: ({ state }) => [
        {
          id: `assist:${key.id}@${state.counters.journal}`,
          at: parts.clock(),
          actor: systemActor,
          type: 'effectAnswered',
          effectId: key.id,
          outcome,
        },
      ],
    });
  } catch (error) {
    const code = error instanceof CodedError ? error.code : undefined;
    if (code !== 'assist.values_invalid' && code !== 'case.ended') throw error;
    // The case was moved to a version that asks otherwise: whoever answered is asked again.
    if (code === 'assist.values_invalid') await reopenAssist(parts.store, key);
    await deleteJobs(parts.store, key.region, [job]);
  }
}

async function readAnswer(
  parts: CaseParts,
  { key, row, assist, loaded, stored }: { key: AssistKey; row: AssistRow; assist: Assist; loaded: LoadedPlan; stored: { account: string } },
): Promise<Outcome> {
  const use = loaded.plan.data[assist.use]!;
  const { resourceDoc, keyExpressions: _, ...document } = use;
  const provides = Object.fromEntries(Object.entries(use.provides).filter(([field]) => assist.fields.includes(field)));
  return parts.connectors.read({
    dataUse: { id: assist.use, ...document, provides },
    contract: use.contract ? loaded.package.contracts[use.contract] : undefined,
    resource: resourceDoc,
    scenario: loaded.scenario,
    region: key.region,
    caseId: key.caseId,
    purpose: use.purpose,
    keys: assist.keys,
    key: `${key.caseId}:${key.id}`,
    node: assist.node,
    actor: stored.account,
    answered: async () => outcomeOf(row),
  });
}

export async function performAnswer(parts: CaseParts, job: Job, effect: AssistAnswerJob): Promise<void> {
  await deliverAnswer(parts, { region: job.region, caseId: job.caseId, id: effect.assist });
}

/** Days after its last use that an answer still says what it said: for questions about it. */
const keptDays = 90;
const forgottenAtOnce = 1_000;

/** Forgets what old answers say about people. */
export async function forgetOldAnswers(parts: Pick<CaseParts, 'store' | 'clock'>): Promise<number> {
  const before = new Date(Date.parse(parts.clock()) - keptDays * 86_400_000).toISOString();
  return forgetAnswers(parts.store, localDate(before), forgottenAtOnce);
}

const overdueAtOnce = 100;

/** Tells the supervisors of the owner's region about questions past their date. Answers how many there were. */
export async function escalateOverdue(parts: CaseParts): Promise<number> {
  const at = parts.clock();
  const keys = await listOverdueAssists(parts.store, localDate(at), overdueAtOnce);
  for (const key of keys) await escalateOne(parts, key, at);
  return keys.length;
}

async function escalateOne(parts: CaseParts, key: AssistKey, at: string): Promise<void> {
  const { region, caseId, id } = key;
  try {
    const { stored } = await parts.runBurst({
      region,
      caseId,
      commandsFor: () => [{ id: `overdue:${id}`, at, actor: systemActor, type: 'assistOverdue', assistId: id }],
    });
    const assist = stored.state.assists?.[id];
    if (assist?.status !== 'open') return await withdrawAssist(parts.store, key, at);
    if (assist.escalatedAt === undefined) return;
    await escalateAssist(parts.store, key, assist.escalatedAt);
    await appendAudit(parts.store, { region, at, action: 'assist.escalated', object: `${caseId}.${id}`, result: 'done', data: {} });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    // The case is gone or has ended: nobody waits for the answer.
    await withdrawAssist(parts.store, key, at);
  }
}

/** Writes the urges of a question into the row its desk sees. */
export async function showUrges(parts: CaseParts, key: AssistKey, assist: Assist): Promise<void> {
  const urges = (assist.urges ?? []).map(({ by, at, words }) => ({ at, name: by.name ?? '', ...(words ? { words } : {}) }));
  await setAssistUrges(parts.store, key, urges);
}

/**
 * Effects: performed after commit through the connectors, each under its idempotency key; the answer comes back as
 * `effectAnswered`. Called by the worker for jobs, and by the request itself for the reads a form waits for.
 */
import type { JsonValue } from '../../compile/plan.ts';
import type { Command, Effect, Outcome } from '../../engine/types.ts';
import { appendAudit } from '../../store/audit.ts';
import type { StoredCase } from '../../store/cases.ts';
import { acceptEvent } from '../../store/events.ts';
import { deleteJobs, type Job } from '../../store/jobs.ts';
import { answeredBefore, askOwner, lackingFields, performAnswer, withdrawQuestion } from '../assists/perform.ts';
import { reportToOwner, takeOwnersAnswer } from '../assists/reports.ts';
import { CodedError, NotFoundError } from '../errors.ts';
import { cancelChild, childEnded, childEscalated, startChild } from '../events/children.ts';
import { deliverEvent } from '../events/deliver.ts';
import { startByTimer } from '../events/starts.ts';
import { retryByItself } from '../incidents/retry.ts';
import type { LoadedPlan } from '../plans.ts';
import { type BurstResult, systemActor } from '../run-burst.ts';
import { issueDocument } from './issue.ts';
import { LaneFull, type Lanes, laneOf } from './lanes.ts';
import { issuePaper } from './papers.ts';
import type { CaseParts } from './parts.ts';
import { performPay, refund } from './payments.ts';

type DataEffect = Extract<Effect, { type: 'data' }>;
type NotifyEffect = Extract<Effect, { type: 'notify' }>;

export interface EffectSite {
  region: string;
  caseId: string;
  stored: StoredCase;
  loaded: LoadedPlan;
}

/** Does what the effect asks for. Whatever goes wrong outside is an outcome; only our own faults throw. */
export async function performEffect(parts: CaseParts, site: EffectSite, effect: Effect): Promise<Outcome> {
  switch (effect.type) {
    case 'data':
      return readData(parts, site, effect);
    case 'notify':
      return notify(parts, site, effect);
    case 'issue':
      return issueDocument(parts, site, effect);
    case 'paper':
      return issuePaper(parts, site, effect);
    case 'message':
      return sendMessage(parts, site, effect);
    case 'signal':
      return sendSignal(parts, site, effect);
    case 'transfer':
      return transfer(parts, site, effect);
    case 'archive':
      return archive(parts, site, effect);
    case 'refund':
      return refund(parts, site.region, effect);
    default:
      return { ok: true, value: null };
  }
}

/** The case goes to another system over its connection; the answer may bring the number it has there. */
async function transfer(
  parts: CaseParts,
  { region, loaded, stored }: EffectSite,
  { key, to, values }: Extract<Effect, { type: 'transfer' }>,
): Promise<Outcome> {
  if (!parts.connectors.handOver) return { ok: false, kind: 'denied', message: 'Nothing can be handed over here.' };
  return parts.connectors.handOver({ key, region, to, body: { caseNo: stored.caseNo, scenario: loaded.scenario, region, values } });
}

/**
 * The archive is our own history: what counts is that it stands from here on. The receipt is the hash of its last entry,
 * written to the audit, against which the history can be checked later.
 */
async function archive(
  parts: CaseParts,
  { region, caseId, stored }: EffectSite,
  { key, department, years }: Extract<Effect, { type: 'archive' }>,
): Promise<Outcome> {
  const kept = { ...(department === undefined ? {} : { department }), ...(years === undefined ? {} : { years }) };
  const data = { key, chain: stored.chain, ...kept };
  await appendAudit(parts.store, {
    region,
    at: parts.clock(),
    action: 'case.archived',
    object: stored.caseNo ?? caseId,
    result: 'done',
    data,
  });
  return { ok: true, value: { chain: stored.chain } };
}

/** The message is accepted once under the effect's key; another job delivers it. */
async function sendMessage(
  parts: CaseParts,
  { region, caseId, loaded }: EffectSite,
  effect: Extract<Effect, { type: 'message' }>,
): Promise<Outcome> {
  await acceptEvent(parts.store, {
    region,
    id: effect.key,
    kind: 'message',
    name: effect.message,
    ...(effect.correlation === undefined ? {} : { key: effect.correlation }),
    values: effect.values,
    source: 'case',
    sender: caseId,
    keep: loaded.plan.scenario.messages?.[effect.message]?.keep ?? false,
    at: parts.clock(),
  });
  return { ok: true, value: null };
}

async function sendSignal(parts: CaseParts, { region, caseId }: EffectSite, effect: Extract<Effect, { type: 'signal' }>): Promise<Outcome> {
  const { key: id, signal: name, at } = effect;
  await acceptEvent(parts.store, { region, id, kind: 'signal', name, values: {}, source: 'case', sender: caseId, keep: false, at });
  return { ok: true, value: null };
}

async function readData(parts: CaseParts, { region, caseId, loaded, stored }: EffectSite, effect: DataEffect): Promise<Outcome> {
  const use = loaded.plan.data[effect.dataUse];
  if (!use) return { ok: false, kind: 'denied', message: 'The version has no such data use.' };
  const { resourceDoc, keyExpressions: _, ...document } = use;
  const { keys } = effect;
  const outcome = await parts.connectors.read({
    dataUse: { id: effect.dataUse, ...document },
    contract: use.contract ? loaded.package.contracts[use.contract] : undefined,
    resource: resourceDoc,
    scenario: loaded.scenario,
    region,
    caseId,
    purpose: use.purpose,
    keys,
    key: effect.key,
    node: effect.node,
    actor: stored.account,
    ...(use.fallback === 'assist' ? { answered: ({ id, fields }) => answeredBefore(parts, { region, contract: id, keys, fields }) } : {}),
  });
  if (!outcome.ok || outcome.by || !isRecord(outcome.value)) return outcome;
  const lacking = await lackingFields(parts, { region, loaded, dataUse: effect.dataUse, record: outcome.value });
  return lacking.length > 0 ? { ...outcome, lacking } : outcome;
}

function isRecord(value: JsonValue): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function notify(parts: CaseParts, { region }: EffectSite, effect: NotifyEffect): Promise<Outcome> {
  if (typeof effect.to !== 'string' || effect.to === '') return { ok: false, kind: 'noRecord', message: 'Nobody to send to.' };
  return parts.connectors.sendSms({ key: effect.key, region, to: effect.to, text: effect.text['zh-CN'] ?? '' });
}

export interface Answer {
  effectId: string;
  outcome: Outcome;
}

/** Feeds answers of one case back in one burst, and forgets their jobs in the same statement. */
export async function answerEffects(
  parts: CaseParts,
  key: { region: string; caseId: string },
  answers: readonly Answer[],
  options: { performsData?: boolean } = {},
): Promise<BurstResult | undefined> {
  const doneJobs = answers.map((answer) => answer.effectId);
  return orForget(parts, key, doneJobs, () =>
    parts.runBurst({
      ...key,
      doneJobs,
      performsData: options.performsData ?? false,
      commandsFor: ({ state }) => answers.map((answer) => answered(state.counters.journal, answer, parts.clock())),
    }),
  );
}

/** An effect may fail, be tried again under its own id and be answered once more: the journal's place tells the answers apart. */
function answered(place: number, { effectId, outcome }: Answer, at: string): Command {
  return { id: `effect:${effectId}@${place}`, at, actor: systemActor, type: 'effectAnswered', effectId, outcome };
}

/** A timer came due. One that is not set any more is forgotten. */
export async function timerDue(
  parts: CaseParts,
  { region, caseId, timerId }: { region: string; caseId: string; timerId: string },
): Promise<void> {
  await orForget(parts, { region, caseId }, [timerId], () =>
    parts.runBurst({
      region,
      caseId,
      doneJobs: [timerId],
      commandsFor: ({ state }) => {
        const dueAt = state.timers[timerId]?.dueAt;
        const now = parts.clock();
        // The database's clock called it due; a few milliseconds between two clocks are no reason to wait again.
        const at = dueAt && dueAt > now && Date.parse(dueAt) - Date.parse(now) < 5_000 ? dueAt : now;
        return [{ id: `timer:${timerId}@${state.counters.journal}`, at, actor: systemActor, type: 'timerDue', timerId }];
      },
    }),
  );
}

/** A case that is gone, or that refuses the answer for good, no longer needs the job. */
async function orForget<T>(
  parts: CaseParts,
  { region, caseId }: { region: string; caseId: string },
  ids: readonly string[],
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const over = error instanceof NotFoundError || (error instanceof CodedError && error.code === 'case.ended');
    if (!over) throw error;
    await deleteJobs(
      parts.store,
      region,
      ids.map((id) => ({ region, caseId, id })),
    );
    return undefined;
  }
}

/** Performs one claimed job to its end. Outcomes that may pass are thrown back to the worker as `RetryLater`. */
export async function performJob(
  parts: CaseParts,
  job: Job,
  { maxAttempts, lanes }: { maxAttempts: number; lanes?: Lanes },
): Promise<void> {
  const key = { region: job.region, caseId: job.caseId };
  if (job.kind === 'incident') return retryByItself(parts, job);
  switch (job.effect.type) {
    case 'timer':
      return timerDue(parts, { ...key, timerId: job.id });
    case 'deliver':
      return deliverEvent(parts, job.region, job.effect.id);
    case 'timerStart':
      return startByTimer(parts, job.region, job.effect);
    case 'startChild':
      return startChild(parts, job, job.effect);
    case 'cancelChild':
      return cancelChild(parts, job, job.effect);
    case 'childEnded':
      return childEnded(parts, job, job.effect);
    case 'childEscalated':
      return childEscalated(parts, job, job.effect);
    case 'assist':
      return askOwner(parts, job, job.effect);
    case 'cancelAssist':
      return withdrawQuestion(parts, job, job.effect);
    case 'assistAnswer':
      return performAnswer(parts, job, job.effect);
    case 'qualityReport':
      return reportToOwner(parts, job, job.effect);
    case 'disputeAnswer':
      return takeOwnersAnswer(parts, job, job.effect);
  }
  const site = await orForget(parts, key, [job.id], () => parts.runBurst.load(key.region, key.caseId));
  if (!site) return;
  const lane = laneOf(job, site.loaded);
  const place = lane === undefined || !lanes ? () => {} : lanes.take(lane);
  if (!place) throw new LaneFull(lane);
  try {
    await performOutside(parts, { ...job, effect: job.effect }, site, { maxAttempts });
  } finally {
    place();
  }
}

async function performOutside(
  parts: CaseParts,
  job: Job & { effect: Effect },
  site: Pick<EffectSite, 'stored' | 'loaded'>,
  { maxAttempts }: { maxAttempts: number },
): Promise<void> {
  const key = { region: job.region, caseId: job.caseId };
  if (job.effect.type === 'pay') return performPay(parts, job, job.effect, { maxAttempts });
  const outcome = site.stored.state.pending[job.id] ? await performEffect(parts, { ...key, ...site }, job.effect) : notWanted;
  // What is to be given back is given back: until it is, the job stays, and an operator sees one that cannot be done.
  if (!outcome.ok && job.effect.type === 'refund') throw new RefundFailed(outcome.kind);
  if (!outcome.ok && isPassing(job.effect, outcome.kind) && (job.attempts < maxAttempts || job.effect.type === 'paper'))
    throw new RetryLater(outcome.kind);
  await answerEffects(parts, key, [{ effectId: job.id, outcome }]);
}
const notWanted: Outcome = { ok: true, value: null };

/** The payment did not give the money back. */
export class RefundFailed extends Error {}

/** The outside may answer in a moment; the same key makes sure that it acts once. */
export class RetryLater extends Error {}

/**
 * Only what must happen is tried again: a message, a document. A read has had its retries inside the connector, and the
 * flow has a way to go on without it.
 */
function isPassing(effect: Effect, kind: Extract<Outcome, { ok: false }>['kind']): boolean {
  return effect.type !== 'data' && (kind === 'down' || kind === 'timeout' || kind === 'quota');
}

/** Most rounds of reads a form may need: each gives the keys of the next. */
const maxRounds = 5;

/** Reads what an open form waits for, side by side, and feeds the answers back; goes on while answers start more reads. */
export async function readNow(parts: CaseParts, first: BurstResult): Promise<BurstResult> {
  let result = first;
  for (let round = 0; round < maxRounds; round += 1) {
    const reads = result.effects.filter((effect): effect is DataEffect => isForForm(result, effect));
    if (reads.length === 0) return result;
    const { state } = result.stored;
    const site: EffectSite = { region: state.region, caseId: state.id, stored: result.stored, loaded: result.loaded };
    const answers = await Promise.all(reads.map(async (effect) => ({ effectId: effect.id, outcome: await guarded(parts, site, effect) })));
    const next = await answerEffects(parts, { region: site.region, caseId: site.caseId }, answers, { performsData: true });
    if (!next) return result;
    result = next;
  }
  return result;
}

function isForForm({ stored }: BurstResult, effect: Effect): boolean {
  const pending = stored.state.pending[effect.id];
  return effect.type === 'data' && pending !== undefined && pending.token === undefined;
}

/** A fault of ours in one read must not take the form with it: its fields are asked. */
async function guarded(parts: CaseParts, site: EffectSite, effect: DataEffect): Promise<Outcome> {
  try {
    return await readData(parts, site, effect);
  } catch (error) {
    parts.logger.error({ error, caseId: site.caseId, effect: effect.id }, 'a data read failed inside');
    return { ok: false, kind: 'down', message: 'The read failed.' };
  }
}

/**
 * Cases that call others. The child is started under the key of the parent's effect, so that a repeated start finds it; when
 * it ends, its last burst leaves a job that answers the parent. A child that is not wanted any more is cancelled.
 *
 * Crash between any two steps: the start job stays until it is done and looks at the parent again after starting, so a child
 * started while its parent gave up is cancelled; the answer stays a job of the child until the parent has it.
 */
import { uuidv7 } from 'uuidv7';
import type { Effect, Outcome } from '../../engine/types.ts';
import { findCaseByStartKeyAnywhere, type StoredCase } from '../../store/cases.ts';
import { deleteJobs, type Job } from '../../store/jobs.ts';
import { answerEffects } from '../cases/effects.ts';
import type { CaseParts } from '../cases/parts.ts';
import { CodedError, NotFoundError } from '../errors.ts';
import { carryMaterials } from '../materials/carried.ts';
import { systemActor } from '../run-burst.ts';
import { systemAccount } from './deliver.ts';

type StartChild = Extract<Effect, { type: 'startChild' }>;
type CancelChild = Extract<Effect, { type: 'cancelChild' }>;
type ChildEnded = Extract<Effect, { type: 'childEnded' }>;
type ChildEscalated = Extract<Effect, { type: 'childEscalated' }>;

const startKeyOf = (parentKey: string) => `call:${parentKey}`;

export async function startChild(parts: CaseParts, job: Job, effect: StartChild): Promise<void> {
  const key = { region: job.region, caseId: job.caseId };
  const parent = await wanting(parts, key, effect.id);
  if (parent) {
    const region = effect.region ?? job.region;
    const loaded = await parts.plans.livePlan(region, effect.scenario);
    if (!loaded) {
      await answerEffects(parts, key, [
        { effectId: effect.id, outcome: { ok: false, kind: 'noRecord', message: 'No such scenario is published.' } },
      ]);
      return;
    }
    const caseId = uuidv7();
    const values = await carryMaterials(parts, { from: key, to: { region, caseId, loaded }, values: effect.inputs });
    await parts.runBurst({
      start: { loaded, account: parent.account, startKey: startKeyOf(effect.key) },
      region,
      caseId,
      commands: [
        {
          id: 'start',
          at: parts.clock(),
          actor: parent.state.applicant ?? systemActor,
          type: 'start',
          caseId,
          region,
          version: loaded.version,
          values,
          parent: { region: job.region, caseId: job.caseId, effect: effect.id, outputs: effect.outputs },
        },
      ],
    });
  }
  // It may have been given up while the child was being started, or long before.
  if (!(await wanting(parts, key, effect.id))) await cancelByKey(parts, effect.key);
  await deleteJobs(parts.store, job.region, [{ ...key, id: job.id }]);
}

/** The parent while it waits for this child or has its answer; nothing when it gave up. */
async function wanting(parts: CaseParts, key: { region: string; caseId: string }, effect: string): Promise<StoredCase | undefined> {
  try {
    const { stored } = await parts.runBurst.load(key.region, key.caseId);
    return stored.state.pending[effect] ? stored : undefined;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

export async function cancelChild(parts: CaseParts, job: Job, effect: CancelChild): Promise<void> {
  await cancelByKey(parts, `${job.caseId}:${effect.effect}`);
  await deleteJobs(parts.store, job.region, [{ region: job.region, caseId: job.caseId, id: job.id }]);
}

async function cancelByKey(parts: CaseParts, parentKey: string): Promise<void> {
  const child = await findCaseByStartKeyAnywhere(parts.store, startKeyOf(parentKey));
  if (!child) return;
  try {
    await parts.runBurst({
      region: child.region,
      caseId: child.id,
      commandsFor: () => [
        { id: 'cancelled-by-parent', at: parts.clock(), actor: systemActor, type: 'cancelCase', reason: 'call.cancelled' },
      ],
    });
  } catch (error) {
    // A draft whose time was over has no state any more.
    if (!(error instanceof NotFoundError) && !(error instanceof CodedError && error.code === 'case.ended')) throw error;
  }
}

export async function childEnded(parts: CaseParts, job: Job, { parent, result, values, error }: ChildEnded): Promise<void> {
  await answerEffects(parts, { region: parent.region, caseId: parent.caseId }, [
    { effectId: parent.effect, outcome: error === undefined ? { ok: true, value: { result, values } } : failed(error) },
  ]);
  await deleteJobs(parts.store, job.region, [{ region: job.region, caseId: job.caseId, id: job.id }]);
}

/** The step that called the child has the way drawn for its error taken, or a person is told. */
const failed = (error: string | null): Outcome => ({
  ok: false,
  kind: 'error',
  message: 'the called case ended with an error',
  ...(error === null ? {} : { code: error }),
});

/** The child raised something its parent may have an event for; where the parent is gone, nobody needs to know. */
export async function childEscalated(parts: CaseParts, job: Job, { key, parent, code }: ChildEscalated): Promise<void> {
  const command = {
    id: `escalated:${key}`,
    at: parts.clock(),
    actor: systemActor,
    type: 'childEscalated',
    effectId: parent.effect,
  } as const;
  if (await wanting(parts, { region: parent.region, caseId: parent.caseId }, parent.effect))
    await parts.runBurst({
      region: parent.region,
      caseId: parent.caseId,
      commandsFor: () => [code === undefined ? command : { ...command, code }],
    });
  await deleteJobs(parts.store, job.region, [{ region: job.region, caseId: job.caseId, id: job.id }]);
}

export { systemAccount };

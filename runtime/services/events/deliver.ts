/**
 * Events on their way to cases. An event is accepted once (its id is an idempotency key) and then delivered by a job, so
 * that whoever sent it need not wait and a crash loses nothing.
 *
 * A message goes to one case: the one that has waited longest, else a new one where a live version starts by it, else it is
 * kept or lost as its message says. Its row is taken in the commit of that case; a second deliverer finds it taken and its
 * commit fails whole. A signal goes to everybody who listened when it was sent, each under a command id of its own, so that
 * going over the list again after a crash tells nobody twice.
 */
import { uuidv7 } from 'uuidv7';
import { localDate } from '../../calendar/index.ts';
import type { JsonValue, Plan } from '../../compile/plan.ts';
import type { Command } from '../../engine/types.ts';
import {
  findEvent,
  listMessageListeners,
  listScenarioEvents,
  listSignalListeners,
  messageTaken,
  parkMessage,
  type ScenarioEvent,
  type StoredEvent,
  settleEvent,
} from '../../store/events.ts';
import type { CaseParts } from '../cases/parts.ts';
import { lookAtOrder } from '../cases/payments.ts';
import { CodedError, NotFoundError } from '../errors.ts';
import { systemActor } from '../run-burst.ts';

/** What the unified payment sends when an order was paid; its key is the number of the order. */
export const paymentMessage = 'payment';

/** The account of cases that no person started. */
export const systemAccount = 'system';

/** Performs one delivery to its end. Throws what may pass: the job comes back. */
export async function deliverEvent(parts: CaseParts, region: string, id: string): Promise<void> {
  const event = await findEvent(parts.store, region, id);
  if (!event || (event.status !== 'waiting' && event.status !== 'kept')) return settleEvent(parts.store, region, id, 'delivered');
  if (event.kind === 'signal') return broadcast(parts, region, event);
  if (event.kind === 'data') return lookAtData(parts, region, event);
  // The payment tells of an order of ours: whoever waits for it is known by its number.
  if (event.name === paymentMessage && event.source.startsWith('connection:') && (await lookAtOrder(parts, region, event)))
    return settleEvent(parts.store, region, id, 'delivered');
  // Parking fails only when somebody has begun to listen meanwhile; then there is somebody to try.
  for (let round = 0; round < 5; round += 1) {
    if (await deliverMessage(parts, region, event)) return;
    if (!event.keep) return settleEvent(parts.store, region, id, 'nobody');
    if (await parkMessage(parts.store, region, id)) return;
  }
  throw new Error('Whoever waits for this message does not take it.');
}

type Tried = 'taken' | 'not here' | 'gone';

/** True when it is over: a case has it, or it was refused. */
async function deliverMessage(parts: CaseParts, region: string, event: StoredEvent): Promise<boolean> {
  for (const { case_id } of await listMessageListeners(parts.store, region, event.name, event.key)) {
    const tried = await tryCase(parts, region, case_id, event);
    if (tried !== 'not here') return true;
  }
  const [start] = await listScenarioEvents(parts.store, region, ['start.message'], event.name);
  if (!start) return false;
  return (await startByEvent(parts, region, start, event, `message:${event.id}`)) !== 'not here';
}

async function tryCase(parts: CaseParts, region: string, caseId: string, event: StoredEvent): Promise<Tried> {
  const command: Command = {
    id: `message:${event.id}`,
    at: parts.clock(),
    actor: systemActor,
    type: 'message',
    message: event.name,
    ...(event.key === null ? {} : { key: event.key }),
    values: event.payload,
    onlyIfAwaited: true,
  };
  return guarded(parts, region, event, async () => {
    const result = await parts.runBurst({ region, caseId, taken: [{ id: event.id, status: 'delivered' }], commandsFor: () => [command] });
    if (result.repeated) await settleEvent(parts.store, region, event.id, 'delivered');
    return 'taken';
  });
}

/** What a try came to. A case that does not wait any more is no fault; values that do not fit are told to the sender. */
async function guarded(parts: CaseParts, region: string, event: StoredEvent, work: () => Promise<Tried>): Promise<Tried> {
  try {
    return await work();
  } catch (error) {
    if (isTaken(error)) return 'gone';
    if (error instanceof NotFoundError) return 'not here';
    if (!(error instanceof CodedError)) throw error;
    if (error.code === 'message.not_awaited' || error.code === 'case.ended') return 'not here';
    if (error.code !== 'message.values_invalid') throw error;
    await settleEvent(parts.store, region, event.id, 'refused', error.code);
    return 'gone';
  }
}

function isTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === messageTaken;
}

/** A new case of the live version, begun at the start that names the event; the key makes a repeated start find the first. */
export async function startByEvent(
  parts: CaseParts,
  region: string,
  start: ScenarioEvent,
  event: StoredEvent | undefined,
  startKey: string,
): Promise<Tried> {
  const loaded = await parts.plans.livePlan(region, start.scenario);
  const node = loaded?.plan.nodes[start.node];
  if (!loaded || node?.doc.kind !== 'start' || node.block !== undefined) return 'not here';
  const caseId = uuidv7();
  const command: Command = {
    id: 'start',
    at: parts.clock(),
    actor: systemActor,
    type: 'start',
    caseId,
    region,
    version: loaded.version,
    trigger: { node: start.node, values: event?.payload ?? {} },
  };
  const begin = async (): Promise<Tried> => {
    const taken = event?.kind === 'message' ? { taken: [{ id: event.id, status: 'started' as const }] } : {};
    await parts.runBurst({ start: { loaded, account: systemAccount, startKey }, region, caseId, commands: [command], ...taken });
    return 'taken';
  };
  return event ? guarded(parts, region, event, begin) : begin();
}

async function broadcast(parts: CaseParts, region: string, event: StoredEvent): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const cases = await listSignalListeners(parts.store, region, event.name, { at: event.at, ...(after ? { after } : {}) });
    for (const caseId of cases) if (caseId !== event.sender) await tell(parts, region, caseId, event);
    after = cases.at(-1);
    if (after === undefined) break;
  }
  for (const start of await listScenarioEvents(parts.store, region, ['start.signal'], event.name)) {
    await startByEvent(parts, region, start, event, `signal:${event.id}:${start.scenario}:${start.node}`);
  }
  await settleEvent(parts.store, region, event.id, 'delivered');
}

/** Data that came in: every live version with a rule over it that holds begins a case, each under a key of its own. */
async function lookAtData(parts: CaseParts, region: string, event: StoredEvent): Promise<void> {
  let started = false;
  for (const start of await listScenarioEvents(parts.store, region, ['start.condition'])) {
    const loaded = await parts.plans.livePlan(region, start.scenario);
    if (!loaded || !holds(loaded.plan, start.node, event, region)) continue;
    const tried = await startByEvent(parts, region, start, event, `data:${event.id}:${start.scenario}:${start.node}`);
    started ||= tried === 'taken';
  }
  await settleEvent(parts.store, region, event.id, started ? 'started' : 'nobody');
}

/** The rule sees only what its start is given; values of other paths, and those of a wrong type, are not there. */
function holds(plan: Plan, node: string, { payload, at }: StoredEvent, region: string): boolean {
  const doc = plan.nodes[node]?.doc;
  const when = plan.events?.[node]?.when;
  if (doc?.kind !== 'start' || !when) return false;
  const env = { now: at, ...(plan.calendar ? { calendar: plan.calendar } : {}) };
  const values: Record<string, JsonValue> = {};
  for (const path of doc.given ?? []) {
    const checked = Object.hasOwn(payload, path) ? plan.checkValue(path, payload[path]!, env) : undefined;
    if (checked?.ok) values[path] = checked.value;
  }
  const result = when(plan.contextOf(values, { outcomes: {}, case: { region, submittedDate: localDate(at) } }), env);
  return result.ok && result.value;
}

async function tell(parts: CaseParts, region: string, caseId: string, event: StoredEvent): Promise<void> {
  await guarded(parts, region, event, async () => {
    await parts.runBurst({
      region,
      caseId,
      commandsFor: () => [{ id: `signal:${event.id}`, at: parts.clock(), actor: systemActor, type: 'signal', signal: event.name }],
    });
    return 'taken';
  });
}

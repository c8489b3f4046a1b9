/** What a published version begins by itself, and the turns of those that begin by time. */
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { addDuration } from '../../calendar/index.ts';
import { eventOf, type NodeEvent } from '../../compile/events.ts';
import type { Plan, ScenarioPackage } from '../../compile/plan.ts';
import { instantOf } from '../../engine/instants.ts';
import { listScenarioEvents, type PublishedEvents, setNextTimerStart, type TimerStartJob } from '../../store/events.ts';
import type { CaseParts } from '../cases/parts.ts';
import { startByEvent } from './deliver.ts';

type TimerEvent = Extract<NodeEvent, { type: 'timer' }>;

/** What the store must know of a version that goes live at this instant. */
export function publishedEvents(
  { scenario }: ScenarioPackage,
  plan: Plan | undefined,
  calendar: Calendar | undefined,
  at: string,
): PublishedEvents {
  const events: PublishedEvents['events'] = [
    ...Object.entries(scenario.messages ?? {}).map(([name, { keep = false }]) => ({
      kind: 'message' as const,
      name,
      node: '',
      keep,
      trigger: null,
    })),
    ...Object.entries(scenario.signals ?? {}).flatMap(([name, { reach }]) =>
      reach === 'region' ? [{ kind: 'signal' as const, name, node: '', keep: false, trigger: null }] : [],
    ),
  ];
  const timers: PublishedEvents['timers'] = [];
  for (const [node, doc] of Object.entries(scenario.nodes)) {
    const event = doc.kind === 'start' && doc.parent === undefined ? eventOf(doc) : undefined;
    if (event?.type === 'message') events.push({ kind: 'start.message', name: event.message, node, keep: false, trigger: null });
    if (event?.type === 'signal') events.push({ kind: 'start.signal', name: event.signal, node, keep: false, trigger: null });
    if (event?.type === 'condition') events.push({ kind: 'start.condition', name: '', node, keep: false, trigger: null });
    if (event?.type !== 'timer') continue;
    const dueAt = firstInstant(event, node, plan, calendar, at);
    events.push({ kind: 'start.timer', name: '', node, keep: false, trigger: null });
    if (dueAt !== undefined) timers.push({ node, dueAt, mark: JSON.stringify(event) });
  }
  return { events, timers };
}

function firstInstant(
  event: TimerEvent,
  node: string,
  plan: Plan | undefined,
  calendar: Calendar | undefined,
  at: string,
): string | undefined {
  const after = event.duration ?? event.cycle?.every;
  if (after) return instantAfter(calendar, at, after);
  const value = plan?.events?.[node]?.until?.({}, { now: at });
  const until = value?.ok ? instantOf(value.value) : undefined;
  // What has passed does not begin any more: publishing an old version again starts nothing.
  return until !== undefined && until > at ? until : undefined;
}

/** Working days of a year not announced are taken as calendar days, so that a start is late rather than lost. */
function instantAfter(calendar: Calendar | undefined, from: string, every: NonNullable<TimerEvent['duration']>): string {
  const result = calendar && addDuration(calendar, from, every);
  if (result && 'at' in result) return result.at;
  return new Date(Date.parse(from) + every.amount * 86_400_000).toISOString();
}

/** A start by time came due: the case is started under the key of that instant, then the next turn is set. */
export async function startByTimer(parts: CaseParts, region: string, job: TimerStartJob): Promise<void> {
  const loaded = await parts.plans.livePlan(region, job.scenario);
  const doc = loaded?.plan.nodes[job.node]?.doc;
  const event = doc?.kind === 'start' ? eventOf(doc) : undefined;
  const known = (await listScenarioEvents(parts.store, region, ['start.timer'])).find(
    (one) => one.scenario === job.scenario && one.node === job.node,
  );
  if (known && event?.type === 'timer')
    await startByEvent(parts, region, known, undefined, `timer:${job.scenario}:${job.node}:${job.dueAt}`);
  await setNextTimerStart(
    parts.store,
    region,
    job,
    known && event?.type === 'timer' ? await nextTurn(parts, region, event, job) : undefined,
  );
}

/** Turns that were missed while nobody worked are not made up for one by one. */
async function nextTurn(parts: CaseParts, region: string, { cycle }: TimerEvent, job: TimerStartJob): Promise<string | undefined> {
  if (!cycle || (cycle.times !== undefined && job.count + 1 >= cycle.times)) return undefined;
  const calendar = await parts.plans.calendarOf(region);
  const now = parts.clock();
  const next = instantAfter(calendar, job.dueAt, cycle.every);
  return next > now ? next : instantAfter(calendar, now, cycle.every);
}

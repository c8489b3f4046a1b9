/** Events between cases: who listens, what came, and what live versions begin by themselves. */
import type { JsonValue } from '../compile/plan.ts';
import type { Store } from './store.ts';

/** Case id of jobs that belong to no case: deliveries, and starts by time. */
export const nobody = '00000000-0000-0000-0000-000000000000';
/** Days an event is kept: waiting for somebody who listens, and known so that it is not taken in twice. */
export const keptDays = 30;

/** Raised by a commit that wanted a message somebody else has taken. */
export const messageTaken = 'LB002';

export interface IncomingEvent {
  region: string;
  /** Idempotency key. */
  id: string;
  kind: 'message' | 'signal' | 'data';
  /** Of the message or signal; data has the name of its source. */
  name: string;
  key?: string;
  values: Record<string, JsonValue>;
  /** Who sent it, for the record: a connection, an account, a case. */
  source: string;
  sender?: string;
  keep: boolean;
  at: string;
  /** Default: `keptDays` after `at`. */
  expiresAt?: string;
}

/** Takes an event in, once; false when an event of this id is known. */
export async function acceptEvent(store: Store, event: IncomingEvent): Promise<boolean> {
  const expires = event.expiresAt ?? new Date(Date.parse(event.at) + keptDays * 86_400_000).toISOString();
  const [row] = await store.query<{ fresh: boolean }>({
    name: 'accept-event',
    text: 'SELECT lianban_accept_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS fresh',
    values: [
      event.region,
      event.id,
      event.kind,
      event.name,
      event.key ?? null,
      JSON.stringify(event.values),
      event.source,
      event.sender ?? null,
      event.keep,
      event.at,
      expires,
    ],
  });
  return row?.fresh ?? false;
}

export type EventStatus = 'waiting' | 'kept' | 'delivered' | 'started' | 'nobody' | 'refused' | 'expired';
export interface StoredEvent {
  id: string;
  kind: 'message' | 'signal' | 'data';
  name: string;
  key: string | null;
  payload: Record<string, JsonValue>;
  source: string;
  sender: string | null;
  keep: boolean;
  at: string;
  expires_at: string;
  status: EventStatus;
  taken_by: string | null;
  problem: string | null;
}

export async function findEvent(store: Store, region: string, id: string): Promise<StoredEvent | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<StoredEvent>(
      `SELECT id, kind, name, key, payload, source, sender, keep, at, expires_at, status, taken_by, problem
       FROM messages WHERE region = $1 AND id = $2`,
      [region, id],
    );
    return rows[0];
  });
}

export interface EventRow {
  id: string;
  kind: 'message' | 'signal' | 'data';
  name: string;
  at: string;
  status: EventStatus;
  source: string;
  /** Of the case that took it. */
  caseNo?: string;
}

/** The latest events of a region, newest first. */
export async function listEvents(store: Store, region: string, limit = 100): Promise<EventRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<EventRow & { case_no: string | null }>(
      `SELECT m.id, m.kind, m.name, m.at, m.status, m.source, c.case_no
       FROM messages m LEFT JOIN cases c ON c.region = m.region AND c.id = m.taken_by
       WHERE m.region = $1 ORDER BY m.at DESC, m.id LIMIT $2`,
      [region, limit],
    );
    return rows.map(({ case_no, ...row }) => (case_no === null ? row : { ...row, caseNo: case_no }));
  });
}

export interface Listener {
  case_id: string;
  since: string;
}

/** Cases that wait for this message, the longest waiting first. */
export async function listMessageListeners(
  store: Store,
  region: string,
  name: string,
  key: string | null,
  limit = 20,
): Promise<Listener[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<Listener>(
      `SELECT case_id, min(since) AS since FROM subscriptions
       WHERE region = $1 AND kind = 'message' AND name = $2 AND (key IS NULL OR $3::text IS NULL OR key = $3)
       GROUP BY case_id ORDER BY min(since), case_id LIMIT $4`,
      [region, name, key, limit],
    );
    return rows;
  });
}

/** Cases that listened to a signal when it was sent, in the order of their ids, after one of them. */
export async function listSignalListeners(
  store: Store,
  region: string,
  name: string,
  { at, after, limit = 200 }: { at: string; after?: string; limit?: number },
): Promise<string[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ case_id: string }>(
      `SELECT DISTINCT case_id FROM subscriptions
       WHERE region = $1 AND kind = 'signal' AND name = $2 AND since <= $3 AND case_id > $4 ORDER BY case_id LIMIT $5`,
      [region, name, at, after ?? nobody, limit],
    );
    return rows.map((row) => row.case_id);
  });
}

/** Keeps a message nobody waits for; false when somebody has begun to listen meanwhile. */
export async function parkMessage(store: Store, region: string, id: string): Promise<boolean> {
  const [row] = await store.query<{ kept: boolean }>({
    name: 'park-message',
    text: 'SELECT lianban_park_message($1, $2) AS kept',
    values: [region, id],
  });
  return row?.kept ?? true;
}

/** An event is over; its job goes with it. One that was taken already stays as it is. */
export async function settleEvent(store: Store, region: string, id: string, status: EventStatus, problem?: string): Promise<void> {
  await store.query({
    name: 'settle-event',
    text: 'SELECT lianban_settle_event($1, $2, $3, $4)',
    values: [region, id, status, problem?.slice(0, 200) ?? null],
  });
}

/** Ends kept messages whose time is over and forgets settled events; answers how many there were. */
export async function forgetOldEvents(store: Store, now: string, limit = 500): Promise<number> {
  const old = await store.query<{ region: string; id: string }>({
    text: 'SELECT region, id FROM lianban_find_old_messages($1, $2)',
    values: [now, limit],
  });
  for (const [region, rows] of Map.groupBy(old, (row) => row.region)) {
    const ids = rows.map((row) => row.id);
    await store.withRegions([region], async (client) => {
      await client.query(`DELETE FROM jobs WHERE region = $1 AND case_id = $2 AND id = ANY ($3)`, [region, nobody, ids]);
      await client.query(`DELETE FROM messages WHERE region = $1 AND id = ANY ($2) AND expires_at <= $3`, [region, ids, now]);
    });
  }
  return old.length;
}

export type ScenarioEventKind = 'message' | 'signal' | 'start.message' | 'start.signal' | 'start.condition' | 'start.timer';
export interface ScenarioEvent {
  scenario: string;
  kind: ScenarioEventKind;
  name: string;
  node: string;
  keep: boolean;
  trigger: JsonValue;
}

/** What live versions of a region say about a name, in the order of their ids. */
export async function listScenarioEvents(
  store: Store,
  region: string,
  kinds: readonly ScenarioEventKind[],
  name?: string,
): Promise<ScenarioEvent[]> {
  return store.query<ScenarioEvent>({
    name: 'scenario-events',
    text: `SELECT scenario, kind, name, node, keep, trigger FROM scenario_events
           WHERE region = $1 AND kind = ANY ($2) AND ($3::text IS NULL OR name = $3) ORDER BY scenario, node`,
    values: [region, kinds, name ?? null],
  });
}

/** A start by time that was published: its first instant. */
export interface TimerStart {
  node: string;
  dueAt: string;
  /** Tells whether the trigger is the one that is set already. */
  mark: string;
}

/** What a newly published version listens to takes the place of what the one before did. */
export interface PublishedEvents {
  events: Omit<ScenarioEvent, 'scenario'>[];
  timers: TimerStart[];
}

type Run = (text: string, values: unknown[]) => Promise<unknown>;

/** Part of the transaction that publishes. A start by time whose trigger did not change keeps its next instant. */
export async function replaceScenarioEvents(
  run: Run,
  region: string,
  scenario: string,
  { events, timers }: PublishedEvents,
): Promise<void> {
  await run(`SELECT set_config('lianban.region', $1, true)`, [region]);
  await run('DELETE FROM scenario_events WHERE region = $1 AND scenario = $2', [region, scenario]);
  await run(
    `INSERT INTO scenario_events (region, scenario, kind, name, node, keep, trigger)
     SELECT $1, $2, e.kind, e.name, e.node, e.keep, e.trigger
     FROM json_to_recordset($3) AS e(kind text, name text, node text, keep boolean, trigger json) ON CONFLICT DO NOTHING`,
    [region, scenario, JSON.stringify(events)],
  );
  const ids = timers.map(({ node }) => timerStartId(scenario, node));
  await run(`DELETE FROM jobs WHERE region = $1 AND case_id = $2 AND kind = 'timerStart' AND key = $3 AND NOT id = ANY ($4)`, [
    region,
    nobody,
    scenario,
    ids,
  ]);
  for (const { node, dueAt, mark } of timers) {
    await run(
      `INSERT INTO jobs (region, case_id, id, kind, key, run_at, payload) VALUES ($1, $2, $3, 'timerStart', $4, $5, $6)
       ON CONFLICT (region, case_id, id) DO UPDATE SET run_at = excluded.run_at, payload = excluded.payload, attempts = 0
       WHERE jobs.payload ->> 'mark' IS DISTINCT FROM excluded.payload ->> 'mark'`,
      [region, nobody, timerStartId(scenario, node), scenario, dueAt, JSON.stringify(timerStartJob({ scenario, node, dueAt, mark }))],
    );
  }
}

function timerStartId(scenario: string, node: string): string {
  return `start:${scenario}:${node}`;
}

export interface TimerStartJob {
  type: 'timerStart';
  scenario: string;
  node: string;
  dueAt: string;
  mark: string;
  /** Starts so far. */
  count: number;
}

function timerStartJob(start: { scenario: string; node: string; dueAt: string; mark: string }): TimerStartJob {
  return { type: 'timerStart', ...start, count: 0 };
}

/** The next turn of a start by time, unless it was published anew meanwhile; without one it is over. */
export async function setNextTimerStart(store: Store, region: string, job: TimerStartJob, next: string | undefined): Promise<void> {
  const id = timerStartId(job.scenario, job.node);
  await store.withRegions([region], async (client) => {
    if (next === undefined) {
      await client.query(`DELETE FROM jobs WHERE region = $1 AND case_id = $2 AND id = $3 AND payload ->> 'dueAt' = $4`, [
        region,
        nobody,
        id,
        job.dueAt,
      ]);
      return;
    }
    await client.query(
      `UPDATE jobs SET run_at = $5, payload = $6, attempts = 0, locked_by = NULL
       WHERE region = $1 AND case_id = $2 AND id = $3 AND payload ->> 'dueAt' = $4`,
      [region, nobody, id, job.dueAt, next, JSON.stringify({ ...job, dueAt: next, count: job.count + 1 })],
    );
  });
}

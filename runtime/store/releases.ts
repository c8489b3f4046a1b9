/** What counts of a scenario's versions: live, tried by a share of new cases, waiting for its time, withdrawn; and who agreed. */
import type { Knex } from 'knex';
import { type AuditLine, withAudit } from './audit.ts';
import { type PublishedEvents, replaceScenarioEvents } from './events.ts';
import type { Withdrawn } from './scenarios.ts';
import type { Store } from './store.ts';

export type ReleaseEventKind = 'live' | 'trial' | 'planned' | 'widened' | 'stopped' | 'cancelled' | 'rolledBack' | 'withdrawn' | 'offered';

interface Person {
  id: string;
  name: string;
}
interface Beginning {
  region: string;
  scenarioId: string;
  version: number;
  by: Person;
  at: string;
  share: number | undefined;
}

/** Part of a transaction that holds the scenario's row: the version counts from now on, for all new cases or for a share. */
export async function putLive(
  trx: Knex.Transaction,
  { region, scenarioId, version, by, at, share, events, kind }: Beginning & { events?: PublishedEvents; kind?: ReleaseEventKind },
): Promise<void> {
  const scenario = trx('scenarios').where({ region, id: scenarioId });
  if (share !== undefined) {
    await scenario.update({ trial_version: version, trial_share: share });
    await note(trx, { region, scenarioId, kind: kind ?? 'trial', version, share, by: by.name, at });
    return;
  }
  await scenario.update({ live_version: version, trial_version: null, trial_share: null });
  await note(trx, { region, scenarioId, kind: kind ?? 'live', version, by: by.name, at });
  const run = (text: string, values: unknown[]) =>
    trx.raw(text.replace(/\$(\d+)/g, ':p$1'), Object.fromEntries(values.map((value, place) => [`p${place + 1}`, value as string])));
  if (events) await replaceScenarioEvents(run, region, scenarioId, events);
}

/** Part of the transaction that publishes: the version waits for its time. */
export async function planTurn(
  trx: Knex.Transaction,
  { region, scenarioId, version, by, at, share, due }: Beginning & { due: string },
): Promise<void> {
  await trx('release_turns').insert({
    region,
    scenario_id: scenarioId,
    version,
    at: due,
    share: share ?? null,
    by_account: by.id,
    by_name: by.name,
  });
  await note(trx, { region, scenarioId, kind: 'planned', version, share, note: due, by: by.name, at });
}

interface Note {
  region: string;
  scenarioId: string;
  kind: ReleaseEventKind;
  version?: number;
  share?: number | undefined;
  note?: string;
  by: string;
  at: string;
}
const note = (trx: Knex.Transaction, one: Note) =>
  trx('release_events').insert({
    region: one.region,
    scenario_id: one.scenarioId,
    kind: one.kind,
    version: one.version ?? null,
    share: one.share ?? null,
    note: one.note ?? '',
    by_name: one.by,
    at: one.at,
  });

export interface ReleaseState {
  live: number | null;
  trial: number | null;
  share: number | null;
  withdrawn: Withdrawn | null;
  turn: { version: number; at: string; share: number | null; by: string } | null;
  /** The version that counted before the live one. */
  previous: number | null;
  signing: boolean;
  review: { message: string; askedBy: string; askedName: string; askedAt: string } | null;
}

const stateColumns = `s.live_version AS live, s.trial_version AS trial, s.trial_share AS share, s.withdrawn,
  (SELECT json_build_object('version', t.version, 'at', to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'share', t.share, 'by', t.by_name)
     FROM release_turns t WHERE t.region = s.region AND t.scenario_id = s.id AND t.state = 'waiting') AS turn,
  (SELECT max(v.version) FROM versions v WHERE v.region = s.region AND v.scenario_id = s.id AND v.version < s.live_version
     AND NOT EXISTS (SELECT FROM release_events e WHERE e.region = v.region AND e.scenario_id = v.scenario_id AND e.version = v.version
       AND e.kind IN ('stopped', 'cancelled', 'rolledBack'))) AS previous,
  coalesce((SELECT r.signing FROM release_rules r WHERE r.region = s.region), false) AS signing,
  (SELECT json_build_object('message', w.message, 'askedBy', w.asked_by, 'askedName', w.asked_name,
     'askedAt', to_char(w.asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
     FROM release_reviews w WHERE w.region = s.region AND w.scenario_id = s.id) AS review`;

export async function findReleaseState(store: Store, region: string, scenarioId: string): Promise<ReleaseState | undefined> {
  const rows = await store.query<ReleaseState>({
    name: 'releases.state',
    text: `SELECT ${stateColumns} FROM scenarios s WHERE s.region = $1 AND s.id = $2`,
    values: [region, scenarioId],
  });
  return rows[0];
}

export interface ReleaseEventRow {
  kind: ReleaseEventKind;
  version: number | null;
  share: number | null;
  note: string;
  by: string;
  at: string;
}

/** Newest first. */
export async function listReleaseEvents(store: Store, region: string, scenarioId: string, limit = 30): Promise<ReleaseEventRow[]> {
  return store.query({
    name: 'releases.events',
    text: `SELECT kind, version, share, note, by_name AS by, at FROM release_events WHERE region = $1 AND scenario_id = $2
           ORDER BY seq DESC LIMIT $3`,
    values: [region, scenarioId, limit],
  });
}

interface Step {
  region: string;
  scenarioId: string;
  by: Person;
  at: string;
  line: AuditLine;
}
/** What the row said when the step was decided: a step made meanwhile by somebody else must not be made twice. */
type Seen = Pick<ReleaseState, 'live' | 'trial' | 'turn'>;

/** Runs `work` when the scenario still is as it was seen; false otherwise. */
async function stepOn(store: Store, { region, scenarioId, line }: Step, seen: Seen, work: (trx: Knex.Transaction) => Promise<void>) {
  return withAudit(store, async (trx, audit) => {
    const now = await trx('scenarios').where({ region, id: scenarioId }).forUpdate().first('live_version', 'trial_version');
    const turn = await trx('release_turns').where({ region, scenario_id: scenarioId, state: 'waiting' }).first('version');
    const same = now?.live_version === seen.live && now?.trial_version === seen.trial && turn?.version === seen.turn?.version;
    if (!same) return false;
    await work(trx);
    await audit(line);
    return true;
  });
}

/** Ends a trial, or takes back what waits for its time. Cases that began on the version go on there. */
export function stopRelease(store: Store, step: Step, seen: Seen): Promise<boolean> {
  const { region, scenarioId, by, at } = step;
  return stepOn(store, step, seen, async (trx) => {
    await trx('scenarios').where({ region, id: scenarioId }).update({ trial_version: null, trial_share: null });
    await trx('release_turns').where({ region, scenario_id: scenarioId, state: 'waiting' }).update({ state: 'cancelled', settled_at: at });
    const version = seen.trial ?? seen.turn?.version;
    await note(trx, { region, scenarioId, kind: seen.trial === null ? 'cancelled' : 'stopped', version, by: by.name, at });
  });
}

/** Another version counts: the tried one for everybody or for another share, or one from before. */
export function switchRelease(
  store: Store,
  step: Step,
  change: {
    seen: Seen;
    version: number;
    share?: number | undefined;
    kind: ReleaseEventKind;
    events?: PublishedEvents | undefined;
    note?: string;
  },
): Promise<boolean> {
  const { region, scenarioId, by, at } = step;
  const { seen, version, share, kind, events } = change;
  return stepOn(store, step, seen, async (trx) => {
    // Rolled back: what counted until now is remembered, so that nobody is led back to it by the next step back.
    if (kind === 'rolledBack' && seen.live !== null)
      await note(trx, { region, scenarioId, kind: 'rolledBack', version: seen.live, note: change.note ?? '', by: by.name, at });
    const named = kind === 'rolledBack' ? 'live' : kind;
    await putLive(trx, { region, scenarioId, version, by, at, share, kind: named, ...(events ? { events } : {}) });
  });
}

export async function setWithdrawn(store: Store, step: Step, withdrawn: Withdrawn | null): Promise<boolean> {
  const { region, scenarioId, by, at, line } = step;
  return withAudit(store, async (trx, audit) => {
    const changed = await trx('scenarios')
      .where({ region, id: scenarioId })
      .whereNotNull('live_version')
      .where((query) => (withdrawn ? query.whereNull('withdrawn') : query.whereNotNull('withdrawn')))
      .update({ withdrawn: withdrawn ? JSON.stringify(withdrawn) : null });
    if (changed === 0) return false;
    const kind = withdrawn ? 'withdrawn' : 'offered';
    await note(trx, { region, scenarioId, kind, note: withdrawn?.message ?? '', by: by.name, at });
    await audit(line);
    return true;
  });
}

export interface DueTurn {
  region: string;
  scenarioId: string;
  version: number;
  share: number | null;
  by: Person;
}

export async function listDueTurns(store: Store, now: string): Promise<DueTurn[]> {
  return store.query({
    name: 'release_turns.due',
    text: `SELECT region, scenario_id AS "scenarioId", version, share, json_build_object('id', by_account, 'name', by_name) AS by
           FROM release_turns WHERE state = 'waiting' AND at <= $1 ORDER BY at, region, scenario_id LIMIT 50`,
    values: [now],
  });
}

/** Brings one due turn about; false when another worker did, or it was taken back. */
export async function settleTurn(
  store: Store,
  { region, scenarioId, version, share, by }: DueTurn,
  { at, events, line }: { at: string; events: PublishedEvents; line: AuditLine },
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    await trx('scenarios').where({ region, id: scenarioId }).forUpdate().first('id');
    const key = { region, scenario_id: scenarioId, version, state: 'waiting' };
    const taken = await trx('release_turns').where(key).update({ state: 'done', settled_at: at });
    if (taken === 0) return false;
    await putLive(trx, { region, scenarioId, version, by, at, share: share ?? undefined, events });
    await audit(line);
    return true;
  });
}

export interface SignatureRow {
  part: string;
  hash: string;
  agrees: boolean;
  opinion: string;
  byAccount: string;
  by: string;
  at: string;
}

/** Newest of each part. */
export async function listSignatures(store: Store, region: string, scenarioId: string): Promise<SignatureRow[]> {
  return store.query({
    name: 'release_signatures.newest',
    text: `SELECT DISTINCT ON (part) part, hash, agrees, opinion, by_account AS "byAccount", by_name AS by, at FROM release_signatures
           WHERE region = $1 AND scenario_id = $2 ORDER BY part, seq DESC`,
    values: [region, scenarioId],
  });
}

export async function insertSignature(
  store: Store,
  { region, scenarioId, part, hash, agrees, opinion, by, at, line }: Omit<SignatureRow, 'by' | 'byAccount'> & Step,
): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    await trx('release_signatures').insert({
      region,
      scenario_id: scenarioId,
      part,
      hash,
      agrees,
      opinion,
      by_account: by.id,
      by_name: by.name,
      at,
    });
    await audit(line);
  });
}

/** Opens the review, or puts new words to it; `null` closes it. */
export async function saveReview(
  store: Store,
  { region, scenarioId, by, at, line }: Step,
  review: { message: string } | null,
): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    if (review === null) await trx('release_reviews').where({ region, scenario_id: scenarioId }).delete();
    else
      await trx('release_reviews')
        .insert({ region, scenario_id: scenarioId, message: review.message, asked_by: by.id, asked_name: by.name, asked_at: at })
        .onConflict(['region', 'scenario_id'])
        .merge();
    await audit(line);
  });
}

/** Scenarios of these regions that are under review. */
export async function listReviews(store: Store, regions: readonly string[]): Promise<{ region: string; scenarioId: string }[]> {
  return store.query({
    name: 'release_reviews.list',
    text: `SELECT region, scenario_id AS "scenarioId" FROM release_reviews WHERE region = ANY ($1::text[]) ORDER BY asked_at`,
    values: [regions],
  });
}

export async function saveReleaseRule(store: Store, region: string, signing: boolean, line: AuditLine): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    await trx('release_rules').insert({ region, signing }).onConflict('region').merge();
    await audit(line);
  });
}

export async function findReleaseRule(store: Store, region: string): Promise<{ signing: boolean }> {
  const rows = await store.query<{ signing: boolean }>({
    name: 'release_rules.find',
    text: 'SELECT signing FROM release_rules WHERE region = $1',
    values: [region],
  });
  return rows[0] ?? { signing: false };
}

/** Names of those who keep a department of the region, and of its designers (department ''). */
export async function listSigners(store: Store, region: string): Promise<{ department: string; id: string; name: string }[]> {
  return store.query({
    name: 'releases.signers',
    text: `SELECT CASE WHEN g.role = 'designer' THEN '' ELSE g.department END AS department, a.id, a.name
           FROM grants g JOIN accounts a ON a.id = g.account_id
           WHERE g.region = $1 AND g.role IN ('designer', 'keeper') AND NOT a.disabled ORDER BY 1, a.name`,
    values: [region],
  });
}

/** What the studio authors (drafts) and publishes (immutable versions). */
import type { Lineage, Text } from '../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import { type AuditLine, auditValues, withAudit } from './audit.ts';
import type { PublishedEvents } from './events.ts';
import { planTurn, putLive } from './releases.ts';
import type { Store } from './store.ts';

/** Stripped JavaScript of a version's scripts, by script id. */
export type CompiledScripts = Record<string, { js: string }>;

export interface VersionDocument {
  region: string;
  scenarioId: string;
  version: number;
  hash: string;
  package: ScenarioPackage;
  scripts: CompiledScripts;
}

const versionColumns = 'region, scenario_id AS "scenarioId", version, hash, package, scripts';

/** A published version by number or by content hash; it never changes, so it may be cached for ever. */
export async function findVersion(
  store: Store,
  region: string,
  scenarioId: string,
  key: { version: number } | { hash: string },
): Promise<VersionDocument | undefined> {
  const rows = await store.query<VersionDocument>(
    'version' in key
      ? {
          name: 'versions.by_number',
          text: `SELECT ${versionColumns} FROM versions WHERE region = $1 AND scenario_id = $2 AND version = $3`,
          values: [region, scenarioId, key.version],
        }
      : {
          name: 'versions.by_hash',
          text: `SELECT ${versionColumns} FROM versions WHERE region = $1 AND scenario_id = $2 AND hash = $3 ORDER BY version DESC LIMIT 1`,
          values: [region, scenarioId, key.hash],
        },
  );
  return rows[0];
}

/** What citizens are told of a service that is not offered any more. */
export interface Withdrawn {
  message: string;
  by: string;
  at: string;
}
/** Number and hash of the version new cases start on; `trial`: the one a share of them starts on instead. */
export interface LiveState {
  version: number;
  hash: string;
  trial?: { hash: string; share: number };
  withdrawn?: Withdrawn;
}

/** The version new cases start on, from an index. */
export async function findLive(store: Store, region: string, scenarioId: string): Promise<LiveState | undefined> {
  const rows = await store.query<
    Pick<LiveState, 'version' | 'hash'> & { trialHash: string | null; share: number | null; withdrawn: Withdrawn | null }
  >({
    name: 'versions.live',
    text: `SELECT v.version, v.hash, t.hash AS "trialHash", s.trial_share AS share, s.withdrawn
           FROM scenarios s JOIN versions v ON v.region = s.region AND v.scenario_id = s.id AND v.version = s.live_version
           LEFT JOIN versions t ON t.region = s.region AND t.scenario_id = s.id AND t.version = s.trial_version
           WHERE s.region = $1 AND s.id = $2`,
    values: [region, scenarioId],
  });
  const row = rows[0];
  if (!row) return undefined;
  const { version, hash, trialHash, share, withdrawn } = row;
  return {
    version,
    hash,
    ...(trialHash !== null && share !== null ? { trial: { hash: trialHash, share } } : {}),
    ...(withdrawn ? { withdrawn } : {}),
  };
}

/** Live versions of all regions or of one: what the portal offers. What was withdrawn is not among them. */
export async function listLive(
  store: Store,
  region?: string,
): Promise<{ region: string; scenarioId: string; version: number; hash: string }[]> {
  return store.query({
    name: 'versions.all_live',
    text: `SELECT v.region, v.scenario_id AS "scenarioId", v.version, v.hash
           FROM scenarios s JOIN versions v ON v.region = s.region AND v.scenario_id = s.id AND v.version = s.live_version
           WHERE s.withdrawn IS NULL AND ($1::text IS NULL OR s.region = $1) ORDER BY s.region, s.id`,
    values: [region ?? null],
  });
}

export interface ScenarioListRow {
  region: string;
  regionName: string;
  id: string;
  name: Text;
  lineage: Lineage | null;
  draftHash: string | null;
  editedBy: string | null;
  editedAt: string | null;
  errors: number | null;
  warnings: number | null;
  liveVersion: number | null;
  liveHash: string | null;
  publishedAt: string | null;
}

export async function listScenarios(store: Store, regions: string[]): Promise<ScenarioListRow[]> {
  return store.query<ScenarioListRow>({
    name: 'scenarios.list',
    text: `SELECT s.region, r.name AS "regionName", s.id, s.name, s.lineage, d.hash AS "draftHash", d.edited_by_name AS "editedBy",
             d.edited_at AS "editedAt", d.errors, d.warnings, v.version AS "liveVersion", v.hash AS "liveHash", v.published_at AS "publishedAt"
           FROM scenarios s JOIN regions r ON r.code = s.region
           LEFT JOIN scenario_drafts d ON d.region = s.region AND d.scenario_id = s.id
           LEFT JOIN versions v ON v.region = s.region AND v.scenario_id = s.id AND v.version = s.live_version
           WHERE s.region = ANY($1::text[]) ORDER BY s.region, s.id`,
    values: [regions],
  });
}

export interface DraftRow {
  region: string;
  scenarioId: string;
  rev: number;
  package: ScenarioPackage;
  hash: string;
  errors: number;
  warnings: number;
  editedBy: string;
  editedAt: string;
  createdBy: string;
}

export async function findScenarioDraft(store: Store, region: string, scenarioId: string): Promise<DraftRow | undefined> {
  const rows = await store.query<DraftRow>({
    name: 'scenario_drafts.find',
    text: `SELECT d.region, d.scenario_id AS "scenarioId", d.rev, d.package, d.hash, d.errors, d.warnings, d.edited_by_name AS "editedBy",
             d.edited_at AS "editedAt", s.created_by AS "createdBy"
           FROM scenario_drafts d JOIN scenarios s ON s.region = d.region AND s.id = d.scenario_id
           WHERE d.region = $1 AND d.scenario_id = $2`,
    values: [region, scenarioId],
  });
  return rows[0];
}

export interface DraftInput {
  region: string;
  scenarioId: string;
  package: ScenarioPackage;
  hash: string;
  errors: number;
  warnings: number;
  editedBy: { id: string; name: string };
  at: string;
}

/** A new scenario with its first draft; false when the id is taken in the region. */
export async function insertScenario(store: Store, draft: DraftInput & { name: Text; lineage?: Lineage }): Promise<boolean> {
  const rows = await store.query({
    name: 'scenarios.insert',
    text: `WITH made AS (
             INSERT INTO scenarios (region, id, name, lineage, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING RETURNING region, id),
           drafted AS (
             INSERT INTO scenario_drafts (region, scenario_id, rev, package, hash, errors, warnings, edited_by, edited_by_name, edited_at)
             SELECT region, id, 1, $7::jsonb, $8, $9, $10, $6, $11, $5 FROM made)
           SELECT id FROM made`,
    values: [
      draft.region,
      draft.scenarioId,
      draft.name,
      draft.lineage ?? null,
      draft.at,
      draft.editedBy.id,
      draft.package,
      draft.hash,
      draft.errors,
      draft.warnings,
      draft.editedBy.name,
    ],
  });
  return rows.length === 1;
}

/**
 * Writes the draft if nobody was faster: the new rev, or undefined when `rev` is no longer the current one. With a `line` the audit
 * has it in the same statement.
 */
export async function updateScenarioDraft(
  store: Store,
  draft: DraftInput & { rev: number; name: Text; line?: AuditLine },
): Promise<number | undefined> {
  const { line } = draft;
  const rows = await store.query<{ rev: number }>({
    name: line ? 'scenario_drafts.update_told' : 'scenario_drafts.update',
    text: `WITH saved AS (
             UPDATE scenario_drafts SET rev = rev + 1, package = $4, hash = $5, errors = $6, warnings = $7, edited_by = $8,
               edited_by_name = $9, edited_at = $10
             WHERE region = $1 AND scenario_id = $2 AND rev = $3 RETURNING rev),
           named AS (UPDATE scenarios SET name = $11 WHERE region = $1 AND id = $2 AND EXISTS (SELECT FROM saved))
           SELECT rev${line ? ', audit_append($12, $13, $14, $15, $16, $17, $18, $19, $20, $21)' : ''} FROM saved`,
    values: [
      draft.region,
      draft.scenarioId,
      draft.rev,
      draft.package,
      draft.hash,
      draft.errors,
      draft.warnings,
      draft.editedBy.id,
      draft.editedBy.name,
      draft.at,
      draft.name,
      ...(line ? auditValues(line) : []),
    ],
  });
  return rows[0]?.rev;
}

export interface PublishedRow {
  version: number;
  hash: string;
  publishedAt: string;
  publishedBy: string;
}

/** When a version begins to count: at once, at a time, for a share of the new cases in percent. */
export interface Rollout {
  at?: string;
  share?: number;
}

/**
 * Makes the next version and puts it live. The scenario's row is locked first, so publishing twice (a double click, two
 * people) gives one version: the second finds its command, or the same content already live.
 */
export async function insertVersion(
  store: Store,
  input: {
    region: string;
    scenarioId: string;
    rev: number;
    hash: string;
    package: ScenarioPackage;
    scripts: CompiledScripts;
    name?: string;
    notes: string;
    commandId: string;
    rollout?: Rollout;
    publishedBy: { id: string; name: string };
    at: string;
    line: Omit<AuditLine, 'data'>;
    /** What the version listens to and begins by itself, in the place of what the one before did. */
    events?: PublishedEvents;
  },
): Promise<{ published: PublishedRow; fresh: boolean } | 'stale' | 'missing' | 'underway'> {
  return withAudit(store, async (trx, audit) => {
    const key = { region: input.region, scenario_id: input.scenarioId };
    const scenario = await trx('scenarios')
      .where({ region: input.region, id: input.scenarioId })
      .forUpdate()
      .first('live_version', 'trial_version');
    if (!scenario) return 'missing';
    const columns = ['version', 'hash', 'published_at AS publishedAt', 'published_by_name AS publishedBy'];
    const repeated = await trx('versions')
      .where({ ...key, command_id: input.commandId })
      .first(columns);
    if (repeated) return { published: repeated, fresh: false };
    const planned = await trx('release_turns')
      .where({ ...key, state: 'waiting' })
      .first('version');
    const counting = [scenario.live_version, scenario.trial_version, planned?.version].filter((one) => typeof one === 'number');
    const same = await trx('versions')
      .where({ ...key, hash: input.hash })
      .whereIn('version', counting)
      .orderBy('version', 'desc')
      .first(columns);
    if (same) return { published: same, fresh: false };
    if (planned || scenario.trial_version !== null) return 'underway';
    const draft = await trx('scenario_drafts').where(key).first('rev');
    if (draft?.rev !== input.rev) return 'stale';
    const last = await trx('versions').where(key).max('version AS version').first();
    const version = (last?.version ?? 0) + 1;
    await trx('versions').insert({
      ...key,
      version,
      hash: input.hash,
      package: JSON.stringify(input.package),
      scripts: JSON.stringify(input.scripts),
      name: input.name ?? '',
      notes: input.notes,
      command_id: input.commandId,
      published_by: input.publishedBy.id,
      published_by_name: input.publishedBy.name,
      published_at: input.at,
    });
    const { at, share } = input.rollout ?? {};
    const begun = { region: input.region, scenarioId: input.scenarioId, version, by: input.publishedBy, at: input.at };
    // A share needs something to share with: the first version is for everybody.
    const part = scenario.live_version === null ? undefined : share;
    if (at !== undefined) await planTurn(trx, { ...begun, due: at, share: part });
    else await putLive(trx, { ...begun, share: part, events: input.events });
    await trx('release_reviews').where(key).delete();
    await audit({ ...input.line, data: { version, hash: input.hash, ...(at ? { begins: at } : {}), ...(part ? { share: part } : {}) } });
    return { published: { version, hash: input.hash, publishedAt: input.at, publishedBy: input.publishedBy.name }, fresh: true };
  });
}

export interface VersionListRow {
  version: number;
  hash: string;
  publishedAt: string;
  publishedBy: string;
  name: string;
  notes: string;
  live: boolean;
  /** Percent of the new cases that start on it, while it is tried. */
  share: number | null;
  /** When it is to go live. */
  begins: string | null;
}

export async function listVersions(store: Store, region: string, scenarioId: string): Promise<VersionListRow[]> {
  return store.query<VersionListRow>({
    name: 'versions.list',
    text: `SELECT v.version, v.hash, v.published_at AS "publishedAt", v.published_by_name AS "publishedBy", v.name, v.notes,
             coalesce(v.version = s.live_version, false) AS live, CASE WHEN v.version = s.trial_version THEN s.trial_share END AS share,
             t.at AS begins
           FROM versions v JOIN scenarios s ON s.region = v.region AND s.id = v.scenario_id
           LEFT JOIN release_turns t ON t.region = v.region AND t.scenario_id = v.scenario_id AND t.version = v.version AND t.state = 'waiting'
           WHERE v.region = $1 AND v.scenario_id = $2 ORDER BY v.version DESC`,
    values: [region, scenarioId],
  });
}

/** Packages of all drafts of the regions: the catalogue is made of them. */
export async function listDraftPackages(
  store: Store,
  regions: string[],
): Promise<{ region: string; scenarioId: string; package: ScenarioPackage }[]> {
  return store.query({
    name: 'scenario_drafts.packages',
    text: `SELECT region, scenario_id AS "scenarioId", package FROM scenario_drafts WHERE region = ANY($1::text[]) ORDER BY region, scenario_id`,
    values: [regions],
  });
}

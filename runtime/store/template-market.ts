/** Around the releases: where a template stands, lists of tracks, what people ask for, and releases under review. */
import type { TrackList } from '../../schemas/generated/api.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';
import { type NewRelease, type ReleaseNotes, rowOf } from './template-releases.ts';

/** How binding a template is for those it reaches. */
export type PlacedLevel = 'required' | 'recommended' | 'shared';

/** Tracks a template was put on after its release, by template. */
export async function listPlaces(
  store: Store,
): Promise<{ region: string; templateId: string; tracks: string[]; level: PlacedLevel | null }[]> {
  return store.query({
    name: 'template_places.list',
    text: 'SELECT region, template_id AS "templateId", tracks, level FROM template_places',
  });
}

export async function savePlace(
  store: Store,
  {
    region,
    templateId,
    tracks,
    level,
    by,
    at,
    line,
  }: { region: string; templateId: string; tracks: string[]; level?: PlacedLevel; by: string; at: string; line: AuditLine },
): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    await trx('template_places')
      .insert({ region, template_id: templateId, tracks, changed_by: by, changed_at: at, ...(level ? { level } : {}) })
      .onConflict(['region', 'template_id'])
      .merge();
    await audit(line);
  });
}

export interface TracksRow {
  region: string;
  rev: number;
  lists: TrackList[];
}
export async function findTracks(store: Store, region: string): Promise<TracksRow | undefined> {
  const rows = await store.query<TracksRow>({
    name: 'template_tracks.find',
    text: 'SELECT region, rev, lists FROM template_tracks WHERE region = $1',
    values: [region],
  });
  return rows[0];
}

/** The new rev, or undefined when somebody saved first. */
export async function saveTracks(
  store: Store,
  { region, rev, lists, by, at, line }: TracksRow & { by: string; at: string; line: AuditLine },
): Promise<number | undefined> {
  return withAudit(store, async (trx, audit) => {
    const row = { rev: rev + 1, lists: JSON.stringify(lists), changed_by: by, changed_at: at };
    const saved =
      rev === 0
        ? (
            await trx('template_tracks')
              .insert({ region, ...row })
              .onConflict()
              .ignore()
              .returning('rev')
          ).length
        : await trx('template_tracks').where({ region, rev }).update(row);
    if (saved === 0) return undefined;
    await audit(line);
    return rev + 1;
  });
}

export interface DemandRow {
  id: string;
  region: string;
  regionName: string;
  words: string;
  note: string;
  byId: string;
  byName: string;
  at: string;
  answer: { note: string; template?: string; byName: string; at: string } | null;
}
const demandColumns = `d.id, d.region, g.name AS "regionName", d.words, d.note, d.by_id AS "byId", d.by_name AS "byName", d.at, d.answer
  FROM template_demands d JOIN regions g ON g.code = d.region`;

/** Newest first: those without an answer before the others. */
export async function listDemands(store: Store, regions: string[]): Promise<DemandRow[]> {
  return store.query<DemandRow>({
    name: 'template_demands.list',
    text: `SELECT ${demandColumns} WHERE d.region = ANY($1::text[]) ORDER BY d.answer IS NOT NULL, d.at DESC, d.id LIMIT 500`,
    values: [regions],
  });
}
export async function findDemand(store: Store, id: string): Promise<DemandRow | undefined> {
  const rows = await store.query<DemandRow>({
    name: 'template_demands.find',
    text: `SELECT ${demandColumns} WHERE d.id = $1`,
    values: [id],
  });
  return rows[0];
}

export async function insertDemand(store: Store, row: Omit<DemandRow, 'regionName' | 'answer'>, line: AuditLine): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    const { id, region, words, note, byId, byName, at } = row;
    await trx('template_demands').insert({ id, region, words, note, by_id: byId, by_name: byName, at });
    await audit(line);
  });
}

/** False when it has been answered already. */
export async function answerDemand(
  store: Store,
  { id, answer, line }: { id: string; answer: NonNullable<DemandRow['answer']>; line: AuditLine },
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const changed = await trx('template_demands')
      .where({ id })
      .whereNull('answer')
      .update({ answer: JSON.stringify(answer) });
    if (changed > 0) await audit(line);
    return changed > 0;
  });
}

export interface SubmissionRow {
  region: string;
  scenarioId: string;
  templateId: string;
  rev: number;
  state: 'review' | 'returned' | 'released';
  hash: string;
  package: ScenarioPackage;
  notes: ReleaseNotes;
  submittedBy: string;
  submittedByName: string;
  submittedAt: string;
  remarks: { text: string; byName: string; at: string } | null;
}

export async function findSubmission(store: Store, region: string, scenarioId: string): Promise<SubmissionRow | undefined> {
  const rows = await store.query<SubmissionRow>({
    name: 'template_submissions.find',
    text: `SELECT region, scenario_id AS "scenarioId", template_id AS "templateId", rev, state, hash, package, notes, submitted_by AS "submittedBy",
             submitted_by_name AS "submittedByName", submitted_at AS "submittedAt", remarks
           FROM template_submissions WHERE region = $1 AND scenario_id = $2`,
    values: [region, scenarioId],
  });
  return rows[0];
}

/** Puts a release under review; false while one is already. */
export async function submitRelease(
  store: Store,
  input: Omit<SubmissionRow, 'rev' | 'state' | 'remarks'>,
  line: AuditLine,
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const row = {
      region: input.region,
      scenario_id: input.scenarioId,
      template_id: input.templateId,
      state: 'review',
      hash: input.hash,
      package: JSON.stringify(input.package),
      notes: JSON.stringify(input.notes),
      submitted_by: input.submittedBy,
      submitted_by_name: input.submittedByName,
      submitted_at: input.submittedAt,
      remarks: null,
    };
    const made = await trx('template_submissions')
      .insert(row)
      .onConflict(['region', 'scenario_id'])
      .merge({ ...row, rev: trx.raw('template_submissions.rev + 1') })
      .whereNot('template_submissions.state', 'review')
      .returning('rev');
    if (made.length > 0) await audit(line);
    return made.length > 0;
  });
}

/** Sends it back with remarks, or takes it back; false when it is no longer under review. */
export async function endReview(
  store: Store,
  {
    region,
    scenarioId,
    rev,
    remarks,
    line,
  }: { region: string; scenarioId: string; rev: number; remarks: SubmissionRow['remarks']; line: AuditLine },
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const changed = await trx('template_submissions')
      .where({ region, scenario_id: scenarioId, rev, state: 'review' })
      .update({ state: 'returned', rev: rev + 1, remarks: remarks && JSON.stringify(remarks) });
    if (changed > 0) await audit(line);
    return changed > 0;
  });
}

/**
 * What is under review enters the ledger under the next number. The submission's row is locked first: of two reviewers the
 * second finds it released.
 */
export async function releaseSubmission(
  store: Store,
  { rev, release, numbered }: { rev: number; release: NewRelease; numbered(version: number): ScenarioPackage },
): Promise<number | undefined> {
  return withAudit(store, async (trx, audit) => {
    const { region, templateId, scenario } = release;
    const key = { region, scenario_id: scenario };
    const submission = await trx('template_submissions')
      .where({ ...key, rev, state: 'review' })
      .forUpdate()
      .first('rev');
    if (!submission) return undefined;
    // Two scenarios may release the same template: one number each.
    await trx.raw('SELECT pg_advisory_xact_lock(hashtext(?))', [`template:${region}/${templateId}`]);
    const last = await trx('template_releases').where({ region, template_id: templateId }).max('version AS version').first();
    const version = (last?.version ?? 0) + 1;
    await trx('template_releases').insert(rowOf({ ...release, version, package: numbered(version) }));
    await trx('template_submissions')
      .where(key)
      .update({ state: 'released', rev: rev + 1 });
    await audit({ ...release.line, data: { ...release.line.data, version } });
    return version;
  });
}

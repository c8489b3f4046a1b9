/** Releases of templates: the ledger of what each region published, which never changes. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

export interface ReleaseNotes {
  /** Why it was changed. */
  why: Text;
  /** Whether clones have to take it. */
  must: boolean;
  /** Local date by which they should have. */
  latestDate?: string;
  /** What is said of single changes, and who made them. */
  changes?: { key: string; note?: Text; by?: string; at?: string; from?: { regionName: string; by: string; title?: string } }[];
}
export interface ReleaseRow {
  region: string;
  regionName: string;
  templateId: string;
  version: number;
  name: Text;
  hash: string;
  notes: ReleaseNotes;
  author: { name: string; reviewer?: string };
  /** The scenario of the publishing region it was made of; null when it came with the product or as a signed package. */
  scenario: string | null;
  source: 'shipped' | 'published' | 'imported';
  fingerprint: string | null;
  at: string;
  withdrawn: { reason: string; byName: string; at: string } | null;
}
export interface ReleaseDocument extends ReleaseRow {
  package: ScenarioPackage;
}

const columns = `r.region, r.region_name AS "regionName", r.template_id AS "templateId", r.version, r.name, r.hash, r.notes, r.author, r.scenario,
  r.source, r.fingerprint, r.at, CASE WHEN w.at IS NOT NULL THEN jsonb_build_object('reason', w.reason, 'byName', w.by_name, 'at', w.at) END AS withdrawn`;
const source = `template_releases r LEFT JOIN template_withdrawals w
  ON w.region = r.region AND w.template_id = r.template_id AND w.version = r.version`;

/** One release with its package; withdrawn ones too, because clones still stand on them. */
export async function findRelease(store: Store, region: string, templateId: string, version: number): Promise<ReleaseDocument | undefined> {
  const rows = await store.query<ReleaseDocument>({
    name: 'template_releases.find',
    text: `SELECT ${columns}, r.package FROM ${source} WHERE r.region = $1 AND r.template_id = $2 AND r.version = $3`,
    values: [region, templateId, version],
  });
  return rows[0];
}

/** Releases of one template, newest first, withdrawn ones included. */
export async function listReleases(store: Store, region: string, templateId: string): Promise<ReleaseRow[]> {
  return store.query<ReleaseRow>({
    name: 'template_releases.list',
    text: `SELECT ${columns} FROM ${source} WHERE r.region = $1 AND r.template_id = $2 ORDER BY r.version DESC`,
    values: [region, templateId],
  });
}

/** The newest release of every template that is not withdrawn; with an id, of the templates of that id only. */
export async function listNewestReleases(store: Store, templateId?: string): Promise<ReleaseRow[]> {
  return store.query<ReleaseRow>({
    name: 'template_releases.newest',
    text: `SELECT DISTINCT ON (r.region, r.template_id) ${columns} FROM ${source}
           WHERE w.at IS NULL AND ($1::text IS NULL OR r.template_id = $1) ORDER BY r.region, r.template_id, r.version DESC`,
    values: [templateId ?? null],
  });
}

export interface NewRelease extends Omit<ReleaseDocument, 'withdrawn' | 'version'> {
  line: AuditLine;
}

/** Appends the release under its number; false when the number is taken. */
export async function insertRelease(store: Store, release: NewRelease & { version: number }): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const made = await trx('template_releases').insert(rowOf(release)).onConflict().ignore().returning('version');
    if (made.length > 0) await audit(release.line);
    return made.length > 0;
  });
}

export const rowOf = (release: Omit<ReleaseDocument, 'withdrawn'>) => ({
  region: release.region,
  template_id: release.templateId,
  version: release.version,
  region_name: release.regionName,
  name: JSON.stringify(release.name),
  hash: release.hash,
  package: JSON.stringify(release.package),
  notes: JSON.stringify(release.notes),
  author: JSON.stringify(release.author),
  scenario: release.scenario,
  source: release.source,
  fingerprint: release.fingerprint,
  at: release.at,
});

/** Offered no more; clones that stand on it go on. False when it already was, or is not there. */
export async function withdrawRelease(
  store: Store,
  input: { region: string; templateId: string; version: number; reason: string; byName: string; at: string; line: AuditLine },
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const key = { region: input.region, template_id: input.templateId, version: input.version };
    if (!(await trx('template_releases').where(key).first('version'))) return false;
    const row = { ...key, reason: input.reason, by_name: input.byName, at: input.at };
    const made = await trx('template_withdrawals').insert(row).onConflict().ignore().returning('version');
    if (made.length > 0) await audit(input.line);
    return made.length > 0;
  });
}

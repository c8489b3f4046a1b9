/** Whose signed packages are trusted, and which files came. */
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';
import { type ReleaseDocument, rowOf } from './template-releases.ts';

export interface PublisherRow {
  fingerprint: string;
  region: string;
  regionName: string;
  publicKey: string;
  addedBy: string;
  addedAt: string;
  revoked: { reason: string; byName: string; at: string } | null;
}

export async function listPublishers(store: Store): Promise<PublisherRow[]> {
  return store.query<PublisherRow>({
    name: 'publisher_keys.list',
    text: `SELECT fingerprint, region, region_name AS "regionName", public_key AS "publicKey", added_by AS "addedBy", added_at AS "addedAt", revoked
           FROM publisher_keys ORDER BY region, added_at`,
  });
}

/** Trusted for one region; a key that was revoked stays so. False when it is there already. */
export async function insertPublisher(store: Store, row: Omit<PublisherRow, 'revoked'>, line: AuditLine): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const made = await trx('publisher_keys')
      .insert({
        fingerprint: row.fingerprint,
        region: row.region,
        region_name: row.regionName,
        public_key: row.publicKey,
        added_by: row.addedBy,
        added_at: row.addedAt,
      })
      .onConflict()
      .ignore()
      .returning('fingerprint');
    if (made.length > 0) await audit(line);
    return made.length > 0;
  });
}

export async function revokePublisher(
  store: Store,
  { fingerprint, revoked, line }: { fingerprint: string; revoked: NonNullable<PublisherRow['revoked']>; line: AuditLine },
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const changed = await trx('publisher_keys')
      .where({ fingerprint })
      .whereNull('revoked')
      .update({ revoked: JSON.stringify(revoked) });
    if (changed > 0) await audit(line);
    return changed > 0;
  });
}

export interface ImportedRow {
  region: string;
  templateId: string;
  version: number;
  hash: string;
  name: ReleaseDocument['name'];
  fingerprint: string;
  byName: string;
  at: string;
}
export async function listPackageImports(store: Store): Promise<ImportedRow[]> {
  return store.query<ImportedRow>({
    name: 'package_imports.list',
    text: `SELECT i.region, i.template_id AS "templateId", i.version, i.hash, r.name, i.fingerprint, i.by_name AS "byName", i.at
           FROM package_imports i JOIN template_releases r ON r.region = i.region AND r.template_id = i.template_id AND r.version = i.version
           ORDER BY i.at DESC LIMIT 200`,
  });
}

/**
 * A release from outside enters the ledger once. One at a time per template, so that what `mayEnter` sees of the ledger is what
 * stands when it is written; it throws what stands in the way.
 */
export async function insertImported(
  store: Store,
  {
    release,
    digest,
    byName,
    mayEnter,
    line,
  }: {
    release: Omit<ReleaseDocument, 'withdrawn'>;
    digest: string;
    byName: string;
    mayEnter(known: { version: number; hash: string; source: string }[], seen: boolean): void;
    line: AuditLine;
  },
): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    const { region, templateId, version, hash, fingerprint, at } = release;
    await trx.raw('SELECT pg_advisory_xact_lock(hashtext(?))', [`template:${region}/${templateId}`]);
    const known = await trx('template_releases')
      .where({ region, template_id: templateId })
      .select('version', 'hash', 'source')
      .orderBy('version', 'desc');
    const seen = await trx('package_imports').where({ digest }).first('digest');
    mayEnter(known, seen !== undefined);
    await trx('template_releases').insert(rowOf(release));
    await trx('package_imports').insert({ digest, region, template_id: templateId, version, hash, fingerprint, by_name: byName, at });
    await audit(line);
  });
}

/** Releases carried between installations as signed files: who signs, whom we trust, what comes in. */
import type { PackageDesk, PackageImported, PackagePreview, PublisherTrust, SignedPackage } from '../../../schemas/generated/api.ts';
import { canonicalHash } from '../../compile/index.ts';
import { changeSentence } from '../../merge/index.ts';
import { noRegion } from '../../store/audit.ts';
import { listClonesOf } from '../../store/clones.ts';
import { insertImported, insertPublisher, listPackageImports, listPublishers, revokePublisher } from '../../store/template-packages.ts';
import { findRelease, listReleases } from '../../store/template-releases.ts';
import { CodedError, ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { templateKey, templateOfKey } from './cloned-package.ts';
import { driftOf } from './differences.ts';
import { labelOf } from './gallery.ts';
import type { Asked, TemplateParts } from './parts.ts';
import {
  fingerprintOf,
  isPublicKey,
  mustAgree,
  newSigningKey,
  openSigned,
  type SigningKey,
  signingKeyOf,
  signRelease,
} from './signed-file.ts';

const secretName = 'package-signing';
const refuse = (code: string) => new CodedError(code, { status: 422 });

/** Changes a preview tells one by one. */
const toldChanges = 2000;

const refusals: Partial<Record<PackagePreview['entry'], string>> = {
  known: 'package.replayed',
  conflict: 'package.conflict',
  own: 'package.own_region',
  older: 'package.downgrade',
  forked: 'package.forked',
};

/** How a release fits what is here of its template; `known` is newest first. */
function entryOf(
  { version, hash, previous }: Pick<SignedPackage['manifest'], 'version' | 'hash' | 'previous'>,
  known: readonly { version: number; hash: string; source: string }[],
): PackagePreview['entry'] {
  const same = known.find((one) => one.version === version);
  if (same) return same.hash === hash ? 'known' : 'conflict';
  if (known.some((one) => one.source === 'published')) return 'own';
  const newest = known[0];
  if (!newest) return 'new';
  if (newest.version > version) return 'older';
  // The chain must lead through what we have, or two different histories would share one name.
  const ours = previous && known.find((one) => one.version === previous.version);
  return ours && ours.hash !== previous.hash ? 'forked' : 'next';
}

export interface SignedFile {
  name: string;
  file: SignedPackage;
}
/** Who does it on the command line: whoever may reach the database. */
interface By {
  name: string;
}

export function createPackages({ store, clock, secrets }: TemplateParts) {
  let key: Promise<SigningKey> | undefined;
  /** Made once, kept sealed; of two processes that make one at the same moment both use the one that stands. */
  function signingKey(): Promise<SigningKey> {
    key ??= load();
    key.catch(() => {
      key = undefined;
    });
    return key;
  }
  async function load(): Promise<SigningKey> {
    if (!secrets?.saveOnce) throw new CodedError('package.no_key', { status: 503 });
    const kept = (await secrets.find(noRegion, secretName)) ?? (await secrets.saveOnce(noRegion, secretName, newSigningKey()));
    return signingKeyOf(kept);
  }

  async function exportFile(template: string, version?: number): Promise<SignedFile> {
    const { region, templateId } = templateOfKey(template);
    const versions = await listReleases(store, region, templateId);
    const wanted = version ?? versions.find(({ withdrawn }) => withdrawn === null)?.version;
    const release = wanted === undefined ? undefined : await findRelease(store, region, templateId, wanted);
    if (!release) throw new NotFoundError('template.version_not_found');
    if (release.withdrawn) throw new ConflictError('template.withdrawn');
    const before = versions.find((one) => one.version < release.version);
    const file = signRelease(release, {
      key: await signingKey(),
      ...(before ? { previous: { version: before.version, hash: before.hash } } : {}),
      exportedAt: clock(),
    });
    return { name: `${templateId.split('/').at(-1)}-v${release.version}.lianban.json`, file };
  }

  /** Everything about the file is checked before anything is written. */
  async function importFile(
    file: SignedPackage,
    by: By,
    line: (data: Record<string, string | number>) => ReturnType<typeof auditLine>,
  ): Promise<PackageImported> {
    const { manifest } = file;
    const { publisher, template: templateId, version, hash, previous } = manifest;
    const { package: pkg, fingerprint } = openSigned(file);
    const trusted = (await listPublishers(store)).filter((row) => row.fingerprint === fingerprint);
    if (trusted.length === 0) throw refuse('package.unknown_signer');
    const own = trusted.find((row) => row.region === publisher.region);
    if (!own) throw refuse('package.wrong_publisher');
    if (own.revoked) throw refuse('package.revoked_signer');
    mustAgree(manifest, pkg);
    const at = clock();
    await insertImported(store, {
      release: {
        region: publisher.region,
        regionName: own.regionName,
        templateId,
        version,
        name: pkg.template!.name,
        hash,
        package: pkg,
        notes: manifest.notes,
        author: manifest.author,
        scenario: null,
        source: 'imported',
        fingerprint,
        at,
      },
      digest: canonicalHash({ manifest, publicKey: file.publicKey }),
      byName: by.name,
      line: line({ version, hash, fingerprint }),
      mayEnter(known, seen) {
        const entry = seen ? 'known' : entryOf({ version, hash, previous }, known);
        const refusal = refusals[entry];
        if (refusal) throw refuse(refusal);
      },
    });
    const clones = (await listClonesOf(store, publisher.region, templateId)).filter(({ cutOff }) => cutOff === null);
    return {
      key: templateKey({ region: publisher.region, templateId }),
      name: pkg.template!.name,
      region: publisher.region,
      regionName: own.regionName,
      version,
      label: labelOf(version),
      hash,
      clones: clones.length,
    };
  }

  /** A file is looked at as closely as when it is taken in; who signed it and how it fits what is here is said, not refused. */
  async function preview(file: SignedPackage): Promise<PackagePreview> {
    const { manifest } = file;
    const { publisher, template: templateId, version, hash, previous } = manifest;
    const { package: pkg, fingerprint } = openSigned(file);
    mustAgree(manifest, pkg);
    const [trusted, known, clones] = await Promise.all([
      listPublishers(store),
      listReleases(store, publisher.region, templateId),
      listClonesOf(store, publisher.region, templateId),
    ]);
    const keys = trusted.filter((row) => row.fingerprint === fingerprint);
    const own = keys.find((row) => row.region === publisher.region);
    const signer = keys.length === 0 ? 'unknown' : !own ? 'otherRegion' : own.revoked ? 'revoked' : 'trusted';
    const entry = entryOf({ version, hash, previous }, known);
    const newest = known[0] && (await findRelease(store, publisher.region, templateId, known[0].version));
    const said = new Map((manifest.notes.changes ?? []).map(({ key, ...note }) => [key, note]));
    return {
      key: templateKey({ region: publisher.region, templateId }),
      name: pkg.template!.name,
      region: publisher.region,
      regionName: own?.regionName ?? publisher.name,
      version,
      label: labelOf(version),
      known: known.map((row) => row.version),
      notes: manifest.notes,
      author: manifest.author,
      at: manifest.at,
      exportedAt: manifest.exportedAt,
      fingerprint,
      publicKey: file.publicKey,
      signer,
      entry,
      mayImport: signer === 'trusted' && (entry === 'new' || entry === 'next'),
      ...(manifest.lineage ? { lineage: manifest.lineage.origin } : {}),
      changes: newest
        ? driftOf(newest.package, pkg)
            .slice(0, toldChanges)
            .map((change) => ({
              key: change.key,
              group: change.group,
              kind: change.kind,
              sentence: changeSentence(change, { before: newest.package, after: pkg }),
              ...said.get(change.key),
            }))
        : [],
      ...(newest ? { against: newest.version } : {}),
      documents: Object.keys(file.documents).length,
      clones: clones.filter(({ cutOff }) => cutOff === null).length,
    };
  }

  async function trust(
    input: Omit<PublisherTrust, 'region'> & { publisher: string },
    by: By,
    line: (data: Record<string, string>) => ReturnType<typeof auditLine>,
  ): Promise<void> {
    const { publicKey, fingerprint, publisher, regionName } = input;
    if (!isPublicKey(publicKey)) throw new InvalidError('package.key_wrong', [{ path: 'publicKey', code: 'package.key_wrong' }]);
    if (fingerprintOf(publicKey) !== fingerprint)
      throw new InvalidError('package.fingerprint_differs', [{ path: 'fingerprint', code: 'package.fingerprint_differs' }]);
    const row = { fingerprint, region: publisher, regionName, publicKey, addedBy: by.name, addedAt: clock() };
    if (!(await insertPublisher(store, row, line({ publisher, fingerprint })))) throw new ConflictError('package.key_known');
  }

  async function desk(): Promise<PackageDesk> {
    const [{ fingerprint, publicKey }, keys, imports] = await Promise.all([signingKey(), listPublishers(store), listPackageImports(store)]);
    return {
      own: { fingerprint, publicKey },
      keys: keys.map(({ publicKey: _, revoked, ...row }) => ({ ...row, ...(revoked ? { revoked } : {}) })),
      imports: imports.map(({ region, templateId, ...row }) => ({ key: templateKey({ region, templateId }), ...row })),
    };
  }

  return {
    desk: (_: Asked): Promise<PackageDesk> => desk(),

    async export({ actor, template, version }: Asked<{ template: string; version?: number }>): Promise<SignedFile> {
      regionFor(actor, 'designer', templateOfKey(template).region);
      return exportFile(template, version);
    },

    /** What is in a file, before it is taken in. Nothing is written. */
    async preview({ actor, region, file }: Asked<{ file: SignedPackage }>): Promise<PackagePreview> {
      regionFor(actor, 'admin', region);
      return preview(file);
    },

    async import(input: Asked<{ file: SignedPackage }>): Promise<PackageImported> {
      const { actor, file } = input;
      const region = regionFor(actor, 'admin', input.region);
      const object = `${file.manifest.publisher.region}/${file.manifest.template}`;
      return importFile(file, actor, (data) => auditLine(input, { region, at: clock(), action: 'package.imported', object, data }));
    },

    async trust(input: Omit<Asked, 'region'> & PublisherTrust): Promise<PackageDesk> {
      const { actor, region: publisher, ...key } = input;
      const region = regionFor(actor, 'admin');
      const line = (data: Record<string, string>) =>
        auditLine({ ...input, actor }, { region, at: clock(), action: 'package.key_trusted', object: publisher, data });
      await trust({ ...key, publisher }, actor, line);
      return desk();
    },

    async revoke(input: Asked<{ fingerprint: string; reason: string }>): Promise<PackageDesk> {
      const { actor, fingerprint, reason } = input;
      const region = regionFor(actor, 'admin', input.region);
      const at = clock();
      const line = auditLine(input, { region, at, action: 'package.key_revoked', object: fingerprint, data: { reason } });
      if (!(await revokePublisher(store, { fingerprint, revoked: { reason, byName: actor.name, at }, line })))
        throw new NotFoundError('package.key_not_found');
      return desk();
    },

    /** For the command line, where nobody is signed in. */
    byHand: {
      export: exportFile,
      import: (file: SignedPackage, name: string): Promise<PackageImported> =>
        importFile(file, { name }, (data) => ({
          ...byHand(name),
          region: file.manifest.publisher.region,
          action: 'package.imported',
          object: file.manifest.template,
          data,
        })),
      trust: (file: SignedPackage, fingerprint: string, name: string): Promise<void> => {
        const { publisher } = file.manifest;
        const key = { publicKey: file.publicKey, fingerprint, publisher: publisher.region, regionName: publisher.name };
        return trust(key, { name }, (data) => ({
          ...byHand(name),
          region: publisher.region,
          action: 'package.key_trusted',
          object: publisher.region,
          data,
        }));
      },
      own: async () => {
        const { fingerprint, publicKey } = await signingKey();
        return { fingerprint, publicKey };
      },
    },
  };

  function byHand(name: string) {
    return { at: clock(), accountName: name, result: 'done' as const };
  }
}

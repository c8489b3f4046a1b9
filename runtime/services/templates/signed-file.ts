/**
 * A release as one signed file. The manifest names every document by its hash and is signed in canonical JSON, so that nothing
 * can be changed, added or left out; the content hash of the release is computed again from what came. No database here.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { SignedPackage } from '../../../schemas/generated/api.ts';
import { canonicalHash, canonicalJson, hashOfPackage, packageOf } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import type { ReleaseDocument } from '../../store/template-releases.ts';
import { CodedError } from '../errors.ts';
import { schemaFindings } from '../studio/schema-findings.ts';

export type Manifest = SignedPackage['manifest'];
export interface SigningKey {
  privateKey: KeyObject;
  /** The 32 bytes in base64. */
  publicKey: string;
  fingerprint: string;
}

/** DER of an Ed25519 public key up to its 32 bytes. */
const spki = Buffer.from('302a300506032b6570032100', 'hex');

export function newSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function signingKeyOf(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
  return { privateKey, publicKey, fingerprint: fingerprintOf(publicKey) };
}

/** What people compare: SHA-256 of the public key. Undefined when it is no such key. */
export function fingerprintOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}
export const isPublicKey = (publicKey: string): boolean =>
  /^[A-Za-z0-9+/]{43}=$/.test(publicKey) && Buffer.from(publicKey, 'base64').length === 32;

/**
 * Documents by the path they have in a package folder. A release has contracts only where it came with the product: as what a
 * region should apply for; they count nowhere and are never cloned.
 */
export function documentsOf(pkg: ScenarioPackage): Record<string, object> {
  const file = (folder: string, id: string) => `${folder}/${id.replace('/', '~')}.json`;
  const documents: Record<string, object> = { 'scenario.json': pkg.scenario };
  if (pkg.template) documents['template.json'] = pkg.template;
  documents['elements.json'] = {
    format: 'lianban.data-elements/1',
    id: 'elements',
    name: { 'zh-CN': '数据元', en: 'Data elements' },
    elements: pkg.elements,
  };
  for (const form of Object.values(pkg.forms)) documents[file('forms', form.id)] = form;
  for (const resource of Object.values(pkg.resources)) documents[file('resources', resource.id)] = resource;
  for (const contract of Object.values(pkg.contracts)) documents[file('contracts', contract.id)] = contract;
  for (const test of Object.values(pkg.cases)) documents[file('cases', test.id)] = test;
  return documents;
}

const signed = (manifest: Manifest) => Buffer.from(`lianban.signed-package/1\n${canonicalJson(manifest)}`, 'utf8');

export function signRelease(
  release: ReleaseDocument,
  { key, previous, exportedAt }: { key: SigningKey; previous?: { version: number; hash: string }; exportedAt: string },
): SignedPackage {
  const documents = documentsOf(release.package);
  const lineage = release.package.template?.lineage;
  const manifest: Manifest = {
    publisher: { region: release.region, name: release.regionName, fingerprint: key.fingerprint },
    template: release.templateId,
    name: release.name,
    version: release.version,
    hash: release.hash,
    notes: release.notes,
    author: release.author,
    at: release.at,
    ...(previous ? { previous } : {}),
    ...(lineage ? { lineage } : {}),
    exportedAt,
    documents: Object.fromEntries(Object.entries(documents).map(([path, document]) => [path, canonicalHash(document)])),
  };
  const signature = sign(null, signed(manifest), key.privateKey).toString('base64');
  return { format: 'lianban.signed-package/1', manifest, documents: documents as never, publicKey: key.publicKey, signature };
}

const refuse = (code: string) => new CodedError(code, { status: 422 });

/** The package of a file whose signature and hashes hold; whether its signer is trusted is not looked at here. */
export function openSigned(file: SignedPackage): { package: ScenarioPackage; fingerprint: string } {
  const { manifest, documents, publicKey, signature } = file;
  if (!isPublicKey(publicKey)) throw refuse('package.signature');
  const fingerprint = fingerprintOf(publicKey);
  const key = createPublicKey({ key: Buffer.concat([spki, Buffer.from(publicKey, 'base64')]), format: 'der', type: 'spki' });
  if (fingerprint !== manifest.publisher.fingerprint || !verify(null, signed(manifest), key, Buffer.from(signature, 'base64')))
    throw refuse('package.signature');
  const names = Object.keys(documents);
  if (names.length !== Object.keys(manifest.documents).length) throw refuse('package.tampered');
  for (const name of names) {
    const hash = Object.hasOwn(manifest.documents, name) ? manifest.documents[name] : undefined;
    if (hash === undefined || canonicalHash(documents[name]) !== hash) throw refuse('package.tampered');
  }
  const read = packageOf(documents);
  if (!read.package?.template || read.findings.some(({ severity }) => severity === 'error')) throw refuse('package.malformed');
  if (schemaFindings(read.package).length > 0) throw refuse('package.malformed');
  return { package: read.package, fingerprint };
}

/** What the manifest says must be what the documents say: name, place, number and content. */
export function mustAgree(manifest: Manifest, pkg: ScenarioPackage): void {
  const { template } = pkg;
  const fits =
    template?.region === manifest.publisher.region &&
    template.id === manifest.template &&
    template.version === manifest.version &&
    hashOfPackage(pkg) === manifest.hash;
  if (!fits) throw refuse('package.tampered');
  if (canonicalJson(template.lineage ?? null) !== canonicalJson(manifest.lineage ?? null)) throw refuse('package.lineage');
}

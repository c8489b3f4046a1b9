/** A release goes from one installation to another: two databases, two keys, nothing shared but the file. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  PackageDesk,
  PackageImported,
  PackagePreview,
  ScenarioDraft,
  ScenarioList,
  SignedPackage,
} from '../../schemas/generated/api.ts';
import { main } from '../cli/main.ts';
import { canonicalHash, hashOfPackage } from '../compile/index.ts';
import { newSigningKey, signingKeyOf, signRelease } from '../services/templates/signed-file.ts';
import { listAudit } from '../store/audit.ts';
import { findRelease, insertRelease, type ReleaseDocument } from '../store/template-releases.ts';
import type { Answer, Visitor } from './testing/client.ts';
import { journeyOf } from './testing/newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

const masterKey = Buffer.alloc(32, 7).toString('base64');
const newborn = '330000~family~newborn';
const text = (zh: string) => ({ 'zh-CN': zh, en: zh });
let province: TestProduct;
let county: TestProduct;
let designer: Visitor;
let admin: Visitor;

beforeAll(async () => {
  const connectors = journeyOf('no-father').connectors;
  [province, county] = await Promise.all([
    startProduct({ connectors, now: '2026-09-28T01:10:00.000Z' }),
    startProduct({ connectors, now: '2026-09-29T01:10:00.000Z' }),
  ]);
  designer = await province.client.signIn('designer.zj', demoPassword);
  admin = await county.client.signIn('admin', demoPassword);
  await release(2, 4);
}, 240_000);
afterAll(async () => {
  await Promise.all([province.close(), county.close()]);
});

/** The province's next version, straight into its ledger. */
async function release(version: number, days: number): Promise<ReleaseDocument> {
  const base = (await findRelease(province.store, '330000', 'family/newborn', version - 1))!;
  const pkg = structuredClone(base.package);
  pkg.scenario.clocks!.c_case!.days = days;
  pkg.template = { ...pkg.template!, version };
  const made = {
    ...base,
    version,
    package: pkg,
    hash: hashOfPackage(pkg),
    source: 'published' as const,
    notes: { why: text('压缩时限'), must: true },
  };
  const line = { region: '330000', at: base.at, action: 'template.released', object: 'family/newborn', result: 'done' as const };
  if (!(await insertRelease(province.store, { ...made, line }))) throw new Error('taken');
  return { ...made, withdrawn: null };
}
async function exported(version: number): Promise<SignedPackage> {
  const answer = await designer.send<SignedPackage>('GET', `/api/packages/${newborn}?version=${version}`);
  if (answer.status !== 200) throw new Error(answer.bytes.toString());
  return JSON.parse(answer.bytes.toString());
}
const take = (file: SignedPackage, who = admin): Promise<Answer<PackageImported & { code?: string }>> =>
  who.send('POST', '/api/packages', { body: file });
const look = (file: SignedPackage): Promise<Answer<PackagePreview & { code?: string }>> =>
  admin.send('POST', '/api/packages/preview', { body: file });
const changed = (file: SignedPackage, change: (copy: SignedPackage) => void): SignedPackage => {
  const copy = structuredClone(file);
  change(copy);
  return copy;
};
const trust = async (fingerprint?: string) => {
  const { own } = (await designer.send<PackageDesk>('GET', '/api/packages')).body;
  const body = { region: '330000', regionName: '浙江省', publicKey: own.publicKey, fingerprint: fingerprint ?? own.fingerprint };
  return admin.send<PackageDesk & { code?: string }>('POST', '/api/packages/keys', { body });
};

describe('a release in a signed file', () => {
  it('is taken in only when an administrator trusts its publisher, by the fingerprint told on another way', async () => {
    const file = await exported(2);

    expect((await take(file)).body.code).toBe('package.unknown_signer');
    expect((await look(file)).body).toMatchObject({ signer: 'unknown', entry: 'next', mayImport: false, regionName: '浙江省' });
    expect((await trust('0'.repeat(64))).body.code).toBe('package.fingerprint_differs');
    const trusted = await trust();
    expect(trusted).toMatchObject({ status: 201, body: { keys: [{ region: '330000', regionName: '浙江省', addedBy: '吴守正' }] } });
    expect((await trust()).body.code).toBe('package.key_known');
    // Each installation has a key of its own, and it is the same after every start.
    expect(trusted.body.own.fingerprint).not.toBe(file.manifest.publisher.fingerprint);
    expect((await designer.send<PackageDesk>('GET', '/api/packages')).body.own.fingerprint).toBe(file.manifest.publisher.fingerprint);
    const kept = await province.store.query<{ sealed: Buffer }>({ text: "SELECT sealed FROM secrets WHERE name = 'package-signing'" });
    expect(kept).toHaveLength(1);
    expect(kept[0]?.sealed.toString('latin1')).not.toContain('PRIVATE KEY');
  });

  const tampered: [name: string, code: string, change: (copy: SignedPackage) => void][] = [
    ['a document is changed', 'package.tampered', (f) => ((f.documents['scenario.json'] as { name: object }).name = text('改名'))],
    ['a document is left out', 'package.tampered', (f) => delete f.documents['elements.json']],
    ['a document is added', 'package.tampered', (f) => (f.documents['forms/extra.json'] = { format: 'lianban.form/1', id: 'extra' })],
    [
      'a document and its hash are changed',
      'package.signature',
      (f) => {
        (f.documents['scenario.json'] as { locks: object }).locks = {};
        f.manifest.documents['scenario.json'] = canonicalHash(f.documents['scenario.json']);
      },
    ],
    ['the number is raised', 'package.signature', (f) => (f.manifest.version = 9)],
    ['the publisher is another', 'package.signature', (f) => (f.manifest.publisher.region = '440000')],
    ['the reasons are others', 'package.signature', (f) => (f.manifest.notes.must = false)],
    ['the signature is another', 'package.signature', (f) => (f.signature = `${'A'.repeat(86)}==`)],
    ['the key is another', 'package.signature', (f) => (f.publicKey = signingKeyOf(newSigningKey()).publicKey)],
  ];
  it.each(tampered)('is refused when %s, and nothing is written', async (_, code, change) => {
    const before = await county.store.query({ text: 'SELECT version FROM template_releases' });

    const file = changed(await exported(2), change);
    const answer = await take(file);

    expect([answer.status, answer.body.code]).toEqual([422, code]);
    expect((await look(file)).body.code).toBe(code);
    expect(await county.store.query({ text: 'SELECT version FROM template_releases' })).toEqual(before);
  });

  it('is refused when somebody else signs it, though they say to be the publisher', async () => {
    const stranger = signingKeyOf(newSigningKey());
    const original = (await findRelease(province.store, '330000', 'family/newborn', 2))!;
    const forged = signRelease(original, { key: stranger, exportedAt: '2026-09-28T01:10:00.000Z' });
    expect((await take(forged)).body.code).toBe('package.unknown_signer');

    // A key that is trusted for another region speaks for that region only.
    const body = { region: '440000', regionName: '广东省', publicKey: stranger.publicKey, fingerprint: stranger.fingerprint };
    expect((await admin.send('POST', '/api/packages/keys', { body })).status).toBe(201);
    expect((await take(forged)).body.code).toBe('package.wrong_publisher');
    expect((await look(forged)).body).toMatchObject({ signer: 'otherRegion', mayImport: false });
  });

  it('arrives with its lineage whole: clones here see it as the version above theirs', async () => {
    const file = await exported(2);
    expect((await take(file, await county.client.signIn('designer', demoPassword))).status).toBe(403);

    const { body: seen } = await look(file);
    expect(seen).toMatchObject({
      signer: 'trusted',
      entry: 'next',
      mayImport: true,
      known: [1],
      against: 1,
      clones: 2,
      notes: { must: true },
    });
    expect(seen.changes.map(({ key, sentence }) => [key, sentence['zh-CN']])).toEqual([
      ['scenario/clocks/c_case/days', expect.stringContaining('4 个工作日')],
    ]);
    expect(await findRelease(county.store, '330000', 'family/newborn', 2)).toBeUndefined();
    const arrived = await take(file);

    expect(arrived).toMatchObject({ status: 201, body: { key: newborn, regionName: '浙江省', version: 2, label: 'S1', clones: 2 } });
    const there = (await findRelease(province.store, '330000', 'family/newborn', 2))!;
    const here = (await findRelease(county.store, '330000', 'family/newborn', 2))!;
    expect(here).toMatchObject({ hash: there.hash, notes: there.notes, author: there.author, source: 'imported' });
    expect(hashOfPackage(here.package)).toBe(there.hash);
    const local = await county.client.signIn('designer', demoPassword);
    const row = (await local.send<ScenarioList>('GET', '/api/scenarios')).body.find(({ id }) => id === 'newborn');
    const base = (await findRelease(county.store, '330000', 'family/newborn', 1))!;
    expect(row?.lineage).toMatchObject({ baseVersion: 1, baseHash: base.hash, newest: 2, must: true });
    const made = await local.send('POST', '/api/scenarios', { body: { id: 'arrived', from: { template: newborn } } });
    expect(made.status).toBe(201);
    const { package: pkg } = (await local.send<ScenarioDraft>('GET', '/api/scenarios/arrived/draft')).body;
    expect(pkg.scenario.lineage).toEqual({ origin: '330000/family/newborn', baseVersion: 2, baseHash: there.hash });
    const [line] = (await listAudit(county.store, '330424', { limit: 5 })).filter(({ action }) => action === 'package.imported');
    expect(line).toMatchObject({ object: '330000/family/newborn', data: { version: 2, hash: there.hash } });
  });

  it('is taken in once, never backwards, and never beside what is here', async () => {
    const file = await exported(2);
    expect((await take(file)).body.code).toBe('package.replayed');
    expect((await look(file)).body).toMatchObject({ entry: 'known', mayImport: false });

    await release(3, 3);
    await release(4, 2);
    const [third, fourth] = await Promise.all([exported(3), exported(4)]);
    expect((await take(fourth)).status).toBe(201);
    expect((await take(third)).body.code).toBe('package.downgrade');

    // Signed by the right key, but of another history.
    const key = signingKeyOf(await provinceKey());
    const fifth = (await findRelease(province.store, '330000', 'family/newborn', 4))!;
    const other = { ...fifth, version: 5, package: { ...fifth.package, template: { ...fifth.package.template!, version: 5 } } };
    const forked = signRelease(other, {
      key,
      previous: { version: 4, hash: `sha256:${'0'.repeat(64)}` },
      exportedAt: '2026-09-28T01:10:00.000Z',
    });
    expect((await take(forked)).body.code).toBe('package.forked');
    const same = structuredClone(fifth.package);
    same.scenario.clocks!.c_case!.days = 1;
    const conflict = signRelease({ ...fifth, package: same, hash: hashOfPackage(same) }, { key, exportedAt: '2026-09-28T01:10:00.000Z' });
    expect((await take(conflict)).body.code).toBe('package.conflict');
  });

  it('is refused once its key is revoked', async () => {
    const { fingerprint } = (await exported(4)).manifest.publisher;
    await release(5, 1);
    const revoked = await admin.send<PackageDesk>('POST', `/api/packages/keys/${fingerprint}/revoke`, { body: { reason: '密钥遗失' } });
    expect(revoked.body.keys.find((one) => one.fingerprint === fingerprint)?.revoked).toMatchObject({
      reason: '密钥遗失',
      byName: '吴守正',
    });

    expect((await take(await exported(5))).body.code).toBe('package.revoked_signer');
    expect((await trust()).body.code).toBe('package.key_known');
  });

  it('is written and read by the command line, too', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-package-'));
    const file = path.join(folder, 'newborn.lianban.json');
    try {
      const written = await cli(province, ['export-package', newborn, '--version', '5', '-o', file]);
      expect(written).toMatchObject({ code: 0, out: { version: 5 } });
      const { fingerprint } = written.out as { fingerprint: string };
      const bytes = await readFile(file, 'utf8');

      // The key was revoked there: only another one would do.
      expect(await cli(county, ['import-package', file, '--trust', fingerprint])).toMatchObject({ code: 1 });
      await county.store.query({ text: 'DELETE FROM publisher_keys' });
      await writeFile(file, bytes.replace('"c_case"', '"c_Case"'));
      expect(await cli(county, ['import-package', file, '--trust', fingerprint])).toMatchObject({ code: 1 });
      await writeFile(file, bytes);
      expect(await cli(county, ['import-package', file])).toMatchObject({ code: 0, out: { version: 5, key: newborn } });
      expect(await cli(county, ['import-package', file])).toMatchObject({ code: 1 });
      await expect(cli(county, ['import-package'])).resolves.toMatchObject({ code: 2 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

async function provinceKey(): Promise<string> {
  const { createSecrets } = await import('../connectors/secrets.ts');
  return (await createSecrets({ store: province.store, masterKey }).find('000000', 'package-signing'))!;
}

async function cli(product: TestProduct, args: string[]): Promise<{ code: number; out: unknown }> {
  let out = '';
  const terminal = {
    out: (words: string) => {
      out += words;
    },
    err: () => {},
    stdin: async () => '',
  };
  const before = { ...process.env };
  Object.assign(process.env, { DATABASE_URL: product.databaseUrl, LIANBAN_MASTER_KEY: masterKey });
  try {
    const code = await main([...args, '--json'], terminal, {});
    return { code, out: out === '' ? undefined : JSON.parse(out) };
  } finally {
    process.env = before;
  }
}

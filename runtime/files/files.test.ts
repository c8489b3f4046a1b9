import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInspector } from './inspector.ts';
import { createDiskObjects, type Objects } from './objects.ts';
import { createBucketObjects } from './objects-s3.ts';
import { createScanner } from './scanner.ts';
import { eicar, pdf, picture, pixelBomb } from './testing/samples.ts';
import { createVault } from './vault.ts';

const masterKey = Buffer.alloc(32, 9).toString('base64');
const region = '330424';
let folder: string;
let server: S3rver;
let bucket: Objects;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lianban-files-'));
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: path.join(folder, 's3'),
    configureBuckets: [{ name: 'materials', configs: [] }],
  });
  const { port } = await server.run();
  bucket = createBucketObjects({
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'materials',
    region: 'cn',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each(['a folder', 'a bucket'])('contents in %s', (where) => {
  const objects = () => (where === 'a bucket' ? bucket : createDiskObjects(path.join(folder, 'disk')));
  const vault = () => createVault({ objects: objects(), masterKey });

  it('come back as they were, and are gone once they are forgotten', async () => {
    const content = await picture();

    const sha256 = await vault().keep(region, content);
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(await vault().read(region, sha256)).toEqual(content);
    expect(await vault().read('331002', sha256)).toBeUndefined();

    await vault().forget(region, sha256);
    expect(await vault().read(region, sha256)).toBeUndefined();
    await vault().forget(region, sha256);
  });

  it('join the pieces of an upload in their order', async () => {
    await vault().keepPart(region, 'u1', 3, Buffer.from('def'));
    await vault().keepPart(region, 'u1', 0, Buffer.from('abc'));

    expect((await vault().parts(region, 'u1', [0, 3])).toString()).toBe('abcdef');
    await vault().forgetParts(region, 'u1', [0, 3]);
    await expect(vault().parts(region, 'u1', [0])).rejects.toThrow('gone');
  });

  it('are taken under our own keys only', async () => {
    for (const key of ['content/../../etc/passwd', '/etc/passwd', 'content/a\0b', 'content//x', 'content/..', ''])
      await expect(objects().get(key), key).rejects.toThrow('shape');
  });
});

describe('a folder of contents', () => {
  it('shows neither what they are nor their hash, and what was changed in it is not given out', async () => {
    const root = path.join(folder, 'secret');
    const vault = createVault({ objects: createDiskObjects(root), masterKey });
    const sha256 = await vault.keep(region, Buffer.from('%PDF-1.7 身份证 330424199001011234'));

    const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
    expect(files).toHaveLength(1);
    const file = path.join(files[0]!.parentPath, files[0]!.name);
    const stored = await readFile(file);
    expect(file).not.toContain(sha256);
    expect(stored.includes('330424199001011234')).toBe(false);

    stored[40] = stored[40]! ^ 1;
    await writeFile(file, stored);
    await expect(vault.read(region, sha256)).rejects.toThrow();
    const other = createVault({ objects: createDiskObjects(root), masterKey: Buffer.alloc(32, 8).toString('base64') });
    expect(await other.read(region, sha256)).toBeUndefined();
  });
});

describe('the child that opens files', () => {
  it('answers several askers, and a file that takes too long costs only itself', async () => {
    const inspector = createInspector();
    const [a, b] = await Promise.all([inspector.inspect(await picture()), inspector.inspect(await pdf())]);
    expect([a.ok && a.type, b.ok && b.type]).toEqual(['jpeg', 'pdf']);
    await inspector.close();

    const hurried = createInspector({ timeoutMs: 1 });
    expect(await hurried.inspect(await picture())).toEqual({ ok: false, code: 'upload.unreadable' });
    await hurried.close();
  });

  it('refuses a picture of 400 million dots without drawing it', async () => {
    const inspector = createInspector();
    const sent = pixelBomb();

    expect(sent.length).toBeLessThan(500_000);
    expect(await inspector.inspect(sent)).toEqual({ ok: false, code: 'upload.too_many_pixels' });
    expect(await inspector.inspect(await picture())).toMatchObject({ ok: true });
    await inspector.close();
  });
});

describe('a virus scanner', () => {
  let scanner: http.Server;
  let url: string;
  beforeAll(async () => {
    scanner = http.createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      if (request.url === '/ill') return void response.writeHead(500).end();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ infected: Buffer.concat(parts).includes(eicar) }));
    });
    await new Promise<void>((resolve) => scanner.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(scanner.address() as AddressInfo).port}`;
  });
  afterAll(() => scanner.close());

  it('is asked by its command, which gets the file on its input', async () => {
    const script = path.join(folder, 'scan.mjs');
    await writeFile(
      script,
      "const parts = []; for await (const part of process.stdin) parts.push(part); process.exit(Buffer.concat(parts).includes('EICAR-STANDARD-ANTIVIRUS-TEST-FILE') ? 1 : 0);",
    );
    const scan = createScanner({ command: `${process.execPath} ${script}` })!;

    expect(await scan(Buffer.from(eicar))).toBe('infected');
    expect(await scan(await picture())).toBe('clean');
  });

  it('is asked by its address', async () => {
    expect(await createScanner({ url })!(Buffer.from(eicar))).toBe('infected');
    expect(await createScanner({ url })!(await pdf())).toBe('clean');
  });

  it('that does not answer says nothing, which is not clean', async () => {
    expect(await createScanner({ url: `${url}/ill` })!(await pdf())).toBe('unknown');
    expect(await createScanner({ url: 'http://127.0.0.1:9' })!(await pdf())).toBe('unknown');
    expect(await createScanner({ command: 'no-such-scanner-here' })!(await pdf())).toBe('unknown');
    expect(await createScanner({ command: 'sleep 5', timeoutMs: 100 })!(await pdf())).toBe('unknown');
  });
});

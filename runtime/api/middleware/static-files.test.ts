import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import Koa from 'koa';
import { afterEach, expect, it } from 'vitest';
import { staticFiles } from './static-files.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Serves a folder of these files; answers what comes for a path under an encoding. */
async function serving(files: Record<string, string | Buffer>) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-static-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const server = http.createServer(new Koa().use(await staticFiles(folder)).callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  return (address: string, encoding: string) =>
    new Promise<{ status?: number; encoding?: string; bytes: Buffer }>((resolve, reject) => {
      const options = { port, path: address, headers: { 'accept-encoding': encoding }, agent: false };
      http
        .get(options, async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk as Buffer);
          resolve({ status: response.statusCode, encoding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) });
        })
        .once('error', reject);
    });
}

it('a file packed when it was built goes out as it was packed, and plain to whoever takes no brotli', async () => {
  const packed = brotliCompressSync('export const built = 1;');
  const get = await serving({ 'app-12345678.js': 'export const built = 1;', 'app-12345678.js.br': packed });

  const answer = await get('/app-12345678.js', 'gzip, br');
  expect([answer.status, answer.encoding, answer.bytes.equals(packed)]).toEqual([200, 'br', true]);
  expect((await get('/app-12345678.js', 'identity')).bytes.toString()).toBe('export const built = 1;');
  expect((await get('/app-12345678.js.br', 'br')).status).toBe(404);
});

it('a file that was not is packed at its first request', async () => {
  const get = await serving({ 'app-12345678.js': 'export const built = 1;' });

  const answer = await get('/app-12345678.js', 'br');

  expect(answer.encoding).toBe('br');
  expect(brotliDecompressSync(answer.bytes).toString()).toBe('export const built = 1;');
});

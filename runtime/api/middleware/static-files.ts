/** The built browser parts. Only files found at start are ever answered, so no path can lead out of the folder. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context, Middleware } from 'koa';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};
const packable = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt', '.webmanifest']);
/** Vite's names: `index-BxK3v_9a.js`. What has its content in its name never changes. */
const hashed = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;
/** Pages by the first part of the path. */
const studio = new Set(['studio', 'work', 'admin', 'data', 'sign-in']);

interface StaticFile {
  type: string;
  content: Buffer;
  tag: string;
  packed: Map<'br' | 'gzip', Promise<Buffer>>;
}

export interface StaticOptions {
  /** The page as it is for one address, made from the built one; undefined or an error leaves the built one. */
  fill?(address: string, page: string): Promise<string | undefined>;
}

/** Serves `folder`; without it (nothing built yet) pages answer 404 and the API works on. */
export async function staticFiles(folder: string, { fill }: StaticOptions = {}): Promise<Middleware> {
  const files = await readFolder(folder);
  return async (ctx, next) => {
    if ((ctx.method !== 'GET' && ctx.method !== 'HEAD') || ctx.path.startsWith('/api')) return next();
    if (ctx.path === '/') {
      // A path of our own, never one made from request headers.
      ctx.status = 302;
      ctx.set('Location', '/go');
      return;
    }
    // A page is only reached by its own address, never as the raw file.
    const file = ctx.path.endsWith('.html') ? undefined : files.get(ctx.path);
    const page = file ? undefined : files.get(pageOf(ctx.path) ?? '');
    const found = file ?? page;
    if (!found) return next();
    if (page && fill && ctx.querystring === '') {
      const filled = await fill(ctx.path, page.content.toString('utf8')).catch(() => undefined);
      if (filled !== undefined) return answer(ctx, fileOf(page.type, Buffer.from(filled)), { forEver: false, once: true });
    }
    await answer(ctx, found, { forEver: file !== undefined && hashed.test(ctx.path) });
  };
}

function pageOf(address: string): string | undefined {
  // Pages live under plain names: a doubled slash or an encoded character is no page of ours.
  if (!/^(\/[A-Za-z0-9._~-]+)+\/?$/.test(address)) return undefined;
  const first = address.split('/')[1] ?? '';
  if (first === 'go') return '/portal.html';
  return studio.has(first) ? '/index.html' : undefined;
}

function fileOf(type: string, content: Buffer): StaticFile {
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return { type, content, tag, packed: new Map() };
}

async function answer(ctx: Context, file: StaticFile, { forEver, once = false }: { forEver: boolean; once?: boolean }): Promise<void> {
  ctx.status = 200;
  ctx.type = file.type;
  ctx.set('Cache-Control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
  ctx.set('ETag', file.tag);
  ctx.vary('Accept-Encoding');
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  // The smaller one, whichever the browser names first.
  const encoding = packable.has(extensionOf(file.type))
    ? (['br', 'gzip'] as const).find((one) => ctx.get('accept-encoding') !== '' && ctx.acceptsEncodings(one) === one)
    : undefined;
  if (!encoding) {
    ctx.body = file.content;
    return;
  }
  ctx.set('Content-Encoding', encoding);
  ctx.body = await packedAs(file, encoding, once);
}

const extensionOf = (type: string) => Object.entries(types).find(([, known]) => known === type)?.[0] ?? '';

/** A file that was not packed when it was built is packed once, at its first request; what is made for one answer is packed fast. */
function packedAs(file: StaticFile, encoding: 'br' | 'gzip', once: boolean): Promise<Buffer> {
  const known = file.packed.get(encoding);
  if (known) return known;
  const packed =
    encoding === 'gzip'
      ? promisify(gzip)(file.content, { level: once ? 5 : 9 })
      : promisify(brotliCompress)(file.content, { params: { [constants.BROTLI_PARAM_QUALITY]: once ? 4 : 9 } });
  file.packed.set(encoding, packed);
  return packed;
}

async function readFolder(folder: string): Promise<Map<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = new Map<string, StaticFile>();
  const names = new Set(entries.map((entry) => path.join(entry.parentPath, entry.name)));
  for (const entry of entries) {
    const extension = path.extname(entry.name);
    const type = types[extension];
    if (!entry.isFile() || !type) continue;
    const full = path.join(entry.parentPath, entry.name);
    const file = fileOf(type, await readFile(full));
    if (names.has(`${full}.br`)) file.packed.set('br', readFile(`${full}.br`));
    files.set(`/${path.relative(folder, full).split(path.sep).join('/')}`, file);
  }
  // A packed one that cannot be read must not stay an error for ever.
  for (const { packed } of files.values()) await packed.get('br')?.catch(() => packed.delete('br'));
  return files;
}

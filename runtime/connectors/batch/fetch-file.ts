/** Fetches the file of a connection into a file of our own: over HTTP from an allowed address, or out of the folder of its region. */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Agent, request } from 'undici';
import type { BatchConnection } from '../../../schemas/generated/documents.ts';
import { checkAddress, guardedLookup } from '../http/network-guard.ts';
import type { Proofs } from '../http/proof.ts';

/** The largest file that is fetched by itself. */
const maxBytes = 1024 * 1024 * 1024;
/** A file that stops coming is given up; one that comes slowly is not. */
const silenceMs = 30_000;
const longestMs = 30 * 60_000;
const folderPrefix = 'folder:';

export interface FetchParts {
  region: string;
  connection: BatchConnection;
  /** Where it is written. */
  to: string;
  /** Of its connection; not needed for a folder, or without sign-in. */
  secret: string | undefined;
  allowedHosts: readonly string[];
  proofs: Proofs;
  now: number;
  /** Holds one folder per region; without it no file is taken from a folder. */
  folder: string | undefined;
}
export type Fetched = { ok: true; bytes: number; name: string } | { ok: false; code: string };

/** Sockets for whole files: unlike those of questions their answers may be large. */
export function createFileAgent(): Agent {
  return new Agent({
    connect: { lookup: guardedLookup, timeout: 3_000 },
    connections: 4,
    bodyTimeout: silenceMs,
    headersTimeout: silenceMs,
  });
}

export async function fetchFile(agent: Agent, parts: FetchParts): Promise<Fetched> {
  const { url } = parts.connection.source!;
  try {
    return url.startsWith(folderPrefix) ? await fromFolder(parts, url.slice(folderPrefix.length)) : await fromAddress(agent, parts, url);
  } catch {
    return { ok: false, code: 'file.unreachable' };
  }
}

/** A plain name in the folder of the region: nothing of it leads elsewhere. */
async function fromFolder({ region, folder, to }: FetchParts, name: string): Promise<Fetched> {
  if (folder === undefined || !/^[\p{L}\p{N}_-][\p{L}\p{N}._ -]{0,150}$/u.test(name)) return { ok: false, code: 'file.folder_name' };
  const source = path.join(folder, region, name);
  const found = await stat(source).catch(() => undefined);
  if (!found?.isFile()) return { ok: false, code: 'file.not_there' };
  return copied(createReadStream(source), to, name);
}

async function fromAddress(agent: Agent, { connection, to, secret, allowedHosts, proofs, now }: FetchParts, url: string): Promise<Fetched> {
  const at = checkAddress(url, allowedHosts);
  const { auth } = connection.source!;
  if (auth && secret === undefined) return { ok: false, code: 'file.secret_missing' };
  const signal = AbortSignal.timeout(longestMs);
  const proven = auth
    ? await proofs.headers({ auth, secret: secret!, allowedHosts, now, signal }, { method: 'GET', path: at.pathname, body: '' })
    : {};
  const { statusCode, body } = await request(at, { method: 'GET', dispatcher: agent, signal, headers: proven });
  if (statusCode !== 200) {
    await body.dump();
    return {
      ok: false,
      code: statusCode === 401 || statusCode === 403 ? 'file.refused' : statusCode === 404 ? 'file.not_there' : 'file.unreachable',
    };
  }
  return copied(body, to, decodeURIComponent(at.pathname.split('/').at(-1) ?? '') || at.host);
}

async function copied(from: NodeJS.ReadableStream, to: string, name: string): Promise<Fetched> {
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(new TooLarge());
      else done(null, chunk);
    },
  });
  try {
    await pipeline(from, counted, createWriteStream(to));
  } catch (error) {
    if (error instanceof TooLarge) return { ok: false, code: 'file.fetched_too_large' };
    throw error;
  }
  return bytes === 0 ? { ok: false, code: 'file.empty' } : { ok: true, bytes, name };
}
class TooLarge extends Error {}

/**
 * One repository over HTTP: what is in a folder of a branch, and a commit that puts other content there. Only hosts an administrator
 * allowed are reached, no redirect is followed, and everything is bounded in time and size. A clone lives in a folder of its own for
 * the length of one request.
 */

import fs from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import git, { type GitHttpRequest, type GitHttpResponse, type HttpClient } from 'isomorphic-git';
import { Agent, request } from 'undici';
import { isFolderFile } from '../../compile/folder.ts';
import { checkAddress, guardedLookup, NotAllowedError } from '../../connectors/http/network-guard.ts';
import { CodedError, ConflictError } from '../errors.ts';

export interface Remote {
  address: string;
  branch: string;
  /** Inside the repository; '' is its root. */
  folder: string;
  username: string;
  secret: string | undefined;
  allowedHosts: readonly string[];
}
export interface RemoteState {
  /** Absent: the branch has no commit yet. */
  commit?: string;
  /** Texts by their path in the folder. */
  files: Record<string, string>;
}

const timeoutMs = 30_000;
const maxBytes = 64 * 1024 * 1024;
/** A definition has some hundred files; ten thousand are a repository of something else. */
const maxFiles = 10_000;

/** What is in the folder of the branch now. */
export function readRemote(remote: Remote): Promise<RemoteState> {
  return withClone(remote, async ({ dir, commit, cache }) => ({
    ...(commit ? { commit } : {}),
    files: commit ? await filesIn(dir, remote.folder, cache) : {},
  }));
}

/** Commit of the branch, or undefined while it has none. */
export async function headOf(remote: Remote): Promise<string | undefined> {
  return met(async (http) => {
    const refs = await git.listServerRefs({ http, url: remote.address, prefix: `refs/heads/${remote.branch}`, onAuth: authOf(remote) });
    return refs.find(({ ref }) => ref === `refs/heads/${remote.branch}`)?.oid;
  }, remote);
}

/**
 * Commits `files` as the content of the folder on top of `onto`, and pushes. What is not a part of a definition stays as it is.
 * Answers the commit; the one that is there when nothing differs. Somebody who pushed meanwhile is never overwritten.
 */
export function pushFiles(
  remote: Remote,
  {
    onto,
    files,
    author,
    message,
    at,
  }: { onto: string | undefined; files: Record<string, string>; author: { name: string; email: string }; message: string; at: string },
): Promise<{ commit: string; changed: boolean }> {
  return withClone(remote, async ({ dir, commit, http, cache }) => {
    if (commit !== onto) throw new ConflictError('git.pull_first');
    const before = commit ? await filesIn(dir, remote.folder, cache) : {};
    const gone = Object.keys(before).filter((file) => isFolderFile(file) && files[file] === undefined);
    const changed = Object.entries(files).filter(([file, text]) => before[file] !== text);
    if (commit && gone.length + changed.length === 0) return { commit, changed: false };
    const inside = (file: string) => path.posix.join(remote.folder, file);
    for (const file of gone) await git.remove({ fs, dir, cache, filepath: inside(file) });
    for (const [file, text] of changed) {
      const full = path.join(dir, inside(file));
      await mkdir(path.dirname(full), { recursive: true });
      await writeFile(full, text);
    }
    await git.add({ fs, dir, cache, filepath: changed.map(([file]) => inside(file)) });
    const when = { timestamp: Math.floor(Date.parse(at) / 1000), timezoneOffset: -480 };
    const made = await git.commit({ fs, dir, cache, message, author: { ...author, ...when }, ref: `refs/heads/${remote.branch}` });
    const ref = `refs/heads/${remote.branch}`;
    const pushed = await git.push({ fs, cache, http, dir, url: remote.address, ref, remoteRef: ref, onAuth: authOf(remote) });
    if (!pushed.ok) throw new ConflictError('git.pull_first');
    return { commit: made, changed: true };
  });
}

/** What git read of the clone so far: without it every call reads the pack anew. */
type Cache = Record<string, unknown>;

interface Clone {
  cache: Cache;
  dir: string;
  commit: string | undefined;
  http: HttpClient;
}

async function withClone<T>(remote: Remote, work: (clone: Clone) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), 'lianban-git-'));
  try {
    return await met(async (http) => {
      const { address: url, branch } = remote;
      const cache: Cache = {};
      const onAuth = authOf(remote);
      const commit = await headOf(remote);
      await git.init({ fs, dir, defaultBranch: branch });
      if (commit === undefined) return work({ dir, commit, http, cache });
      await git.addRemote({ fs, dir, remote: 'origin', url });
      await git.fetch({ fs, cache, http, dir, url, ref: branch, remoteRef: branch, singleBranch: true, depth: 1, tags: false, onAuth });
      await git.writeRef({ fs, dir, ref: `refs/heads/${branch}`, value: commit, force: true });
      await git.checkout({ fs, cache, dir, ref: branch, force: true, ...(remote.folder ? { filepaths: [remote.folder] } : {}) });
      // Beside the folder nothing is looked at, but a commit holds it all.
      await keepIndex(dir, commit, cache);
      return work({ dir, commit, http, cache });
    }, remote);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** What lies outside the folder is in the index too: a commit made from it holds everything the one before did. */
async function keepIndex(dir: string, commit: string, cache: Cache): Promise<void> {
  const known = new Set(await git.listFiles({ fs, dir, cache }));
  for (const filepath of await git.listFiles({ fs, dir, cache, ref: commit })) {
    if (known.has(filepath)) continue;
    const { oid } = await git.readBlob({ fs, dir, cache, oid: commit, filepath });
    await git.updateIndex({ fs, dir, cache, filepath, oid, add: true });
  }
}

/** Texts of the parts of a definition in the folder. */
async function filesIn(dir: string, folder: string, cache: Cache): Promise<Record<string, string>> {
  const all = await git.listFiles({ fs, dir, cache });
  if (all.length > maxFiles) throw new CodedError('git.too_large', { status: 422 });
  const prefix = folder ? `${folder}/` : '';
  const names = all.filter((file) => file.startsWith(prefix) && isFolderFile(file.slice(prefix.length)));
  const files: Record<string, string> = {};
  for (const name of names) files[name.slice(prefix.length)] = await readFile(path.join(dir, name), 'utf8');
  return files;
}

const authOf =
  ({ username, secret }: Remote) =>
  () => ({ username, password: secret ?? '' });

/** Runs one conversation and says what went wrong with it in codes of ours. */
async function met<T>(work: (http: HttpClient) => Promise<T>, remote: Remote): Promise<T> {
  const agent = new Agent({ connect: { lookup: guardedLookup, timeout: 5000 }, maxResponseSize: maxBytes });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await work(createHttp(agent, remote.allowedHosts, signal));
  } catch (cause) {
    throw codedFrom(cause);
  } finally {
    await agent.close().catch(() => {});
  }
}

function createHttp(agent: Agent, allowed: readonly string[], signal: AbortSignal): HttpClient {
  return {
    async request({ url, method = 'GET', headers = {}, body }: GitHttpRequest): Promise<GitHttpResponse> {
      const chunks: Uint8Array[] = [];
      if (body) for await (const chunk of body) chunks.push(chunk);
      const answer = await request(checkAddress(url, allowed), {
        method: method as 'GET' | 'POST',
        headers,
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
        dispatcher: agent,
        signal,
      });
      const bytes = await answer.body.bytes();
      const told = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value ?? '')]));
      async function* once() {
        yield bytes;
      }
      return { url, method, statusCode: answer.statusCode, statusMessage: String(answer.statusCode), headers: told, body: once() };
    },
  };
}

function codedFrom(cause: unknown): unknown {
  if (cause instanceof CodedError) return cause;
  if (cause instanceof NotAllowedError) return new CodedError('git.host_not_allowed', { status: 422, cause });
  if (cause instanceof git.Errors.HttpError && [401, 403].includes(cause.data.statusCode))
    return new CodedError('git.denied', { status: 422, cause });
  if (cause instanceof git.Errors.PushRejectedError || cause instanceof git.Errors.GitPushError) return new ConflictError('git.pull_first');
  return new CodedError('git.unreachable', { status: 422, cause });
}

/** Git's own server (`git http-backend`) on loopback: bare repositories of a temporary folder, pushed to and pulled from over HTTP. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GitServer {
  /** Address of the repository. */
  url: string;
  /** `host:port`, as the list of allowed hosts names it. */
  host: string;
  /** Runs plain git in a working copy that is made for it. */
  inClone(work: (git: (...args: string[]) => Promise<string>, dir: string) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

const person = ['-c', 'user.name=工程师', '-c', 'user.email=dev@example.cn', '-c', 'commit.gpgsign=false'];

/** `password`: what the user `robot` must give. */
export async function startGitServer({ password }: { password: string }): Promise<GitServer> {
  const root = await mkdtemp(path.join(tmpdir(), 'lianban-git-server-'));
  await run('git', ['init', '--bare', '--initial-branch=main', path.join(root, 'newborn.git')]);
  await run('git', ['-C', path.join(root, 'newborn.git'), 'config', 'http.receivepack', 'true']);
  const expected = `Basic ${Buffer.from(`robot:${password}`).toString('base64')}`;
  const server = http.createServer((request, response) => {
    if (request.headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    serve(root, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/newborn.git`,
    host,
    async inClone(work) {
      const dir = await mkdtemp(path.join(tmpdir(), 'lianban-git-clone-'));
      const git = async (...args: string[]) =>
        (await run('git', [...person, ...args], { cwd: dir, env: { ...process.env, GIT_TERMINAL_PROMPT: '0' } })).stdout;
      try {
        await git('clone', '--quiet', `http://robot:${password}@${host}/newborn.git`, '.');
        await work(git, dir);
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** One request through the CGI program: its headers end at the first empty line. */
function serve(root: string, request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const { 'content-encoding': encoding, 'git-protocol': protocol } = request.headers;
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      REMOTE_USER: 'robot',
      REMOTE_ADDR: '127.0.0.1',
      ...(request.headers['content-length'] ? { CONTENT_LENGTH: request.headers['content-length'] } : {}),
      ...(encoding ? { HTTP_CONTENT_ENCODING: String(encoding) } : {}),
      ...(protocol ? { GIT_PROTOCOL: String(protocol) } : {}),
    },
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => {});
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk));
  backend.on('close', () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\r\n\r\n');
    const headers = all.subarray(0, Math.max(0, end)).toString().split('\r\n').filter(Boolean);
    const pairs = headers.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
    const status = Number(pairs.find(([name]) => name.toLowerCase() === 'status')?.[1].slice(0, 3) ?? 200);
    response.writeHead(status, Object.fromEntries(pairs.filter(([name]) => name.toLowerCase() !== 'status'))).end(all.subarray(end + 4));
  });
}

/** Runs the errand while parts are killed at random moments, then judges. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { installOutside } from '../../connectors/install.ts';
import { createSecrets } from '../../connectors/secrets.ts';
import { secretOf } from '../../outside/authentication.ts';
import { demoFamilies } from '../../outside/people.ts';
import { freePort, startPostgres } from '../../postgres/postgres.ts';
import { hashPassword } from '../../services/identity/passwords.ts';
import { publishPackage } from '../../services/testing/world.ts';
import { type Grant, insertAccount } from '../../store/accounts.ts';
import { migrate } from '../../store/migrate.ts';
import { createStore } from '../../store/store.ts';
import type { Acknowledged, ClientFigures, ClientJob } from './client.ts';
import { judge, type OutsideCall, type Verdict } from './oracle.ts';
import { chaosId, chaosPackage } from './package.ts';
import { keepPart, keepPostgres, type Part, scriptChildrenOf } from './parts.ts';

export interface ChaosOptions {
  cases: number;
  kills: number;
  /** Mean seconds between two kills. Default 3. */
  pause?: number;
  log?: (line: string) => void;
}
export interface ChaosReport extends Verdict {
  kills: Record<string, number>;
  retries: number;
  repeatedFor: Record<string, number>;
  /** Answers that were a neutral 500: allowed to be retried, but not what a killed database should give. */
  neutral500: number;
  refused: string[];
  seconds: number;
  passed: boolean;
}

const region = '330424';
const person = demoFamilies[0]!.mother;
const masterKey = Buffer.alloc(32, 3).toString('base64');
const outsideSecret = 'chaos-outside-secret';

export async function runChaos({ cases, kills, pause = 3, log = () => {} }: ChaosOptions): Promise<ChaosReport> {
  const began = performance.now();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-chaos-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    // The outside world keeps its counts in a PostgreSQL of its own, which nobody kills.
    const apart = await startPostgres({ dataDir: path.join(folder, 'outside') });
    stops.push(() => apart.stop());
    const database = await keepPostgres(path.join(folder, 'product'));
    stops.push(() => database.stop());
    await query(database.server.url, 'CREATE DATABASE product');
    const url = database.server.urlOf('product');
    const outsidePort = await freePort();
    const outsideUrl = `http://127.0.0.1:${outsidePort}`;
    const outside = await keepPart('outside', {
      PORT: String(outsidePort),
      OUTSIDE_DATABASE_URL: apart.url,
      LIANBAN_OUTSIDE_SECRET: outsideSecret,
    });
    stops.push(() => outside.stop());
    const password = await prepare(url, outsideUrl);
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    const env = { DATABASE_URL: url, PORT: String(port), PUBLIC_URL: base, LIANBAN_MASTER_KEY: masterKey, LOG_LEVEL: 'fatal' };
    const api = await keepPart('api', env, log);
    stops.push(() => api.stop());
    const worker = await keepPart('worker', env, log);
    stops.push(() => worker.stop());
    log(`everything is up after ${Math.round((performance.now() - began) / 1000)} s`);

    const file = path.join(folder, 'acknowledged.jsonl');
    const values = { 'owner.idNumber': person.idNumber, 'owner.name': person.name, 'owner.mobile': person.mobile, 'shop.area': 30 };
    const [citizen, officer] = await Promise.all([signIn(base, 'lin', password), signIn(base, 'ga', password)]);
    const rate = Math.max(cases / (kills * pause), 1);
    const client = runClientProcess({ base, region, scenario: chaosId, values, cases, rate, file, citizen, officer });
    const done = killAtRandom({ api, worker, database, kills, pause, log });
    const [figures, killed] = await Promise.all([client, done]);
    log('all requests are acknowledged; waiting for the last effects');
    if (figures.refused.length === 0) await untilFinished(url);
    const calls = await outsideCalls(outsideUrl);
    const acknowledged = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Acknowledged);
    const verdict = await judge(url, acknowledged, calls);
    const seconds = Math.round((performance.now() - began) / 1000);
    return { ...verdict, ...figures, kills: killed, seconds, passed: isPassed(verdict, figures.refused, cases) };
  } finally {
    for (const stop of stops.reverse()) await stop().catch(() => {});
  }
}

function isPassed(verdict: Verdict, refused: string[], cases: number): boolean {
  const problems = verdict.lost.length + verdict.doubled.length + verdict.brokenChains.length + refused.length + verdict.jobsLeft;
  return problems === 0 && verdict.acknowledgedStarts === cases && verdict.acknowledgedCompletions === cases && verdict.completed === cases;
}

/** Schema, scenario, accounts, and the connections to the outside world. */
async function prepare(url: string, outsideUrl: string): Promise<string> {
  await migrate(url);
  const store = createStore({ url, applicationName: 'chaos' });
  try {
    const pkg = chaosPackage();
    await publishPackage(store, pkg, [{ code: region, name: '海盐县' }]);
    const at = new Date().toISOString();
    await installOutside({
      store,
      secrets: createSecrets({ store, masterKey }),
      region,
      connections: [
        {
          format: 'lianban.connection/1',
          id: 'ga',
          name: { 'zh-CN': '公安' },
          owner: { department: 'ga' },
          kind: 'http',
          baseUrl: outsideUrl,
          auth: { kind: 'hmac', app: 'lianban', secret: 'outside-ga' },
          timeoutMs: 2000,
          retries: 1,
        },
      ],
      contracts: Object.values(pkg.contracts),
      outsideUrl,
      outsideSecret,
      at,
    });
    const password = randomBytes(12).toString('base64url');
    const passwordHash = await hashPassword(password);
    const line = { region, at, action: 'account.created', object: 'chaos', result: 'done' } as const;
    const grants: Grant[] = [{ region, department: 'ga', role: 'officer' }];
    const { name, idNumber, mobile } = person;
    await insertAccount(store, { id: uuidv7(), username: 'lin', name, kind: 'person', idNumber, mobile, passwordHash, at }, [], line);
    await insertAccount(store, { id: uuidv7(), username: 'ga', name: '王宁', kind: 'staff', passwordHash, at }, grants, line);
    return password;
  } finally {
    await store.close();
  }
}

interface KillOptions {
  api: Part;
  worker: Part;
  database: Awaited<ReturnType<typeof keepPostgres>>;
  kills: number;
  pause: number;
  log: (line: string) => void;
}

/** Each kind in turn, at random moments; a part that is not back yet may be killed again. */
async function killAtRandom({ api, worker, database, kills, pause, log }: KillOptions): Promise<Record<string, number>> {
  const killed: Record<string, number> = {};
  const kinds = ['runtime', 'postgres', 'worker', 'script child'];
  for (let number = 0; number < kills; number += 1) {
    await sleep(pause * 1000 * (0.5 + Math.random()));
    const kind = kinds[number % kinds.length]!;
    killed[kind] = (killed[kind] ?? 0) + 1;
    log(`kill ${number + 1} of ${kills}: ${kind}`);
    if (kind === 'runtime') api.kill();
    else if (kind === 'worker') worker.kill();
    else if (kind === 'script child') await killScriptChild(api);
    else {
      database.kill();
      await database.restart();
    }
  }
  return killed;
}

async function killScriptChild(api: Part): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const [child] = api.pid ? await scriptChildrenOf(api.pid) : [];
    if (child) return void process.kill(child, 'SIGKILL');
    await sleep(100);
  }
  throw new Error('The api has no script child.');
}

async function runClientProcess(job: ClientJob): Promise<ClientFigures> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'client.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(job));
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The load client ended with ${code}.`);
  return JSON.parse(output);
}

async function signIn(base: string, username: string, password: string): Promise<Record<string, string>> {
  const response = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!response.ok) throw new Error(`Sign-in was refused: ${response.status} ${await response.text()}`);
  const { csrf } = (await response.json()) as { csrf: string };
  return { cookie: response.headers.getSetCookie()[0]!.split(';')[0]!, 'x-lianban-csrf': csrf };
}

/** No job is left and every case has ended. A lease of a killed worker takes its time: given up only when nothing moves. */
async function untilFinished(url: string): Promise<void> {
  const text = "SELECT (SELECT count(*)::int FROM jobs) + (SELECT count(*)::int FROM cases WHERE status = 'running') AS left";
  let least = Number.POSITIVE_INFINITY;
  for (let moved = Date.now(); Date.now() - moved < 60_000; ) {
    const [row] = (await query(url, text).catch(() => [])) as { left: number }[];
    if (row?.left === 0) return;
    if (row && row.left < least) {
      least = row.left;
      moved = Date.now();
    }
    await sleep(200);
  }
}

async function outsideCalls(outsideUrl: string): Promise<OutsideCall[]> {
  const response = await fetch(`${outsideUrl}/control/calls`, { headers: { 'x-control-key': secretOf(outsideSecret, 'outside-control') } });
  return ((await response.json()) as { calls: OutsideCall[] }).calls;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

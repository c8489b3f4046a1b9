/** Runs the errand while parts are killed at random moments, then judges. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { createAccountPeople } from '../../config/account-people.ts';
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
import { createTypechecker } from '../../typecheck/index.ts';
import type { Acknowledged, ClientFigures, ClientJob } from './client.ts';
import { killAll } from './kills.ts';
import { judge, type OutsideCall, type OutsideMessage } from './oracle.ts';
import { chaosId, chaosPackage } from './package.ts';
import { keepPart, keepPostgres } from './parts.ts';
import { type ChaosReport, reportOf } from './report.ts';
import { readRows } from './rows.ts';
import { furtherPackages, inquiryId } from './scenarios.ts';

export interface ChaosOptions {
  kills: number;
  /** Errands started per second. Default 3. */
  rate?: number;
  /** Errands started even when the kills are over before. Default 0. */
  least?: number;
  /** Stretches the pauses between kills. Default 1. */
  pause?: number;
  /** Minutes after which no kill is begun. Default 12. */
  minutes?: number;
  /** Seams or moments to stay with, for looking into one. */
  only?: readonly string[];
  /** Apis, and workers, side by side. Default 2. */
  processes?: number;
  /** An empty database for the outside world; without it one is started for it. */
  outsideDatabase?: string;
  log?: (line: string) => void;
}

const region = '330424';
const person = demoFamilies[0]!.mother;
const masterKey = Buffer.alloc(32, 3).toString('base64');
const outsideSecret = 'chaos-outside-secret';
/** What is started in turn; the others are begun by these. */
const startedScenarios = ['chaos-family', chaosId, 'chaos-undo', 'chaos-choir', inquiryId, chaosId, 'chaos-undo'];

export async function runChaos({
  kills,
  rate = 3,
  least = 0,
  pause = 1,
  minutes = 12,
  only = [],
  processes = 2,
  outsideDatabase,
  log = () => {},
}: ChaosOptions): Promise<ChaosReport> {
  const began = performance.now();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-chaos-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    // The outside world keeps its counts in a PostgreSQL of its own, which nobody kills.
    const [apart, database] = await Promise.all([
      outsideDatabase ? undefined : startPostgres({ dataDir: path.join(folder, 'outside') }),
      keepPostgres(path.join(folder, 'product')),
    ]);
    stops.push(
      async () => apart?.stop(),
      () => database.stop(),
    );
    await query(database.server.url, 'CREATE DATABASE product');
    const url = database.server.urlOf('product');
    const outsidePort = await freePort();
    const outsideUrl = `http://127.0.0.1:${outsidePort}`;
    const [outside, password] = await Promise.all([
      keepPart('outside', {
        PORT: String(outsidePort),
        OUTSIDE_DATABASE_URL: outsideDatabase ?? apart!.url,
        LIANBAN_OUTSIDE_SECRET: outsideSecret,
      }),
      prepare(url, outsideUrl),
    ]);
    stops.push(() => outside.stop());
    const orders = path.join(folder, 'orders');
    await mkdir(orders);
    const common = {
      DATABASE_URL: url,
      LIANBAN_MASTER_KEY: masterKey,
      LOG_LEVEL: 'fatal',
      LIANBAN_CHAOS: orders,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || path.join(folder, 'compiled'),
    };
    const ports = await Promise.all(Array.from({ length: processes }, freePort));
    const bases = ports.map((port) => `http://127.0.0.1:${port}`);
    const roles = [
      ...ports.map((port, index) => keepPart('api', { ...common, PORT: String(port), PUBLIC_URL: bases[index]! }, log)),
      ...ports.map(() => keepPart('worker', { ...common, PUBLIC_URL: bases[0]! }, log)),
    ];
    const parts = await Promise.all(roles);
    stops.push(...parts.map((part) => () => part.stop()));
    log(`everything is up after ${Math.round((performance.now() - began) / 1000)} s`);

    const [citizen, officer, designer] = await Promise.all(['lin', 'ga', 'designer'].map((name) => signIn(bases[0]!, name, password)));
    const file = path.join(folder, 'acknowledged.jsonl');
    const stopFile = path.join(folder, 'stop');
    const doneFile = path.join(folder, 'done');
    const values = { 'owner.idNumber': person.idNumber, 'owner.name': person.name, 'owner.mobile': person.mobile };
    const client = runClientProcess({
      bases,
      region,
      scenarios: startedScenarios,
      closing: 'chaos-family',
      published: chaosId,
      free: inquiryId,
      publishMs: 4_000,
      values,
      rate,
      least,
      file,
      stopFile,
      doneFile,
      citizen: citizen!,
      officer: officer!,
      designer: designer!,
    });
    const watch = watchDueJobs(url);
    stops.push(watch.stop);
    const [apis, workers] = [parts.slice(0, processes), parts.slice(processes)];
    const until = Date.now() + minutes * 60_000;
    const killing = await killAll({ folder: orders, apis, workers, database, kills, pause, only, until, log });
    const killingSeconds = (performance.now() - began) / 1000;
    log('no more kills: waiting for everything to come to its end');
    await writeFile(stopFile, '');
    await untilFinished(url, file);
    await writeFile(doneFile, '');
    const figures = await client;
    const longestDueMs = await watch.stop();
    const [calls, messages] = await Promise.all([
      control<{ calls: OutsideCall[] }>(outsideUrl, 'calls'),
      control<{ messages: OutsideMessage[] }>(outsideUrl, 'messages'),
    ]);
    const acknowledged = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Acknowledged);
    const { kills: killed } = killing;
    const verdict = judge({ acknowledged, ...calls, ...messages, kills: killed, longestDueMs }, await readRows(url));
    const seconds = Math.round((performance.now() - began) / 1000);
    return reportOf({ verdict, figures, killing, asked: kills, seconds, killingSeconds, longestDueMs });
  } finally {
    for (const stop of stops.reverse()) await stop().catch(() => {});
  }
}

/** Schema, scenario, accounts, and the connections to the outside world. */
async function prepare(url: string, outsideUrl: string): Promise<string> {
  await migrate(url);
  const store = createStore({ url, applicationName: 'chaos' });
  const typecheck = createTypechecker();
  try {
    const pkg = chaosPackage();
    for (const one of [pkg, ...furtherPackages]) await publishPackage(store, one, [{ code: region, name: '海盐县' }], typecheck);
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
          // A read given up would be asked of the applicant, who is not there to answer.
          timeoutMs: 15_000,
          retries: 3,
        },
      ],
      contracts: [pkg, ...furtherPackages].flatMap((one) => Object.values(one.contracts)),
      outsideUrl,
      outsideSecret,
      at,
    });
    const password = randomBytes(12).toString('base64url');
    const passwordHash = await hashPassword(password);
    const line = { region, at, action: 'account.created', object: 'chaos', result: 'done' } as const;
    const grants: Grant[] = [{ region, department: 'ga', role: 'officer' }];
    const { name, idNumber, mobile } = person;
    const id = uuidv7();
    const sealed = createAccountPeople(masterKey).seal(id, { idNumber, mobile });
    await insertAccount(store, { id, username: 'lin', name, kind: 'person', person: sealed, passwordHash, at }, [], line);
    await insertAccount(store, { id: uuidv7(), username: 'ga', name: '王宁', kind: 'staff', passwordHash, at }, grants, line);
    const designs: Grant[] = [{ region, role: 'designer' }];
    await insertAccount(store, { id: uuidv7(), username: 'designer', name: '陈明', kind: 'staff', passwordHash, at }, designs, line);
    return password;
  } finally {
    await typecheck.close();
    await store.close();
  }
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

/** The client has begun its last errand, no job is left and every case has ended; given up when nothing moves for two minutes. */
async function untilFinished(url: string, file: string): Promise<void> {
  const text =
    "SELECT (SELECT count(*)::int FROM jobs) + (SELECT count(*)::int FROM cases WHERE status IN ('running', 'draft')) AS left, (SELECT count(*)::int FROM journal) AS moved";
  let last = -1;
  let quiet = 0;
  let size = -1;
  for (let still = Date.now(); Date.now() - still < 130_000; await sleep(250)) {
    const [row] = (await query(url, text).catch(() => [])) as { left: number; moved: number }[];
    const now = (await readFile(file, 'utf8').catch(() => '')).length;
    if (row && (row.moved !== last || now !== size)) {
      last = row.moved;
      size = now;
      quiet = 0;
      still = Date.now();
    } else quiet += 1;
    // Nothing is left, and the client, which starts one more errand at the end, has been silent for a second.
    if (row?.left === 0 && quiet > 4) return;
  }
}

/** Looks every second how long the job that waits longest has been due. */
function watchDueJobs(url: string): { stop(): Promise<number> } {
  let longest = 0;
  let stopping = false;
  const text =
    'SELECT extract(epoch FROM clock_timestamp() - min(run_at))::float8 * 1000 AS due FROM jobs WHERE run_at < clock_timestamp()';
  const looking = (async () => {
    for (; !stopping; await sleep(1_000)) {
      const [row] = (await query(url, text).catch(() => [])) as { due: number | null }[];
      longest = Math.max(longest, row?.due ?? 0);
    }
  })();
  return {
    async stop() {
      stopping = true;
      await looking;
      return Math.round(longest);
    },
  };
}

async function control<T>(outsideUrl: string, what: string): Promise<T> {
  const headers = { 'x-control-key': secretOf(outsideSecret, 'outside-control') };
  return (await (await fetch(`${outsideUrl}/control/${what}`, { headers })).json()) as T;
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

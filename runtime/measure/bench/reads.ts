/**
 * B7: reads of outside data as a case makes them: contract, quota, field cut, call over HTTP to a process of its own, check
 * against the resource, signed line in the read log. The time from the first to the last answer, everything on this machine.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Connection, DataContract, DataResource } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import { createConnectors } from '../../connectors/connectors.ts';
import { createSecrets } from '../../connectors/secrets.ts';
import { secretOf } from '../../outside/authentication.ts';
import { makeFamilies } from '../../outside/people.ts';
import { freePort, type PostgresServer, startPostgres } from '../../postgres/postgres.ts';
import { readTemplates } from '../../services/studio/index.ts';
import { upsertRegion } from '../../store/accounts.ts';
import { saveConnection, saveContract } from '../../store/connections.ts';
import { saveHosts } from '../../store/hosts.ts';
import { migrate } from '../../store/migrate.ts';
import { createStore, type Store } from '../../store/store.ts';
import { region } from './stage.ts';

export interface ReadFigures {
  reads: number;
  /** Answered reads a second. */
  rate: number;
  p50: number;
  p99: number;
  /** Reads that gave no record: the registers are dirty on purpose. */
  without: number;
  /** Lines in the read log. */
  logged: number;
  seconds: number;
}

const main = path.join(import.meta.dirname, '../../main.ts');
const families = 2600;

export async function benchReads({
  reads,
  at = 32,
  log,
}: {
  reads: number;
  at?: number;
  log: (line: string) => void;
}): Promise<ReadFigures> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-bench-reads-'));
  const server = await startPostgres({ dataDir: folder });
  const outside = await startOutside(server);
  try {
    const url = server.urlOf('postgres');
    await migrate(url);
    const store = createStore({ url, applicationName: 'bench', max: 16 });
    try {
      return await measure(store, { ...outside, reads, at, log });
    } finally {
      await store.close();
    }
  } finally {
    await outside.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Outside {
  url: string;
  secret: string;
  stop(): Promise<void>;
}

async function startOutside(server: PostgresServer): Promise<Outside> {
  const port = await freePort();
  const secret = randomBytes(24).toString('base64url');
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    OUTSIDE_DATABASE_URL: server.urlOf('template1'),
    LIANBAN_OUTSIDE_SECRET: secret,
    LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, [main, 'outside'], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`The outside world ended with ${code}.`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    secret,
    async stop() {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function measure(
  store: Store,
  { url, secret, reads, at, log }: Omit<Outside, 'stop'> & { reads: number; at: number; log: (line: string) => void },
): Promise<ReadFigures> {
  const now = () => new Date().toISOString();
  const { resource, contract, connection } = await documents(url);
  await upsertRegion(store, { code: region, name: '海盐县' });
  const masterKey = randomBytes(32).toString('base64');
  await createSecrets({ store, masterKey }).save(region, 'outside-mz', secretOf(secret, 'outside-mz'));
  await saveConnection(store, region, connection);
  await saveContract(store, region, contract);
  const hosts = [{ host: new URL(url).host, addedBy: 'bench', addedAt: now() }];
  await saveHosts(store, region, { rev: 0, hosts }, { region, at: now(), action: 'hosts.saved', object: 'hosts', result: 'done' });
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const connectors = createConnectors({ store, masterKey, clock: now, logger: silent });
  // The outside world dates its people by the day it is filled: the same day gives the same people.
  const people = makeFamilies({ seed: 20260401, count: families, today: localDate(now()) }).flatMap(({ couple }) =>
    couple ? [couple.wife.idNumber, couple.husband.idNumber] : [],
  );
  log(`${people.length} people; ${reads} reads, ${at} at once`);

  const times: number[] = [];
  let next = 0;
  let without = 0;
  const reader = async () => {
    for (let n = next++; n < reads; n = next++) {
      const began = performance.now();
      const caseId = `01968c2e-7c00-7000-8000-${String(Math.floor(n / 4)).padStart(12, '0')}`;
      const outcome = await connectors.read({
        dataUse: {
          id: 'd_marriage',
          name: resource.name,
          rank: 'a0',
          resource: resource.id,
          contract: contract.id,
          keys: {},
          provides: { spouseName: 'father.name', marriedOn: 'marriage.on' },
          fallback: 'ask',
        },
        contract,
        resource,
        scenario: contract.scenario,
        region,
        caseId,
        purpose: contract.purpose,
        keys: { idNumber: people[n % people.length]! },
        key: `${caseId}:p${n % 4}`,
        node: 'n_fill',
      });
      times.push(performance.now() - began);
      if (outcome.ok) continue;
      if (outcome.kind === 'down' || outcome.kind === 'timeout' || outcome.kind === 'denied' || outcome.kind === 'quota')
        throw new Error(`A read failed: ${outcome.kind}, ${outcome.message}`);
      without += 1;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: at }, reader));
  const seconds = (performance.now() - began) / 1000;
  await connectors.close();
  const rows = await store.withRegions(
    [region],
    async (client) => (await client.query<{ n: number }>('SELECT count(*) AS n FROM reads')).rows,
  );
  const logged = rows[0]!.n;
  if (logged !== reads) throw new Error(`${reads} reads, but ${logged} lines in the log.`);
  times.sort((a, b) => a - b);
  const share = (part: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))]! * 10) / 10;
  return {
    reads,
    rate: Math.round(reads / seconds),
    p50: share(0.5),
    p99: share(0.99),
    without,
    logged,
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** The newborn template's marriage register, with a quota that is not in the way and no answer kept: every read goes out. */
async function documents(url: string): Promise<{ resource: DataResource; contract: DataContract; connection: Connection }> {
  const template = (await readTemplates(path.join(import.meta.dirname, '../../../templates'))).get('family/newborn')!;
  const resource = { ...template.package.resources['mz/marriage']!, maxAgeSeconds: 0 };
  const contract: DataContract = {
    ...Object.values(template.package.contracts).find((one) => one.resource === resource.id)!,
    fields: ['marriedOn', 'spouseName'],
    quotaPerDay: 10_000_000,
    validFrom: '2020-01-01',
    validTo: '2099-12-31',
    status: 'granted',
  };
  const connection: Connection = {
    format: 'lianban.connection/1',
    id: 'mz',
    name: resource.name,
    owner: { department: 'mz' },
    kind: 'http',
    baseUrl: url,
    auth: { kind: 'apiKey', header: 'x-api-key', secret: 'outside-mz' },
    timeoutMs: 5000,
    retries: 1,
    concurrent: 32,
  };
  return { resource, contract, connection };
}

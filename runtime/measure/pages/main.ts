/**
 * How long lists and pages take in a county of real size: `node runtime/measure/pages/main.ts`.
 *
 *   --cases 100000   cases of the county, made by the same seed as `lianban seed --size county`
 *   --calls 40       how often each address is asked, after three times that do not count
 *   --json           one JSON object on stdout and nothing else
 *
 * Every GET route of the OpenAPI document is asked, as everybody who may; what a route needs in its path comes from the
 * lists. Bounded: a PostgreSQL and one api process of its own, one request at a time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, startPostgres } from '../../postgres/postgres.ts';
import { seedCounty } from '../../seed/county/county.ts';
import { createWorld } from '../../services/testing/world.ts';
import { migrate } from '../../store/migrate.ts';
import { startApi, stopProcess } from '../bench/stage.ts';
import { openVisitors } from './visitors.ts';
import { measurePages, type PageFigures } from './walk.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    calls: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});
const cases = Number(values.cases);
const calls = Number(values.calls);
if (!Number.isInteger(cases) || cases < 1 || !Number.isInteger(calls) || calls < 5)
  throw new Error('--cases and --calls are whole numbers; at least 5 calls.');
const say = (line: string) => process.stderr.write(`${line}\n`);

const region = { code: '330424', name: '海盐县' };
const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-pages-'));
const server = await startPostgres({ dataDir: folder });
try {
  await migrate(server.url);
  const nothing = async () => ({ ok: true as const, value: null });
  const world = await createWorld({
    url: server.url,
    connectors: { read: nothing, sendSms: nothing, sealDocument: nothing },
    max: 12,
  });
  const password = 'pages-of-a-county';
  const seeded = await seedCounty({
    store: world.store,
    services: world.services,
    region,
    cases,
    password,
    clock: () => new Date().toISOString(),
    progress: (what, done, of) => (done % 10_000 === 0 || done === of) && say(`${what} ${done} of ${of}`),
  });
  const visitors = await openVisitors(world, { region: region.code, password });
  await world.close();
  const port = await freePort();
  const api = await startApi({ url: server.url, port, processes: 1 });
  try {
    const figures = await measurePages({ base: `http://127.0.0.1:${port}`, visitors, password, calls });
    report(figures, seeded);
  } finally {
    await stopProcess(api);
  }
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

function report(figures: PageFigures[], seeded: object): void {
  const worst = figures[0];
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ seeded, pages: figures })}\n`);
    return;
  }
  for (const { address, as, p50, p95, rows } of figures)
    console.log(
      `${String(p95).padStart(8)} ms p95 ${String(p50).padStart(8)} ms p50  ${as.padEnd(11)} ${address}${rows === undefined ? '' : `  (${rows} rows)`}`,
    );
  console.log(`${figures.length} addresses, worst p95 ${worst?.p95} ms; bar 300 ms; ${JSON.stringify(seeded)}`);
}

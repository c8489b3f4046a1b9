/**
 * `npm run races -- [--runs 1000] [--only "two completes,…"] [--lanes 4] [--deadline SECONDS] [--json]`: sixteen named races,
 * each so many times, through two processes' worth of services on a PostgreSQL of their own. Each has exactly one winner;
 * afterwards state, rows, jobs and history of the case must agree. Exit 1 otherwise.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../postgres/postgres.ts';
import { migrate } from '../../store/migrate.ts';
import { runRaces } from './race.ts';
import { names, packages, races } from './races.ts';
import { openSite } from './site.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    only: { type: 'string' },
    lanes: { type: 'string', default: '4' },
    deadline: { type: 'string', default: '3600' },
    json: { type: 'boolean', default: false },
  },
});

/** Told to end, it ends the race under way, and stops its PostgreSQL. */
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

async function main(): Promise<number> {
  const runs = Number(values.runs);
  const chosen = values.only?.split(',').map((name) => name.trim()) ?? names;
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length > 0 || !Number.isSafeInteger(runs) || runs < 1) {
    console.error(`Unknown: ${unknown.join(', ')}. The races are: ${names.join(', ')}.`);
    return 2;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'lianban-races-'));
  const server = await startPostgres({ dataDir: folder });
  const stop = AbortSignal.any([AbortSignal.timeout(Number(values.deadline) * 1000), interrupted.signal]);
  const tallies = [];
  try {
    await migrate(server.url);
    const site = await openSite(server.url, packages);
    try {
      for (const race of races.filter(({ name }) => chosen.includes(name))) {
        const started = performance.now();
        const tally = { ...(await runRaces(site, race, runs, { lanes: Number(values.lanes), stop })), seconds: 0 };
        tally.seconds = Math.round((performance.now() - started) / 100) / 10;
        tallies.push(tally);
        if (!values.json)
          console.log(
            `${tally.name.padEnd(34)} ${tally.runs} runs: first won ${tally.first}, second ${tally.second}, problems ${tally.problems.length} (${tally.seconds} s)`,
          );
        for (const problem of new Set(tally.problems.slice(0, 5))) if (!values.json) console.log(`    ${problem}`);
      }
    } finally {
      await site.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const bad = tallies.filter(({ runs: done, problems }) => problems.length > 0 || done < runs);
  if (values.json) console.log(JSON.stringify({ runs, races: tallies, passed: bad.length === 0 }));
  else
    console.log(
      bad.length === 0
        ? `\n${tallies.length} races x ${runs}: one winner each.`
        : `\nNOT PASSED: ${bad.map(({ name }) => name).join(', ')}.`,
    );
  return bad.length === 0 ? 0 : 1;
}

process.exitCode = await main();

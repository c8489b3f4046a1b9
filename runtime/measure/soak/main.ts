/**
 * `npm run soak -- --sequences 100000 [--seed N] [--deadline SECONDS] [--threads N] [--json]`: random scenarios, random
 * sequences of every command of the engine, every invariant after each command. Prints the seed; exit 1 on a violation.
 * `npm run soak -- --faults` plants one fault per invariant and says which check caught it, and how short the case became.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { emptyTally, soakFaults, type Tally } from './batch.ts';
import { drawnOf } from './plans.ts';
import { wordsOf } from './sequence.ts';
import type { Share } from './worker.ts';

/** Two threads are enough for two cores; more only where they are asked for. */
const MOST_THREADS = 2;

function numberFrom(text: string | undefined, otherwise: number, name: string): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} takes a whole number`);
  return value;
}

function add(total: Tally, part: Tally): void {
  total.sequences += part.sequences;
  total.commands += part.commands;
  total.scenarios += part.scenarios;
  total.refused += part.refused;
  total.failures.push(...part.failures);
}

interface Settings {
  sequences: number;
  seed: number;
  threads: number;
  deadline: number;
}

async function soak({ sequences, seed, threads, deadline }: Settings, progress: (total: Tally) => void): Promise<Tally> {
  const total = emptyTally();
  const one = (first: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const share: Share = { seed, first, every: threads, sequences: Math.ceil(sequences / threads), deadline };
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share });
      worker.on('message', (part: Tally) => {
        add(total, part);
        for (const { scenario, invariant, detail } of part.failures) console.error(`scenario ${scenario}: ${invariant}: ${detail}`);
        progress(total);
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
    });
  await Promise.all(Array.from({ length: threads }, (_, first) => one(first)));
  return total;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      sequences: { type: 'string' },
      seed: { type: 'string' },
      deadline: { type: 'string' },
      threads: { type: 'string' },
      faults: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const seed = numberFrom(values.seed, Math.floor(Date.now() / 1000), 'seed');
  if (values.faults) return plantFaults(seed, values.json === true);
  const sequences = numberFrom(values.sequences, 10_000, 'sequences');
  const seconds = numberFrom(values.deadline, 3600, 'deadline');
  const threads = Math.max(1, numberFrom(values.threads, Math.min(MOST_THREADS, availableParallelism()), 'threads'));
  if (!values.json) console.log(`seed ${seed}, ${sequences} sequences, ${threads} threads, at most ${seconds} s`);
  const started = performance.now();
  let told = started;
  const total = await soak({ sequences, seed, threads, deadline: Date.now() + seconds * 1000 }, ({ sequences: done, failures }) => {
    if (performance.now() - told < 10_000) return;
    told = performance.now();
    console.error(`${done} of ${sequences} sequences, ${failures.length} violations, ${Math.round((told - started) / 1000)} s`);
  });
  const took = (performance.now() - started) / 1000;
  const figures = {
    seed,
    sequences: total.sequences,
    scenarios: total.scenarios,
    refusedScenarios: total.refused,
    commands: total.commands,
    seconds: Math.round(took * 10) / 10,
    sequencesPerSecond: Math.round(total.sequences / took),
    violations: total.failures.length,
  };
  if (values.json)
    console.log(
      JSON.stringify({
        ...figures,
        failures: total.failures.map(({ invariant, detail, scenario, body, commands }) => ({
          invariant,
          detail,
          scenario,
          drawn: drawnOf(body),
          commands,
        })),
      }),
    );
  else {
    console.log(figures);
    for (const failure of total.failures.slice(0, 20))
      console.log([`scenario ${failure.scenario}: ${JSON.stringify(drawnOf(failure.body))}`, ...wordsOf(failure)].join('\n'));
    if (total.sequences < sequences) console.log(`Stopped after ${seconds} s: give a longer --deadline.`);
  }
  return total.failures.length === 0 && total.sequences >= sequences ? 0 : 1;
}

function plantFaults(seed: number, json: boolean): number {
  const reports = soakFaults(seed);
  const missed = reports.filter(({ wanted, caughtBy }) => wanted !== caughtBy);
  if (json) console.log(JSON.stringify({ seed, faults: reports, missed: missed.length }));
  else {
    console.log(`seed ${seed}`);
    for (const { name, wanted, caughtBy, sequences, commands } of reports)
      console.log(
        `${caughtBy === wanted ? 'caught' : 'MISSED'}  ${wanted}: ${name}; by “${caughtBy ?? 'nothing'}” in ${sequences} sequences, shrunk to ${commands} commands`,
      );
  }
  return missed.length === 0 ? 0 : 1;
}

process.exitCode = await main();

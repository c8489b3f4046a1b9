/**
 * `npm run bench`: measures against a fresh embedded database and prints a table, with the ceiling of the same run.
 *
 *   --only B1,B2     which ones (B1, B2, B3, B6)
 *   --json           one JSON object on stdout and nothing else
 *   --seconds 10     how long each is measured
 *   --connections 64 how many clients ask at once
 *   --processes 2    how many processes serve; default one per core, at most four
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { benchCeiling, benchComplete, benchScripts, benchStart, type CaseFigures } from './cases.ts';
import { benchSandbox } from './sandbox.ts';
import { openStage } from './stage.ts';

const known = ['B1', 'B2', 'B3', 'B6'] as const;
type Name = (typeof known)[number];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '64' },
    processes: { type: 'string', default: String(Math.min(4, availableParallelism())) },
  },
});
const say = (line: string) => {
  if (!values.json) console.log(line);
};
const names = (values.only?.split(',') ?? known) as Name[];
const wrong = names.filter((name) => !known.includes(name));
if (wrong.length > 0) {
  process.stderr.write(`Unknown: ${wrong.join(', ')}. Known: ${known.join(', ')}.\n`);
  process.exit(2);
}

const options = { seconds: Number(values.seconds), connections: Number(values.connections) };
const results: Record<string, unknown> = {};
if (names.some((name) => name !== 'B6')) await measureCases();
if (names.includes('B6')) await measureSandbox();
if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);

async function measureCases(): Promise<void> {
  const stage = await openStage({ log: say, processes: Number(values.processes) });
  try {
    // B3 works on the cases that B1 started.
    const b1 = names.includes('B1') || names.includes('B3') ? await benchStart(stage, options) : undefined;
    if (b1)
      await report(
        'B1',
        'start a case (20 fields, 3 scripts, 3 desks)',
        b1,
        await benchCeiling(stage, { seconds: Math.min(options.seconds, 8) }),
      );
    if (names.includes('B2')) {
      const b2 = await benchScripts(stage, options);
      await report('B2', 'three automatic steps to the end', b2, undefined);
    }
    if (names.includes('B3')) await report('B3', 'complete a task (join included)', await benchComplete(stage, options), undefined);
    results.settings = await stage.settings();
    say(`PostgreSQL settings that are not the default: ${JSON.stringify(results.settings)}; fsync and synchronous_commit are on`);
  } finally {
    await stage.close();
  }
}

async function report(name: Name, what: string, figures: CaseFigures, ceiling: { rate: number } | undefined): Promise<void> {
  const { rate, p50, p99, done, commitsPerCase, cpu } = figures;
  const ratio = ceiling ? Math.round((rate / ceiling.rate) * 100) / 100 : undefined;
  results[name] = { rate, p50, p99, done, commitsPerCase, cpu, ...(ratio === undefined ? {} : { ratio }) };
  if (ceiling) results.ceiling = { rate: ceiling.rate };
  say(`${name}  ${String(rate).padStart(6)} /s  p50 ${p50} ms  p99 ${p99} ms  ${commitsPerCase} durable commits per request  ${what}`);
  say(`    processor time per request: api ${cpu.api} ms, script children ${cpu.scripts} ms, PostgreSQL ${cpu.postgres} ms`);
  if (ceiling)
    say(`    ${String(ceiling.rate).padStart(6)} /s  ceiling: the same rows by bare SQL, one transaction per case; ratio ${ratio}`);
}

async function measureSandbox(): Promise<void> {
  const figures = await benchSandbox({ seconds: Math.min(options.seconds, 5) });
  results.B6 = {
    rate: figures.callsPerSecond,
    p50: figures.aloneP50,
    p99: figures.aloneP99,
    cold: figures.coldP50,
    children: figures.children,
  };
  say(
    `B6  ${String(figures.callsPerSecond).padStart(6)} /s  p50 ${figures.aloneP50.toFixed(3)} ms alone  p99 ${figures.aloneP99.toFixed(3)} ms  cold ${figures.coldP50.toFixed(1)} ms  script call across the process boundary`,
  );
}

/**
 * `npm run bench`: measures against a fresh embedded database and prints a table, with the ceiling of the same run.
 *
 *   --only B1,B2     which ones (B1, B2, B3, B4, B6, B7, B8, B9, B10, B11); without it all but B11, which fills a database for minutes
 *   --json           one JSON object on stdout and nothing else
 *   --seconds 10     how long each is measured
 *   --warm-up 15     seconds of the same load before it counts
 *   --connections 64 how many clients ask at once
 *   --processes 2    how many processes serve; default one per core, at most four
 *   --crowd 1000000  open cases of B11, each with ten rows of history
 *   --reads 325000   reads of B7
 *   --rows 1000000   rows of B8
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { benchCeiling, benchComplete, benchScripts, benchStart, type CaseFigures } from './cases.ts';
import { fillWithCases } from './crowd.ts';
import { benchImport } from './imports.ts';
import { benchMerge } from './merge.ts';
import { benchPlan } from './plan.ts';
import { benchReads } from './reads.ts';
import { benchSandbox } from './sandbox.ts';
import { openStage, type Stage } from './stage.ts';
import { benchSteps } from './steps.ts';

const known = ['B1', 'B2', 'B3', 'B4', 'B6', 'B7', 'B8', 'B9', 'B10', 'B11'] as const;
type Name = (typeof known)[number];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '64' },
    'warm-up': { type: 'string', default: '15' },
    crowd: { type: 'string', default: '1000000' },
    reads: { type: 'string', default: '325000' },
    rows: { type: 'string', default: '1000000' },
    processes: { type: 'string', default: String(Math.min(4, availableParallelism())) },
  },
});
const say = (line: string) => {
  if (!values.json) console.log(line);
};
const names = (values.only?.split(',') ?? known.filter((name) => name !== 'B11')) as Name[];
const wrong = names.filter((name) => !known.includes(name));
if (wrong.length > 0) {
  process.stderr.write(`Unknown: ${wrong.join(', ')}. Known: ${known.join(', ')}.\n`);
  process.exit(2);
}

const options = { seconds: Number(values.seconds), connections: Number(values.connections), warmUp: Number(values['warm-up']) };
const results: Record<string, unknown> = {};
if (names.includes('B9')) measurePlan();
if (names.includes('B10')) measureMerge();
if (names.some((name) => ['B1', 'B2', 'B3', 'B4', 'B11'].includes(name))) await measureCases();
if (names.includes('B6')) await measureSandbox();
if (names.includes('B7')) await measureReads();
if (names.includes('B8')) await measureImport();
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
    if (names.includes('B4')) {
      const b4 = await benchSteps(stage);
      results.B4 = b4;
      say(`B4  ${b4.burst} ms  ${b4.steps} script steps in one burst; ${b4.committed} ms a step when each step commits`);
    }
    if (names.includes('B11')) await measureCrowd(stage);
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

/** B1 and B3 on the empty database, then on the crowded one. */
async function measureCrowd(stage: Stage): Promise<void> {
  const short = { ...options, seconds: Math.min(options.seconds, 8) };
  const measure = async () => ({ b1: await benchStart(stage, short), b3: await benchComplete(stage, short) });
  const empty = await measure();
  const crowd = await fillWithCases(stage, { cases: Number(values.crowd), journalPerCase: 10, log: say });
  say(`${crowd.cases} open cases, ${crowd.journal} rows of history, ${crowd.megabytes} MB, made in ${crowd.seconds} s`);
  const full = await measure();
  const share = (part: 'b1' | 'b3') => Math.round((full[part].rate / empty[part].rate) * 100) / 100;
  results.B11 = {
    crowd,
    B1: { empty: empty.b1, full: full.b1, share: share('b1') },
    B3: { empty: empty.b3, full: full.b3, share: share('b3') },
  };
  say(`B11 B1 ${empty.b1.rate} -> ${full.b1.rate} /s (${share('b1')}), B3 ${empty.b3.rate} -> ${full.b3.rate} /s (${share('b3')})`);
}

function measurePlan(): void {
  const b9 = benchPlan();
  results.B9 = b9;
  say(
    `B9  ${b9.compile} ms  compile ${b9.nodes} nodes, ${b9.fields} fields (first time ${b9.compileFirst} ms); ${b9.step} us a step of the engine`,
  );
}

function measureMerge(): void {
  const b10 = benchMerge();
  results.B10 = b10;
  say(
    `B10 ${b10.merge} ms  three-way merge of ${b10.fields} fields, ${b10.nodes} nodes, ${b10.conflicts} conflicts (alone ${b10.elements} ms, first time ${b10.first} ms); a diff ${b10.diff} ms`,
  );
}

async function measureReads(): Promise<void> {
  const b7 = await benchReads({ reads: Number(values.reads), log: say });
  results.B7 = b7;
  say(
    `B7  ${String(b7.rate).padStart(6)} /s  p50 ${b7.p50} ms  p99 ${b7.p99} ms  reads with contract, quota, cut and signed log (${b7.logged} lines)`,
  );
}

async function measureImport(): Promise<void> {
  const b8 = await benchImport({ rows: Number(values.rows), log: say });
  results.B8 = b8;
  say(
    `B8  ${String(b8.rate).padStart(6)} rows/s  ${b8.memory} MB at most  ${b8.loaded} loaded, ${b8.rejected} rejected and listed, of ${b8.rows}`,
  );
  say(`    processor time per row: import ${b8.cpu.import} us, PostgreSQL ${b8.cpu.postgres} us`);
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

/**
 * `npm run conformance -- --<suite> FOLDER …`: runs other people's test data, which stays outside the project.
 * Words for people, or with `--json` one object `{suite, cases, totals}` per suite, each on its own line. Exit code 1 when
 * a case is wrong or hangs; a refusal that names what is not supported is no failure.
 */
import { parseArgs } from 'node:util';
import { runBatchSuite } from './batch-files.ts';
import { runBetsySuite } from './bpmn/betsy.ts';
import { runMiwgSuite } from './bpmn/miwg.ts';
import { runTracesSuite } from './bpmn/traces.ts';
import { runCalendarSuite } from './calendar.ts';
import { runIdentifierSuite } from './cn-identifiers.ts';
import { runImportSuite } from './dmn/imported.ts';
import { runDmnSuite } from './dmn.ts';
import { runHostileSuite } from './hostile.ts';
import { runJsonMergeSuite } from './json-merge-diff.ts';
import { runSandboxProbes } from './sandbox.ts';
import { runSsrfSuite } from './ssrf.ts';
import { hasFailed, type SuiteReport, suiteReport } from './suite.ts';

interface Suite {
  about: string;
  run: (folder: string) => Promise<SuiteReport & Record<string, unknown>>;
}
const suites: Record<string, Suite> = {
  'sandbox-probes': { about: 'escape and exhaustion probes, as scripts and as expressions', run: probes },
  'batch-files': {
    about: 'batch files: CSV, encodings, damaged files, JSON texts',
    run: async (folder) => ({ ...(await runBatchSuite(folder)) }),
  },
  'cn-calendar': { about: 'due dates and working days', run: async (folder) => ({ ...(await runCalendarSuite(folder)) }) },
  'cn-identifiers': {
    about: 'citizen numbers and credit codes: one verdict in browser, server, batch and sandbox',
    run: async (folder) => ({ ...(await runIdentifierSuite(folder)) }),
  },
  ssrf: {
    about: 'addresses that lead inside, with redirects and names that change',
    run: async (folder) => ({ ...(await runSsrfSuite(folder)) }),
  },
  'dmn-import': { about: 'DMN TCK: models imported into scenarios', run: async (folder) => ({ ...(await runImportSuite(folder)) }) },
  'dmn-tck': { about: 'DMN TCK: FEEL and decision tables', run: async (folder) => ({ ...(await runDmnSuite(folder)) }) },
  'betsy-bpmn-engine': {
    about: 'BPMN models run and compared by the marks they leave, and models that must be refused',
    run: async (folder) => ({ ...(await runBetsySuite(folder)) }),
  },
  'bpmn-engine-traces': {
    about: 'cases of the tests of three BPMN engines',
    run: async (folder) => ({ ...(await runTracesSuite(folder)) }),
  },
  'hostile-input': { about: 'hostile strings through every text input and every search', run: runHostileSuite },
  'json-merge-diff': {
    about: 'three-way merges, diffs and patches of JSON: verdicts of the merge core',
    run: async (folder) => ({ ...(await runJsonMergeSuite(folder)) }),
  },
  'bpmn-miwg': {
    about: 'BPMN drawings of many tools: every element and position',
    run: async (folder) => ({ ...(await runMiwgSuite(folder)) }),
  },
};

async function probes(folder: string) {
  const { cases, pidBefore, pidAfter, slowestOutcome, slowestReplacement } = await runSandboxProbes(folder);
  return { ...suiteReport('sandbox-probes', cases), pidBefore, pidAfter, slowestOutcome, slowestReplacement };
}

const usage = `npm run conformance -- ${Object.keys(suites)
  .map((name) => `[--${name} FOLDER]`)
  .join(' ')} [--json]`;

function words({ suite, cases, totals, ...more }: Awaited<ReturnType<Suite['run']>>): string[] {
  const left = cases.filter(({ verdict }) => verdict !== 'right');
  const counts = `${totals.right} right, ${totals.refused} refused, ${totals.wrong} wrong, ${totals.hang} hang, of ${totals.cases}`;
  return [
    `${suite} (${suites[suite]?.about ?? ''}): ${counts}`,
    ...Object.entries(more).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`),
    ...left.slice(0, 50).map(({ id, verdict, detail }) => `  ${verdict} ${id}: ${detail}`),
    ...(left.length > 50 ? [`  … and ${left.length - 50} more; --json has all`] : []),
  ];
}

async function main(): Promise<number> {
  const folders = Object.fromEntries(Object.keys(suites).map((name) => [name, { type: 'string' as const }]));
  const values: Record<string, unknown> = parseArgs({ options: { ...folders, json: { type: 'boolean' } } }).values;
  const chosen = Object.keys(suites).filter((name) => typeof values[name] === 'string');
  if (chosen.length === 0) {
    console.error(usage);
    return 2;
  }
  let failed = false;
  for (const name of chosen) {
    const report = await suites[name]!.run(String(values[name]));
    failed ||= hasFailed(report);
    console.log(values.json ? JSON.stringify(report) : words(report).join('\n'));
  }
  return failed ? 1 : 0;
}

process.exitCode = await main();

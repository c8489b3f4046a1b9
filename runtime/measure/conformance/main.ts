/**
 * `npm run conformance -- --<set> FOLDER …`: runs other people's test data, which stays outside the project.
 * Prints what failed and ends with exit code 1 when anything did.
 */
import { parseArgs } from 'node:util';
import { runCalendarConformance } from './calendar.ts';
import { runDmnConformance } from './dmn.ts';
import { runSandboxProbes } from './sandbox.ts';

interface Report {
  passed: number;
  failed: number;
  failures: unknown[];
}
const sets: Record<string, { about: string; run: (folder: string) => Promise<Report> }> = {
  'sandbox-probes': { about: 'escape and exhaustion probes, as scripts and as expressions', run: runSandboxProbes },
  calendar: {
    about: 'due dates and working days',
    run: async (folder) => {
      const { passed, failed } = await runCalendarConformance(folder);
      return { passed, failed: failed.length, failures: failed };
    },
  },
  dmn: { about: 'DMN TCK: FEEL and decision tables', run: runDmnConformance },
};

const usage = `npm run conformance -- ${Object.keys(sets)
  .map((name) => `[--${name} FOLDER]`)
  .join(' ')} [--json]`;

async function main(): Promise<number> {
  const folders = Object.fromEntries(Object.keys(sets).map((name) => [name, { type: 'string' as const }]));
  const values: Record<string, unknown> = parseArgs({ options: { ...folders, json: { type: 'boolean' } } }).values;
  const chosen = Object.keys(sets).filter((name) => typeof values[name] === 'string');
  if (chosen.length === 0) {
    console.error(usage);
    return 2;
  }
  const reports: Record<string, Report> = {};
  for (const name of chosen) {
    const report = await sets[name]!.run(String(values[name]));
    reports[name] = report;
    if (values.json) continue;
    const { passed, failed, failures, ...more } = report;
    console.log(`${name} (${sets[name]!.about}): ${passed} passed, ${failed} failed`);
    for (const [key, value] of Object.entries(more)) console.log(`  ${key}: ${JSON.stringify(value)}`);
    for (const failure of failures.slice(0, 50)) console.log(`  ${typeof failure === 'string' ? failure : JSON.stringify(failure)}`);
  }
  if (values.json) console.log(JSON.stringify(reports));
  return Object.values(reports).some(({ failed }) => failed > 0) ? 1 : 0;
}

process.exitCode = await main();

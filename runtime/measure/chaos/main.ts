/**
 * `npm run chaos`: kills runtime, worker, script child and PostgreSQL at random moments while cases run, and shows that
 * nothing acknowledged is lost and no effect is done twice.
 *
 *   --cases 2000   --kills 20   --pause 3 (mean seconds between kills)   --json
 */
import { parseArgs } from 'node:util';
import { runChaos } from './run.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '20' },
    pause: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const report = await runChaos({
  cases: Number(values.cases),
  kills: Number(values.kills),
  pause: Number(values.pause),
  log: (line) => values.json || console.log(`${String(Math.round(performance.now() / 1000)).padStart(4)} s  ${line}`),
});
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else {
  const { kills, lost, doubled, brokenChains, refused } = report;
  const all = Object.values(kills).reduce((sum, count) => sum + count, 0);
  console.log(`
kills                      ${all}: ${Object.entries(kills)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ')}
acknowledged starts        ${report.acknowledgedStarts}, cases in the database ${report.cases}, finished ${report.completed}
acknowledged completions   ${report.acknowledgedCompletions}
effects performed outside  ${report.effects} (2 per case), in ${report.effectCalls} calls
requests repeated          ${report.retries} (${Object.entries(report.repeatedFor)
    .map(([reason, count]) => `${count} × ${reason}`)
    .join(', ')})
lost                       ${lost.length}
doubled                    ${doubled.length}
broken journal chains      ${brokenChains.length}
wrongly refused            ${refused.length}
jobs left                  ${report.jobsLeft}
time                       ${report.seconds} s`);
  for (const line of [...lost, ...doubled, ...brokenChains, ...refused].slice(0, 20)) console.log(`  ${line}`);
  console.log(report.passed ? '\nNothing lost, nothing doubled.' : '\nNOT PASSED.');
}
process.exit(report.passed ? 0 : 1);

/**
 * `npm run chaos`: kills api, worker, script child and PostgreSQL, at named moments and at random ones, while cases with
 * timers, messages, instances and compensation run, and shows that nothing acknowledged is lost and nothing is done twice.
 *
 *   --kills 500      --minutes 12 (then it stops killing)      --rate 3 (errands started per second)
 *   --least 0 (errands started at least)      --pause 1 (stretches the pauses between kills)
 *   --only timer,commit.sent (seams or moments)      --json
 */
import { parseArgs } from 'node:util';
import { printed } from './report.ts';
import { runChaos } from './run.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '12' },
    rate: { type: 'string', default: '3' },
    least: { type: 'string', default: '0' },
    pause: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const report = await runChaos({
  kills: Number(values.kills),
  minutes: Number(values.minutes),
  rate: Number(values.rate),
  least: Number(values.least),
  pause: Number(values.pause),
  only: values.only.split(',').filter((one) => one !== ''),
  log: (line) => values.json || console.log(`${String(Math.round(performance.now() / 1000)).padStart(4)} s  ${line}`),
});
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `\n${printed(report)}\n`);
process.exit(report.passed ? 0 : 1);

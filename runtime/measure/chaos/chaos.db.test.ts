import { expect, it } from 'vitest';
import { withDatabase } from '../../testing/postgres.ts';
import { victims } from './moments.ts';
import { runChaos } from './run.ts';

// The full one is `npm run chaos`: 500 kills.
it('loses nothing and does nothing twice while api, worker, script child and PostgreSQL are killed at named moments', async () => {
  const outside = await withDatabase({ template: null });
  const report = await runChaos({ kills: 5, least: 7, rate: 2, pause: 0.1, minutes: 1, processes: 1, outsideDatabase: outside.url });
  await outside.close();

  expect(report).toMatchObject({ refused: [], lost: [], doubled: [], brokenChains: [], stuck: [], jobsLeft: 0, neutral500: 0 });
  for (const { all, finished } of Object.values(report.cases)) expect(finished).toBe(all);
  expect(Object.keys(report.cases)).toHaveLength(7);
  expect(report.counted.questions).toBeGreaterThan(0);
  expect(report.counted.compensations).toBeGreaterThan(0);
  expect(report.counted.timers).toBeGreaterThan(report.counted.children * 3);
  for (const victim of victims) expect(report.killed[victim]).toBeGreaterThan(0);
  expect(report.moments).toBeGreaterThanOrEqual(3);
}, 900_000);

import { expect, it } from 'vitest';
import { runChaos } from './run.ts';

// The full one is `npm run chaos`: 2,000 cases and at least 20 kills.
it('loses no acknowledged command and repeats no effect while runtime, PostgreSQL, worker and script child are killed', async () => {
  const report = await runChaos({ cases: 40, kills: 4, pause: 1.5 });

  expect(report).toMatchObject({ refused: [], lost: [], doubled: [], brokenChains: [], jobsLeft: 0, neutral500: 0 });
  expect(report).toMatchObject({ acknowledgedStarts: 40, acknowledgedCompletions: 40, cases: 40, completed: 40, effects: 80 });
  expect(report.kills).toEqual({ runtime: 1, postgres: 1, worker: 1, 'script child': 1 });
}, 240_000);

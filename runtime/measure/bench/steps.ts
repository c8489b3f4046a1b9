/** B4: how long forty steps take, in one burst and with a commit after each; one case at a time. */
import pg from 'pg';
import { chainSteps, deskChainId, scriptChainId } from './large-package.ts';
import { benchValues } from './package.ts';
import { median } from './plan.ts';
import { idNumber, region, type Stage } from './stage.ts';

export interface StepFigures {
  steps: number;
  /** Milliseconds from the request to its answer: 40 scripts in one burst. */
  burst: number;
  /** Milliseconds per step when each commits: a desk completes, a script runs, the next desk opens. */
  committed: number;
}

export async function benchSteps(stage: Stage): Promise<StepFigures> {
  const [applicant, officer] = [await stage.signIn('lin'), await stage.signIn('officer')];
  const send = async (headers: Record<string, string>, address: string, body: object, expected: number) => {
    const began = performance.now();
    const response = await fetch(`http://127.0.0.1:${stage.port}${address}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { id: string };
    if (response.status !== expected) throw new Error(`B4: ${response.status} ${JSON.stringify(answer)}`);
    return { answer, ms: performance.now() - began };
  };
  const start = (scenario: string, number: number) =>
    send(applicant, '/api/cases', { region, scenario, values: benchValues(idNumber), commandId: `b4-${scenario}-${number}` }, 201);

  const bursts: number[] = [];
  for (let number = 0; number < 140; number += 1) {
    const { ms } = await start(scriptChainId, number);
    if (number >= 40) bursts.push(ms);
  }

  const client = new pg.Client({ connectionString: stage.url });
  await client.connect();
  const committed: number[] = [];
  try {
    for (let number = 0; number < 6; number += 1) {
      const { answer } = await start(deskChainId, number);
      for (let step = 0; step < chainSteps; step += 1) {
        const { rows } = await client.query<{ id: string; rev: string }>(
          `SELECT id, (extract(epoch FROM opened_at) * 1000)::bigint AS rev FROM tasks WHERE case_id = $1 AND status = 'open' AND kind = 'desk'`,
          [answer.id],
        );
        const { id, rev } = rows[0]!;
        const body = { rev: Number(rev), decision: 'agree', commandId: `b4-desk-${number}-${step}` };
        const { ms } = await send(officer, `/api/tasks/${answer.id}.${id}/complete`, body, 200);
        if (number > 1) committed.push(ms);
      }
    }
  } finally {
    await client.end();
  }
  const round = (value: number) => Math.round(value * 100) / 100;
  return { steps: chainSteps, burst: round(median(bursts)), committed: round(median(committed)) };
}

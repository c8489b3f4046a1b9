/** B1 start a case, B2 three automatic steps to the end, B3 complete a task: over HTTP, durable. */
import pg from 'pg';
import { sampleOf } from './ceiling.ts';
import type { LoadFigures, LoadJob } from './load.ts';
import { benchValues, desksId, scriptsId } from './package.ts';
import { idNumber, inChild, region, type Stage } from './stage.ts';

export interface CaseFigures extends LoadFigures {
  /** Durable commits per finished request: one, or less when bursts share a statement. */
  commitsPerCase: number;
  /** Milliseconds of processor time per request, by part. */
  cpu: { api: number; scripts: number; postgres: number };
}

export interface BenchOptions {
  seconds: number;
  connections: number;
  /** Seconds of the same load before it counts. */
  warmUp: number;
}

function startRequest(scenario: string): LoadJob['requests'] {
  return [
    {
      method: 'POST',
      path: '/api/cases',
      body: JSON.stringify({ region, scenario, values: benchValues(idNumber), commandId: 'bench-{n}' }),
    },
  ];
}

async function measured(stage: Stage, job: Omit<LoadJob, 'port' | 'tag'>): Promise<CaseFigures> {
  const before = await settled(stage);
  const cpuBefore = await stage.cpu();
  const figures = await inChild<LoadFigures>('load.ts', { ...job, port: stage.port, tag: Date.now().toString(36) });
  if (figures.failed > 0) throw new Error(`${figures.failed} requests failed: ${figures.failure}`);
  const cpuAfter = await stage.cpu();
  const commits = (await settled(stage)) - before;
  const each = (part: keyof typeof cpuAfter) => Math.round(((cpuAfter[part] - cpuBefore[part]) / Math.max(figures.done, 1)) * 1000) / 1000;
  return {
    ...figures,
    cpu: { api: each('api'), scripts: each('scripts'), postgres: each('postgres') },
    commitsPerCase: Math.round((commits / Math.max(figures.done, 1)) * 1000) / 1000,
  };
}

/** Backends report their counters once a second. */
async function settled(stage: Stage): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  return stage.commits();
}

async function startCases(stage: Stage, scenario: string, { seconds, connections, warmUp }: BenchOptions): Promise<CaseFigures> {
  const headers = await stage.signIn('lin');
  const job = { connections, headers, requests: startRequest(scenario), repeat: true, expectStatus: 201 };
  // Until the just-in-time compiler has done its work in every process: after 6 s a third of the time was still its own.
  await measured(stage, { ...job, seconds: warmUp });
  return measured(stage, { ...job, seconds });
}

export const benchStart = (stage: Stage, options: BenchOptions) => startCases(stage, desksId, options);
export const benchScripts = (stage: Stage, options: BenchOptions) => startCases(stage, scriptsId, options);

/** Completes the tasks of started cases, one request per task: two of three are commits of one desk, the third joins. */
export async function benchComplete(stage: Stage, { seconds, connections }: BenchOptions): Promise<CaseFigures> {
  const headers = await stage.signIn('officer');
  const requests = await openTasks(stage.url);
  const job = { connections, headers, repeat: false, expectStatus: 200 };
  const warm = Math.min(600, Math.floor(requests.length / 10));
  await measured(stage, { ...job, requests: requests.slice(0, warm), seconds: 5 });
  return measured(stage, { ...job, requests: requests.slice(warm), seconds });
}

/** Tasks in an order in which desks of many cases work side by side. */
async function openTasks(url: string): Promise<LoadJob['requests']> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ case_id: string; id: string; rev: string }>(
    `SELECT case_id, id, (extract(epoch FROM opened_at) * 1000)::bigint AS rev FROM tasks
     WHERE status = 'open' AND kind = 'desk' AND case_id IN (SELECT id FROM cases WHERE start_key NOT LIKE '%-%') ORDER BY id, case_id LIMIT 120000`,
  );
  await client.end();
  return rows.map(({ case_id, id, rev }) => ({
    method: 'POST',
    path: `/api/tasks/${case_id}.${id}/complete`,
    body: JSON.stringify({ rev: Number(rev), decision: 'agree', commandId: `done-${id}-{n}` }),
  }));
}

/** The same rows by bare SQL, one transaction per case, 32 clients. */
export async function benchCeiling(
  stage: Stage,
  { seconds, scenario = desksId }: { seconds: number; scenario?: string },
): Promise<{ rate: number; done: number }> {
  const client = new pg.Client({ connectionString: stage.url });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT id FROM cases WHERE scenario = $1 ORDER BY id DESC LIMIT 1', [scenario]);
  await client.end();
  const sample = await sampleOf(stage.url, rows[0]!.id);
  return inChild('ceiling.ts', { url: stage.url, region, sample, clients: 32, seconds });
}

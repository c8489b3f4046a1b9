/**
 * The load client: a process of its own that only knows the HTTP side. It repeats a request under the same command id
 * until it is acknowledged, and writes every acknowledgement to its file: what stands there must be true at the end.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ClientJob {
  base: string;
  region: string;
  scenario: string;
  values: Record<string, unknown>;
  cases: number;
  /** Starts per second, so that the errand lasts as long as the killing. */
  rate: number;
  file: string;
  citizen: Record<string, string>;
  officer: Record<string, string>;
}
export type Acknowledged =
  | { did: 'start'; command: string; caseNo: string; id: string }
  | { did: 'complete'; command: string; task: string };

export interface ClientFigures {
  /** Refusals of right requests. */
  refused: string[];
  retries: number;
  /** Why requests were repeated: status and code, or no answer. */
  repeatedFor: Record<string, number>;
  neutral500: number;
}

interface Reply {
  status: number;
  body: Record<string, unknown>;
}
const passing = new Set([408, 429, 500, 502, 503, 504]);

if (import.meta.main) {
  let input = '';
  for await (const chunk of process.stdin) input += chunk;
  const problems = await runClient(JSON.parse(input) as ClientJob);
  process.stdout.write(JSON.stringify(problems));
}

/** Answers what must not happen: refusals of right requests. */
export async function runClient(job: ClientJob): Promise<ClientFigures> {
  const refused: string[] = [];
  const figures = { retries: 0, neutral500: 0, repeatedFor: {} as Record<string, number> };
  const acknowledge = (line: Acknowledged) => appendFileSync(job.file, `${JSON.stringify(line)}\n`);

  /** Until it is acknowledged; the same command id each time. */
  async function insist(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Reply | undefined> {
    for (let attempt = 0; attempt < 400; attempt += 1) {
      const reply = await send(job.base + path, method, headers, body);
      if (reply && reply.status < 300) return reply;
      const isPassing = !reply || passing.has(reply.status) || reply.body.code === 'case.busy';
      if (reply?.status === 500) figures.neutral500 += 1;
      if (!isPassing) {
        refused.push(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}`);
        return undefined;
      }
      figures.retries += 1;
      const reason = reply ? `${reply.status} ${String(reply.body.code)}` : 'no answer';
      figures.repeatedFor[reason] = (figures.repeatedFor[reason] ?? 0) + 1;
      await sleep(100 + Math.random() * 400);
    }
    refused.push(`${method} ${path}: never acknowledged`);
    return undefined;
  }

  let started = 0;
  let completed = 0;
  const begun = performance.now();
  async function starter(): Promise<void> {
    for (let number = started; number < job.cases; number = started) {
      started += 1;
      const wait = begun + (number / job.rate) * 1000 - performance.now();
      if (wait > 0) await sleep(wait);
      const command = `chaos-start-${number}`;
      const reply = await insist('POST', '/api/cases', job.citizen, {
        region: job.region,
        scenario: job.scenario,
        values: job.values,
        commandId: command,
      });
      if (reply) acknowledge({ did: 'start', command, caseNo: String(reply.body.caseNo), id: String(reply.body.id) });
    }
  }

  async function completer(): Promise<void> {
    const deadline = Date.now() + 120_000 + (job.cases / job.rate) * 3_000;
    while (completed < job.cases && refused.length === 0 && Date.now() < deadline) {
      const list = await insist('GET', '/api/tasks?state=todo&sort=opened', job.officer);
      const rows = (list?.body.rows ?? []) as { id: string }[];
      if (rows.length === 0) await sleep(200);
      await Promise.all(rows.slice(0, 16).map(({ id }) => complete(id)));
    }
    if (completed < job.cases) refused.push(`only ${completed} of ${job.cases} tasks could be completed`);
  }

  async function complete(task: string): Promise<void> {
    const page = await insist('GET', `/api/tasks/${task}`, job.officer);
    if (!page) return;
    const command = `chaos-complete-${task.replace('.', '-')}`;
    const body = { rev: page.body.rev, decision: 'agree', commandId: command };
    if (await insist('POST', `/api/tasks/${task}/complete`, job.officer, body)) {
      completed += 1;
      acknowledge({ did: 'complete', command, task });
    }
  }

  await Promise.all([...Array.from({ length: 16 }, starter), completer()]);
  return { refused, ...figures };
}

async function send(url: string, method: string, headers: Record<string, string>, body: unknown): Promise<Reply | undefined> {
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {} };
  } catch {
    // No answer: nobody knows whether it was done. Asking again with the same command id is safe.
    return undefined;
  }
}

/**
 * The load client: a process of its own that only knows the HTTP side. It repeats a request under the same command id
 * until it is acknowledged, and writes every acknowledgement to its file: what stands there must be true at the end.
 *
 * It starts errands in turn until it is told to stop, does what comes to its desk, and publishes a version now and then.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

type Headers = Record<string, string>;

export interface ClientJob {
  bases: string[];
  region: string;
  /** Scenarios in the order they are started, again and again; the last of all is `closing`. */
  scenarios: string[];
  closing: string;
  /** Whose versions are published, and milliseconds between two. */
  published: string;
  publishMs: number;
  values: Record<string, unknown>;
  /** Starts per second, and cases that may be under way before it waits. */
  rate: number;
  least: number;
  file: string;
  /** When these files are there: no more starts; no more desk work. */
  stopFile: string;
  doneFile: string;
  citizen: Headers;
  officer: Headers;
  designer: Headers;
}
export type Acknowledged =
  | { did: 'start'; command: string; scenario: string; caseNo: string; id: string }
  | { did: 'complete'; command: string; task: string }
  | { did: 'publish'; command: string; version: number };

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
  const stopped = () => existsSync(job.stopFile) || refused.length > 0;
  const finished = () => existsSync(job.doneFile);

  function again(reason: string): Promise<void> {
    figures.retries += 1;
    figures.repeatedFor[reason] = (figures.repeatedFor[reason] ?? 0) + 1;
    return sleep(50 + Math.random() * 300);
  }

  /** Until it is acknowledged; the same command id each time. `expected`: a refusal the caller knows what to do about. */
  async function insist(
    method: string,
    path: string,
    headers: Headers,
    body?: unknown,
    expected: number[] = [],
  ): Promise<Reply | undefined> {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const base = job.bases[attempt % job.bases.length]!;
      const reply = await send(base + path, method, headers, body);
      if (reply && (reply.status < 300 || expected.includes(reply.status)) && reply.body.code !== 'case.busy') return reply;
      const isPassing = !reply || passing.has(reply.status) || reply.body.code === 'case.busy';
      if (reply?.status === 500) figures.neutral500 += 1;
      if (!isPassing) {
        refused.push(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}`);
        return undefined;
      }
      await again(reply ? `${reply.status} ${String(reply.body.code)}` : 'no answer');
    }
    refused.push(`${method} ${path}: never acknowledged`);
    return undefined;
  }

  let started = 0;
  const begun = performance.now();

  async function startOne(number: number, scenario: string): Promise<void> {
    const command = `chaos-start-${number}`;
    const values = {
      ...job.values,
      'shop.area': 30 + (number % 20),
      ...(scenario === 'chaos-errand' ? {} : { 'owner.reference': command }),
    };
    const reply = await insist('POST', '/api/cases', job.citizen, { region: job.region, scenario, values, commandId: command });
    if (reply) acknowledge({ did: 'start', command, scenario, caseNo: String(reply.body.caseNo), id: String(reply.body.id) });
  }

  async function starter(): Promise<void> {
    while (!stopped() || (started < job.least && refused.length === 0)) {
      const number = started;
      started += 1;
      const wait = begun + (number / job.rate) * 1000 - performance.now();
      if (wait > 0) await sleep(wait);
      await startOne(number, job.scenarios[number % job.scenarios.length]!);
    }
  }

  async function startAll(): Promise<void> {
    await Promise.all(Array.from({ length: 12 }, starter));
    // Whoever still waits for the bell hears that of the last one.
    if (refused.length === 0) await startOne(started, job.closing);
  }

  const completed = new Set<string>();
  async function completer(): Promise<void> {
    while (!finished() && refused.length === 0) {
      const list = await insist('GET', '/api/tasks?state=todo&sort=opened', job.officer);
      const rows = ((list?.body.rows ?? []) as { id: string }[]).filter(({ id }) => !completed.has(id));
      if (rows.length === 0) await sleep(150);
      await Promise.all(rows.slice(0, 16).map(({ id }) => complete(id)));
    }
  }

  async function complete(task: string): Promise<void> {
    const command = `chaos-complete-${task.replace('.', '-')}`;
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const page = await insist('GET', `/api/tasks/${task}`, job.officer);
      if (!page) return;
      const body = { rev: page.body.rev, decision: 'agree', commandId: command };
      const reply = await insist('POST', `/api/tasks/${task}/complete`, job.officer, body, [409]);
      if (reply && reply.status < 300) {
        completed.add(task);
        return acknowledge({ did: 'complete', command, task });
      }
      if (!reply) return;
      // The page was seen before another branch of the case moved: seen again, it is decided again, under the same command.
      await again(`409 ${String(reply.body.code)}`);
    }
    refused.push(`${task}: always changed meanwhile`);
  }

  async function publisher(): Promise<void> {
    for (let number = 1; !stopped(); number += 1) {
      await publish(number);
      await sleep(job.publishMs * (0.5 + Math.random()));
    }
  }

  /** Changes a name in the draft and publishes. A save whose answer was lost is seen in the draft. */
  async function publish(number: number): Promise<void> {
    const path = `/api/scenarios/${job.published}`;
    const name = `第${number}版`;
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const draft = await insist('GET', `${path}/draft?region=${job.region}`, job.designer);
      if (!draft) return;
      const pkg = draft.body.package as { scenario: { name: Record<string, string> } };
      let rev = draft.body.rev;
      if (pkg.scenario.name['zh-CN'] !== name) {
        pkg.scenario.name = { 'zh-CN': name, en: name };
        const saved = await insist('PUT', `${path}/draft?region=${job.region}`, job.designer, { rev, package: pkg }, [409]);
        if (!saved) return;
        if (saved.status === 409) continue;
        rev = saved.body.rev;
      }
      const command = `chaos-publish-${number}`;
      const body = { rev, notes: name, commandId: command };
      const published = await insist('POST', `${path}/publish?region=${job.region}`, job.designer, body, [409]);
      if (!published) return;
      if (published.status < 300) return acknowledge({ did: 'publish', command, version: Number(published.body.version) });
    }
    refused.push(`version ${number} could not be published`);
  }

  await Promise.all([startAll(), completer(), publisher()]);
  return { refused, ...figures };
}

async function send(url: string, method: string, headers: Headers, body: unknown): Promise<Reply | undefined> {
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

/**
 * The load client: a process of its own that only knows the HTTP side. It repeats a request under the same command id
 * until it is acknowledged, and writes every acknowledgement to its file: what stands there must be true at the end.
 *
 * It starts errands in turn until it is told to stop, does what comes to its desk, answers what its register is asked, starts
 * the steps that people start, and publishes a version now and then, to which it moves the running cases.
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
  /** In whose cases people start steps. */
  free: string;
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
  | { did: 'answer'; command: string; assist: string }
  | { did: 'step'; command: string; caseNo: string; node: string }
  | { did: 'publish'; command: string; version: number }
  /** No case waited any more to be moved. */
  | { did: 'migrate'; migration: string; moved: number };

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
    if (!reply) return;
    const caseNo = String(reply.body.caseNo);
    acknowledge({ did: 'start', command, scenario, caseNo, id: String(reply.body.id) });
    if (scenario === job.free) freeCases.add(caseNo);
  }

  /** Cases whose steps people start, until all were. */
  const freeCases = new Set<string>();
  async function starterOfSteps(): Promise<void> {
    for (; !finished() && refused.length === 0; await sleep(400)) await Promise.all([...freeCases].slice(0, 8).map(startSteps));
  }

  async function startSteps(caseNo: string): Promise<void> {
    const path = `/api/cases/${encodeURIComponent(caseNo)}/steps`;
    // Before a case comes to this desk it is not there for it.
    const list = await insist('GET', path, job.officer, undefined, [404]);
    const steps = (list?.body.start ?? []) as { node: string }[];
    // Those that cannot be started yet have their turn after the others.
    freeCases.delete(caseNo);
    if (steps.length === 0) freeCases.add(caseNo);
    for (const { node } of steps) {
      const command = `chaos-step-${caseNo}-${node}`;
      const reply = await insist('POST', path, job.officer, { do: 'start', node, commandId: command });
      if (reply) acknowledge({ did: 'step', command, caseNo, node });
    }
  }

  const answered = new Set<string>();
  async function answerer(): Promise<void> {
    for (; !finished() && refused.length === 0; await sleep(250)) {
      const list = await insist('GET', '/api/assists?state=open', job.officer);
      const rows = ((list?.body.rows ?? []) as { id: string }[]).filter(({ id }) => !answered.has(id));
      await Promise.all(rows.slice(0, 8).map(({ id }) => answer(id)));
    }
  }

  async function answer(assist: string): Promise<void> {
    const command = `chaos-answer-${assist.replace('.', '-')}`;
    const body = { kind: 'record', values: { 'shop.address': '海盐县武原街道' }, commandId: command };
    const reply = await insist('POST', `/api/assists/${assist}/answer`, job.officer, body);
    if (!reply) return;
    answered.add(assist);
    acknowledge({ did: 'answer', command, assist });
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
      if (!stopped()) await migrate();
      await sleep(job.publishMs * (0.5 + Math.random()));
    }
  }

  /** Moves the running cases to the version that is live now. A plan whose answer was lost is made once more. */
  async function migrate(): Promise<void> {
    const path = `/api/scenarios/${job.published}/migrations`;
    const begun = await insist('POST', `${path}?region=${job.region}`, job.designer, {});
    const id = String(begun?.body.id);
    for (let attempt = 0; begun && attempt < 50; attempt += 1) {
      const now = await insist('POST', `${path}/${id}/move?region=${job.region}`, job.designer, { limit: 200 });
      if (!now) return;
      if (now.body.waiting === 0) return acknowledge({ did: 'migrate', migration: id, moved: Number(now.body.moved) });
      // Somebody acted on a case at that very moment: it has another turn.
      await again('a case was in use');
    }
    if (begun) refused.push(`the migration ${id} does not come to its end`);
  }

  /** Changes a name and the drawing in the draft and publishes. A save whose answer was lost is seen in the draft. */
  async function publish(number: number): Promise<void> {
    const path = `/api/scenarios/${job.published}`;
    const name = `第${number}版`;
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const draft = await insist('GET', `${path}/draft?region=${job.region}`, job.designer);
      if (!draft) return;
      const pkg = draft.body.package as { scenario: Drawing };
      let rev = draft.body.rev;
      if (pkg.scenario.name['zh-CN'] !== name) {
        pkg.scenario.name = { 'zh-CN': name, en: name };
        redraw(pkg.scenario, number);
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

  await Promise.all([startAll(), completer(), starterOfSteps(), answerer(), publisher()]);
  return { refused, ...figures };
}

interface Drawing {
  name: Record<string, string>;
  nodes: Record<string, object>;
  edges: Record<string, { from: string; to: string; rank: string }>;
}

/** Every other version has a step more behind the desk: cases that wait there are moved to it and back. */
function redraw({ nodes, edges }: Drawing, number: number): void {
  const after = Object.values(edges).find(({ from }) => from === 'n_desk')!;
  const more = edges.e_more;
  if (number % 2 === 1 && !more) {
    nodes.n_more = { kind: 'script', name: { 'zh-CN': '复算' }, script: 's_fee' };
    edges.e_more = { from: 'n_more', to: after.to, rank: 'b0' };
    after.to = 'n_more';
  } else if (number % 2 === 0 && more) {
    after.to = more.to;
    delete edges.e_more;
    delete nodes.n_more;
  }
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

/**
 * Loaded with `--import` into api and worker by the chaos run alone: no line of the product knows of it. It stands around
 * seams that are there anyway (statements of pg, requests of undici, pipes of script children, answers of http) and, at the
 * moment that was ordered, notes what is in flight and kills its victim at once, in the same turn of the event loop.
 */
import childProcess, { type ChildProcess } from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { flushCompileCache, syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import pg from 'pg';
import { type Hit, hitFile, type Moment, type Order, orderFile, type Phase, type Seam, scriptFile, type Victim } from './moments.ts';

const folder = process.env.LIANBAN_CHAOS ?? '';
const role = process.argv[2] ?? '';
const scripts = new Set<ChildProcess>();
const separator = '\u001e';

if (folder && isMainThread && (role === 'api' || role === 'worker')) {
  watchStatements();
  watchOutside();
  watchScripts();
  if (role === 'api') diagnostics.subscribe('http.server.response.finish', () => pass(['reply'], 'after', () => ({ what: 'an answer' })));
}

// Node keeps its cache of compiled modules at the end of a process, which a killed one does not come to.
for (const ms of [1_000, 3_000, 8_000]) setTimeout(flushCompileCache, ms).unref();

/** What is in flight, told only when something is killed. */
type Facts = () => { what: string; cases?: string[] };

function pass(names: readonly Seam[], phase: Phase, facts: Facts): void {
  for (const victim of [role as Victim, 'script child', 'PostgreSQL'] as const) {
    const order = orderFor(victim);
    if (order && names.some((name) => order.moment === (`${name}.${phase}` satisfies Moment))) obey(order, facts, phase);
  }
}

function orderFor(victim: Victim): Order | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, orderFile(victim)), 'utf8')) as Order;
  } catch {
    return undefined;
  }
}

/** Taking the order is one rename: of all processes that are at this moment, one gets it. */
function obey(order: Order, facts: Facts, phase: Phase): void {
  const child = [...scripts].at(-1);
  if (order.victim === 'script child' && !child) return;
  const taken = path.join(folder, `taken-${order.id}-${process.pid}.json`);
  try {
    renameSync(path.join(folder, orderFile(order.victim)), taken);
  } catch {
    return;
  }
  // What has left is at work over there: somewhere within the next milliseconds.
  if (phase === 'sent' && order.victim === 'PostgreSQL') pause(Math.random() * 4);
  const { what, cases = [] } = facts();
  const hit: Hit = { ...order, at: Date.now(), role, process: process.pid, cases, what };
  writeFileSync(taken, JSON.stringify(hit));
  // Its own name only when it is complete: whoever sees it can read it.
  renameSync(taken, path.join(folder, hitFile(order.id)));
  if (order.victim === 'PostgreSQL') killServer(order.pid!);
  else if (order.victim === 'script child') kill(-child!.pid!);
  else {
    kill(process.pid);
    pause(10_000);
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

/** The whole server at once, as when its machine loses power: also the backend that is in the middle of our statement. */
function killServer(pid: number): void {
  let children: number[] = [];
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  } catch {
    // Not Linux: the backends notice by themselves that their server is gone.
  }
  for (const one of [pid, ...children]) if (one > 0) kill(one);
}

// Statements of pg.

interface Statement {
  name?: string;
  text?: string;
  values?: unknown[];
}
interface Seen {
  names: Seam[];
  facts: Facts;
  cases?: (result: { rows: { case_id?: string }[] } | undefined) => string[];
}
type Callback = (error: unknown, result: { rows: { case_id?: string }[] } | undefined) => void;

function watchStatements(): void {
  const marks = new WeakMap<object, Seam>();
  const query = pg.Client.prototype.query as (this: unknown, ...given: unknown[]) => unknown;
  function watched(this: object, ...given: unknown[]): unknown {
    const statement = (typeof given[0] === 'string' ? { text: given[0] } : given[0]) as Statement;
    const seen = lookAt(this, statement, (Array.isArray(given[1]) ? given[1] : statement.values) ?? [], marks);
    if (!seen) return query.apply(this, given);
    pass(seen.names, 'before', seen.facts);
    const after = (error: unknown, result: Parameters<Callback>[1]) => {
      if (error) return;
      const cases = seen.cases?.(result);
      if (cases?.length !== 0) pass(seen.names, 'after', () => ({ ...seen.facts(), ...(cases ? { cases } : {}) }));
    };
    const at = given.findIndex((one) => typeof one === 'function');
    if (at >= 0) {
      const callback = given[at] as Callback;
      given[at] = ((error, result) => {
        after(error, result);
        callback(error, result);
      }) satisfies Callback;
    }
    const answer = query.apply(this, given);
    if (at < 0)
      (answer as Promise<Parameters<Callback>[1]>).then(
        (result) => after(undefined, result),
        () => {},
      );
    pass(seen.names, 'sent', seen.facts);
    return answer;
  }
  pg.Client.prototype.query = watched as typeof pg.Client.prototype.query;
}

const word = (value: unknown) => (typeof value === 'string' ? value : '');

function lookAt(client: object, { name = '', text = '' }: Statement, values: unknown[], marks: WeakMap<object, Seam>): Seen | undefined {
  const seen = (names: Seam[], cases: string[] = [], what = name): Seen => ({ names, facts: () => ({ what, cases }) });
  if (name.startsWith('commit-bursts')) return lookAtCommit(name, values);
  if (name === 'claim-jobs')
    return { ...seen(['claim']), cases: (result) => (result?.rows ?? []).flatMap(({ case_id }) => (case_id ? [case_id] : [])) };
  if (name === 'accept-event') return seen(['message'], [word(values[7])]);
  if (name === 'settle-event') return seen(['signal']);
  // Transactions of several statements: what they are is known from an insert, the moment is their end.
  if (/^\s*insert into documents/i.test(text)) marks.set(client, 'paper');
  else if (/^insert into "versions"/i.test(text)) marks.set(client, 'publish');
  else if (/^\s*insert into assists/i.test(text)) marks.set(client, 'question');
  else if (/^\s*update assists set status/i.test(text)) marks.set(client, 'answer');
  else if (/^\s*update case_migration_items i set status = 'moved'/i.test(text)) marks.set(client, 'migrate');
  else if (/^ROLLBACK/.test(text)) marks.delete(client);
  const mark = /^COMMIT/.test(text) ? marks.get(client) : undefined;
  if (!mark) return undefined;
  marks.delete(client);
  return seen([mark], [], 'end of a transaction');
}

/** A commit tells by what it carries which step of the errand it is. */
function lookAtCommit(name: string, values: unknown[]): Seen {
  const names: Seam[] = ['commit'];
  const entries = word(values[12]);
  if (entries.includes('"node":"n_joined"')) names.push('join');
  if (entries.includes('"each.ended"')) names.push('instances');
  if (entries.includes('"timer.due"')) names.push('timer');
  if (entries.includes('"compensation.')) names.push('compensation');
  if (entries.includes('"call.ended"')) names.push('return');
  if (entries.includes('"event.happened"')) names.push('event');
  if (entries.includes('"step.started"')) names.push('step');
  if (word(values[1]).includes('"start_key":"call:')) names.push('child');
  if (name.includes('-events') && word(values[13]).includes('"taken":[{')) names.push('delivery');
  const cases = word(values[3]).split(separator);
  return { names, facts: () => ({ what: `${name} of ${cases.length}: ${names.join(', ')}`, cases }) };
}

// Requests of undici to the outside world.

interface Requested {
  request: { path: string; headers?: unknown };
}

function watchOutside(): void {
  const on = (channel: string, phase: Phase) =>
    diagnostics.subscribe(channel, (message) => {
      const { request } = message as Requested;
      const seam = /^\/(sms|seal)\//.test(request.path) ? 'send' : /^\/ga\//.test(request.path) ? 'read' : undefined;
      const key = /([0-9a-f-]{36}):[A-Za-z0-9]+/.exec(String(request.headers))?.[1];
      if (seam) pass([seam], phase, () => ({ what: request.path, cases: key ? [key] : [] }));
    });
  on('undici:request:create', 'before');
  on('undici:request:bodySent', 'sent');
  on('undici:request:headers', 'after');
}

// Pipes of script children.

function watchScripts(): void {
  const spawn = childProcess.spawn;
  childProcess.spawn = ((...given: Parameters<typeof spawn>) => {
    const child = spawn(...given);
    if (given[1]?.some?.((one: string) => one.includes('sandbox/child/main'))) watchScript(child);
    return child;
  }) as typeof spawn;
  syncBuiltinESMExports();
}

function watchScript(child: ChildProcess): void {
  const { stdin, stdout } = child;
  if (!stdin || !stdout) return;
  let asked = false;
  const facts = () => ({ what: 'a script' });
  const write = stdin.write.bind(stdin) as (...given: unknown[]) => boolean;
  stdin.write = ((...given: unknown[]) => {
    pass(['script'], 'before', facts);
    const answer = write(...given);
    asked = true;
    pass(['script'], 'sent', facts);
    return answer;
  }) as typeof stdin.write;
  stdout.on('data', () => {
    if (!scripts.has(child)) {
      scripts.add(child);
      appendFileSync(path.join(folder, scriptFile), `${JSON.stringify({ process: process.pid, child: child.pid, at: Date.now() })}\n`);
    }
    if (!asked) return;
    asked = false;
    pass(['script'], 'after', facts);
  });
  child.once('exit', () => scripts.delete(child));
}

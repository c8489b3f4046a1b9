/**
 * Who is killed when. Each victim has a loop of its own: it orders a named moment, waits until a process came to it, waits
 * until the victim is back, lets the errands run for a while, and orders the next. Every fifth kill comes at random instead.
 */
import { access, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Hit, hitFile, type Moment, momentsOf, orderFile, scriptFile, type Victim, victims } from './moments.ts';
import type { Database, Part } from './parts.ts';

export interface Kill {
  /** `random`: from outside, whatever it was doing. */
  moment: Moment | 'random';
  victim: Victim;
  at: number;
  cases: string[];
  what: string;
  /** Until the victim served again; undefined when its process was killed meanwhile, too. */
  backMs?: number;
}
export interface KillOptions {
  folder: string;
  apis: Part[];
  workers: Part[];
  database: Database;
  kills: number;
  /** Stretches the pauses between kills. */
  pause: number;
  /** Seams or moments to stay with; a victim that knows none of them is killed at random. */
  only: readonly string[];
  /** No kill is begun after this instant. */
  until: number;
  log: (line: string) => void;
}
export interface Killing {
  kills: Kill[];
  /** Moments that did not come within their time, and how often. */
  missed: Record<string, number>;
}

/** Share of the kills, and milliseconds the errands run between two. PostgreSQL takes everything with it, so it comes less often. */
const plans: Record<Victim, { share: number; pauseMs: number }> = {
  api: { share: 0.3, pauseMs: 400 },
  worker: { share: 0.34, pauseMs: 400 },
  'script child': { share: 0.28, pauseMs: 700 },
  PostgreSQL: { share: 0.08, pauseMs: 8_000 },
};
/** Versions are published, and cases moved to them, every few seconds; everything else happens many times a second. */
const patienceMs = (moment: Moment) => (/^(publish|migrate)/.test(moment) ? 15_000 : 8_000);
const everyRandom = 5;
const mostMisses = 3;

export async function killAll(options: KillOptions): Promise<Killing> {
  const killing: Killing = { kills: [], missed: {} };
  const state = { next: 0 };
  await Promise.all(victims.map((victim) => killOne(victim, quotaOf(victim, options.kills), options, killing, state)));
  return killing;
}

/** Each victim at least once; what rounding leaves goes to the worker. */
function quotaOf(victim: Victim, kills: number): number {
  const quota = (one: Victim) => Math.max(1, Math.round(plans[one].share * kills));
  if (victim !== 'worker') return quota(victim);
  return Math.max(1, kills - victims.reduce((sum, one) => sum + (one === 'worker' ? 0 : quota(one)), 0));
}

async function killOne(victim: Victim, quota: number, options: KillOptions, killing: Killing, state: { next: number }): Promise<void> {
  const { log, until, pause, only } = options;
  const moments = momentsOf[victim].filter((moment) => only.length === 0 || only.some((one) => `${moment}.`.startsWith(`${one}.`)));
  // A short run begins at another moment each time, a long one comes to all of them several times.
  let turn = Math.floor(Math.random() * moments.length);
  for (let done = 0; done < quota && Date.now() < until; ) {
    const spread = Math.min(plans[victim].pauseMs * pause, (until - Date.now()) / quota);
    await sleep(spread * (0.5 + Math.random()));
    const isRandom = moments.length === 0 || done % everyRandom === everyRandom - 1;
    const moment = moments[turn % moments.length] ?? 'commit.before';
    if (!isRandom) turn += 1;
    const kill = isRandom ? await killAtRandom(victim, options) : await killAtMoment(victim, moment, options, state);
    if (!kill) {
      const times = (killing.missed[`${moment} ${victim}`] ?? 0) + 1;
      killing.missed[`${moment} ${victim}`] = times;
      // What never comes would cost the others their time.
      if (times >= mostMisses) moments.splice(moments.indexOf(moment), 1);
      continue;
    }
    done += 1;
    killing.kills.push(kill);
    log(`${killing.kills.length} of ${options.kills}: ${victim} at ${kill.moment}, ${kill.what}; back after ${kill.backMs ?? '?'} ms`);
  }
}

async function killAtMoment(victim: Victim, moment: Moment, options: KillOptions, state: { next: number }): Promise<Kill | undefined> {
  state.next += 1;
  const id = state.next;
  const order = path.join(options.folder, orderFile(victim));
  const pid = victim === 'PostgreSQL' ? options.database.server.pid : undefined;
  await writeFile(`${order}.new`, JSON.stringify({ id, moment, victim, pid }));
  await rename(`${order}.new`, order);
  const hit = await waitForHit(path.join(options.folder, hitFile(id)), patienceMs(moment));
  if (!hit) {
    await rm(order, { force: true });
    // Somebody may have taken it in the very last moment.
    const late = await waitForHit(path.join(options.folder, hitFile(id)), 300);
    if (!late) return undefined;
    return finish(late, options);
  }
  return finish(hit, options);
}

async function finish(hit: Hit, options: KillOptions): Promise<Kill> {
  const { moment, victim, at, cases, what, role, process } = hit;
  const kill: Kill = { moment, victim, at, cases, what: victim === role ? what : `${what} (in ${role})` };
  const back = await backAfter(victim, process, at, options);
  return back === undefined ? kill : { ...kill, backMs: back - at };
}

async function backAfter(
  victim: Victim,
  pid: number,
  at: number,
  { apis, workers, database, folder }: KillOptions,
): Promise<number | undefined> {
  if (victim === 'PostgreSQL') {
    await database.restart();
    return Date.now();
  }
  if (victim === 'script child') return scriptBack(folder, pid, at);
  return [...apis, ...workers].find((part) => part.has(pid))?.backAfter(pid);
}

async function killAtRandom(victim: Victim, options: KillOptions): Promise<Kill> {
  const { apis, workers, database, folder } = options;
  const facts = { moment: 'random' as const, victim, cases: [], what: 'whatever it was doing' };
  if (victim === 'PostgreSQL') {
    const at = Date.now();
    database.kill();
    await database.restart();
    return { ...facts, at, backMs: Date.now() - at };
  }
  if (victim === 'script child') {
    for (;;) {
      const living = (await scriptsOf(folder)).toReversed().find(({ process: owner, child }) => isAlive(owner) && isAlive(child));
      const at = Date.now();
      if (living && killed(living.child)) {
        const back = await scriptBack(folder, living.process, at);
        return back === undefined ? { ...facts, at } : { ...facts, at, backMs: back - at };
      }
      await sleep(100);
    }
  }
  const parts = victim === 'api' ? apis : workers;
  const serving = parts.filter((part) => part.pid !== undefined);
  const part = (serving.length > 0 ? serving : parts)[Math.floor(Math.random() * (serving.length || parts.length))]!;
  const pid = part.pid ?? 0;
  const at = Date.now();
  part.kill();
  return { ...facts, at, backMs: (await part.backAfter(pid)) - at };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function killed(pid: number): boolean {
  try {
    return process.kill(-pid, 'SIGKILL');
  } catch {
    return false;
  }
}

interface ScriptChild {
  process: number;
  child: number;
  at: number;
}

async function scriptsOf(folder: string): Promise<ScriptChild[]> {
  const lines = await readFile(path.join(folder, scriptFile), 'utf8').catch(() => '');
  return lines
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as ScriptChild);
}

/** When the next script child of that process came up; nothing when the process is gone. */
async function scriptBack(folder: string, pid: number, at: number): Promise<number | undefined> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const back = (await scriptsOf(folder)).find((one) => one.process === pid && one.at > at);
    if (back) return back.at;
    if (!isAlive(pid)) return undefined;
    await sleep(50);
  }
  return undefined;
}

async function waitForHit(file: string, patience: number): Promise<Hit | undefined> {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    const there = await access(file).then(
      () => true,
      () => false,
    );
    if (there) return JSON.parse(await readFile(file, 'utf8')) as Hit;
    await sleep(20);
  }
  return undefined;
}

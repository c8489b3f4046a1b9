/**
 * One child as the parent sees it. Starting -> ready -> (retiring ->) gone. Everything it says is checked: a child taken
 * over by a script can at worst answer wrongly for the scenario it runs, or be killed.
 */
import type { ChildProcess } from 'node:child_process';
import { encodeFrames, frameReader } from './child/frames.mjs';
import { cpuOf } from './cpu.ts';
import { type Launch, launchChild } from './launch.ts';
import type { ChildLimits } from './protocol.ts';
import type { Group } from './queue.ts';

export interface ChildEvents {
  onReady(child: ScriptChild): void;
  /** `texts` is JSON of an array of outcomes, one per call of the group. */
  onDone(child: ScriptChild, group: Group, microseconds: number, texts: string): void;
  onCallDone(child: ScriptChild, group: Group, index: number, text: string): void;
  /** After either, when the child's counts are up to date. */
  onAnswered(child: ScriptChild): void;
  onNeeded(child: ScriptChild, group: Group): void;
  onGone(child: ScriptChild, how: Departure): void;
}

/** Why a child ended: `hung` and `crashed` are the doing of the script that ran, `outside` is not. */
export interface Departure {
  reason: 'hung' | 'crashed' | 'outside' | 'closed';
  memory: boolean;
  /** Whether it ever came up. */
  wasReady: boolean;
  /** What it said on standard error, when it never came up: no script has run then. */
  words?: string;
  /** The group that ran, and the call in it when it ran alone. */
  running?: { group: Group; index?: number };
  unfinished: Group[];
}

export type ScriptChild = ReturnType<typeof startChild>;

/** What a child gets on top each time the machine was too busy to run it at all, and how much of that in all. */
const PATIENCE_MS = 400;
const MOST_PATIENCE_MS = 6000;
/** A child that does not come up within this is given up. */
const START_MS = 15000;

export function startChild(launch: Launch, limits: ChildLimits, events: ChildEvents) {
  const proc: ChildProcess = launchChild(launch, limits);
  const groups = new Map<number, Group>();
  let state: 'starting' | 'ready' | 'gone' = 'starting';
  /** Call of the first group that runs alone now, and since when the first group, or that call, has been running. */
  let index: number | undefined;
  let since = 0;
  let killedFor: Departure['reason'] | undefined;
  let stderr = '';
  let watch: { timer: NodeJS.Timeout; due: number; cpuMs: number; at: number } | undefined;
  let patience = 0;

  const child = {
    pid: proc.pid,
    startedAt: performance.now(),
    /** Scripts it holds the text of, by isolate and script. */
    known: new Set<string>(),
    calls: 0,
    inFlight: 0,
    suspects: 0,
    retiring: false,
    isReady: () => state === 'ready',
    note,
    send,
    kill,
    close,
  };

  /** Counts a group at once, so that the next choice of a child sees it; it leaves with `send`. */
  function note(group: Group): void {
    if (groups.size === 0) since = performance.now();
    groups.set(group.head.seq, group);
    child.inFlight += group.calls.length;
    child.calls += group.calls.length;
    if (group.suspect) child.suspects += 1;
  }

  function send(batch: Group[]): void {
    proc.stdin?.write(encodeFrames(batch.map((group) => `${JSON.stringify(group.head)}\n${group.body}`)));
    arm();
  }

  function forget(group: Group): void {
    groups.delete(group.head.seq);
    child.inFlight -= group.calls.length;
    if (group.suspect) child.suspects -= 1;
    index = undefined;
    since = performance.now();
  }

  /** What runs in the child: it works in the order of sending. */
  function first(): Group | undefined {
    for (const group of groups.values()) return group;
    return undefined;
  }

  /** Kills the whole process group; the pid may be gone already. */
  function kill(reason: Departure['reason']): void {
    if (state === 'gone') return;
    killedFor ??= reason;
    try {
      if (proc.pid !== undefined) process.kill(-proc.pid, 'SIGKILL');
    } catch {
      proc.kill('SIGKILL');
    }
  }

  function close(): void {
    killedFor ??= 'closed';
    proc.stdin?.end();
  }

  function onFrame(text: string): void {
    patience = 0;
    const letter = text[0];
    if (letter === 'Y' && state === 'starting') {
      state = 'ready';
      arm();
      events.onReady(child);
      return;
    }
    const end = text.indexOf('\n');
    const [name = '', extra = ''] = text.slice(1, end < 0 ? undefined : end).split(' ');
    const [seq = '', position] = name.split('.');
    const group = first();
    if (!group || group.head.seq !== Number(seq)) throw new Error('an answer out of turn');
    if (letter === 'S') {
      index = Number(position);
      since = performance.now();
    } else if (letter === 'D') {
      // Before it is forgotten: an answer that cannot be read must leave the group among the unfinished.
      events.onDone(child, group, Number(extra), text.slice(end + 1));
      forget(group);
      events.onAnswered(child);
    } else if (letter === 'O') {
      events.onCallDone(child, group, Number(position), text.slice(end + 1));
      if (group.calls.every((call) => call.settle === undefined)) forget(group);
      events.onAnswered(child);
    } else if (letter === 'N' && group.head.js === undefined) {
      forget(group);
      events.onNeeded(child, group);
    } else throw new Error('an unknown answer');
  }

  const read = frameReader(onFrame);
  proc.stdout?.on('data', (chunk: Buffer) => {
    try {
      read(chunk);
    } catch {
      kill('crashed');
    }
  });
  proc.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('latin1')).slice(-4000);
  });
  // A broken pipe: the exit event follows and says what happened.
  proc.stdin?.on('error', () => undefined);
  proc.on('error', () => gone(null, null));
  // Not `exit`: what the child said last may still be in the pipe, and it decides who ran and who was done.
  proc.on('close', gone);

  function gone(code: number | null, signal: NodeJS.Signals | null): void {
    if (state === 'gone') return;
    const runs = first();
    const wasReady = state === 'ready';
    state = 'gone';
    if (watch) clearTimeout(watch.timer);
    const crashed = signal === 'SIGABRT' || signal === 'SIGTRAP' || signal === 'SIGSEGV' || signal === 'SIGBUS' || signal === 'SIGILL';
    const own = crashed || (signal === null && code !== 0);
    events.onGone(child, {
      reason: killedFor ?? (own ? 'crashed' : 'outside'),
      memory: (crashed && signal !== 'SIGSEGV') || /memory|heap|alloc/i.test(stderr),
      wasReady,
      words: wasReady ? undefined : stderr.trim().slice(0, 500),
      running: runs ? { group: runs, index } : undefined,
      unfinished: [...groups.values()],
    });
  }

  // --- watchdog: one timer, armed only while something runs --------------------------------------------------------------------
  function arm(): void {
    const due = deadline();
    // An earlier look is enough: `check` arms again for the rest.
    if (due === undefined || state === 'gone' || (watch && watch.due <= due)) return;
    if (watch) clearTimeout(watch.timer);
    const at = performance.now();
    watch = { timer: setTimeout(check, Math.max(1, due - at)), due, cpuMs: cpuOf(proc.pid), at };
  }

  function deadline(): number | undefined {
    if (state === 'starting') return child.startedAt + START_MS;
    const runs = first();
    return runs && since + 2 * runs.head.cpuMs + patience;
  }

  function check(): void {
    // The parent itself may have been busy: what the child wrote meanwhile is read first.
    setImmediate(() => {
      const before = watch;
      watch = undefined;
      const limit = deadline();
      if (state === 'gone' || limit === undefined) return;
      if (performance.now() < limit) return arm();
      // On a machine too busy to run the child at all, the wait says nothing about the script: a little more patience.
      const elapsed = performance.now() - (before?.at ?? 0);
      const used = cpuOf(proc.pid) - (before?.cpuMs ?? 0);
      if (state === 'ready' && used >= 0 && used < elapsed / 4 && patience < MOST_PATIENCE_MS) {
        patience += PATIENCE_MS;
        return arm();
      }
      kill(state === 'ready' ? 'hung' : 'outside');
    });
  }

  arm();
  return child;
}

/**
 * The pool of script children. A call waits in its script's line, travels with others of the same script in a group, and
 * always ends with an outcome: its own, or a typed failure when it took the child with it. Calls that were only near one
 * that did are run again elsewhere.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonValue } from '../compile/plan.ts';
import type { Outcome } from '../engine/types.ts';
import { findLaunch, type Launch, withoutWalls } from './launch.ts';
import { failure, words } from './outcomes.ts';
import type { ChildLimits } from './protocol.ts';
import { createQueue, type Group, groupOf, type WaitingCall } from './queue.ts';
import { createReputation } from './reputation.ts';
import { type ChildEvents, type Departure, type ScriptChild, startChild } from './script-child.ts';
import type { Sandbox, SandboxOptions, SandboxStats, ScriptRun } from './types.ts';
import { answerOf, textOfInput } from './values.ts';
import { verdictOn } from './verdict.ts';

const defaults = {
  children: 2,
  cpuMs: 100,
  heapMb: 32,
  maxCharacters: 1_000_000,
  maxDepth: 64,
  maxNodes: 50_000,
  waitMs: 10_000,
  maxIsolates: 64,
  maxHeapMb: 512,
  recycleAfter: 500_000,
  isolateRecycleAfter: 20_000,
};

/** Calls sent to a child and not answered yet, at most: what is beyond waits here, where it can still go elsewhere. */
const IN_FLIGHT = 96;

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const settings = { ...defaults, ...options };
  const log = options.log ?? (() => undefined);
  const limits: ChildLimits = {
    maxIsolates: settings.maxIsolates,
    maxHeapMb: settings.maxHeapMb,
    runsPerIsolate: settings.isolateRecycleAfter,
    output: { depth: settings.maxDepth, nodes: settings.maxNodes, characters: settings.maxCharacters },
  };
  const queue = createQueue();
  const reputation = createReputation();
  const children = new Set<ScriptChild>();
  const readyWaiters = new Set<() => void>();
  const respawns = new Set<NodeJS.Timeout>();
  const counts = { restarts: 0, recycled: 0, calls: 0, failures: {} as Record<string, number> };
  let launch: Launch | undefined;
  let closing = false;
  let seq = 0;
  let quickDeaths = 0;
  let isFlushing = false;
  let sweep: NodeJS.Timeout | undefined;

  // --- calls in ------------------------------------------------------------------------------------------------------------------
  function run(request: ScriptRun): Promise<Outcome> {
    counts.calls += 1;
    const { script, region, version } = request;
    const text = textOfInput(request.input, settings);
    const nowMs = Date.parse(request.now);
    if (typeof text !== 'string') return Promise.resolve(counted(text));
    if (Number.isNaN(nowMs)) return Promise.resolve(counted(failure('error', words.noInstant)));
    if (closing) return Promise.resolve(counted(failure('down', words.closed)));
    const heapMb = Math.max(8, script.limits?.heapMb ?? settings.heapMb);
    // The length first: no choice of region and version can spell another pair.
    const isolate = `${region.length}:${region}${version}:${heapMb}`;
    return new Promise((resolve) => {
      queue.add({
        script,
        text: `[${text},${nowMs},${JSON.stringify(request.seed)}]`,
        isolate,
        key: `${isolate}${script.hash}:${script.js.length}`,
        cpuMs: script.limits?.cpuMs ?? settings.cpuMs,
        heapMb,
        since: performance.now(),
        deaths: 0,
        alone: false,
        took: request.took,
        settle: resolve,
      });
      flushSoon();
    });
  }

  /** Everything asked for in the same turn of the event loop leaves in one write per child. */
  function flushSoon(): void {
    if (isFlushing) return;
    isFlushing = true;
    process.nextTick(() => {
      isFlushing = false;
      dispatch();
    });
  }

  function dispatch(): void {
    const batches = new Map<ScriptChild, Group[]>();
    while (queue.size() > 0) {
      let chosen: ScriptChild | undefined;
      const calls = queue.take((call) => {
        chosen = childFor(call);
        return chosen ? reputation.groupSize(call) : 0;
      });
      if (calls.length === 0 || !chosen) break;
      const group = makeGroup(chosen, calls, false);
      chosen.note(group);
      const batch = batches.get(chosen);
      if (batch) batch.push(group);
      else batches.set(chosen, [group]);
    }
    for (const [child, batch] of batches) child.send(batch);
    if (queue.size() > 0) sweep ??= setTimeout(expire, 250);
  }

  function makeGroup(child: ScriptChild, calls: WaitingCall[], withSource: boolean): Group {
    const { key } = calls[0] as WaitingCall;
    const isNew = !child.known.has(key);
    child.known.add(key);
    seq += 1;
    return groupOf(calls, seq, isNew || withSource, reputation.isSuspect(key));
  }

  /** The least busy child that knows the script; suspects all go to one child, and nobody else goes there meanwhile. */
  function childFor(call: WaitingCall): ScriptChild | undefined {
    const isSuspect = reputation.isSuspect(call.key);
    const ready = [...children].filter((child) => child.isReady() && !child.retiring);
    if (isSuspect && ready.some((child) => child.suspects > 0)) return undefined;
    let best: ScriptChild | undefined;
    let bestScore = Number.POSITIVE_INFINITY;
    for (const child of ready) {
      if (child.inFlight >= IN_FLIGHT || (ready.length > 1 && child.suspects > 0)) continue;
      const score = child.inFlight + (child.known.has(call.key) || isSuspect ? 0 : 24);
      if (score < bestScore) [best, bestScore] = [child, score];
    }
    return best;
  }

  /** Calls that found no child in time. */
  function expire(): void {
    sweep = undefined;
    for (const call of queue.expire(performance.now() - settings.waitMs)) settle(call, failure('down', words.busy));
    if (queue.size() > 0) sweep = setTimeout(expire, 250);
  }

  // --- answers out -----------------------------------------------------------------------------------------------------------------
  function settle(call: WaitingCall, outcome: Outcome): void {
    const { settle: done } = call;
    call.settle = undefined;
    if (outcome.ok) reputation.behaved(call);
    else if (outcome.kind === 'timeout' || outcome.kind === 'memory') reputation.misbehaved(call);
    done?.(counted(outcome));
  }

  function counted(outcome: Outcome): Outcome {
    if (!outcome.ok) counts.failures[outcome.kind] = (counts.failures[outcome.kind] ?? 0) + 1;
    return outcome;
  }

  function settleFrom(child: ScriptChild, call: WaitingCall | undefined, answer: unknown): void {
    if (!call) child.kill('crashed');
    else settle(call, answerOf(answer as JsonValue, settings));
  }

  const events: ChildEvents = {
    onReady(child) {
      log({ event: 'child.started', pid: child.pid });
      for (const waiter of readyWaiters) waiter();
      readyWaiters.clear();
      dispatch();
    },
    onDone(child, group, microseconds, texts) {
      const answers: unknown = JSON.parse(texts);
      if (!Array.isArray(answers) || answers.length !== group.calls.length) throw new Error('answers do not match calls');
      const first = group.calls[0] as WaitingCall;
      reputation.took(first, microseconds / group.calls.length);
      if (group.calls.length === 1) first.took?.(microseconds / 1000);
      group.calls.forEach((call, i) => {
        settleFrom(child, call, answers[i]);
      });
    },
    onCallDone(child, group, index, text) {
      settleFrom(child, group.calls[index], JSON.parse(text));
    },
    onAnswered: afterAnswer,
    onNeeded(child, group) {
      const again = makeGroup(child, group.calls, true);
      child.note(again);
      child.send([again]);
    },
    onGone,
  };

  function afterAnswer(child: ScriptChild): void {
    if (!child.retiring && child.calls >= settings.recycleAfter && children.size <= settings.children) recycle(child);
    if (child.retiring && child.inFlight === 0) child.close();
    if (queue.size() > 0) flushSoon();
  }

  // --- children --------------------------------------------------------------------------------------------------------------------
  function startOne(): void {
    if (closing || !launch) return;
    children.add(startChild(launch, limits, events));
  }

  /** Its successor starts first; then it gets no more calls and ends when it has answered those it has. */
  function recycle(child: ScriptChild): void {
    counts.recycled += 1;
    startOne();
    const retire = () => {
      child.retiring = true;
      if (child.inFlight === 0) child.close();
    };
    readyWaiters.add(retire);
  }

  function onGone(child: ScriptChild, how: Departure): void {
    children.delete(child);
    log({ event: how.reason === 'closed' ? 'child.stopped' : 'child.killed', pid: child.pid, reason: how.reason, detail: how.words });
    for (const group of how.unfinished) {
      for (const call of group.calls) {
        if (!call.settle) continue;
        const outcome = closing ? failure('down', words.closed) : verdictOn(call, group, how);
        if (outcome) settle(call, outcome);
        else queue.add(call, true);
      }
    }
    if (closing || how.reason === 'closed') return;

    counts.restarts += 1;
    const isQuick = performance.now() - child.startedAt < 2000;
    // A death a script caused says nothing about the host: start again at once. Others wait longer each time.
    quickDeaths = isQuick && (how.reason === 'outside' || !how.wasReady) ? quickDeaths + 1 : 0;
    if (!how.wasReady && quickDeaths === 2 && launch && launch.walls.length > 0) {
      withoutWalls();
      launch = { walls: [], command: [] };
      log({ event: 'launch.reduced', reason: 'children do not start behind the walls' });
    }
    const timer = setTimeout(
      () => {
        respawns.delete(timer);
        // A successor that was starting anyway has taken the place.
        if (children.size < settings.children) startOne();
      },
      quickDeaths === 0 ? 0 : Math.min(5000, 50 * 2 ** Math.min(quickDeaths, 8)),
    );
    respawns.add(timer);
    flushSoon();
  }

  function ready(): Promise<void> {
    if ([...children].some((child) => child.isReady())) return Promise.resolve();
    return new Promise((resolve) => readyWaiters.add(resolve));
  }

  async function close(): Promise<void> {
    closing = true;
    clearTimeout(sweep);
    for (const timer of respawns) clearTimeout(timer);
    for (const call of queue.expire(Number.POSITIVE_INFINITY)) settle(call, failure('down', words.closed));
    await started;
    for (const child of children) child.close();
    const until = performance.now() + 1000;
    while (children.size > 0 && performance.now() < until) await pause(10);
    for (const child of children) child.kill('closed');
    while (children.size > 0) await pause(10);
  }

  function stats(): SandboxStats {
    const list = [...children];
    return {
      pids: list.flatMap((child) => (child.pid === undefined ? [] : [child.pid])),
      ready: list.filter((child) => child.isReady()).length,
      ...counts,
      failures: { ...counts.failures },
      waiting: queue.size(),
      running: list.reduce((sum, child) => sum + child.inFlight, 0),
      walls: launch?.walls ?? [],
    };
  }

  const started = findLaunch().then((found) => {
    launch = found;
    for (let i = 0; i < settings.children; i += 1) startOne();
  });
  return { run, ready, stats, close };
}

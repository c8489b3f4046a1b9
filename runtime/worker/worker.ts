/**
 * Performs what bursts left to do: reads, messages, documents, timers; and the sweeping of old drafts.
 *
 * States of a job: ready -> held (leased, its lease renewed while we work) -> gone (deleted by the burst that took its
 * answer in) | ready again later (the outside failed, or the worker died and the lease ended) -> after the last attempt the
 * failure itself is the answer, and the engine raises an incident. Any number of workers may run, on any host.
 */
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import type { Outcome } from '../engine/types.ts';
import { answerEffects, performJob, RetryLater } from '../services/cases/effects.ts';
import { createLanes, LaneFull } from '../services/cases/lanes.ts';
import { ConflictError, UnavailableError } from '../services/errors.ts';
import type { Services } from '../services/index.ts';
import type { LoggerPort } from '../services/ports.ts';
import { listRegions } from '../store/accounts.ts';
import { forgetUndo } from '../store/case-moves.ts';
import { expireDraft, listExpiredDrafts } from '../store/cases.ts';
import { forgetOldEvents, settleEvent } from '../store/events.ts';
import { parkJob } from '../store/incidents.ts';
import { createHint } from '../store/job-hints.ts';
import { claimDueJobs, extendLeases, type Job, leaseSeconds, listJobRegions, postponeJob, retryJobLater } from '../store/jobs.ts';
import type { Store } from '../store/store.ts';
import { createImportRunner } from './imports.ts';

export interface WorkerParts {
  services: Pick<
    Services,
    | 'caseParts'
    | 'data'
    | 'onJobs'
    | 'importTurns'
    | 'runCalendarRound'
    | 'escalateOverdue'
    | 'forgetOldAnswers'
    | 'materials'
    | 'watchWaves'
    | 'releases'
  >;
  store: Store;
  config: { workerConcurrency: number; databaseUrl?: string };
  logger: LoggerPort;
  clock: () => string;
  /** Milliseconds between looks at the database when nobody says that there is work. Default 1,000. */
  pollMs?: number;
  /** Milliseconds between looks for a changed calendar. Default 5,000. */
  calendarMs?: number;
  /** Milliseconds between looks for files to import. Default 2,000. */
  importMs?: number;
  /** Milliseconds between looks for files whose turn has come. Default 15,000. */
  fetchMs?: number;
  /** Milliseconds between looks for versions whose time has come. Default 5,000. */
  releaseMs?: number;
  /** Seconds a dead worker keeps its jobs. Default 15, at most 60. */
  lease?: number;
  /** Attempts before the failure is the answer. Default 8, some ten minutes. */
  maxAttempts?: number;
}

export interface Worker {
  start(): void;
  /** Takes no more jobs and waits for those in hand. */
  stop(): Promise<void>;
  stats(): { done: number; failed: number; retried: number; running: number; waiting: number };
}

/** Effects whose answer a case waits for. A timer, a child to start or a retry has none: it must not be lost. */
const answerable = new Set<string>(['data', 'notify', 'issue', 'message', 'signal', 'archive', 'transfer', 'paper']);
const sweepMs = 60_000;
/** What undo of a migration would need is looked through once an hour. */
const sweepsPerHour = 60;
/** Milliseconds until a job whose lane was full is looked at again. */
const laneDelayMs = 500;
const firstDelayMs = 500;
const longestDelayMs = 5 * 60_000;

/** Doubling delays with some spread, so that a service that comes back is not met by all at once. */
export function delayOf(attempt: number, random = Math.random()): number {
  return Math.round(Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1)) * (0.75 + random / 2));
}

export function createWorker(parts: WorkerParts): Worker {
  const { store, services, logger } = parts;
  const { caseParts } = services;
  const lease = Math.min(parts.lease ?? leaseSeconds, 60);
  const maxAttempts = parts.maxAttempts ?? 8;
  const pollMs = parts.pollMs ?? 1_000;
  const concurrency = parts.config.workerConcurrency;
  const lanes = createLanes(Math.max(1, Math.floor(concurrency / 2)));
  const workerId = `${os.hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const held = new Map<string, Job>();
  const queue: Job[] = [];
  const counts = { done: 0, failed: 0, retried: 0 };
  const timers: NodeJS.Timeout[] = [];
  let sweeps = 0;
  let running = 0;
  let stopping = true;
  let looking = false;
  let counting: Promise<void> | undefined;
  let fetching: Promise<void> | undefined;
  let lookAgain = false;
  let off: () => void = () => {};
  let idle: (() => void) | undefined;
  const imports = createImportRunner({ store, logger, ...(parts.config.databaseUrl ? { databaseUrl: parts.config.databaseUrl } : {}) });
  const hint = createHint({ store, onHint: () => void look() });

  /** Claims what is due, region by region, as long as there is room; the queue holds at most one round ahead. */
  async function look(): Promise<void> {
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = true;
    try {
      do {
        lookAgain = false;
        await claimRound();
      } while (lookAgain && !stopping);
    } catch (error) {
      if (!(error instanceof UnavailableError)) logger.error({ error }, 'the worker could not look for jobs');
    } finally {
      looking = false;
    }
  }

  async function claimRound(): Promise<void> {
    const now = Date.now();
    for (const { region, next_at } of await listJobRegions(store)) {
      const room = concurrency * 2 - held.size;
      if (stopping || room <= 0) return;
      if (Date.parse(next_at) > now + 1_000) continue;
      const jobs = await claimDueJobs(store, { region, workerId, limit: room, lease });
      for (const job of jobs) held.set(keyOf(job), job);
      queue.push(...jobs);
      if (jobs.length === room) lookAgain = true;
      pump();
    }
  }

  function pump(): void {
    while (running < concurrency && queue.length > 0) {
      const job = queue.shift()!;
      running += 1;
      void perform(job).finally(() => {
        running -= 1;
        held.delete(keyOf(job));
        if (stopping && running === 0) idle?.();
        if (!stopping && queue.length === 0) void look();
        else pump();
      });
    }
  }

  async function perform(job: Job): Promise<void> {
    try {
      await performJob(caseParts, job, { maxAttempts, lanes });
      counts.done += 1;
    } catch (error) {
      await handleFailure(job, error);
    }
  }

  async function handleFailure(job: Job, error: unknown): Promise<void> {
    if (error instanceof LaneFull) {
      // Not its turn: others come first, and no attempt is lost.
      await postponeJob(store, job, laneDelayMs, { tried: job.attempts - 1 }).catch(() => {});
      return;
    }
    const passing = error instanceof RetryLater || error instanceof UnavailableError || error instanceof ConflictError;
    if (!passing) logger.error({ error, caseId: job.caseId, job: job.id, attempt: job.attempts }, 'a job failed');
    try {
      if (passing || job.attempts < maxAttempts) {
        counts.retried += 1;
        await retryJobLater(store, job, { delayMs: delayOf(job.attempts), problem: error instanceof Error ? error.message : 'unknown' });
      } else {
        counts.failed += 1;
        if (job.effect.type === 'deliver')
          return await settleEvent(store, job.region, job.id, 'refused', 'The event could not be delivered.');
        await giveUp(job);
      }
    } catch (problem) {
      // The database is away: the lease ends by itself and the job comes back.
      logger.warn({ error: problem, caseId: job.caseId, job: job.id }, 'a job is left to its lease');
    }
  }

  /** The failure is the answer, where an answer is waited for. What cannot even take that in is set aside for an operator. */
  async function giveUp(job: Job): Promise<void> {
    const problem = 'The job failed for good.';
    try {
      if (!answerable.has(job.effect.type)) return await parkJob(store, job, problem);
      const outcome: Outcome = { ok: false, kind: 'error', message: problem };
      await answerEffects(caseParts, { region: job.region, caseId: job.caseId }, [{ effectId: job.id, outcome }]);
    } catch (error) {
      if (error instanceof UnavailableError || error instanceof ConflictError) throw error;
      logger.error({ error, caseId: job.caseId, job: job.id }, 'a job was set aside');
      await parkJob(store, job, problem);
    }
  }

  async function beat(): Promise<void> {
    const byRegion = Map.groupBy(held.values(), (job) => job.region);
    for (const [region, jobs] of byRegion) await extendLeases(store, region, jobs, workerId, lease);
  }

  async function sweep(): Promise<void> {
    const now = parts.clock();
    for (const key of await listExpiredDrafts(store, now)) await expireDraft(store, key, now);
    await services.materials.runDueRound();
    await services.materials.collectUploads();
    await services.materials.retireMaterials();
    await forgetOldEvents(store, now);
    await services.escalateOverdue();
    await services.forgetOldAnswers();
    await services.watchWaves();
    sweeps += 1;
    if (sweeps % sweepsPerHour === 1) await services.materials.retireForms();
    if (sweeps % sweepsPerHour === 1) await services.data.tellEnding();
    if (sweeps % sweepsPerHour === 0) for (const { code } of await listRegions(store)) await forgetUndo(store, code);
    await store.query({ text: 'SELECT lianban_ensure_partitions(now(), 4)' });
  }

  /** Imports one after the other, beside the jobs. */
  async function runImports(): Promise<void> {
    while (!stopping && (await imports.turn())) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Files whose turn has come are fetched one after the other. */
  async function fetchFiles(): Promise<void> {
    fetching ??= (async () => {
      while (!stopping && (await services.importTurns.runDue())) await new Promise((resolve) => setImmediate(resolve));
    })().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  /** A calendar changed: batch after batch, beside the jobs, one round in this process at a time. */
  async function followCalendar(): Promise<void> {
    counting ??= countOn().finally(() => {
      counting = undefined;
    });
    return counting;
  }
  async function countOn(): Promise<void> {
    while (!stopping && (await services.runCalendarRound({ batch: 50 }))) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Whatever fails here is tried again at the next turn. */
  const quietly = (work: () => Promise<void>) => () => {
    work().catch((error) => {
      if (!(error instanceof UnavailableError)) logger.error({ error }, 'a turn of the worker failed');
    });
  };

  return {
    start() {
      stopping = false;
      off = services.onJobs(() => void look());
      hint.start();
      timers.push(
        setInterval(() => void look(), pollMs),
        setInterval(quietly(beat), (lease * 1000) / 3),
        setInterval(quietly(sweep), sweepMs),
        setInterval(quietly(runImports), parts.importMs ?? 2_000),
        setInterval(quietly(fetchFiles), parts.fetchMs ?? 15_000),
        setInterval(quietly(followCalendar), parts.calendarMs ?? 5_000),
        setInterval(
          quietly(async () => void (await services.releases.runDue())),
          parts.releaseMs ?? 5_000,
        ),
      );
      void look();
    },
    async stop() {
      stopping = true;
      off();
      for (const timer of timers.splice(0)) clearInterval(timer);
      await hint.stop();
      await imports.stop();
      await counting?.catch(() => {});
      await fetching?.catch(() => {});
      // Claimed but not begun: given back at once instead of after the lease.
      for (const job of queue.splice(0)) {
        held.delete(keyOf(job));
        await retryJobLater(store, job, { delayMs: 0, problem: 'worker stopped' }).catch(() => {});
      }
      if (running > 0)
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
    },
    stats: () => ({ ...counts, running, waiting: queue.length }),
  };
}

function keyOf(job: Job): string {
  return `${job.region}/${job.caseId}/${job.id}`;
}

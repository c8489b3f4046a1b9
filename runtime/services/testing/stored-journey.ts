/**
 * Plays a case test on the database: the same steps as `runtime/cases` plays in memory, but every command is a burst of the
 * services, and what a worker would do is done by performing the jobs in the table. So the journey can stop anywhere and be
 * taken up by another process, or another release.
 */
import type { CaseTest } from '../../../schemas/generated/documents.ts';
import type { Act, Journey } from '../../cases/journey.ts';
import { type StepContext, takeStep } from '../../cases/steps.ts';
import type { JsonValue, Plan } from '../../compile/plan.ts';
import type { CaseState, Command, Effect, Rejection } from '../../engine/types.ts';
import type { Store } from '../../store/store.ts';
import { performJob } from '../cases/effects.ts';
import { CodedError } from '../errors.ts';
import type { ConnectorPort } from '../ports.ts';
import type { World } from './world.ts';

/** A clock that the journey moves; give `now` to `createWorld`. */
export interface JourneyClock {
  at: string;
  now(): string;
}
export function createJourneyClock(at: string): JourneyClock {
  return {
    at,
    now() {
      return this.at;
    },
  };
}

/** Registers that answer as the case test in hand says. */
export function createJourneyConnectors(): ConnectorPort & { test: CaseTest | undefined; sealing: boolean } {
  return {
    test: undefined,
    sealing: true,
    async read({ dataUse }) {
      const answer = this.test?.data?.[dataUse.id];
      if (answer && 'record' in answer) return { ok: true, value: answer.record as JsonValue };
      return { ok: false, kind: 'noRecord', message: 'no record' };
    },
    sendSms: async () => ({ ok: true, value: null }),
    async sealDocument() {
      return this.sealing ? { ok: true, value: null } : { ok: false, kind: 'down', message: 'The seal service is away.' };
    },
  };
}

export interface StoredJourneyParts {
  world: World;
  clock: JourneyClock;
  region: string;
  caseId: string;
  test: CaseTest;
  plan: Plan;
  state: CaseState;
}

/** A case that is stored already. */
export function storedJourney(parts: StoredJourneyParts): { journey: Journey; take(from: number, to?: number): Promise<void> } {
  const { world, clock, region, caseId, test, plan } = parts;
  const { caseParts } = world.services;
  let state = parts.state;

  async function send(act: Act): Promise<Rejection | undefined> {
    try {
      const command = { ...act, id: `j${state.counters.journal}.${act.type}`, at: clock.at } as Command;
      await caseParts.runBurst({ region, caseId, commandsFor: () => [command] });
    } catch (error) {
      if (error instanceof CodedError) return { code: error.code, ...(error.problems ? { problems: error.problems } : {}) };
      throw error;
    } finally {
      await settle();
    }
    return undefined;
  }

  /** Performs every job but timers until none is left. */
  async function settle(): Promise<void> {
    for (let round = 0; round < 50; round += 1) {
      const jobs = await readyJobs(world.store, region, caseId);
      if (jobs.length === 0) break;
      for (const effect of jobs) {
        const job = { region, caseId, id: effect.id, kind: effect.type, key: effect.key, attempts: 1, effect };
        await performJob(caseParts, job, { maxAttempts: 1 });
      }
    }
    state = (await caseParts.runBurst.load(region, caseId)).stored.state;
  }

  async function moveTo(instant: string): Promise<void> {
    for (;;) {
      const due = Object.values(state.timers)
        .filter((timer) => timer.dueAt <= instant)
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
      if (!due) break;
      if (due.dueAt > clock.at) clock.at = due.dueAt;
      await world.services.cases.timerDue({ region, caseId, timerId: due.id });
      await settle();
    }
    if (instant > clock.at) clock.at = instant;
  }

  const journey: Journey = {
    get now() {
      return clock.at;
    },
    get state() {
      return state;
    },
    send,
    moveTo,
    enterStep() {},
    trace: [],
    sent: [],
    journal: [],
    coverage: () => ({ nodes: [], edges: [], outcomes: [], rows: [] }),
  };
  const context: StepContext = {
    plan,
    test,
    journey,
    applicant: { kind: 'citizen', id: 'applicant', region: test.region },
    asked: new Set(),
  };
  return {
    journey,
    async take(from, to = test.steps.length) {
      for (const step of test.steps.slice(from, to)) {
        const problem = await takeStep(context, step);
        if (problem) throw new Error(`${test.id}: ${problem.message['zh-CN']} ${JSON.stringify(problem.got ?? null)}`);
      }
    },
  };
}

async function readyJobs(store: Store, region: string, caseId: string): Promise<Effect[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ payload: Effect }>(
      "SELECT payload FROM jobs WHERE region = $1 AND case_id = $2 AND kind NOT IN ('timer', 'incident') ORDER BY length(id), id",
      [region, caseId],
    );
    return rows.map((row) => row.payload);
  });
}

/** What must be the same when a case is finished by another release. */
export function digestOf(state: CaseState) {
  return {
    status: state.status,
    values: Object.fromEntries(Object.entries(state.fields).map(([path, { value, source }]) => [path, { value, source }])),
    outcomes: state.outcomes,
    issued: Object.fromEntries(Object.entries(state.issued).map(([id, { number, at }]) => [id, { number, at }])),
    clocks: Object.fromEntries(
      Object.entries(state.clocks).map(([id, { status, startedAt, endedAt, due, suspensions }]) => [
        id,
        // Releases after the first keep the instants, too: the days decide.
        { status, startedAt, endedAt, due, suspensions: suspensions.map(({ from, to, reason, basis }) => ({ from, to, reason, basis })) },
      ]),
    ),
    tasks: Object.values(state.tasks).map(({ node, status, decision, due, doneAt }) => ({ node, status, decision, due, doneAt })),
    visits: state.visits,
    left: {
      tokens: Object.keys(state.tokens).length,
      timers: Object.keys(state.timers).length,
      incidents: Object.keys(state.incidents).length,
    },
  };
}
export type Digest = ReturnType<typeof digestOf>;

/**
 * One burst: load -> step -> answer script calls through the sandbox -> step … until only waits remain -> one commit.
 *
 * A case commits only on the revision the burst was computed from. When another was faster, the case is loaded again and
 * the commands are applied to what it is now; the engine then refuses them or finds them done. Effects lie as jobs in the
 * same commit; the worker is told after it.
 */
import type { Plan } from '../compile/plan.ts';
import type { CaseState, Command, Effect, JournalEntry, Outcome, Rejection, StepResult } from '../engine/types.ts';
import type { BurstEvents } from '../store/bursts.ts';
import type { CaseNumbers } from '../store/case-numbers.ts';
import { createCaseCache, findCase, findCaseByStartKey, type StoredCase } from '../store/cases.ts';
import type { Store } from '../store/store.ts';
import { buildBurst } from './build-burst.ts';
import { ConflictError, NotFoundError, UnavailableError } from './errors.ts';
import type { LoadedPlan, Plans } from './plans.ts';
import type { Clock, SandboxPort } from './ports.ts';
import { errorOfRejection } from './rejection.ts';

export interface BurstParts {
  store: Store;
  plans: Plans;
  sandbox: SandboxPort;
  step: (plan: Plan, state: CaseState | undefined, command: Command) => StepResult;
  numbers: CaseNumbers;
  clock: Clock;
  /** Name of this process, for the leases of what it performs itself. */
  owner: string;
  partyKey: (idNumber: string) => string;
  /** Told after a commit that left jobs to do. */
  onJobs: (region: string) => void;
}

export interface StartRequest {
  start: { loaded: LoadedPlan; account: string; startKey: string };
  region: string;
  caseId: string;
  commands: Command[];
  /** Stop before this command when effects of kind `data` came up before it: they are read first. */
  readDataFirst?: boolean;
  /** The message that starts it; somebody else may have taken it. */
  taken?: BurstEvents['taken'];
}

export interface CommandRequest {
  start?: undefined;
  region: string;
  caseId: string;
  /** Made from the case as it is at that moment; may throw a coded error. Called again after a conflict. */
  commandsFor: (stored: StoredCase, loaded: LoadedPlan) => Command[] | Promise<Command[]>;
  doneJobs?: readonly string[];
  /** This process performs the data reads itself, right after the commit. */
  performsData?: boolean;
  /** Messages the commands take in; somebody else may have taken them. */
  taken?: BurstEvents['taken'];
}

export interface BurstResult {
  stored: StoredCase;
  loaded: LoadedPlan;
  effects: Effect[];
  journal: JournalEntry[];
  /** Nothing changed: every command had been applied before, or the start had. */
  repeated: boolean;
  /** Commands that were not applied because data is read first. */
  left: Command[];
}

/** Seconds a process may take for the reads it performs itself; then a worker takes them over. */
export const ownLeaseSeconds = 30;
/** Tries on a case that others change at the same moment; each one lets somebody else through. */
const maxAttempts = 12;
/** Scripts in a row without a wait; more is a loop that never waits. */
const maxCalls = 10_000;

export interface RunBurst {
  (request: StartRequest | CommandRequest): Promise<BurstResult>;
  /** The case with its plan, as the database has it; not found when it is not of this region. */
  load(region: string, caseId: string): Promise<{ stored: StoredCase; loaded: LoadedPlan }>;
}

export function createRunBurst(parts: BurstParts): RunBurst {
  const cache = createCaseCache();

  async function load(region: string, caseId: string): Promise<{ stored: StoredCase; loaded: LoadedPlan }> {
    const stored = await findCase(parts.store, region, caseId);
    if (!stored) throw new NotFoundError('case.unknown');
    return { stored, loaded: await planOf(parts, stored) };
  }

  async function runStart(request: StartRequest): Promise<BurstResult> {
    const { loaded, account, startKey } = request.start;
    const { plan } = loaded;
    const work = await applyAll(parts, plan, undefined, request.commands, request.readDataFirst ?? false);
    if (work.rejected) throw errorOfRejection(work.rejected);
    if (!work.state) throw new Error('A start without a start command.');
    const built = buildBurst({
      plan,
      before: undefined,
      after: work.state,
      effects: work.effects,
      journal: work.journal,
      at: request.commands[0]!.at,
      doneJobs: [],
      caseNo: work.state.submittedAt ? await parts.numbers.next(request.region, work.state.submittedAt) : null,
      account,
      startKey,
      lease: { owner: parts.owner, seconds: ownLeaseSeconds },
      partyKey: parts.partyKey,
      taken: request.taken,
    });
    if ((await parts.store.commit(request.region, built.burst)) === 'committed') {
      cache.set(keyOf(request.region, request.caseId), built.stored, built.burst.state);
      if (built.burst.jobs.some((job) => !job.locked_by)) parts.onJobs(request.region);
      return { stored: built.stored, loaded, effects: work.effects, journal: work.journal, repeated: false, left: work.left };
    }
    const first = await findCaseByStartKey(parts.store, request.region, startKey);
    if (!first) throw new ConflictError('case.changed');
    const found = await load(request.region, first);
    // The first try may have died before it submitted: the caller goes on where it stopped.
    return { ...found, effects: [], journal: [], repeated: true, left: request.commands.slice(1) };
  }

  async function runCommands(request: CommandRequest): Promise<BurstResult> {
    const key = keyOf(request.region, request.caseId);
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      // A cached state is a guess: whatever is refused on it is tried once more on what the database has.
      const guess = attempt === 0 ? cache.get(key) : undefined;
      const { stored, loaded } = guess ? { stored: guess, loaded: await planOf(parts, guess) } : await load(request.region, request.caseId);
      const outcome = await tryCommands(request, stored, loaded, guess !== undefined);
      if (outcome) return outcome;
      cache.delete(key);
      if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt));
    }
    throw new ConflictError('case.busy');
  }

  /** Nothing when it has to be tried again on a freshly loaded case. */
  async function tryCommands(
    request: CommandRequest,
    stored: StoredCase,
    loaded: LoadedPlan,
    guessed: boolean,
  ): Promise<BurstResult | undefined> {
    let commands: Command[];
    try {
      commands = await request.commandsFor(stored, loaded);
    } catch (error) {
      if (guessed) return undefined;
      throw error;
    }
    const work = await applyAll(parts, loaded.plan, stored.state, commands, false);
    if (work.rejected) {
      if (guessed) return undefined;
      throw errorOfRejection(work.rejected);
    }
    const after = work.state ?? stored.state;
    if (after === stored.state && !request.doneJobs?.length) {
      return guessed ? undefined : { stored, loaded, effects: [], journal: [], repeated: true, left: [] };
    }
    const built = buildBurst({
      plan: loaded.plan,
      before: stored,
      after,
      effects: work.effects,
      journal: work.journal,
      at: commands[0]?.at ?? parts.clock(),
      doneJobs: request.doneJobs ?? [],
      caseNo: stored.caseNo ?? (after.submittedAt ? await parts.numbers.next(request.region, after.submittedAt) : null),
      account: stored.account,
      startKey: stored.startKey,
      lease: request.performsData ? { owner: parts.owner, seconds: ownLeaseSeconds } : undefined,
      partyKey: parts.partyKey,
      taken: request.taken,
    });
    if ((await parts.store.commit(request.region, built.burst)) === 'conflict') return undefined;
    cache.set(keyOf(request.region, request.caseId), built.stored, built.burst.state);
    if (built.burst.jobs.some((job) => !job.locked_by)) parts.onJobs(request.region);
    return { stored: built.stored, loaded, effects: work.effects, journal: work.journal, repeated: after === stored.state, left: [] };
  }

  return Object.assign((request: StartRequest | CommandRequest) => (request.start ? runStart(request) : runCommands(request)), { load });
}

function keyOf(region: string, caseId: string): string {
  return `${region}/${caseId}`;
}

async function planOf(parts: BurstParts, { state }: StoredCase): Promise<LoadedPlan> {
  return parts.plans.getPlan(state.region, state.scenario.id, { hash: state.scenario.hash });
}

interface Applied {
  state: CaseState | undefined;
  effects: Effect[];
  journal: JournalEntry[];
  rejected?: Rejection;
  left: Command[];
}

/** Applies commands in memory until only waits remain; a refused one refuses them all. */
async function applyAll(
  parts: BurstParts,
  plan: Plan,
  before: CaseState | undefined,
  commands: readonly Command[],
  readDataFirst: boolean,
): Promise<Applied> {
  const applied: Applied = { state: before, effects: [], journal: [], left: [] };
  for (const [index, command] of commands.entries()) {
    if (readDataFirst && applied.effects.some((effect) => effect.type === 'data')) {
      applied.left = commands.slice(index);
      break;
    }
    const rejected = await applyOne(parts, plan, applied, command);
    if (rejected) return { ...applied, state: before, effects: [], journal: [], rejected };
  }
  return applied;
}

async function applyOne(parts: BurstParts, plan: Plan, applied: Applied, command: Command): Promise<Rejection | undefined> {
  let result = parts.step(plan, applied.state, command);
  if (result.rejected) return result.rejected;
  const waiting = [...result.calls];
  take(applied, result);
  for (let done = 0; waiting.length > 0; ) {
    if (done > maxCalls) throw new Error(`The scenario ${plan.scenario.id} calls scripts without end.`);
    const calls = waiting.splice(0);
    done += calls.length;
    // Parallel branches run side by side; their answers are taken in the order of the calls, so a replay agrees.
    const outcomes = await Promise.all(calls.map((call) => runScript(parts, plan, applied.state!, call)));
    for (const [index, call] of calls.entries()) {
      const outcome = outcomes[index]!;
      result = parts.step(plan, applied.state, {
        id: `call:${call.id}`,
        at: command.at,
        actor: systemActor,
        type: 'callAnswered',
        callId: call.id,
        outcome,
      });
      if (result.rejected) return result.rejected;
      take(applied, result);
      waiting.push(...result.calls);
    }
  }
  return undefined;
}

/** Machines act in their own name. */
export const systemActor = { kind: 'system', id: 'system' } as const;

function take(applied: Applied, result: StepResult): void {
  applied.state = result.state;
  applied.effects.push(...result.effects);
  applied.journal.push(...result.journal);
}

async function runScript(parts: BurstParts, plan: Plan, state: CaseState, call: StepResult['calls'][number]): Promise<Outcome> {
  const script = plan.scripts[call.script];
  if (!script) throw new Error(`The plan has no script ${call.script}.`);
  const { id, js, hash, limits } = script;
  const outcome = await parts.sandbox.run({
    region: state.region,
    version: state.scenario.hash,
    script: { id, js, hash, limits },
    input: call.input,
    now: call.now,
    seed: call.seed,
  });
  // Not the script's fault and nothing is stored yet: the same request may be sent again.
  if (!outcome.ok && outcome.kind === 'down') throw new UnavailableError('script.unavailable', { retryAfter: 1 });
  return outcome;
}

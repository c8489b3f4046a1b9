/** Drives a case in tests: answers calls at once as the burst loop does, keeps effects until somebody answers them. */
import type { Plan } from '../../compile/plan.ts';
import { step } from '../step.ts';
import type { Actor, Call, CaseState, Command, Effect, JournalEntry, Outcome, StepResult, Task } from '../types.ts';
import { inOrder } from '../work.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A command without its envelope. */
export type Deed = DistributiveOmit<Command, 'id' | 'at' | 'actor'> & { at?: string; id?: string };

export interface SimulateOptions {
  /** Instant of the next command. */
  at?: string;
  region?: string;
  /** Answers script calls. Default: an empty output. */
  answer?: (call: Call) => Outcome;
  /** Another step function: to show that a fault is caught, or to save and load between steps. */
  step?: typeof step;
}

export interface Simulation {
  readonly state: CaseState;
  readonly effects: Effect[];
  readonly journal: JournalEntry[];
  readonly commands: Command[];
  at: string;
  send(deed: Deed): StepResult;
  /** Completes the open task of a node. */
  decide(node: string, decision: string, more?: { opinion?: string; participant?: string; outputs?: CaseState['draft'] }): StepResult;
  /** The open task of a node. */
  task(node: string, participant?: string): Task;
  /** Answers the latest unanswered effect of a kind. */
  answer(type: 'data' | 'assist' | 'issue' | 'notify', outcome: Outcome): StepResult;
  /** Lets the timers due until then fire, and moves the time there. */
  advance(to: string): undefined;
  codes(): string[];
}

const APPLICANT: Actor = { kind: 'citizen', id: 'u1' };

/** Starts a case of the plan and returns the means to go on. */
export function simulate(plan: Plan, options: SimulateOptions = {}): Simulation {
  return new Driver(plan, options);
}

class Driver implements Simulation {
  readonly effects: Effect[] = [];
  readonly journal: JournalEntry[] = [];
  readonly commands: Command[] = [];
  at: string;
  #plan: Plan;
  #state: CaseState | undefined;
  #options: SimulateOptions;

  constructor(plan: Plan, options: SimulateOptions) {
    this.#plan = plan;
    this.#options = options;
    this.at = options.at ?? '2026-03-02T01:00:00.000Z';
    this.send({ type: 'start', caseId: 'c1', region: options.region ?? '330110', version: 1 });
  }

  get state(): CaseState {
    if (!this.#state) throw new Error('not started');
    return this.#state;
  }

  send(deed: Deed): StepResult {
    const first = this.#apply({
      actor: APPLICANT,
      ...deed,
      id: deed.id ?? `cmd${this.commands.length + 1}`,
      at: deed.at ?? this.at,
    } as Command);
    const calls = [...first.calls];
    const answer = this.#options.answer ?? (() => ({ ok: true, value: {} }));
    for (let call = calls.shift(); call; call = calls.shift()) {
      const id = `cmd${this.commands.length + 1}`;
      const result = this.#apply({
        type: 'callAnswered',
        id,
        at: deed.at ?? this.at,
        actor: { kind: 'system', id: 'engine' },
        callId: call.id,
        outcome: answer(call),
      });
      calls.push(...result.calls);
    }
    return first;
  }

  #apply(command: Command): StepResult {
    const result = (this.#options.step ?? step)(this.#plan, this.#state, command);
    this.#state = result.state;
    if (!result.rejected) this.commands.push(command);
    this.effects.push(...result.effects);
    this.journal.push(...result.journal);
    return result;
  }

  decide(node: string, decision: string, more: { opinion?: string; participant?: string; outputs?: CaseState['draft'] } = {}): StepResult {
    const { participant, ...rest } = more;
    return this.send({ type: 'complete', taskId: this.task(node, participant).id, decision, ...rest });
  }

  task(node: string, participant?: string): Task {
    const open = inOrder(this.state.tasks).filter((task) => task.node === node && (task.status === 'open' || task.status === 'supplement'));
    const found = participant === undefined ? open[0] : open.find((task) => task.participant === participant);
    if (!found) throw new Error(`no open task at ${node}`);
    return found;
  }

  answer(type: 'data' | 'assist' | 'issue' | 'notify', outcome: Outcome): StepResult {
    const effect = this.effects.findLast((one) => one.type === type && this.state.pending[one.id]);
    if (!effect) throw new Error(`no ${type} effect waits`);
    return this.send({ type: 'effectAnswered', effectId: effect.id, outcome });
  }

  advance(to: string): undefined {
    for (;;) {
      const due = inOrder(this.state.timers).filter((timer) => timer.dueAt <= to);
      const next = due.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
      if (!next) break;
      if (next.dueAt > this.at) this.at = next.dueAt;
      this.send({ type: 'timerDue', timerId: next.id });
    }
    this.at = to;
  }

  codes(): string[] {
    return this.journal.map((entry) => entry.code);
  }
}

/**
 * Several imported processes running side by side on the pure engine, with one clock: messages and signals find the cases
 * that wait for them, called processes run as cases of their own, scripts are answered by the test. What `services` and
 * `worker` do against a database is done here in memory.
 */
import type { JsonValue } from '../../../compile/plan.ts';
import { step } from '../../../engine/index.ts';
import type { Actor, Call, CaseState, Command, Effect, Outcome, ParentCase, Task, Timer } from '../../../engine/types.ts';
import type { Deployed, Deployment } from './deployment.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Act = DistributiveOmit<Command, 'id' | 'at' | 'actor'>;

export interface Case {
  id: string;
  deployed: Deployed;
  state: CaseState;
  /** Values given at the start and from outside, by name: answered to the form that asks for them. */
  given: Record<string, JsonValue>;
  /** Nodes entered, in order. */
  trace: string[];
  /** Codes of the history, in order. */
  told: string[];
}

const system: Actor = { kind: 'system', id: 'conformance' };
const person: Actor = { kind: 'citizen', id: 'conformance', region: '330000' };
const REGION = '330000';
/** A flow that goes round without a wait is stopped here. */
const MOST_COMMANDS = 20_000;

/** A process that is started is not among those to be run. */
export class NotDeployed extends Error {}

/** Answers a script of a case; may move the clock meanwhile. */
export type AnswerScript = (one: Case, call: Call, world: World) => Outcome;

export class World {
  now = Date.parse('2026-03-02T01:00:00Z');
  readonly cases: Case[] = [];
  private readonly deployment: Deployment;
  private readonly answerScript: AnswerScript;
  private readonly queue: (() => void)[] = [];
  private count = 0;
  private working = false;

  constructor(deployment: Deployment, answerScript: AnswerScript) {
    this.deployment = deployment;
    this.answerScript = answerScript;
  }

  /** Starts processes at the same moment; what they send is delivered when all have begun. */
  start(processes: readonly string[], given: Record<string, JsonValue> = {}): Case[] {
    const held = this.working;
    this.working = true;
    const started = processes.map((process) => this.begin(this.deployed(process), given, {}));
    this.working = held;
    this.settle();
    return started;
  }

  deployed(process: string): Deployed {
    const found = this.deployment.processes.get(process);
    if (!found) throw new NotDeployed(`the process ${process} is not marked as executable`);
    return found;
  }

  private begin(deployed: Deployed, given: Record<string, JsonValue>, more: Partial<Extract<Act, { type: 'start' }>>): Case {
    const id = `case-${this.cases.length + 1}`;
    const values = fitting(deployed, given);
    const one: Case = { id, deployed, state: undefined as unknown as CaseState, given, trace: [], told: [] };
    this.cases.push(one);
    this.send(one, { type: 'start', caseId: id, region: REGION, version: 1, values: { ...values, ...more.values }, ...omitValues(more) });
    this.answerForm(one);
    return one;
  }

  /** The form the import put at the start asks for nothing but what was given. */
  private answerForm(one: Case): undefined {
    const task = Object.values(one.state.tasks).find((each) => each.kind === 'fill' && each.status === 'open');
    if (task) this.send(one, { type: 'submit', taskId: task.id, values: fitting(one.deployed, one.given) });
  }

  /** One command and the scripts it calls; effects are queued and delivered unless something is under way. */
  send(one: Case, act: Act): string | undefined {
    const acts: Act[] = [act];
    let rejected: string | undefined;
    for (let next = acts.shift(); next; next = acts.shift()) {
      this.count += 1;
      if (this.count > MOST_COMMANDS) throw new Error('more than 20,000 commands: the flow does not come to rest');
      const actor = next.type === 'start' || next.type === 'submit' ? person : system;
      const result = step(one.deployed.plan, one.state, {
        ...next,
        id: `c${this.count}`,
        at: new Date(this.now).toISOString(),
        actor,
      } as Command);
      if (result.rejected) {
        if (next === act) rejected = result.rejected.code;
        continue;
      }
      one.state = result.state;
      one.trace.push(...result.trace.nodes);
      one.told.push(...result.journal.map(({ code }) => code));
      for (const call of result.calls) acts.push({ type: 'callAnswered', callId: call.id, outcome: this.answerScript(one, call, this) });
      for (const effect of result.effects) this.queue.push(() => this.perform(one, effect));
    }
    if (!this.working) this.settle();
    return rejected;
  }

  /** Performs effects until nothing is left to do. */
  private settle(): undefined {
    if (this.working) return;
    this.working = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) next();
    this.working = false;
  }

  private answer(one: Case, effectId: string, outcome: Outcome): undefined {
    this.send(one, { type: 'effectAnswered', effectId, outcome });
  }

  private perform(one: Case, effect: Effect): undefined {
    switch (effect.type) {
      case 'timer':
      case 'cancelTimer':
        return;
      case 'message':
        this.answer(one, effect.id, { ok: true, value: {} });
        this.message(effect.message, effect.correlation, effect.values);
        return;
      case 'signal':
        this.answer(one, effect.id, { ok: true, value: {} });
        this.signal(effect.signal, one);
        return;
      case 'startChild':
        return this.startChild(one, effect);
      case 'cancelChild':
        return this.cancelChild(one, effect.effect);
      case 'childEnded': {
        const parent = this.cases.find((each) => each.id === effect.parent.caseId);
        if (parent) this.answer(parent, effect.parent.effect, childOutcome(effect));
        return;
      }
      case 'childEscalated': {
        const parent = this.cases.find((each) => each.id === effect.parent.caseId);
        const code = effect.code === undefined ? {} : { code: effect.code };
        if (parent) this.send(parent, { type: 'childEscalated', effectId: effect.parent.effect, ...code });
        return;
      }
      default:
        return this.answer(one, effect.id, { ok: true, value: {} });
    }
  }

  private startChild(one: Case, { id, scenario, inputs, node }: Extract<Effect, { type: 'startChild' }>): undefined {
    const callNode = one.deployed.plan.nodes[node]!.doc;
    const called = [...this.deployment.processes.values()].find(({ imported }) => imported.package.scenario.id === scenario);
    if (!called) return this.answer(one, id, { ok: false, kind: 'refused', message: `no scenario ${scenario}` });
    const parent: ParentCase = {
      caseId: one.id,
      region: REGION,
      effect: id,
      outputs: Object.values((callNode.kind === 'call' && callNode.outputs) || {}),
    };
    this.begin(called, {}, { parent, values: inputs });
  }

  private cancelChild(one: Case, effect: string): undefined {
    const child = this.cases.find(({ state }) => state.parent?.caseId === one.id && state.parent.effect === effect);
    if (child && isRunning(child)) this.send(child, { type: 'cancelCase', reason: 'parent' });
  }

  /** To the case that waits for it, else to a new one. True when somebody took it. */
  message(name: string, key?: string, values: Record<string, JsonValue> = {}): boolean {
    const correlation = key === undefined ? {} : { key };
    for (const one of this.cases.filter(isRunning))
      if (this.send(one, { type: 'message', message: name, ...correlation, values, onlyIfAwaited: true }) === undefined) return true;
    const started = this.startBy((trigger) => trigger.type === 'message' && trigger.message === name, values);
    if (started) return true;
    return this.cases
      .filter(isRunning)
      .some((one) => this.send(one, { type: 'message', message: name, ...correlation, values }) === undefined);
  }

  /** To everybody but the one that sent it, and to the processes it starts. */
  signal(name: string, from?: Case): undefined {
    for (const one of this.cases.filter((each) => each !== from && isRunning(each))) this.send(one, { type: 'signal', signal: name });
    this.startBy((trigger) => trigger.type === 'signal' && trigger.signal === name, {});
  }

  /** What a timer starts, as if its time had come. */
  startByTimer(): boolean {
    return this.startBy((trigger) => trigger.type === 'timer', {});
  }

  private startBy(
    test: (trigger: { type: string; message?: string; signal?: string }) => boolean,
    values: Record<string, JsonValue>,
  ): boolean {
    let started = false;
    for (const deployed of this.deployment.processes.values())
      for (const { id, doc, block } of Object.values(deployed.plan.nodes)) {
        if (doc.kind !== 'start' || block !== undefined || !test(doc.trigger)) continue;
        this.begin(deployed, {}, { trigger: { node: id, values } });
        started = true;
      }
    return started;
  }

  /** Every timer, the next due first. */
  timers(): { one: Case; timer: Timer }[] {
    return this.cases
      .filter(isRunning)
      .flatMap((one) => Object.values(one.state.timers).map((timer) => ({ one, timer })))
      .sort((a, b) => (a.timer.dueAt < b.timer.dueAt ? -1 : a.timer.dueAt > b.timer.dueAt ? 1 : 0));
  }

  fire({ one, timer }: { one: Case; timer: Timer }): undefined {
    this.now = Math.max(this.now, Date.parse(timer.dueAt));
    this.send(one, { type: 'timerDue', timerId: timer.id });
  }

  /** Lets time pass; what comes due on the way happens. */
  pass(milliseconds: number): undefined {
    const until = this.now + milliseconds;
    for (let count = 0; count < 1000; count++) {
      const next = this.timers()[0];
      if (!next || Date.parse(next.timer.dueAt) > until) break;
      this.fire(next);
    }
    this.now = until;
  }

  /** Open tasks of desks, in the order they were opened. */
  tasks(): { one: Case; task: Task }[] {
    return this.cases.filter(isRunning).flatMap((one) =>
      Object.values(one.state.tasks)
        .filter((task) => task.kind === 'desk' && task.status === 'open')
        .map((task) => ({ one, task })),
    );
  }
}

function childOutcome({ result, values, error }: Extract<Effect, { type: 'childEnded' }>): Outcome {
  if (error === undefined) return { ok: true, value: { result, values } };
  return { ok: false, kind: 'error', message: 'the called case ended with an error', ...(error === null ? {} : { code: error }) };
}

export const isRunning = ({ state }: Case): boolean => state.status === 'draft' || state.status === 'running';

/** Values by name as values by path, of the type the process knows them by; others are not of this process. */
export function fitting({ imported }: Deployed, given: Record<string, JsonValue>): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(given)) {
    const variable = imported.variables[name];
    if (!variable || value === null) continue;
    const type = variable.type === 'text' ? 'string' : variable.type;
    if (typeof value === type) values[variable.path] = value;
    else if (type === 'string') values[variable.path] = String(value);
  }
  return values;
}

function omitValues({ values: _, ...rest }: Partial<Extract<Act, { type: 'start' }>>): Partial<Extract<Act, { type: 'start' }>> {
  return rest;
}

/**
 * A rehearsed case: the journey that case tests are played with, in the browser, on samples. Nothing leaves: what would have
 * been sent is listed; only scripts are run on the server, which keeps nothing. Every moment is a snapshot to go back to, and
 * everything done is written down as steps of a case, to be kept and played again.
 */
import { addWorkingDays, localDate } from '../../../../runtime/calendar/index.ts';
import {
  type Act,
  awaitedOf,
  type CaseRun,
  expectedOf,
  type JourneySnapshot,
  localOf,
  paymentTold,
  type RewindableJourney,
  runCase,
  type Sent,
  type StepContext,
  signInPaths,
  startJourney,
  takeStep,
} from '../../../../runtime/cases/index.ts';
import type { JsonValue, Plan } from '../../../../runtime/compile/plan.ts';
import type { Actor, CaseState, Command, OpenQuestions, Outcome } from '../../../../runtime/engine/index.ts';
import type { Calendar, CaseStep, CaseTest, Text } from '../../../../schemas/generated/documents.ts';
import { answersOf, type Samples } from './samples.ts';

export { casesInOrder, type Fault, type Samples, samplesOf } from './samples.ts';
export type { Sent };

/** What led to a moment, as a text key with data. */
export interface MomentLabel {
  key: string;
  name?: Text | string;
}
export interface Moment {
  state: CaseState;
  at: string;
  sent: readonly Sent[];
  label: MomentLabel;
  /** Everything done so far, as a case test says it. */
  steps: readonly CaseStep[];
}
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Deed = DistributiveOmit<Command, 'id' | 'at' | 'actor'>;

export interface RehearsalOptions {
  plan: Plan;
  calendar: Calendar;
  region: string;
  samples: Samples;
  /** Instant at which the rehearsal begins. */
  at: string;
  /** Settings of a county, how called cases end and the like, of the case it begins with. */
  like?: CaseTest;
  runScript(script: string, input: JsonValue): Promise<Outcome>;
}
export interface Rejected {
  code: string;
  problems: { path: string; code: string }[];
}

export const applicant: Actor = { kind: 'citizen', id: 'applicant' };
export const outside: Actor = { kind: 'system', id: 'system' };
export const officerOf = (department: string): Actor => ({ kind: 'officer', id: `officer-${department}`, department });
export const partyOf = (party: string | undefined): Actor => ({ kind: 'citizen', id: `party-${party ?? 'other'}` });

let count = 0;

/** One run. `send` resolves when the case waits for a person or for time again. */
export class Rehearsal {
  /** Tells rehearsals of one visit apart. */
  readonly id: number;
  readonly #options: RehearsalOptions;
  readonly #test: CaseTest;
  #journey: RewindableJourney | undefined;
  #moments: (Moment & { snapshot: JourneySnapshot })[] = [];

  constructor(options: RehearsalOptions) {
    count += 1;
    this.id = count;
    this.#options = options;
    const { plan, region, samples, at, like } = options;
    this.#test = {
      // How it begins, how called cases end, settings of a county: as the case it begins with says.
      ...like,
      format: 'lianban.case-test/1',
      id: 'rehearsal',
      name: plan.scenario.name,
      region,
      at: localOf(at),
      ...answersOf(plan, samples),
      steps: [],
      expect: { status: 'completed' },
    };
  }

  get moments(): readonly Moment[] {
    return this.#moments;
  }
  get now(): Moment | undefined {
    return this.#moments.at(-1);
  }

  async start(label: MomentLabel): Promise<void> {
    const { plan, region, at } = this.#options;
    const journey = await startJourney({ plan, test: this.#test, answerCall: this.#answerCall, applicant: { ...applicant, region }, at });
    this.#journey = journey;
    const own = this.#ownValues();
    if (Object.keys(own).length > 0) await journey.send({ type: 'saveDraft', actor: applicant, values: own });
    this.#moments = [];
    this.#keep(label, []);
  }

  /** Does something as somebody. A refused command changes nothing and says why. */
  async send(deed: Deed, actor: Actor, label: MomentLabel): Promise<Rejected | undefined> {
    const before = this.#moments.at(-1)!;
    const step = this.#stepOf(deed, before.state);
    if (deed.type === 'consentData') this.#test.consents = { ...this.#test.consents, ...deed.grants };
    return this.#do(label, step ? [step] : [], () => this.#journey!.send({ ...deed, actor } as Act));
  }

  /** The applicant pays, or lets the time to pay pass. */
  async pay(node: string, result: 'paid' | 'unpaid', label: MomentLabel): Promise<Rejected | undefined> {
    const { state } = this.now!;
    const order = Object.values(state.payments ?? {}).find((one) => one.node === node && state.pending[one.id]);
    if (!order) return { code: 'payment.closed', problems: [] };
    const step: CaseStep = { do: 'pay', node, result, at: localOf(this.now!.at) };
    return this.#do(label, [step], async () => {
      if (result === 'paid') return this.#journey!.send(paymentTold(order.id, 'paid'));
      await this.#journey!.moveTo(order.closesAt);
      return undefined;
    });
  }

  /** Lets the time pass until then; timers that come due on the way fire in order. */
  async advance(to: string, label: MomentLabel): Promise<Rejected | undefined> {
    return this.#do(label, [{ do: 'advance', to: localOf(to, 1) }], async () => {
      await this.#journey!.moveTo(to);
      return undefined;
    });
  }

  /** Goes on as a case says, step by step, up to one of them; says which could not be done. */
  async follow(steps: readonly CaseStep[], labelOf: (step: CaseStep) => MomentLabel): Promise<{ step: number; message: Text } | undefined> {
    const { plan, region } = this.#options;
    const context: StepContext = { plan, test: this.#test, journey: this.#journey!, applicant: { ...applicant, region }, asked: new Set() };
    for (const [index, step] of steps.entries()) {
      const before = this.#moments.at(-1)!;
      const stopped = await takeStep(context, step).catch(() => ({
        message: { 'zh-CN': '草稿里还有必须改的问题，走不下去', en: 'The draft still has a problem that stops it here' },
      }));
      if (stopped) {
        this.#journey!.restore(before.snapshot);
        return { step: index, message: stopped.message };
      }
      this.#keep(labelOf(step), [...before.steps, step]);
    }
    return undefined;
  }

  /** Back to a moment: its very state, nothing is run again. */
  rewind(index: number): void {
    this.#moments = this.#moments.slice(0, index + 1);
    this.#journey!.restore(this.#moments.at(-1)!.snapshot);
  }

  /** What registers answer from now on. What was read stays read. */
  answerWith(samples: Samples): void {
    Object.assign(this.#test, { ...answersOf(this.#options.plan, samples), consents: this.#test.consents });
  }

  /** Everything done so far as a case with what it came to; played once more, so that it is known to be the very same. */
  async toCase(id: string, name: Text): Promise<{ test: CaseTest; run: CaseRun; same: boolean }> {
    const test: CaseTest = { ...this.#test, id, name, steps: [...this.now!.steps] };
    const run = await runCase(this.#options.plan, test, this.#answerCall);
    const stopped = run.problems.some(({ code }) => code.startsWith('step.'));
    const same = !stopped && run.state.status === this.now!.state.status;
    return { test: { ...test, expect: expectedOf(this.#options.plan, run) }, run, same };
  }

  async #do(
    label: MomentLabel,
    steps: CaseStep[],
    work: () => Promise<Rejected | { code: string; problems?: Rejected['problems'] } | undefined>,
  ) {
    const before = this.#moments.at(-1)!;
    let rejected: Awaited<ReturnType<typeof work>>;
    try {
      rejected = await work();
    } catch {
      // A draft with errors may bring the engine to a place it cannot leave.
      rejected = { code: 'draft.stuck' };
    }
    if (rejected) {
      this.#journey!.restore(before.snapshot);
      return { code: rejected.code, problems: rejected.problems ?? [] };
    }
    this.#keep(label, [...before.steps, ...steps]);
    return undefined;
  }

  #keep(label: MomentLabel, steps: readonly CaseStep[]): void {
    const snapshot = this.#journey!.snapshot();
    const { state, now: at, sent } = snapshot;
    this.#moments = [...this.#moments, { state, at, sent, label, steps, snapshot }];
  }

  /** What an account knows of its holder: the product fills it in before the first question, so the rehearsal does too. */
  #ownValues(): Record<string, JsonValue> {
    const { plan, samples } = this.#options;
    const known = signInPaths(plan.scenario);
    return Object.fromEntries(Object.entries(samples.values).filter(([path]) => known.has(path)));
  }

  readonly #answerCall = (call: { script: string; input: JsonValue }): Promise<Outcome> => this.#options.runScript(call.script, call.input);

  /** What was done, as a case test says it. Consents are said once for the whole case. */
  #stepOf(deed: Deed, state: CaseState): CaseStep | undefined {
    const at = localOf(this.now!.at);
    const task = 'taskId' in deed && deed.taskId !== undefined ? state.tasks[deed.taskId] : undefined;
    switch (deed.type) {
      case 'submit':
        return { do: 'submit', at, values: { ...this.#ownValues(), ...deed.values } };
      case 'answerSupplement':
        return { do: 'answer', at, values: deed.values };
      case 'requestSupplement':
        return { do: 'supplement', at, node: task!.node, defects: deed.defects as Extract<CaseStep, { do: 'supplement' }>['defects'] };
      case 'consent':
        return { do: 'consent', at, node: task!.node, decision: deed.decision };
      case 'complete':
        return {
          do: 'decide',
          at,
          node: task!.node,
          ...(task!.participant === undefined ? {} : { participant: task!.participant }),
          ...(task!.department === undefined || task!.participant !== undefined ? {} : { department: task!.department }),
          decision: deed.decision,
          ...(deed.opinion === undefined ? {} : { opinion: deed.opinion }),
          ...(deed.outputs && Object.keys(deed.outputs).length > 0 ? { outputs: deed.outputs } : {}),
        };
      case 'message':
        return {
          do: 'message',
          at,
          message: deed.message,
          ...(deed.key === undefined ? {} : { key: deed.key }),
          values: deed.values ?? {},
        };
      case 'signal':
        return { do: 'signal', at, signal: deed.signal };
      case 'startStep':
        return { do: 'begin', at, node: deed.node };
      case 'addInstance':
        return { do: 'add', at, node: deed.node, ...(typeof deed.item === 'string' ? { item: deed.item } : {}) };
      case 'withdraw':
        return { do: 'withdraw', at };
      default:
        return undefined;
    }
  }
}

/** An event the case waits for, with what a message would bring: the samples of the paths it fills. */
export interface AwaitedEvent {
  deed: Extract<Deed, { type: 'message' | 'signal' }>;
  name: Text | undefined;
}

/** Messages and signals somebody could send now, each once. */
export function awaitedEvents(plan: Plan, state: CaseState, samples: Samples): AwaitedEvent[] {
  return awaitedOf(plan, state).map(({ on, name, key, brings }): AwaitedEvent => {
    if (on === 'signal') return { deed: { type: 'signal', signal: name }, name: plan.scenario.signals?.[name]?.name };
    const brought = Object.entries(brings).flatMap(([value, path]) =>
      samples.values[path] === undefined ? [] : [[value, samples.values[path]] as const],
    );
    const deed = { type: 'message' as const, message: name, ...(key === undefined ? {} : { key }), values: Object.fromEntries(brought) };
    return { deed, name: plan.scenario.messages?.[name]?.name };
  });
}

/** 09:00 local of the next working day. */
export function nextWorkingDay(calendar: Calendar, now: string): string {
  return morningOf(addWorkingDays(calendar, localDate(now), 1).due ?? localDate(new Date(Date.parse(now) + 86_400_000).toISOString()));
}

/** 09:00 of a local date in the time of the office (UTC+8). */
export const morningOf = (date: string): string => `${date}T01:00:00.000Z`;
/** A local date and time of a case, as an instant. */
export const instantOfLocal = (local: string): string => new Date(`${local}+08:00`).toISOString();

/** What a form holds when it is opened: what was typed before, defaults, and the samples for what is left. */
export function formValues({ questions }: Pick<OpenQuestions, 'questions'>, samples: Record<string, JsonValue>): Record<string, JsonValue> {
  const open = Object.values(questions).filter(({ state }) => state === 'ask' || state === 'check');
  return Object.fromEntries(
    open
      .map(({ field, value }): [string, JsonValue] => [field.path, value ?? samples[field.path] ?? null])
      .filter(([, value]) => value !== null),
  );
}

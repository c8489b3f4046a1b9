/**
 * A rehearsed case: the product's own engine in the browser, on samples. Nothing leaves: effects are answered here and listed as
 * "would have been sent"; only scripts are run on the server, which keeps nothing. Every moment is a snapshot to go back to.
 */
import { addWorkingDays, localDate } from '../../../../runtime/calendar/index.ts';
import type { JsonValue, Plan } from '../../../../runtime/compile/plan.ts';
import {
  type Actor,
  type Call,
  type CaseState,
  type Command,
  type Effect,
  type OpenQuestions,
  type Outcome,
  step,
} from '../../../../runtime/engine/index.ts';
import type { Calendar, CaseTest, Text } from '../../../../schemas/generated/documents.ts';

export type Fault = 'noRecord' | 'severalRecords' | 'timeout' | 'down' | 'wrongData';
/** What would have left the house: a message, a certificate, a question to a register, a case handed on. */
export interface Sent {
  kind: 'notify' | 'issue' | 'data' | 'event' | 'step';
  at: string;
  /** Notification, outcome, data use, message or signal, or the step that hands the case on. */
  what: string;
  text?: Record<string, string>;
  fault?: Fault;
}
export interface Moment {
  state: CaseState;
  at: string;
  sent: readonly Sent[];
  /** What led here, as a text key with data. */
  label: { key: string; name?: Text | string };
}
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Deed = DistributiveOmit<Command, 'id' | 'at' | 'actor'>;

export interface Samples {
  data: Record<string, Record<string, JsonValue>>;
  faults: Record<string, Fault | undefined>;
  values: Record<string, JsonValue>;
  consents: Record<string, boolean>;
  /** What desks enter in the sample case, by step. */
  outputs: Record<string, Record<string, JsonValue>>;
}

export interface RehearsalOptions {
  plan: Plan;
  calendar: Calendar;
  region: string;
  samples: Samples;
  /** Instant at which the rehearsal begins. */
  at: string;
  runScript(script: string, input: JsonValue): Promise<Outcome>;
}
export interface Rejected {
  code: string;
  problems: { path: string; code: string }[];
}

/** Samples of a case that comes with the scenario, or empty ones. */
export function samplesOf(test: CaseTest | undefined): Samples {
  const samples: Samples = { data: {}, faults: {}, values: {}, consents: { ...test?.consents }, outputs: {} };
  for (const [use, answer] of Object.entries(test?.data ?? {})) {
    if ('record' in answer) samples.data[use] = answer.record as Record<string, JsonValue>;
    else if (answer.fault !== 'refused') samples.faults[use] = answer.fault;
  }
  for (const deed of test?.steps ?? []) {
    if (deed.do === 'submit') Object.assign(samples.values, deed.values);
    if (deed.do === 'decide' && deed.outputs)
      samples.outputs[deed.node] = { ...samples.outputs[deed.node], ...(deed.outputs as Record<string, JsonValue>) };
  }
  return samples;
}

/** Samples to choose from, the plainest first: those that reach the end, with the fewest faults and the most issued. */
export function casesInOrder(cases: Readonly<Record<string, CaseTest>>): CaseTest[] {
  const key = ({ expect, data = {} }: CaseTest) => [
    expect.status === 'completed' ? 0 : 1,
    Object.values(data).filter((answer) => 'fault' in answer).length,
    -(expect.issued?.length ?? 0),
  ];
  return Object.values(cases).sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const i = x.findIndex((part, at) => part !== y[at]);
    return i < 0 ? (a.id < b.id ? -1 : 1) : x[i]! - y[i]!;
  });
}

const system: Actor = { kind: 'system', id: 'rehearsal' };
export const applicant: Actor = { kind: 'citizen', id: 'rehearsal-applicant' };
export const officerOf = (department: string): Actor => ({ kind: 'officer', id: `rehearsal-${department}`, department });

/** One run. `send` resolves when the case waits for a person or for time again. */
export class Rehearsal {
  readonly #options: RehearsalOptions;
  #moments: Moment[] = [];
  #count = 0;

  constructor(options: RehearsalOptions) {
    this.#options = options;
  }

  get moments(): readonly Moment[] {
    return this.#moments;
  }
  get now(): Moment | undefined {
    return this.#moments.at(-1);
  }

  async start(label: Moment['label']): Promise<void> {
    const draft: Draft = { state: undefined, at: this.#options.at, sent: [] };
    await this.#burst(draft, { type: 'start', caseId: 'rehearsal', region: this.#options.region, version: 1 }, applicant);
    const own = this.#ownValues();
    if (Object.keys(own).length > 0) await this.#burst(draft, { type: 'saveDraft', values: own }, applicant);
    this.#moments = [{ state: draft.state!, at: draft.at, sent: draft.sent, label }];
  }

  /** Does something as somebody. A refused command changes nothing and says why. */
  async send(deed: Deed, actor: Actor, label: Moment['label']): Promise<Rejected | undefined> {
    const draft = this.#draft();
    const rejected = await this.#burst(draft, deed, actor);
    if (!rejected) this.#keep(draft, label);
    return rejected;
  }

  /** Lets the time pass until then; timers that come due on the way fire in order. */
  async advance(to: string, label: Moment['label']): Promise<void> {
    const draft = this.#draft();
    for (;;) {
      const [next] = Object.values(draft.state!.timers)
        .filter((timer) => timer.dueAt <= to)
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
      if (!next) break;
      if (next.dueAt > draft.at) draft.at = next.dueAt;
      if (await this.#burst(draft, { type: 'timerDue', timerId: next.id }, system)) break;
    }
    draft.at = to > draft.at ? to : draft.at;
    this.#keep(draft, label);
  }

  /** Back to a moment: its very state, nothing is run again. */
  rewind(index: number): void {
    this.#moments = this.#moments.slice(0, index + 1);
  }

  /** What an account knows of its holder: the product fills it in before the first question, so the rehearsal does too. */
  #ownValues(): Record<string, JsonValue> {
    const { plan, samples } = this.#options;
    const mine = (path: string) => {
      const [subject, name] = path.split('.') as [string, string];
      return plan.scenario.subjects[subject]?.role === 'applicant' && ['idNumber', 'name', 'mobile'].includes(name);
    };
    return Object.fromEntries(Object.entries(samples.values).filter(([path]) => mine(path)));
  }

  #draft(): Draft {
    const { state, at, sent } = this.now!;
    return { state, at, sent };
  }
  #keep({ state, at, sent }: Draft, label: Moment['label']): void {
    this.#moments = [...this.#moments, { state: state!, at, sent, label }];
  }

  async #burst(draft: Draft, deed: Deed, actor: Actor): Promise<Rejected | undefined> {
    const queue: { deed: Deed; actor: Actor }[] = [{ deed, actor }];
    let first = true;
    for (let next = queue.shift(); next; next = queue.shift()) {
      this.#count += 1;
      const result = step(this.#options.plan, draft.state, {
        ...next.deed,
        id: `r${this.#count}`,
        at: draft.at,
        actor: next.actor,
      } as Command);
      if (result.rejected && first) return { code: result.rejected.code, problems: result.rejected.problems ?? [] };
      first = false;
      draft.state = result.state;
      for (const call of result.calls)
        queue.push({ deed: { type: 'callAnswered', callId: call.id, outcome: await this.#answerCall(call) }, actor: system });
      for (const effect of result.effects) {
        const outcome = this.#answerEffect(draft, effect);
        if (outcome) queue.push({ deed: { type: 'effectAnswered', effectId: effect.id, outcome }, actor: system });
        if (effect.type === 'message') queue.push({ deed: deliveryOf(effect), actor: system });
      }
    }
    return undefined;
  }

  #answerCall(call: Call): Promise<Outcome> {
    return this.#options.runScript(call.script, call.input);
  }

  #answerEffect(draft: Draft, effect: Effect): Outcome | undefined {
    const keep = (sent: Omit<Sent, 'at'>) => {
      draft.sent = [...draft.sent, { ...sent, at: draft.at }];
    };
    if (effect.type === 'notify') {
      keep({ kind: 'notify', what: effect.notification, text: effect.text });
      return { ok: true, value: {} };
    }
    if (effect.type === 'issue') {
      keep({ kind: 'issue', what: effect.outcome });
      return { ok: true, value: { checkCode: 'SAMPLE' } };
    }
    if (effect.type === 'message' || effect.type === 'signal') {
      keep({ kind: 'event', what: effect.type === 'message' ? effect.message : effect.signal });
      return { ok: true, value: null };
    }
    if (effect.type === 'startChild' || effect.type === 'archive' || effect.type === 'transfer') {
      // The other case, the archive and the other system answer at once, as if all went well there.
      keep({ kind: 'step', what: effect.node });
      return { ok: true, value: {} };
    }
    if (effect.type === 'paper') return { ok: true, value: {} };
    if (effect.type === 'assist') return this.#askOwner(draft, effect);
    if (effect.type !== 'data') return undefined;
    const fault = this.#options.samples.faults[effect.dataUse];
    keep({ kind: 'data', what: effect.dataUse, fault });
    return fault ? faultOutcome(fault) : recordOutcome(this.#options.samples.data[effect.dataUse]);
  }

  /** The owner of the data answers at once, from the sample person's record. */
  #askOwner(draft: Draft, { dataUse, node }: Extract<Effect, { type: 'assist' }>): Outcome {
    draft.sent = [...draft.sent, { kind: 'step', what: node, at: draft.at }];
    const by = { department: this.#options.plan.data[dataUse]!.resourceDoc.owner.department, at: draft.at };
    return { ...recordOutcome(this.#options.samples.data[dataUse]), by };
  }
}

/** A message this very case waits for reaches it, as it would in the product. */
function deliveryOf({ message, correlation, values }: Extract<Effect, { type: 'message' }>): Deed {
  return { type: 'message', message, ...(correlation === undefined ? {} : { key: correlation }), values, onlyIfAwaited: true };
}

/** An event the case waits for, with what a message would bring: the samples of the paths it fills. */
export interface AwaitedEvent {
  deed: Extract<Deed, { type: 'message' | 'signal' }>;
  name: Text | undefined;
}

/** Messages and signals somebody could send now, each once. */
export function awaitedEvents(plan: Plan, state: CaseState, samples: Samples): AwaitedEvent[] {
  const found = new Map<string, AwaitedEvent>();
  for (const { on, name, node, key } of Object.values(state.subscriptions ?? {})) {
    if (name === undefined) continue;
    const { doc } = plan.nodes[node]!;
    const event = doc.kind === 'catch' || doc.kind === 'boundary' ? doc.event : doc.kind === 'start' ? doc.trigger : undefined;
    if (on === 'signal') found.set(`signal ${name}`, { deed: { type: 'signal', signal: name }, name: plan.scenario.signals?.[name]?.name });
    if (on !== 'message' || event?.type !== 'message') continue;
    const brought = Object.entries(event.provides ?? {}).flatMap(([value, path]) =>
      samples.values[path] === undefined ? [] : [[value, samples.values[path]] as const],
    );
    const deed = { type: 'message' as const, message: name, ...(key === undefined ? {} : { key }), values: Object.fromEntries(brought) };
    found.set(`message ${name} ${key ?? ''}`, { deed, name: plan.scenario.messages?.[name]?.name });
  }
  return [...found.values()];
}

export const outside: Actor = { kind: 'system', id: 'rehearsal-outside' };

interface Draft {
  state: CaseState | undefined;
  at: string;
  sent: readonly Sent[];
}

const recordOutcome = (record: Record<string, JsonValue> | undefined): Outcome =>
  record ? { ok: true, value: record } : { ok: false, kind: 'noRecord', message: '' };

function faultOutcome(fault: Fault): Outcome {
  return { ok: false, kind: fault === 'wrongData' ? 'invalid' : fault, message: '' };
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

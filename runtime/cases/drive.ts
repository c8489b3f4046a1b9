/**
 * A case that goes by itself: what is asked is answered from the inputs, or invented; every desk decides as the inputs say, or
 * agrees. What was done is written down as steps of a case test, so that the very same journey can be played again.
 */
import type { CaseDataAnswer, CaseStep, CaseTest, Text } from '../../schemas/generated/documents.ts';
import { instantOf } from '../calendar/index.ts';
import type { JsonValue, MergedField, Plan } from '../compile/plan.ts';
import { askFormOf } from '../engine/ask-form.ts';
import { isFinal } from '../engine/scopes.ts';
import type { Actor, Task } from '../engine/types.ts';
import { deskViewOf } from '../engine/views/index.ts';
import { type AwaitedEvent, awaitedOf } from './awaited.ts';
import { inventions } from './invent.ts';
import { type Journey, startJourney } from './journey.ts';
import { asLocalised } from './run-case.ts';
import { type StepContext, takeStep } from './steps.ts';
import type { AnswerCall, CaseProblem, Coverage } from './types.ts';

/** One decision of a desk. */
export interface Choice {
  decision: string;
  opinion?: string;
  outputs?: Record<string, JsonValue>;
  /** Local date and time; earlier than the case is at: at once. */
  at?: string;
  /** Asks for a correction first. */
  supplement?: { defects: { path?: string; words: string }[]; at?: string; answeredAt?: string };
}
export interface DriveInputs {
  region: string;
  /** Local date and time the case is opened. */
  at: string;
  submittedAt?: string;
  /** What else the case test says: how it begins, what others answer, settings of a county. */
  more?: Partial<Omit<CaseTest, 'format' | 'id' | 'name' | 'region' | 'at' | 'consents' | 'data' | 'steps' | 'expect'>>;
  values: Record<string, JsonValue>;
  consents: Record<string, boolean>;
  data: Record<string, CaseDataAnswer>;
  /** By node; the last one is repeated. */
  choices: Record<string, readonly Choice[]>;
  /** By node of a second party. */
  parties: Record<string, { decision: 'agree' | 'refuse' | 'expire'; at?: string }>;
  payments: Record<string, 'paid' | 'unpaid'>;
  /** Messages and signals that never come. */
  silent?: readonly string[];
  /** Steps where nobody acts: time passes there. */
  idle?: readonly string[];
}
export interface Driven {
  test: Omit<CaseTest, 'expect'>;
  journey: Journey;
  asked: string[];
  coverage: Coverage;
  /** Why it could not go on, when it did not end. */
  stopped?: CaseProblem;
}
export interface DriveOptions {
  plan: Plan;
  inputs: DriveInputs;
  answerCall: AnswerCall;
  name: Text;
  id: string;
  /** Examples of the field standard, by element. */
  elements?: Readonly<Record<string, { example?: string }>>;
}

/** A case that is not over by then goes round in circles. */
const mostSteps = 150;
const mostTries = 8;

export async function driveCase({ plan: shipped, inputs, answerCall, name, id, elements = {} }: DriveOptions): Promise<Driven> {
  const plan = asLocalised(shipped, inputs.more?.params);
  const { region, at, more, consents, data } = inputs;
  const test: CaseTest = {
    format: 'lianban.case-test/1',
    id,
    name,
    region,
    at,
    ...more,
    consents: { ...consents },
    data: { ...data },
    steps: [],
    expect: { status: 'completed' },
  };
  const applicant: Actor = { kind: 'citizen', id: 'applicant', region };
  const journey = await startJourney({ plan, test, answerCall, applicant, at: instantOf(at) });
  const context: StepContext = { plan, test, journey, applicant, asked: new Set() };
  const drive: Drive = { plan, inputs, context, elements, done: new Map() };
  let stopped: CaseProblem | undefined;
  while (!isFinal(journey.state.status) && test.steps.length < mostSteps) {
    const next = nextOf(drive);
    if (!next) break;
    journey.enterStep(test.steps.length);
    const taken = await take(drive, next);
    if ('stopped' in taken) {
      stopped = taken.stopped;
      break;
    }
    test.steps.push(taken.step);
  }
  const { expect: _, ...rest } = test;
  return { test: rest, journey, asked: [...context.asked].sort(), coverage: journey.coverage(), ...(stopped ? { stopped } : {}) };
}

interface Drive {
  plan: Plan;
  inputs: DriveInputs;
  context: StepContext;
  elements: NonNullable<DriveOptions['elements']>;
  /** Decisions made so far, by node. */
  done: Map<string, number>;
}

/** Something somebody could do now; `at`: when they did it then. */
interface Candidate {
  step: CaseStep;
  at?: string;
}

/** What somebody would do now: whoever acted first then, then those of whom nothing is known; where nobody can, time passes. */
function nextOf(drive: Drive): CaseStep | undefined {
  const { state, now } = drive.context.journey;
  const tasks = Object.values(state.tasks).filter(({ status }) => status === 'open' || status === 'supplement');
  const candidates = tasks.flatMap((task): Candidate[] => {
    const step = drive.inputs.idle?.includes(task.node) ? undefined : stepOfTask(drive, task);
    const at = recordedAt(drive, task);
    return step ? [{ step, ...(at === undefined ? {} : { at }) }] : [];
  });
  for (const { id, node } of Object.values(state.payments ?? {})) {
    if (!state.pending[id]) continue;
    candidates.push({ step: { do: 'pay', node, result: drive.inputs.payments[node] ?? 'paid', at: localOf(now) } });
  }
  for (const awaited of awaitedOf(drive.plan, state)) {
    if (!drive.inputs.silent?.includes(awaited.name)) candidates.push({ step: eventStep(drive, awaited) });
  }
  const known = candidates.filter((one): one is Required<Candidate> => one.at !== undefined);
  const first = known.reduce<Required<Candidate> | undefined>((best, one) => (best && best.at <= one.at ? best : one), undefined);
  return (first ?? candidates[0])?.step ?? timeStep(drive);
}

function recordedAt(drive: Drive, task: Task): string | undefined {
  const { inputs } = drive;
  if (task.status === 'supplement') return choiceOf(drive, task)?.supplement?.answeredAt;
  if (task.kind === 'fill') return inputs.submittedAt;
  if (task.kind === 'consent') return inputs.parties[task.node]?.at;
  const chosen = choiceOf(drive, task);
  return chosen?.supplement && !task.supplements ? chosen.supplement.at : chosen?.at;
}

function stepOfTask(drive: Drive, task: Task): CaseStep | undefined {
  const { plan, inputs, context } = drive;
  const later = (at: string | undefined) => latest(at, localOf(context.journey.now));
  if (task.status === 'supplement') {
    const asked = task.defects?.flatMap(({ path }) => (path === undefined ? [] : [path])) ?? [];
    const values = Object.fromEntries(asked.flatMap((path) => (inputs.values[path] === undefined ? [] : [[path, inputs.values[path]]])));
    return { do: 'answer', values, at: later(choiceOf(drive, task)?.supplement?.answeredAt) };
  }
  switch (task.kind) {
    case 'fill': {
      const { fields } = plan.fills[task.node] ?? askFormOf(plan, task.node);
      const values = Object.fromEntries(Object.entries(inputs.values).filter(([path]) => Object.hasOwn(fields, path)));
      return { do: 'submit', values, at: later(inputs.submittedAt) };
    }
    case 'consent': {
      const party = inputs.parties[task.node] ?? { decision: 'agree' as const };
      return party.decision === 'expire' ? undefined : { do: 'consent', node: task.node, decision: party.decision, at: later(party.at) };
    }
    case 'desk': {
      const chosen = choiceOf(drive, task);
      if (chosen?.supplement && !task.supplements)
        return {
          do: 'supplement',
          node: task.node,
          defects: chosen.supplement.defects as [{ words: string }],
          at: later(chosen.supplement.at),
        };
      const view = deskViewOf(plan, context.journey.state, task.id, context.journey.now);
      const usual = view?.decisions.find(({ effect }) => effect === 'agree') ?? view?.decisions[0];
      const decision = view?.decisions.some(({ id }) => id === chosen?.decision) ? chosen!.decision : usual?.id;
      if (decision === undefined) return undefined;
      const plain = usual?.id === decision && usual.effect === 'agree';
      const opinion = chosen?.opinion ?? (plain ? undefined : '样例意见');
      const fields = plan.deskForms[task.node]?.fields ?? {};
      const outputs = Object.fromEntries(Object.entries(chosen?.outputs ?? {}).filter(([path]) => Object.hasOwn(fields, path)));
      return {
        do: 'decide',
        node: task.node,
        ...(task.participant === undefined ? {} : { participant: task.participant }),
        ...(task.department === undefined || task.participant !== undefined ? {} : { department: task.department }),
        decision,
        ...(opinion === undefined ? {} : { opinion }),
        ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
        at: later(chosen?.at),
      };
    }
    default:
      return undefined;
  }
}

function choiceOf({ inputs, done }: Drive, { node, participant }: Task): Choice | undefined {
  const key = participant === undefined ? node : `${node}.${participant}`;
  const choices = inputs.choices[key] ?? inputs.choices[node];
  return choices?.[Math.min(done.get(node) ?? 0, choices.length - 1)];
}

function eventStep({ inputs, context }: Drive, { on, name, key, brings }: AwaitedEvent): CaseStep {
  const at = localOf(context.journey.now);
  if (on === 'signal') return { do: 'signal', signal: name, at };
  const values = Object.fromEntries(
    Object.entries(brings).flatMap(([value, path]) => (inputs.values[path] === undefined ? [] : [[value, inputs.values[path]]])),
  );
  return { do: 'message', message: name, ...(key === undefined ? {} : { key }), values, at };
}

/** Nobody has anything to do: time passes until something happens by itself. */
function timeStep({ context: { journey } }: Drive): CaseStep | undefined {
  const [due] = Object.values(journey.state.timers)
    .map(({ dueAt }) => dueAt)
    .sort();
  return due === undefined ? undefined : { do: 'advance', to: latest(localOf(due, 1), localOf(journey.now)) };
}

/** Does it; what a form still lacks is invented, what it does not want is left out, until it is accepted. */
async function take(drive: Drive, wanted: CaseStep): Promise<{ step: CaseStep } | { stopped: CaseProblem }> {
  const { context } = drive;
  let step = wanted;
  let stopped: CaseProblem | undefined;
  const tried = new Map<string, number>();
  for (let attempt = 0; attempt < mostTries; attempt++) {
    stopped = await takeStep(context, step);
    if (!stopped) {
      if (step.do === 'decide') drive.done.set(step.node, (drive.done.get(step.node) ?? 0) + 1);
      return { step };
    }
    const mended = stopped.code === 'step.refused' ? mend(drive, step, stopped, tried) : undefined;
    if (!mended) break;
    step = mended;
  }
  return { stopped: stopped! };
}

function mend(drive: Drive, step: CaseStep, { got }: CaseProblem, tried: Map<string, number>): CaseStep | undefined {
  const { code, problems } = got as { code: string; problems?: { path: string; code: string }[] };
  if (code === 'task.opinion_required' && step.do === 'decide' && !step.opinion) return { ...step, opinion: '样例意见' };
  if (!problems?.length || (step.do !== 'submit' && step.do !== 'decide' && step.do !== 'answer')) return undefined;
  const values = { ...((step.do === 'decide' ? step.outputs : step.values) as Record<string, JsonValue> | undefined) };
  const fields = fieldsOf(drive, step);
  for (const problem of problems) {
    // A cell of a table is named with its row: the table is the field.
    const path = problem.path.split('[')[0]!.split('/')[0]!;
    const unwanted = ['field.foreign', 'field.hidden', 'field.readOnly', 'field.notOpen', 'field.computed'].includes(problem.code);
    if (unwanted || !fields[path]) {
      if (!Object.hasOwn(values, path)) return undefined;
      delete values[path];
      continue;
    }
    const { context } = drive;
    const many = inventions(fields[path], {
      now: context.journey.now,
      region: context.test.region,
      examples: examplesOf(drive, fields[path]),
    });
    const number = tried.get(path) ?? 0;
    if (number >= many.length) return undefined;
    tried.set(path, number + 1);
    values[path] = many[number]!;
  }
  return step.do === 'decide' ? { ...step, outputs: values } : { ...step, values };
}

/** What a register's samples or the field standard give for a field. */
function examplesOf({ plan, elements }: Drive, { path, element }: MergedField): JsonValue[] {
  const sampled = Object.values(plan.data).flatMap(({ provides, resourceDoc }) =>
    Object.entries(provides).flatMap(([name, to]) =>
      to === path ? (resourceDoc.samples ?? []).slice(0, 2).map((sample) => (sample as Record<string, JsonValue>)[name] ?? null) : [],
    ),
  );
  const { example } = (element === undefined ? undefined : elements[element]) ?? {};
  return [...sampled, ...(example === undefined ? [] : [example])].filter((value) => value !== undefined && value !== null);
}

function fieldsOf({ plan, context }: Drive, step: CaseStep): Record<string, MergedField> {
  if (step.do === 'decide') return plan.deskForms[step.node]?.fields ?? {};
  const open = Object.values(context.journey.state.tasks).find(({ kind, status }) =>
    step.do === 'answer' ? status === 'supplement' : kind === 'fill' && status === 'open',
  );
  if (step.do === 'answer')
    return Object.assign({}, ...Object.values(plan.fills).map(({ fields }) => fields)) as Record<string, MergedField>;
  return open ? (plan.fills[open.node] ?? askFormOf(plan, open.node)).fields : {};
}

const latest = (a: string | undefined, b: string): string => (a !== undefined && a > b ? a : b);

/** Local date and time of an instant, in whole seconds; rounded up where time must have passed. */
export function localOf(instant: string, up: 0 | 1 = 0): string {
  const ms = Date.parse(instant) + 8 * 3_600_000;
  const whole = up === 1 ? Math.ceil(ms / 1000) * 1000 : ms;
  return new Date(whole).toISOString().slice(0, 19);
}

/** One step of a case test, as commands. Each answers with the problem that stops the journey, or with nothing. */
import type {
  CaseAnswer,
  CaseConsent,
  CaseDecide,
  CaseMessage,
  CasePay,
  CaseStep,
  CaseSubmit,
  CaseSupplement,
  CaseTest,
  Text,
} from '../../schemas/generated/documents.ts';
import { instantOf } from '../calendar/index.ts';
import type { JsonValue, Plan } from '../compile/plan.ts';
import { askFormOf } from '../engine/ask-form.ts';
import type { Actor, Rejection, Task } from '../engine/types.ts';
import { askedPaths } from './asked.ts';
import { withDefaults } from './defaults.ts';
import { type Journey, paymentTold, systemActor } from './journey.ts';
import { signInPaths } from './sign-in.ts';
import type { CaseProblem } from './types.ts';
import { both, departmentName, listWords, nodeName, pathName, sentence, valueWords } from './words.ts';

export interface StepContext {
  plan: Plan;
  test: CaseTest;
  journey: Journey;
  applicant: Actor;
  /** Paths asked so far; a submit adds to it. */
  asked: Set<string>;
}
type Stopped = CaseProblem | undefined;

export async function takeStep(context: StepContext, step: CaseStep): Promise<Stopped> {
  const { journey } = context;
  if (step.at !== undefined) {
    const at = instantOf(step.at);
    if (at < journey.now) return problem('step.time', backwards);
    await journey.moveTo(at);
  }
  switch (step.do) {
    case 'submit':
      return submit(context, step);
    case 'decide':
      return decide(context, step);
    case 'consent':
      return consent(context, step);
    case 'supplement':
      return supplement(context, step);
    case 'answer':
      return answer(context, step);
    case 'advance': {
      const to = instantOf(step.to);
      if (to < journey.now) return problem('step.time', backwards);
      return void (await journey.moveTo(to));
    }
    case 'message':
      return message(context, step);
    case 'signal': {
      if (!Object.hasOwn(context.plan.scenario.signals ?? {}, step.signal)) return unknownEvent(step.signal);
      return refused(context, await journey.send({ type: 'signal', actor: systemActor, signal: step.signal }));
    }
    case 'begin':
      return refused(context, await journey.send({ type: 'startStep', actor: systemActor, node: step.node }), step.node);
    case 'add': {
      const item = step.item === undefined ? {} : { item: step.item };
      return refused(context, await journey.send({ type: 'addInstance', actor: systemActor, node: step.node, ...item }), step.node);
    }
    case 'pay':
      return pay(context, step);
    case 'withdraw':
      return refused(context, await journey.send({ type: 'withdraw', actor: context.applicant }));
  }
}

/** A message from outside: one that nobody waits for, and that is not kept, is a mistake of the test. */
async function message({ plan, journey }: StepContext, step: CaseMessage): Promise<Stopped> {
  const { message: id, key } = step;
  if (!Object.hasOwn(plan.scenario.messages ?? {}, id)) return unknownEvent(id);
  const values = (step.values ?? {}) as Record<string, JsonValue>;
  const rejection = await journey.send({ type: 'message', actor: systemActor, message: id, ...(key === undefined ? {} : { key }), values });
  if (rejection?.code !== 'message.not_awaited') return refused({ plan }, rejection);
  const { name } = plan.scenario.messages![id]!;
  const words = sentence((say, language) =>
    language === 'en'
      ? `Nobody waits for the message “${say(name)}” now: send it later, or check its key.`
      : `现在没有环节在等「${say(name)}」：请晚些再发，或检查关联值。`,
  );
  return problem('step.not_awaited', words, id);
}

function unknownEvent(id: string): CaseProblem {
  const words = both(`场景里没有「${id}」：请改用已登记的消息或信号。`, `The scenario has no “${id}”: use a message or signal it lists.`);
  return problem('step.unknown_event', words, id);
}

/** Signs in, says what kind of case it is, answers the consents, reads what was granted, fills the form and sends it. */
async function submit(context: StepContext, step: CaseSubmit): Promise<Stopped> {
  const { plan, test, journey, applicant } = context;
  const task = openTask(context, (one) => one.kind === 'fill' && one.status === 'open');
  if (!task) return nothingOpen(context);
  const form = plan.fills[task.node] ?? askFormOf(plan, task.node);
  const values = (step.values ?? {}) as Record<string, JsonValue>;
  const grants = Object.fromEntries(Object.entries(test.consents ?? {}).filter(([use]) => form.prefill.includes(use)));
  const known = new Set([...signInPaths(plan.scenario), ...(plan.situation ?? []), ...keysTyped(plan, form.prefill, grants)]);
  const first = Object.fromEntries(Object.entries(values).filter(([path]) => known.has(path) && Object.hasOwn(form.fields, path)));

  const rejection =
    (Object.keys(first).length > 0 ? await journey.send({ type: 'saveDraft', actor: applicant, values: first }) : undefined) ??
    (Object.keys(grants).length > 0 ? await journey.send({ type: 'consentData', actor: applicant, grants }) : undefined) ??
    (await journey.send({
      type: 'submit',
      actor: applicant,
      taskId: task.id,
      values: withDefaults({ plan, form, state: journey.state, values, now: journey.now }),
    }));
  if (rejection) return refused(context, rejection, task.node, values);
  for (const path of askedPaths(plan, form, journey.state)) context.asked.add(path);
  return undefined;
}

/** What a read needs is typed before it, be it about oneself or about whom one acts for: keys of the sources agreed to. */
function keysTyped(plan: Plan, prefill: readonly string[], grants: Readonly<Record<string, boolean>>): string[] {
  return prefill.flatMap((id) => {
    const use = plan.data[id]!;
    return use.consent && grants[id] !== true ? [] : Object.values(use.keys).map((source) => source.trim());
  });
}

async function decide(context: StepContext, step: CaseDecide): Promise<Stopped> {
  const task = deskOf(context, step.node, step);
  if (!task) return notWaiting(context, step.node);
  const { plan, journey } = context;
  const form = plan.deskForms[task.node];
  const typed = (step.outputs ?? {}) as Record<string, JsonValue>;
  const outputs = form ? withDefaults({ plan, form, state: journey.state, values: typed, now: journey.now }) : typed;
  const rejection = await journey.send({
    type: 'complete',
    actor: officerOf(context, task),
    taskId: task.id,
    decision: step.decision,
    ...(step.opinion === undefined ? {} : { opinion: step.opinion }),
    ...(Object.keys(outputs).length === 0 ? {} : { outputs }),
  });
  return refused(context, rejection, step.node, typed);
}

async function consent(context: StepContext, step: CaseConsent): Promise<Stopped> {
  const task = openTask(context, (one) => one.kind === 'consent' && one.node === step.node && one.status === 'open');
  if (!task) return notWaiting(context, step.node);
  const party: Actor = { kind: 'citizen', id: `party-${task.party ?? 'other'}` };
  return refused(
    context,
    await context.journey.send({ type: 'consent', actor: party, taskId: task.id, decision: step.decision }),
    step.node,
  );
}

/** The applicant pays, or the time to pay passes. */
async function pay(context: StepContext, step: CasePay): Promise<Stopped> {
  const { journey } = context;
  const open = Object.values(journey.state.payments ?? {}).find(({ id, node }) => node === step.node && journey.state.pending[id]);
  if (!open) return notWaiting(context, step.node);
  if (step.result === 'unpaid') return void (await journey.moveTo(open.closesAt));
  return refused(context, await journey.send(paymentTold(open.id, 'paid')), step.node);
}

async function supplement(context: StepContext, step: CaseSupplement): Promise<Stopped> {
  const task = deskOf(context, step.node);
  if (!task) return notWaiting(context, step.node);
  const actor = officerOf(context, task);
  return refused(
    context,
    await context.journey.send({ type: 'requestSupplement', actor, taskId: task.id, defects: step.defects }),
    step.node,
  );
}

async function answer(context: StepContext, step: CaseAnswer): Promise<Stopped> {
  const task = openTask(context, (one) => one.status === 'supplement');
  if (!task) return nothingOpen(context);
  const values = step.values as Record<string, JsonValue>;
  return refused(
    context,
    await context.journey.send({ type: 'answerSupplement', actor: context.applicant, taskId: task.id, values }),
    task.node,
    values,
  );
}

function openTask({ journey }: StepContext, wanted: (task: Task) => boolean): Task | undefined {
  return Object.values(journey.state.tasks).find(wanted);
}

function deskOf(
  context: StepContext,
  node: string,
  { participant, department }: Pick<CaseDecide, 'participant' | 'department'> = {},
): Task | undefined {
  return openTask(
    context,
    (task) =>
      task.kind === 'desk' &&
      task.node === node &&
      task.status === 'open' &&
      (participant === undefined || task.participant === participant) &&
      (department === undefined || task.department === department),
  );
}

/** One officer does all of a department; where duties are separate, somebody else for each of these tasks. */
export function officerId(plan: Plan, { id, node, department = '' }: Pick<Task, 'id' | 'node' | 'department'>): string {
  const doc = plan.nodes[node]?.doc;
  return doc && 'separate' in doc && doc.separate?.length ? `officer-${department}-${id}` : `officer-${department}`;
}

function officerOf({ plan, test }: StepContext, task: Task): Actor {
  const department = task.department!;
  return { kind: 'officer', id: officerId(plan, task), name: departmentName(plan, department)['zh-CN'], department, region: test.region };
}

const decisionGone = both('样例做的决定已不在可选的决定里', 'the decision of the case is no longer among those offered');

/** What a field should be, and what the case types. */
function fieldWords(plan: Plan, { path, code }: { path: string; code: string }, typed: Readonly<Record<string, JsonValue>>): Text {
  return sentence((say, language) => {
    const [name, value] = [say(pathName(plan, path)), valueWords(plan, path, typed[path] ?? null, language)];
    const english = language === 'en';
    if (code === 'field.required')
      return english ? `“${name}” must be filled in, the case leaves it empty` : `「${name}」应填写，样例没有填`;
    if (code === 'field.foreign' && !Object.hasOwn(plan.types, path))
      return english ? `nothing asks any more for what the case fills with ${value}` : `样例填的 ${value} 已没有问题要问`;
    if (code === 'field.foreign')
      return english ? `“${name}” is not on the form, the case fills it with ${value}` : `「${name}」不在这张表里，样例填了 ${value}`;
    if (code === 'field.hidden' || code === 'field.readOnly' || code === 'field.notOpen')
      return english
        ? `“${name}” is not to be filled in here, the case fills it with ${value}`
        : `「${name}」此时不用填，样例填了 ${value}`;
    return english ? `“${name}” does not take ${value}` : `「${name}」不能填 ${value}`;
  });
}

const backwards = both(
  '这一步的时间早于上一步：请按先后顺序写。',
  'This step is earlier than the one before: write them in order of time.',
);

function problem(code: string, message: Text, about?: string): CaseProblem {
  return about === undefined ? { code, message } : { code, message, about };
}

/** Steps where somebody has something to do now. */
function waitingNodes({ journey }: StepContext): string[] {
  const open = Object.values(journey.state.tasks).filter((task) => task.status === 'open' || task.status === 'supplement');
  return [...new Set(open.map((task) => task.node))];
}

const waitingNames = (context: StepContext): Text => listWords(waitingNodes(context).map((node) => nodeName(context.plan, node)));

/** The step is not to be done now, or is no longer in the flow at all; `got`: what waits instead. */
function notWaiting(context: StepContext, node: string): CaseProblem {
  const gone = context.plan.nodes[node] === undefined;
  const message = sentence((say, language) => {
    const [name, open] = [say(nodeName(context.plan, node)), say(waitingNames(context))];
    if (language === 'en')
      return gone
        ? `What is done here has been taken out of the flow; waiting now: ${open}.`
        : `“${name}” is not waiting to be done; waiting now: ${open}.`;
    return gone ? `这里要办的步骤已从流程里去掉；正在等待的是：${open}。` : `「${name}」现在没有待办；正在等待的是：${open}。`;
  });
  return { ...problem('step.not_waiting', message, node), got: waitingNodes(context) };
}

function nothingOpen(context: StepContext): CaseProblem {
  const message = sentence((say, language) => {
    const open = say(waitingNames(context));
    return language === 'en'
      ? `There is nothing for the applicant to send now; waiting: ${open}.`
      : `现在没有要申请人提交的内容；正在等待的是：${open}。`;
  });
  return { ...problem('step.nothing_open', message), got: waitingNodes(context) };
}

/** The engine's no: each field by its name, what it should be and what the case types. */
function refused(
  { plan }: Pick<StepContext, 'plan'>,
  rejection: Rejection | undefined,
  node?: string,
  typed: Readonly<Record<string, JsonValue>> = {},
): Stopped {
  if (!rejection) return undefined;
  const fields = rejection.problems ?? [];
  const message = sentence((say, language) => {
    const at = node === undefined ? '' : language === 'en' ? ` at “${say(nodeName(plan, node))}”` : `「${say(nodeName(plan, node))}」的`;
    const words = rejection.code === 'task.decision_unknown' ? [say(decisionGone)] : fields.map((one) => say(fieldWords(plan, one, typed)));
    const about = words.length === 0 ? '' : language === 'en' ? `: ${words.join('; ')}` : `：${words.join('；')}`;
    return language === 'en' ? `The step${at} was not accepted${about}.` : `${at}这一步没有被接受${about}。`;
  });
  const got: JsonValue = {
    code: rejection.code,
    ...(rejection.problems ? { problems: rejection.problems.map(({ path, code }) => ({ path, code })) } : {}),
  };
  return { ...problem('step.refused', message, node), got };
}

/** Where a case stands, in words: the line under its name, its lamp, and what each department is doing. */
import type { Lamp, TrackedItem } from '../../../schemas/generated/api.ts';
import type { Calendar, Item, Text } from '../../../schemas/generated/documents.ts';
import { lampOf, suspensionWords } from '../../calendar/index.ts';
import { isDesk } from '../../compile/desks.ts';
import type { Plan } from '../../compile/plan.ts';
import { contextOfCase } from '../../engine/fields.ts';
import type { CaseState, ClockState, Task } from '../../engine/types.ts';
import { explainOf, itemState } from '../../engine/views/index.ts';
import { parseExpression } from '../../expression/index.ts';
import type { LoadedPlan } from '../plans.ts';
import { departmentName, ownerName } from './form-view.ts';
import { paymentLine, paymentOf } from './payment-view.ts';
import { english, row, say } from './words.ts';

export interface Progress {
  line: Text;
  lamp: Lamp;
  due?: string;
  provisional?: Text;
  workingDaysLeft?: number;
}

const ended: Record<string, Text> = {
  draft: say('尚未提交', 'Not submitted yet'),
  completed: say('已办结', 'Finished'),
  refused: say('不予办理', 'Refused'),
  withdrawn: say('已撤回', 'Withdrawn'),
  expired: say('已过期', 'Expired'),
};

export function progressOf({ plan }: LoadedPlan, state: CaseState, calendar: Calendar, now: string): Progress {
  const clock = caseClock(plan, state);
  const lamp = clock ? lampOf(clock, plan.clocks[clock.id]!, calendar, now) : undefined;
  const running = state.status === 'running';
  const year = running ? clock?.provisional?.year : undefined;
  return {
    line: lineOf(plan, state),
    lamp: running ? (lamp?.lamp ?? 'normal') : 'done',
    // While the limit stands, its date is none: it follows when it goes on.
    ...(clock?.due && clock.status !== 'suspended' ? { due: clock.due } : {}),
    ...(year ? { provisional: say(`待${year}年放假安排公布后确定`, `Fixed once the holidays of ${year} are published`) } : {}),
    ...(running && lamp?.workingDaysLeft !== undefined ? { workingDaysLeft: lamp.workingDaysLeft } : {}),
  };
}

/** How the date of the whole case came about, day by day; nothing while no date is counted. */
export function explainedDays({ plan }: LoadedPlan, state: CaseState, now: string): Text[] {
  const clock = caseClock(plan, state);
  if (!clock || state.status !== 'running') return [];
  return explainOf(plan, state, now).clocks.find(({ id }) => id === clock.id)?.lines ?? [];
}

/** The promise for the whole case; a statutory limit when nothing is promised. */
function caseClock(plan: Plan, state: CaseState): ClockState | undefined {
  const whole = Object.values(state.clocks).filter(({ id }) => plan.clocks[id] && !plan.clocks[id].item && !plan.clocks[id].department);
  return whole.find(({ id }) => plan.clocks[id]!.kind === 'promised') ?? whole[0];
}

function lineOf(plan: Plan, state: CaseState): Text {
  if (state.status !== 'running') return ended[state.status] ?? say('办理中', 'In progress');
  if (state.suspended) {
    const { basis } = state.suspended;
    return say(`办理中止，时限停止计算（依据：${basis}）`, `Standing still, the time limit too (basis: ${basis})`);
  }
  const tasks = Object.values(state.tasks);
  const supplement = tasks.filter((task) => task.status === 'supplement');
  if (supplement.length > 0) {
    const names = row(departmentsOf(plan, supplement));
    return say(`${names['zh-CN']}请您补正`, `${english(names)} ask you to correct something`);
  }
  const payment = paymentOf(state);
  if (payment) return paymentLine(payment);
  const stop = stoppedFor(plan, state);
  if (stop) return say(`${stop['zh-CN']}，时限暂停计算`, `${english(stop)}: the limit has stopped`);
  if (tasks.some((task) => task.kind === 'fill' && task.status === 'open')) return say('请您继续填写', 'Please go on filling in');
  const open = tasks.filter((task) => task.kind === 'desk' && task.status === 'open');
  if (open.length > 0) {
    const names = row(departmentsOf(plan, open));
    return say(`${names['zh-CN']}正在办理`, `In progress: ${english(names)}`);
  }
  const asked = Object.values(state.assists ?? {}).filter(({ status }) => status === 'open');
  if (asked.length > 0) {
    const names = row([...new Set(asked.map(({ department }) => department))].map((department) => ownerName(plan, department)));
    return say(`等待${names['zh-CN']}协查答复`, `Waiting for data from: ${english(names)}`);
  }
  const consent = tasks.find((task) => task.kind === 'consent' && task.status === 'open');
  if (consent) {
    const party = partyName(plan, consent.party);
    return say(`等待${party['zh-CN']}确认`, `Waiting for: ${english(party)}`);
  }
  if (Object.keys(state.incidents).length > 0) return say('办理中遇到问题，工作人员正在处理', 'A problem came up; staff are on it');
  const awaited = awaitedStep(plan, state);
  if (awaited) return say(`办理中：${awaited['zh-CN']}`, `In progress: ${english(awaited)}`);
  return say('系统正在处理', 'Being processed');
}

/** The step that waits for something outside the case: an event, a day, another department's system. Its name says for what. */
function awaitedStep(plan: Plan, state: CaseState): Text | undefined {
  const waiting: readonly string[] = ['catch', 'timer', 'event', 'transfer', 'issue'];
  const token = Object.values(state.tokens).find(({ node }) => waiting.includes(plan.nodes[node]?.doc.kind ?? ''));
  return token && plan.nodes[token.node]!.doc.name;
}

/** Why the limit of the whole case stands: a hearing, a public notice; corrections and consents have lines of their own. */
function stoppedFor(plan: Plan, state: CaseState): Text | undefined {
  const open = caseClock(plan, state)?.suspensions.find(
    ({ to, reason }) => to === undefined && reason !== 'supplement' && reason !== 'consent',
  );
  return open && suspensionWords(open.reason);
}

function departmentsOf(plan: Plan, tasks: readonly Task[]): Text[] {
  return [...new Set(tasks.flatMap((task) => task.department ?? []))].map((department) => departmentName(plan, department));
}

export function partyName(plan: Plan, party: string | undefined): Text {
  return (party && plan.scenario.subjects[party]?.name) || say('另一方', 'the other party');
}

/** One row per item: who does it, how far it is, until when. What does not apply to this case, or was passed by, is left out. */
export function trackedItems({ plan }: LoadedPlan, state: CaseState): TrackedItem[] {
  const running = state.status === 'running';
  return Object.entries(plan.items)
    .sort(([, a], [, b]) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .flatMap(([id, item]): TrackedItem[] => {
      const tasks = Object.values(state.tasks).filter((task) => task.kind === 'desk' && itemOf(plan, task) === id);
      const byItself = tasks.length === 0 ? itemState(plan, state, id) : undefined;
      if (byItself === 'notNeeded' || (byItself === 'notStarted' && (!running || isRuledOut(plan, state, item)))) return [];
      const clock = Object.values(state.clocks).find((one) => plan.clocks[one.id]?.item === id);
      const open = tasks.find((task) => task.status === 'open' || task.status === 'supplement');
      const due = open?.due ?? clock?.due;
      const doneAt = open
        ? undefined
        : tasks
            .map((task) => task.doneAt ?? '')
            .sort()
            .at(-1);
      return [
        {
          department: departmentName(plan, item.department),
          item: item.name,
          // Filed without a desk: the document is all there is of it.
          state: byItself === 'done' ? 'done' : stateOf(plan, tasks, running),
          ...(due ? { due } : {}),
          ...(doneAt ? { doneAt } : {}),
        },
      ];
    });
}

/** The values of the case say that the matter is no part of it; while they are not known, it may be. */
function isRuledOut(plan: Plan, state: CaseState, { applicable }: Item): boolean {
  const parsed = applicable === undefined ? undefined : parseExpression(applicable);
  if (!parsed?.ok) return false;
  const now = state.submittedAt ?? state.startedAt;
  const result = parsed.expression(contextOfCase(plan, state, now), { now });
  return result.ok && result.value === false;
}

/** The item a desk task serves. */
export function itemOf(plan: Plan, task: Task): string | undefined {
  const doc = plan.nodes[task.node]?.doc;
  if (doc?.kind === 'joint' && task.participant) return doc.participants[task.participant]?.item ?? doc.item;
  return doc && 'item' in doc ? doc.item : undefined;
}

function stateOf(plan: Plan, tasks: readonly Task[], running: boolean): TrackedItem['state'] {
  if (tasks.some((task) => task.status === 'supplement')) return 'stopped';
  if (tasks.some((task) => task.status === 'open')) return 'doing';
  const done = tasks.filter((task) => task.status === 'done');
  if (done.some((task) => effectOf(plan, task) === 'refuse')) return 'refused';
  if (done.length > 0) return 'done';
  return running ? 'waiting' : 'stopped';
}

export function effectOf(plan: Plan, task: Task): 'agree' | 'refuse' | 'other' {
  const doc = plan.nodes[task.node]?.doc;
  if (isDesk(doc)) return doc.decisions[task.decision ?? '']?.effect ?? 'other';
  return task.decision === 'refuse' ? 'refuse' : 'agree';
}

/** Does the person have something to do? */
export function mustAct(state: CaseState): boolean {
  return (
    state.status === 'running' &&
    (paymentOf(state) !== undefined ||
      Object.values(state.tasks).some((task) => task.status === 'supplement' || (task.kind === 'fill' && task.status === 'open')))
  );
}

/** What the applicant sees of a case: never opinions, officers' names or internal steps. */
import type { Text } from '../../../schemas/generated/documents.ts';
import { type Lamp, localDate } from '../../calendar/index.ts';
import type { Plan } from '../../compile/plan.ts';
import { isFinal } from '../scopes.ts';
import type { CaseState, CaseStatus, Defect, Task } from '../types.ts';
import { inOrder } from '../work.ts';
import { type ClockView, caseClock, clockViews } from './clock-view.ts';
import { dateText, departmentName, stepName, text } from './names.ts';
import { type ItemState, itemState } from './progress.ts';

export interface TrackedItem {
  id: string;
  name: Text;
  department: string;
  departmentName?: Text;
  state: ItemState;
  words: Text;
  due?: string;
  lamp?: Lamp;
}

/** What the applicant, or the party named, must do now. */
export interface Todo {
  kind: 'fill' | 'supplement' | 'consent';
  task: string;
  node: string;
  party?: string;
  name: Text;
  words: Text;
  /** 补正: what is wanted, in the officer's words. */
  defects?: Defect[];
  department?: string;
  /** Consent: the instant it lapses. */
  until?: string;
}

export interface Tracking {
  status: CaseStatus;
  /** One line for the whole case. */
  line: Text;
  due?: string;
  lamp?: Lamp;
  clocks: ClockView[];
  todo: Todo[];
  items: TrackedItem[];
  issued: { outcome: string; name: Text; number: string; at: string; checkCode?: string; document?: string }[];
  submittedAt?: string;
  endedAt?: string;
}

export function trackingOf(plan: Plan, state: CaseState, now: string): Tracking {
  const clocks = clockViews(plan, state, now);
  const main = caseClock(clocks);
  const todo = todoOf(plan, state);
  return {
    status: state.status,
    line: lineOf(state, todo, main, now),
    ...(main?.due === undefined || isFinal(state.status) ? {} : { due: main.due }),
    ...(main ? { lamp: main.lamp } : {}),
    clocks,
    todo,
    items: itemsOf(plan, state, clocks),
    issued: Object.values(state.issued).map((issued) => ({ ...issued, name: plan.outcomes[issued.outcome]!.name })),
    ...(state.submittedAt === undefined ? {} : { submittedAt: state.submittedAt }),
    ...(state.endedAt === undefined ? {} : { endedAt: state.endedAt }),
  };
}

function lineOf(state: CaseState, todo: Todo[], clock: ClockView | undefined, now: string): Text {
  switch (state.status) {
    case 'draft':
      return text('草稿，还没有提交', 'Draft, not submitted yet');
    case 'completed':
      return text('已办结', 'Completed');
    case 'refused':
      return text('不予办理', 'Refused');
    case 'withdrawn':
      return text('已撤回', 'Withdrawn');
    case 'expired':
      return text('已过期，自动结束', 'Expired and closed');
    case 'running':
      if (todo.some(({ kind }) => kind === 'supplement'))
        return text('等您补正材料，办理时限已停', 'Waiting for your corrections; the time limit has stopped');
      return workingLine(clock, now);
  }
}

function workingLine(clock: ClockView | undefined, now: string): Text {
  if (clock?.status === 'suspended') return text('办理中，时限暂停计算', 'In progress; the time limit has stopped');
  if (clock?.provisional) {
    const { year } = clock.provisional;
    return text(
      `办理中，待 ${year} 年放假安排公布后确定办结日期`,
      `In progress; the date follows when the holidays of ${year} are published`,
    );
  }
  if (clock?.due === undefined || clock.status !== 'running') return text('办理中', 'In progress');
  const date = dateText(clock.due);
  if (localDate(now) > clock.due)
    return text(`办理中，已超过承诺日期（${date['zh-CN']}）`, `In progress, later than promised (${date.en})`);
  return text(`办理中，预计 ${date['zh-CN']}前办结`, `In progress, expected by ${date.en}`);
}

function todoOf(plan: Plan, state: CaseState): Todo[] {
  return inOrder(state.tasks).flatMap((task) => todoFor(plan, state, task) ?? []);
}

function todoFor(plan: Plan, state: CaseState, task: Task): Todo | undefined {
  const base = {
    task: task.id,
    node: task.node,
    name: stepName(plan, task),
    ...(task.party === undefined ? {} : { party: task.party }),
  };
  if (task.status === 'supplement') {
    const words = text('请补正下列材料', 'Put the following right');
    return {
      ...base,
      kind: 'supplement',
      words,
      defects: task.defects ?? [],
      ...(task.department === undefined ? {} : { department: task.department }),
    };
  }
  if (task.status !== 'open') return undefined;
  if (task.kind === 'fill') return { ...base, kind: 'fill', words: text('请填写并提交', 'Fill in and submit') };
  if (task.kind !== 'consent') return undefined;
  const timer = Object.values(state.timers).find((one) => one.task === task.id);
  return { ...base, kind: 'consent', words: text('请确认是否同意', 'Say whether you agree'), ...(timer ? { until: timer.dueAt } : {}) };
}

const STATE_WORDS: Record<ItemState, Text> = {
  notStarted: text('未开始', 'Not started'),
  working: text('办理中', 'In progress'),
  supplement: text('等待补正', 'Waiting for corrections'),
  done: text('已办结', 'Done'),
  refused: text('不予办理', 'Refused'),
  notNeeded: text('不需要办理', 'Not needed'),
  stopped: text('已终止', 'Stopped'),
};

function itemsOf(plan: Plan, state: CaseState, clocks: ClockView[]): TrackedItem[] {
  const ranked = Object.entries(plan.items).sort(([idA, a], [idB, b]) =>
    a.rank === b.rank ? (idA < idB ? -1 : 1) : a.rank < b.rank ? -1 : 1,
  );
  return ranked.map(([id, item]) => {
    const clock = clocks.find((one) => one.item === id && one.kind === 'promised') ?? clocks.find((one) => one.item === id);
    const progress = itemState(plan, state, id);
    const name = departmentName(plan, item.department);
    return {
      id,
      name: item.name,
      department: item.department,
      ...(name ? { departmentName: name } : {}),
      state: progress,
      words: STATE_WORDS[progress],
      ...(clock?.due === undefined ? {} : { due: clock.due }),
      ...(clock ? { lamp: clock.lamp } : {}),
    };
  });
}

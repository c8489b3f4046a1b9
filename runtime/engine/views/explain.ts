/** Why a case stands still, and how each of its dates came about. */
import type { Text } from '../../../schemas/generated/documents.ts';
import { type CountedDay, dayText, explainDay, explainLimit, suspensionWords } from '../../calendar/index.ts';
import type { Plan } from '../../compile/plan.ts';
import { limitRequestOf } from '../clocks.ts';
import type { CaseState, ClockState, WaitReason } from '../types.ts';
import { type Wait, waitsOf } from '../waits.ts';
import { type ClockView, clockViews } from './clock-view.ts';
import { departmentName, text } from './names.ts';

export interface ExplainedWait {
  node: string;
  name: Text;
  reason: WaitReason;
  words: Text;
  /** Tasks, timers, effects or incidents waited for. */
  for: string[];
}

export interface ExplainedClock extends ClockView {
  startedAt: string;
  /** Day by day, from the first day to the date or to the last certain day. */
  counted: CountedDay[];
  /** The same as sentences, with what else moved the date: '3 月 2 日 受理…', '4 月 5 日 清明放假，不计'. */
  lines: Text[];
}

export interface Explanation {
  waits: ExplainedWait[];
  clocks: ExplainedClock[];
}

/** Example: explainOf(plan, state, now).waits[0].words -> 等待公安局办理. */
export function explainOf(plan: Plan, state: CaseState, now: string): Explanation {
  return {
    waits: waitsOf(state).map((wait) => ({
      node: wait.node,
      name: plan.nodes[wait.node]!.doc.name,
      reason: wait.reason,
      words: wordsOf(plan, state, wait),
      for: wait.for,
    })),
    clocks: clockViews(plan, state, now).map((view) => explainClock(plan, state, view)),
  };
}

function wordsOf(plan: Plan, state: CaseState, wait: Wait): Text {
  switch (wait.reason) {
    case 'task':
      return taskWords(plan, state, wait);
    case 'timer':
      return text('等待约定时间到', 'Waiting for the set time');
    case 'effect':
      if (wait.for.some((id) => state.pending[id]?.kind === 'assist')) return assistWords(plan, state, wait);
      return text('等待外部系统答复', 'Waiting for an outside system');
    case 'call':
      return text('等待脚本计算', 'Waiting for a script');
    case 'join':
      return text('等待其他分支到达', 'Waiting for other branches');
    case 'scope':
      return text('等待其中的步骤办完', 'Waiting for the steps inside');
    case 'event':
      return text('等待消息或约定的情形', 'Waiting for a message or an agreed event');
    case 'each':
      return text('等待其他各份办完', 'Waiting for the others of this step');
    case 'section':
      return text('等待前面的办完，同类步骤一次只办一个', 'Waiting its turn: one such step at a time');
    case 'incident':
      return text('出现问题，等待管理员处理', 'A problem waits for an administrator');
  }
}

function assistWords(plan: Plan, state: CaseState, wait: Wait): Text {
  const asked = state.assists?.[wait.for.find((id) => state.pending[id]?.kind === 'assist') ?? ''];
  const name = departmentName(plan, asked?.department) ?? text('数据提供部门', 'the department that holds the data');
  return text(`等待${name['zh-CN']}协查答复`, `Waiting for data from ${name.en ?? name['zh-CN']}`);
}

function taskWords(plan: Plan, state: CaseState, wait: Wait): Text {
  const tasks = wait.for.map((id) => state.tasks[id]!);
  if (tasks.some((task) => task.status === 'supplement')) return text('等待申请人补正', 'Waiting for the applicant’s corrections');
  if (tasks.some((task) => task.kind === 'fill')) return text('等待申请人填写', 'Waiting for the applicant’s form');
  if (tasks.some((task) => task.kind === 'consent')) return text('等待另一方同意', 'Waiting for the other party’s consent');
  const names = [...new Set(tasks.map((task) => task.department))].map(
    (department) => departmentName(plan, department) ?? text('部门', 'a department'),
  );
  return text(
    `等待${names.map((name) => name['zh-CN']).join('、')}办理`,
    `Waiting for ${names.map((name) => name.en ?? name['zh-CN']).join(', ')}`,
  );
}

function explainClock(plan: Plan, state: CaseState, view: ClockView): ExplainedClock {
  const clock = state.clocks[view.id]!;
  const days = plan.calendar ? explainLimit(plan.calendar, limitRequestOf(clock)).days : [];
  const stop = clock.status === 'suspended' ? stopOf(clock) : undefined;
  // While it stands nothing can be counted past the day it was stopped.
  const counted = stop ? days.filter((day) => day.date < stop.from || day.mark === 'start' || day.mark === 'received') : days;
  return { ...view, startedAt: clock.startedAt, counted, lines: [...counted.map(explainDay), ...besides(clock)] };
}

/** The stop a clock stands for: the first that is not over. */
function stopOf(clock: ClockState) {
  return clock.suspensions.filter((part) => part.to === undefined).sort((a, b) => (a.from < b.from ? -1 : 1))[0];
}

/** What moved or kept the date besides the days themselves. */
function besides(clock: ClockState): Text[] {
  const lines: Text[] = [];
  const { extension, restartedAt, kept } = clock;
  const stop = clock.status === 'suspended' ? stopOf(clock) : undefined;
  if (stop) {
    const [date, reason] = [dayText(stop.from), suspensionWords(stop.reason)];
    lines.push(text(`${date['zh-CN']} 起停钟：${reason['zh-CN']}`, `Stopped since ${date.en}: ${reason.en}`));
  }
  if (restartedAt !== undefined) lines.push(text('停钟后重新计算', 'The limit ran anew after it had stood'));
  if (extension) {
    const { days, approvedBy, reason } = extension;
    lines.push(text(`经${approvedBy}批准延长 ${days}：${reason}`, `Extended by ${days}, approved by ${approvedBy}: ${reason}`));
  }
  if (kept !== undefined && clock.due !== undefined) {
    const date = dayText(clock.due);
    lines.push(
      text(`放假安排有变，已承诺的 ${date['zh-CN']} 不推迟`, `The calendar changed; the date promised, ${date.en}, is not put off`),
    );
  }
  return lines;
}

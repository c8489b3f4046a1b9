/** What the ＋ can add: the kinds of steps, a desk of each department, and data, documents and messages that are already there. */
import { isDesk } from '../../../runtime/compile/desks.ts';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { NewStep, NewWords } from '../../editing/commands/new-step.ts';
import { ranked } from '../../editing/rank.ts';
import { kinds, type StepGroup } from '../kinds.tsx';

export interface AddChoice {
  key: string;
  group: StepGroup;
  name: string;
  more?: string;
  step: Omit<NewStep, 'words'>;
}
interface Words {
  t: (key: string, more?: Record<string, unknown>) => string;
  text: (text: Text | string | undefined) => string;
}

/** Words a new step starts with, in both languages: the document is bilingual whatever the screen shows. */
export const wordsForNew: NewWords = {
  done: { 'zh-CN': '同意', en: 'Agree' },
  join: { 'zh-CN': '汇合', en: 'Meet' },
  branch: { 'zh-CN': '新分支', en: 'New branch' },
  otherwise: { 'zh-CN': '其余情况', en: 'All other cases' },
  start: { 'zh-CN': '开始', en: 'Start' },
  end: { 'zh-CN': '结束', en: 'End' },
  statement: { 'zh-CN': '我同意参与办理，并同意使用我的相关信息。', en: 'I agree to take part and to the use of my data.' },
  message: { 'zh-CN': '您的申请有新的进展，请查看。', en: 'There is news about your application.' },
};

/** A department of the region that takes no part in the scenario yet. */
export interface OtherDepartment {
  code: string;
  name: Text;
  hue?: number;
}

export function addChoices(pkg: ScenarioPackage, { t, text }: Words, region: readonly OtherDepartment[] = []): AddChoice[] {
  const { scenario } = pkg;
  const both = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });
  const plain = (kind: Exclude<NewStep['kind'], 'end'>, name: Text, rest: Partial<NewStep> = {}): AddChoice => ({
    key: kind + (rest.ref ?? ''),
    group: kinds[kind].group ?? 'people',
    name: t(`flow.add.${kind}`),
    step: { kind, name, ...rest },
  });
  const desk = (department: string, lane: { name: Text; hue?: number }, other = false): AddChoice => ({
    key: `task ${department}`,
    group: other ? 'others' : 'people',
    name: t('flow.add.desk', { department: text(lane.name) }),
    step: {
      kind: 'task',
      department,
      ...(other ? { lane } : {}),
      name: both(`${lane.name['zh-CN']}办理`, `${lane.name.en ?? lane.name['zh-CN']}: handle`),
    },
  });
  const desks = ranked(scenario.departments).map(([department, lane]) => desk(department, lane));
  const others = region
    .filter(({ code }) => !scenario.departments[code])
    .map(({ code, name, hue }) => desk(code, { name, ...(hue === undefined ? {} : { hue: hue % 8 }) }, true));
  const data = ranked(scenario.data).map(
    ([ref, use]): AddChoice => ({
      key: `data ${ref}`,
      group: 'data',
      name: t('flow.add.dataUse', { data: text(use.name) }),
      step: { kind: 'data', ref, name: both(`核对${use.name['zh-CN']}`, `Check ${use.name.en ?? use.name['zh-CN']}`) },
    }),
  );
  const ends: AddChoice[] = (['completed', 'refused'] as const).map((result) => ({
    key: `end ${result}`,
    group: 'wait',
    name: t(`flow.add.end.${result}`),
    step: { kind: 'end', result, name: result === 'completed' ? both('办结', 'Completed') : both('不予办理', 'Refused') },
  }));
  return [
    ...desks,
    ...others,
    plain('fill', both('再填写', 'Fill in more')),
    ...data,
    { key: byAnswer, group: 'choice', name: t('flow.add.byAnswer'), step: { kind: 'exclusive', name: both('符合哪种情况', 'Which case') } },
    plain('exclusive', both('符合哪种情况', 'Which case')),
    plain('inclusive', both('符合哪些情况', 'Which cases')),
    plain('decision', both('查规则表', 'Look up the rules')),
    plain('script', both('计算', 'Calculate')),
    plain('parallel', both('同时办理', 'At the same time')),
    plain('joint', both('会办', 'Decide together')),
    plain('block', both('一组步骤', 'Group of steps')),
    plain('window', both('窗口办理', 'At the counter')),
    plain('assist', both('请部门协查', 'Ask a department')),
    plain('pay', both('缴费', 'Payment')),
    plain('seal', both('用印', 'Put the seal on')),
    plain('archive', both('归档', 'Archive')),
    plain('consent', both('请对方同意', 'Ask for consent')),
    plain('transfer', both('转交系统', 'Hand over to a system')),
    plain('call', both('办理另一事项', 'Another scenario')),
    plain('complex', both('部分到齐就继续', 'Go on when some have come')),
    plain('threads', both('分成几路', 'Several alike')),
    plain('catch', both('等消息', 'Wait for a message')),
    plain('throw', both('发出信号', 'Send a signal')),
    plain('event', both('看哪个先到', 'Whichever comes first')),
    ...(Object.values(scenario.nodes).some((node) => isDesk(node)) ? [plain('cancel', both('取消步骤', 'Cancel steps'))] : []),
    plain('timer', both('等待', 'Wait')),
    ...ends,
    plain('notify', both('发送通知', 'Notify')),
    plain('issue', both('出具证照', 'Issue a certificate')),
  ];
}

/** Opens the editor of branches instead of adding a step at once. */
export const byAnswer = 'by answer';

const storageKey = 'lianban.recentSteps';

/** The last three added in this browser. */
export function recentChoices(choices: readonly AddChoice[]): AddChoice[] {
  return readRecent().flatMap((key) => choices.find((choice) => choice.key === key) ?? []);
}
export function rememberChoice({ key }: AddChoice): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify([key, ...readRecent().filter((other) => other !== key)].slice(0, 3)));
  } catch {
    // A browser that keeps nothing has no recent steps; the menu is complete without them.
  }
}
function readRecent(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}

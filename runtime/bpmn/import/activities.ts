/** Activities to steps: who does it, what it calls, how often it is done. */
import type { Each, Loop, Node } from '../../../schemas/generated/documents.ts';
import { attr, childOf, childrenOf, idOf, isTrue, refOf, textOf as wordsOf } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { addNode, connect, type Draft, describe, done, inParent, nameOf, refuse } from './draft.ts';
import { messageOf, sharedId } from './events.ts';
import { expressionOf } from './expressions.ts';
import { both, textOf } from './names.ts';

const fallback: Record<string, ReturnType<typeof both>> = {
  task: both('任务', 'Task'),
  userTask: both('办理', 'Handle'),
  manualTask: both('人工办理', 'By hand'),
  serviceTask: both('服务', 'Service'),
  scriptTask: both('脚本', 'Script'),
  businessRuleTask: both('规则判断', 'Rules'),
  sendTask: both('发送消息', 'Send'),
  receiveTask: both('等待消息', 'Receive'),
  callActivity: both('调用子场景', 'Call'),
  subProcess: both('子流程', 'Sub-process'),
  transaction: both('事务', 'Transaction'),
  adHocSubProcess: both('临时子流程', 'Ad hoc'),
};
export const activityName = (element: XmlElement) => nameOf(element, fallback[element.name] ?? both('步骤', 'Step'));

/** The node of an activity. Blocks are filled by the caller. */
export function importActivity(draft: Draft, element: XmlElement, parent: string | undefined): string {
  const turns = turnsOf(draft, element);
  const base = { name: activityName(element), ...inParent(parent), ...describe(element) };
  switch (element.name) {
    case 'userTask':
      return desk(draft, element, { ...base, ...turns });
    case 'manualTask':
    case 'task':
      // The standard: never executed by an IT system, they complete when they are reached. In a drawing somebody does them.
      return draft.live ? machine(draft, element, { ...base, ...turns }) : desk(draft, element, { ...base, ...turns });
    case 'sendTask':
    case 'receiveTask':
      return message(draft, element, { base, turns });
    case 'callActivity':
      return call(draft, element, { ...base, ...turns });
    case 'subProcess':
    case 'transaction':
    case 'adHocSubProcess':
      return block(draft, element, { ...base, ...turns });
    default:
      return machine(draft, element, { ...base, ...turns });
  }
}

type Base = Pick<Extract<Node, { kind: 'task' }>, 'name' | 'parent' | 'description' | 'loop' | 'each'>;

function desk(draft: Draft, element: XmlElement, base: Base): string {
  const department = draft.departmentOf.get(idOf(element)) ?? draft.department;
  const id = addNode(draft, element, { kind: 'task', ...base, department, decisions: done });
  draft.desks.push(id);
  draft.report.mapped(element, `nodes/${id}`);
  performers(draft, element, id);
  return id;
}

/** Who may do it is said by role here; names of persons and groups of another system mean nothing. */
function performers(draft: Draft, element: XmlElement, id: string): undefined {
  const groups = Object.entries(element.attributes).find(([key]) => key.endsWith('}candidateGroups'))?.[1];
  const group = groups && !groups.includes('${') ? groups.split(',')[0]!.trim() : undefined;
  const node = draft.nodes[id];
  if (group && node?.kind === 'task') {
    const role = draft.ids.make(`role_${group}`, 'role');
    draft.maps.roles[role] = { name: { 'zh-CN': group } };
    node.role = role;
    if (groups!.includes(','))
      draft.report.loss(element, '只导入了第一个候选组。', 'Only the first candidate group is imported.', `nodes/${id}`);
  }
  if (Object.keys(element.attributes).some((key) => /\}(assignee|candidateUsers)$/.test(key)))
    draft.report.loss(
      element,
      '办理人没有导入：由部门认领。',
      'The assignee is not imported: the department claims the task.',
      `nodes/${id}`,
    );
}

/** A machine step whose work is not in the file, or in a language we do not run: an empty script that says so. */
function machine(draft: Draft, element: XmlElement, base: Base): string {
  const text = wordsOf(childOf(element, 'script'));
  const id = addNode(draft, element, { kind: 'script', ...base, script: '' });
  const format = attr(element, 'scriptFormat');
  draft.scripts.set(id, { text, element: element.name, ...(format ? { format } : {}) });
  const node = draft.nodes[id] as Extract<Node, { kind: 'script' }>;
  node.script = draft.ids.make(`s_${id}`, 's');
  for (const child of childrenOf(element, 'script'))
    draft.report.loss(
      child,
      '脚本原文保留在注释里，要改写成 TypeScript。',
      'The script is kept as a comment and has to be written in TypeScript.',
    );
  if (element.name === 'task' || element.name === 'manualTask')
    draft.report.loss(
      element,
      '系统不执行这种任务：到达即完成。',
      'A task of this kind is never executed: it is done when it is reached.',
      `nodes/${id}`,
    );
  else if (element.name === 'scriptTask')
    draft.report.loss(element, '导入为空脚本，要改写。', 'Imported as an empty script that has to be written.', `nodes/${id}`);
  else
    draft.report.loss(
      element,
      '文件里没有写它做什么：导入为空脚本，要补写。',
      'The file does not say what it does: imported as an empty script that has to be written.',
      `nodes/${id}`,
    );
  return id;
}

interface MessageTask {
  base: Base;
  turns: Pick<Base, 'loop' | 'each'>;
}

/** Sending and receiving are events here; one that is repeated, or has events on it, is put into a block. */
function message(draft: Draft, element: XmlElement, { base, turns }: MessageTask): string {
  if (isTrue(element, 'instantiate'))
    refuse(
      draft,
      element,
      'instantiate',
      '接收任务不能启动流程：请用消息开始事件。',
      'A receive task cannot start a case: use a start by message.',
    );
  const wrapped = Object.keys(turns).length > 0 || draft.model.boundaryOf(idOf(element)).length > 0;
  const named = refOf(element, 'messageRef');
  if (named === undefined && element.name === 'sendTask') return machine(draft, element, { ...base, ...turns });
  const name = named === undefined ? ownMessage(draft, element) : (messageOf(draft, element, named) ?? 'message');
  const event = { type: 'message' as const, message: name };
  const kind = element.name === 'sendTask' ? ('throw' as const) : ('catch' as const);
  if (!wrapped) {
    const id = addNode(draft, element, { kind, ...base, event });
    draft.report.mapped(element, `nodes/${id}`);
    return id;
  }
  const outer = addNode(draft, element, { kind: 'block', ...base, ...turns });
  const inside = (suffix: string, node: Node) => {
    const id = draft.ids.make(`${outer}_${suffix}`, 'n');
    draft.nodes[id] = node;
    draft.origin.set(id, element);
    return id;
  };
  const start = inside('start', { kind: 'start', name: both('开始', 'Start'), parent: outer, trigger: { type: 'form' } });
  const inner = inside(kind, { kind, name: base.name, parent: outer, event });
  const end = inside('end', { kind: 'end', name: both('结束', 'End'), parent: outer, result: 'completed' });
  connect(draft, start, inner);
  connect(draft, inner, end);
  draft.report.loss(
    element,
    '导入为一个分组，里面等待或发送消息。',
    'Imported as a block in which the message is sent or awaited.',
    `nodes/${outer}`,
  );
  return outer;
}

/** A receive task that names no message waits for one of its own. */
function ownMessage(draft: Draft, element: XmlElement): string {
  const words = attr(element, 'name') || idOf(element);
  const id = sharedId(words);
  draft.maps.messages[id] ??= { name: textOf(words, both(words, words)) };
  draft.report.loss(element, '没有指明消息：等待一条以它命名的消息。', 'Names no message: it waits for one of its own name.');
  return id;
}

/** A task kept apart so that several may use it: it becomes a step here. */
function globalTask(draft: Draft, element: XmlElement, task: XmlElement, base: Base): string {
  draft.report.mapped(task);
  if (task.name === 'globalUserTask') return desk(draft, element, base);
  const id = machine(draft, element, base);
  draft.scripts.set(id, { text: wordsOf(childOf(task, 'script')), element: task.name });
  return id;
}

function call(draft: Draft, element: XmlElement, base: Base): string {
  const called = refOf(element, 'calledElement');
  const task = draft.model.byId.get(called ?? '');
  if (task?.name.startsWith('global')) return globalTask(draft, element, task, base);
  if (called === undefined || /[$#]\{/.test(called))
    refuse(draft, element, 'call', '没有写明调用哪个流程。', 'Does not say which process is called.');
  const inputs: Record<string, string> = {};
  const outputs: Record<string, string> = {};
  for (const one of childOf(element, 'extensionElements')?.children ?? []) {
    const [source, target] = [attr(one, 'source'), attr(one, 'target')];
    if (one.name === 'in' && source && target) inputs[childPath(draft, target)] = draft.variables.path(source);
    else if (one.name === 'out' && source && target) outputs[draft.variables.path(target)] = childPath(draft, source);
    else continue;
    draft.report.mapped(one);
  }
  const id = addNode(draft, element, {
    kind: 'call',
    ...base,
    scenario: draft.scenarioOf(called ?? 'unknown'),
    ...(Object.keys(inputs).length > 0 ? { inputs } : {}),
    ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
  });
  draft.report.mapped(element, `nodes/${id}`);
  return id;
}

/** Names of another process become paths by the same rule; this process does not learn them. */
function childPath(draft: Draft, name: string): string {
  const words = name.replace(/[^A-Za-z0-9]+(.?)/g, (_whole, next: string) => next.toUpperCase()).slice(0, 44);
  void draft;
  return `vars.${/^[A-Za-z]/.test(words) ? words[0]!.toLowerCase() + words.slice(1) : `v${words}`}`;
}

function block(draft: Draft, element: XmlElement, base: Base): string {
  const event = isTrue(element, 'triggeredByEvent');
  const adHoc = element.name === 'adHocSubProcess' ? adHocOf(draft, element) : undefined;
  const id = addNode(draft, element, {
    kind: 'block',
    ...base,
    ...(event ? { event: true } : {}),
    ...(element.name === 'transaction' ? { transaction: true } : {}),
    ...(adHoc ? { adHoc } : {}),
  });
  draft.report.mapped(element, `nodes/${id}`);
  return id;
}

function adHocOf(draft: Draft, element: XmlElement): NonNullable<Extract<Node, { kind: 'block' }>['adHoc']> {
  const condition = childOf(element, 'completionCondition');
  if (!condition && draft.live && !draft.model.dialect)
    refuse(
      draft,
      element,
      'ad_hoc',
      '临时子流程没有完成条件：标准没有说它何时结束。',
      'The ad-hoc sub-process has no completion condition: the standard does not say when it ends.',
    );
  const when = condition && expressionOf(draft, element, condition);
  return {
    order: attr(element, 'ordering') === 'Sequential' ? 'sequential' : 'parallel',
    ...(when === undefined ? {} : { done: when }),
    rest: attr(element, 'cancelRemainingInstances') === 'false' ? 'wait' : 'cancel',
  };
}

/** How often: a loop, or once for each of several. */
function turnsOf(draft: Draft, element: XmlElement): { loop?: Loop; each?: Each } {
  const loop = childOf(element, 'standardLoopCharacteristics');
  const each = childOf(element, 'multiInstanceLoopCharacteristics');
  if (loop) return standardLoop(draft, element, loop);
  return each ? multiInstance(draft, element, each) : {};
}

function standardLoop(draft: Draft, element: XmlElement, marker: XmlElement): { loop?: Loop } {
  const condition = childOf(marker, 'loopCondition');
  const when = condition && expressionOf(draft, element, condition);
  const most = Number(attr(marker, 'loopMaximum'));
  draft.report.mapped(marker);
  if (when === undefined && !(most >= 1) && !draft.live) {
    draft.report.loss(marker, '循环没有可计算的条件，没有导入。', 'The loop has no condition that can be computed: not imported.');
    return {};
  }
  return {
    loop: {
      test: isTrue(marker, 'testBefore') ? 'before' : 'after',
      while: when ?? (most >= 1 ? 'true' : 'false'),
      ...(most >= 1 ? { max: most } : {}),
    },
  };
}

function multiInstance(draft: Draft, element: XmlElement, marker: XmlElement): { each?: Each } {
  draft.report.mapped(marker);
  const behavior = attr(marker, 'behavior') ?? 'All';
  if (behavior !== 'All')
    refuse(
      draft,
      element,
      'instances',
      `多实例的「${behavior}」行为没有对应的内容。`,
      `There is nothing like behaviour ${behavior} of a multi-instance activity.`,
    );
  const order = isTrue(marker, 'isSequential') ? ('sequential' as const) : ('parallel' as const);
  const until = childOf(marker, 'completionCondition');
  const enough = until && expressionOf(draft, element, until);
  const rest = enough === undefined ? {} : { until: enough, rest: 'cancel' as const };
  const cardinality = childOf(marker, 'loopCardinality');
  const times = cardinality && expressionOf(draft, element, cardinality, 'number');
  if (times !== undefined) return { each: { times, order, ...rest } };
  const collection = Object.entries(marker.attributes).find(([key]) => key.endsWith('}collection'))?.[1];
  if (draft.live)
    refuse(
      draft,
      element,
      'instances',
      `多实例按集合「${collection ?? wordsOf(childOf(marker, 'loopDataInputRef'))}」进行，集合的内容不在文件里。`,
      `The activity is done for each of “${collection ?? wordsOf(childOf(marker, 'loopDataInputRef'))}”, a list the file does not define.`,
    );
  draft.report.loss(marker, '多实例的次数没有写明，暂定一次。', 'How often is not said; once is put for now.');
  return { each: { times: '1', order, ...rest } };
}

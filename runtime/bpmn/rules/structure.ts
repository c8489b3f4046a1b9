/** Sub-processes, calls, resources, pools and messages between them. */
import {
  attr,
  blocks,
  childOf,
  childrenOf,
  idOf,
  isActivity,
  isFlowNode,
  isTrue,
  localRef,
  MODEL,
  type Model,
  processOf,
  refOf,
} from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { isLive, isStrict, type Rule, type Tell } from './rule.ts';

const choreography = ['choreographyTask', 'callChoreography', 'subChoreography'];
const conversation = ['conversation', 'callConversation', 'subConversation', 'conversationLink'];

export const subProcesses: Rule = (model, tell) => {
  for (const block of model.all) {
    if (block.namespace !== MODEL || !blocks.has(block.name)) continue;
    const starts = childrenOf(block, 'startEvent');
    if (isTrue(block, 'triggeredByEvent') && starts.length !== 1)
      tell(block, 'bpmn.event_sub_process', '事件子流程须有且只有一个开始事件。', 'An event sub-process has exactly one start event.');
    if (!isTrue(block, 'triggeredByEvent') && block.name !== 'adHocSubProcess' && starts.length > 1 && isStrict(model, block))
      tell(starts[1]!, 'bpmn.sub_process_start', '子流程只能有一个开始事件。', 'A sub-process has one start event.');
    const foreign = childrenOf(block, ...choreography, ...conversation)[0];
    if (foreign)
      tell(foreign, 'bpmn.not_in_process', `${foreign.name} 不能放在流程里。`, `A ${foreign.name} does not belong in a process.`);
    if (block.name !== 'adHocSubProcess') continue;
    if (!block.children.some((child) => child.namespace === MODEL && isActivity(child)))
      tell(block, 'bpmn.ad_hoc_empty', '临时子流程里至少要有一个活动。', 'An ad-hoc sub-process has at least one activity.');
    const event = childrenOf(block, 'startEvent', 'endEvent')[0];
    if (event) tell(event, 'bpmn.ad_hoc_event', '临时子流程里不能有开始或结束事件。', 'An ad-hoc sub-process has no start or end event.');
  }
};

/** A called process starts by being called. */
export const calls: Rule = (model, tell) => {
  for (const call of model.all) {
    if (call.namespace !== MODEL || call.name !== 'callActivity') continue;
    const called = model.byId.get(refOf(call, 'calledElement') ?? '');
    // Called elements live in their own space: the process may be in another file, and an activity here have its id.
    if (!called || (model.dialect && isActivity(called))) continue;
    if (called.name !== 'process' && !called.name.startsWith('global'))
      tell(call, 'bpmn.called_kind', `不能调用 ${called.name}。`, `A ${called.name} cannot be called.`);
    const starts = childrenOf(called, 'startEvent');
    if (called.name === 'process' && starts.length > 0 && starts.every((one) => model.definitionsOf(one).length > 0))
      tell(
        call,
        'bpmn.called_start',
        '被调用的流程须有一个不带触发器的开始事件。',
        'A called process needs a start event without a trigger.',
      );
  }
};

/** Who performs: named, or found by an expression, not both. */
export const performers: Rule = (model, tell) => {
  for (const role of model.all) {
    if (role.namespace !== MODEL || !childOf(role, 'resourceAssignmentExpression')) continue;
    if (childOf(role, 'resourceRef') && isStrict(model, role))
      tell(role.parent ?? role, 'bpmn.performer', '资源不能既写明又用表达式找。', 'A resource is either named or found by an expression.');
    if (childrenOf(role, 'resourceParameterBinding').length > 0 && isStrict(model, role))
      tell(role.parent ?? role, 'bpmn.performer', '资源不能既写参数又写表达式。', 'A resource has either parameters or an expression.');
  }
};

const pooled = ['participant'];

export const messageFlows: Rule = (model, tell) => {
  const poolOf = (element: XmlElement): XmlElement | undefined => {
    if (pooled.includes(element.name)) return element;
    const process = processOf(element);
    return process && model.poolOf(process);
  };
  for (const flow of model.all) {
    if (flow.namespace !== MODEL || flow.name !== 'messageFlow' || flow.parent?.name === 'choreography') continue;
    const source = model.byId.get(refOf(flow, 'sourceRef') ?? '');
    const target = model.byId.get(refOf(flow, 'targetRef') ?? '');
    if (!source || !target) continue;
    const [from, to] = [poolOf(source), poolOf(target)];
    if (source === target || (from && from === to))
      tell(flow, 'bpmn.message_flow', '消息流须连接两个不同的泳池。', 'A message flow connects two different pools.');
    if (!isLive(model, source) && !isLive(model, target)) continue;
    if (!sends(model, source)) tell(source, 'bpmn.message_flow', '消息流不能从这里出发。', 'A message flow cannot start here.');
    if (!receives(model, target)) tell(target, 'bpmn.message_flow', '消息流不能通到这里。', 'A message flow cannot lead here.');
  }
};

const ofMessage = (model: Model, event: XmlElement): boolean =>
  model.definitionsOf(event).some((definition) => definition.name === 'messageEventDefinition');
const talks = (element: XmlElement): boolean =>
  element.name === 'participant' || isActivity(element) || element.name.endsWith('onversation') || element.name.startsWith('choreography');
const sends = (model: Model, element: XmlElement): boolean =>
  talks(element)
    ? element.name !== 'receiveTask'
    : ['endEvent', 'intermediateThrowEvent'].includes(element.name) && ofMessage(model, element);
const receives = (model: Model, element: XmlElement): boolean =>
  talks(element)
    ? element.name !== 'sendTask'
    : ['startEvent', 'intermediateCatchEvent', 'boundaryEvent'].includes(element.name) && ofMessage(model, element);

export const lanes: Rule = (model, tell) => {
  for (const set of model.all) {
    if (set.namespace !== MODEL || set.name !== 'laneSet' || !isLive(model, set)) continue;
    const seen = new Map<string, XmlElement>();
    for (const lane of childrenOf(set, 'lane'))
      for (const reference of childrenOf(lane, 'flowNodeRef')) {
        const id = localRef(reference.text) ?? '';
        const node = model.byId.get(id);
        if (node && isFlowNode(node) && processOf(node) !== processOf(set))
          tell(lane, 'bpmn.lane', `泳道列出的「${id}」不在这个流程里。`, `The lane lists “${id}”, which is in another process.`);
        if (seen.has(id) && seen.get(id) !== lane)
          tell(lane, 'bpmn.lane', `「${id}」同时列在两条泳道里。`, `“${id}” is listed in two lanes.`);
        seen.set(id, lane);
      }
  }
};

/** What would have to be understood and is not here. */
export const outside: Rule = (model, tell) => {
  for (const element of model.all) {
    if (element.namespace !== MODEL || !isLive(model, element)) continue;
    if (element.name === 'extension' && isTrue(element, 'mustUnderstand'))
      tell(element, 'bpmn.must_understand', '必须理解的扩展不被支持。', 'An extension that must be understood is not.');
    if (element.name === 'import' && attr(element, 'importType') === MODEL && isStrict(model, element))
      tell(element, 'bpmn.import', '引用了另一个 BPMN 文件，不会读取。', 'Refers to another BPMN file, which is not read.');
    if ([...conversation, ...choreography].includes(element.name) && isStrict(model, element))
      tell(
        element,
        'bpmn.not_a_process',
        `${element.name} 不是流程，不能导入。`,
        `A ${element.name} is no process and cannot be imported.`,
      );
  }
};

const choices: Record<string, string[]> = {
  gatewayDirection: ['Unspecified', 'Converging', 'Diverging', 'Mixed'],
  eventGatewayType: ['Exclusive', 'Parallel'],
  behavior: ['None', 'One', 'All', 'Complex'],
  ordering: ['Parallel', 'Sequential'],
  associationDirection: ['None', 'One', 'Both'],
  processType: ['None', 'Public', 'Private'],
  itemKind: ['Information', 'Physical'],
};
const flags = [
  'isExecutable',
  'isClosed',
  'isInterrupting',
  'cancelActivity',
  'triggeredByEvent',
  'isForCompensation',
  'isSequential',
  'testBefore',
  'parallelMultiple',
  'instantiate',
  'isCollection',
  'waitForCompletion',
  'cancelRemainingInstances',
];

/** Attributes that are one of a few words. */
export const choicesAndFlags: Rule = (model, tell) => {
  for (const element of model.all) {
    if (element.namespace !== MODEL || !isStrict(model, element)) continue;
    for (const [name, words] of Object.entries(choices)) {
      const value = attr(element, name);
      if (value !== undefined && !words.includes(value))
        tell(element, 'bpmn.attribute', `「${name}」不能是「${value}」。`, `${name} cannot be “${value}”.`);
    }
    for (const name of flags) {
      const value = attr(element, name);
      if (value !== undefined && !['true', 'false', '0', '1'].includes(value))
        tell(element, 'bpmn.attribute', `「${name}」只能是 true 或 false。`, `${name} is true or false.`);
    }
  }
};

/** A receive task that starts a process stands at its beginning. */
export const instantiating: Rule = (model, tell) => {
  for (const task of model.all)
    if (task.namespace === MODEL && task.name === 'receiveTask' && isTrue(task, 'instantiate') && model.flowsTo(idOf(task)).length > 0)
      tell(
        task,
        'bpmn.instantiate',
        '启动流程的接收任务不能有进入的顺序流。',
        'A receive task that starts the process has no incoming flow.',
      );
};

/** Models of talk between partners say nothing that could be run. */
export const noProcess: Rule = (model, tell: Tell) => {
  for (const element of model.root.children) {
    if (element.namespace !== MODEL || !isLive(model, element)) continue;
    if (['choreography', 'globalConversation', 'globalChoreographyTask'].includes(element.name))
      tell(
        element,
        'bpmn.not_a_process',
        `${element.name} 不是流程，不能导入。`,
        `A ${element.name} is no process and cannot be imported.`,
      );
    if (childOf(element, 'choreographyRef'))
      tell(element, 'bpmn.not_a_process', '引用了编排，不能导入。', 'Refers to a choreography, which cannot be imported.');
  }
};

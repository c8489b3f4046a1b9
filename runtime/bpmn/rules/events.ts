/** Which definitions an event may carry, where it may stand, and what they must say. */
import {
  attr,
  blocks,
  childOf,
  childrenOf,
  idOf,
  isActivity,
  isDefinition,
  isTrue,
  localRef,
  MODEL,
  type Model,
  refOf,
  textOf,
} from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { isStrict, type Rule, type Tell } from './rule.ts';

const short = (definition: XmlElement): string => definition.name.replace(/EventDefinition$/, '');
const allowed = {
  start: ['message', 'timer', 'conditional', 'signal'],
  eventStart: ['message', 'timer', 'escalation', 'error', 'compensate', 'conditional', 'signal'],
  end: ['message', 'escalation', 'error', 'cancel', 'compensate', 'signal', 'terminate'],
  intermediateCatchEvent: ['message', 'timer', 'conditional', 'link', 'signal'],
  intermediateThrowEvent: ['message', 'escalation', 'compensate', 'link', 'signal'],
  boundaryEvent: ['message', 'timer', 'escalation', 'error', 'cancel', 'compensate', 'conditional', 'signal'],
};
/** These end what they are attached to, by their nature. */
const interrupting = new Set(['error', 'cancel', 'compensate']);

export const eventDefinitions: Rule = (model, tell) => {
  for (const event of model.all) {
    if (event.namespace !== MODEL) continue;
    const kinds = model.definitionsOf(event).map(short);
    switch (event.name) {
      case 'startEvent':
        start(tell, event, kinds);
        break;
      case 'endEvent':
        only(tell, event, kinds, allowed.end);
        if (kinds.includes('cancel') && event.parent?.name !== 'transaction')
          tell(event, 'bpmn.cancel_outside', '取消结束事件只能在事务里。', 'A cancel end event stands in a transaction only.');
        break;
      case 'intermediateCatchEvent':
      case 'intermediateThrowEvent':
        only(tell, event, kinds, allowed[event.name]);
        if (event.name === 'intermediateCatchEvent' && kinds.length === 0 && isStrict(model, event))
          tell(event, 'bpmn.event_without_definition', '中间捕获事件没有写等什么。', 'The catching event does not say what it waits for.');
        break;
      case 'boundaryEvent':
        boundary(model, tell, event, kinds);
        break;
    }
  }
};

function only(tell: Tell, event: XmlElement, kinds: readonly string[], may: readonly string[]): undefined {
  const wrong = kinds.find((kind) => !may.includes(kind));
  if (wrong) tell(event, 'bpmn.event_definition', `这里不能用「${wrong}」事件。`, `An event of kind ${wrong} is not allowed here.`);
}

function start(tell: Tell, event: XmlElement, kinds: readonly string[]): undefined {
  const container = event.parent;
  if (!container || !blocks.has(container.name)) return only(tell, event, kinds, allowed.start);
  if (container.name === 'adHocSubProcess') return;
  if (!isTrue(container, 'triggeredByEvent')) {
    if (kinds.length > 0)
      tell(event, 'bpmn.sub_process_start', '子流程的开始事件不能带触发器。', 'The start event of a sub-process has no trigger.');
    return;
  }
  if (kinds.length === 0)
    return tell(
      event,
      'bpmn.event_start',
      '事件子流程的开始事件没有写由什么触发。',
      'The start event of an event sub-process does not say what starts it.',
    );
  only(tell, event, kinds, allowed.eventStart);
  const never = kinds.find((kind) => interrupting.has(kind));
  if (never && attr(event, 'isInterrupting') === 'false')
    tell(event, 'bpmn.not_interrupting', `「${never}」事件总是中断的。`, `An event of kind ${never} always interrupts.`);
}

function boundary(model: Model, tell: Tell, event: XmlElement, kinds: readonly string[]): undefined {
  only(tell, event, kinds, allowed.boundaryEvent);
  if (kinds.length === 0 && isStrict(model, event))
    tell(event, 'bpmn.event_without_definition', '边界事件没有写等什么。', 'The boundary event does not say what it waits for.');
  const never = kinds.find((kind) => interrupting.has(kind));
  if (never && attr(event, 'cancelActivity') === 'false' && isStrict(model, event))
    tell(event, 'bpmn.not_interrupting', `「${never}」事件总是中断的。`, `An event of kind ${never} always interrupts.`);
  const host = model.byId.get(refOf(event, 'attachedToRef') ?? '');
  if (!host) return tell(event, 'bpmn.boundary_host', '边界事件没有附着在活动上。', 'The boundary event is attached to no activity.');
  if (!isActivity(host) || host.parent !== event.parent || isTrue(host, 'triggeredByEvent'))
    tell(event, 'bpmn.boundary_host', '边界事件须附着在同一层的活动上。', 'A boundary event is attached to an activity of its own level.');
  if (kinds.includes('cancel') && host.name !== 'transaction')
    tell(event, 'bpmn.cancel_outside', '取消边界事件只能附着在事务上。', 'A cancel event is attached to a transaction only.');
}

/** What a definition must name, when the process is to be run. */
export const definitionContent: Rule = (model, tell) => {
  for (const definition of model.all) {
    if (definition.namespace !== MODEL || !isDefinition(definition) || !isStrict(model, definition)) continue;
    const event = definition.parent;
    if (!event) continue;
    const owner = event.name === 'definitions' ? definition : event;
    const throws = event.name === 'endEvent' || event.name === 'intermediateThrowEvent';
    const need = (attribute: string, zh: string, en: string) => {
      if (!attr(definition, attribute)) tell(owner, 'bpmn.definition_incomplete', zh, en);
    };
    switch (short(definition)) {
      case 'message':
        need('messageRef', '消息事件没有指明消息。', 'The message event names no message.');
        if (!attr(definition, 'operationRef') && textOf(childOf(definition, 'operationRef')) === '')
          tell(
            owner,
            'bpmn.definition_incomplete',
            '可执行流程的消息事件须指明操作（operationRef）。',
            'A message event of an executable process names its operation (operationRef).',
          );
        break;
      case 'signal':
        need('signalRef', '信号事件没有指明信号。', 'The signal event names no signal.');
        break;
      case 'error':
      case 'escalation':
        if (throws) code(model, tell, owner, definition);
        break;
      case 'link':
        if (!attr(definition, 'name')) tell(owner, 'bpmn.definition_incomplete', '链接没有名称。', 'The link has no name.');
        break;
      case 'conditional':
        if (!childOf(definition, 'condition'))
          tell(owner, 'bpmn.expression_empty', '条件事件没有条件。', 'The conditional event has no condition.');
        break;
    }
  }
};

function code(model: Model, tell: Tell, owner: XmlElement, definition: XmlElement): undefined {
  const kind = short(definition);
  const named = model.byId.get(refOf(definition, `${kind}Ref`) ?? '');
  if (!named || !attr(named, `${kind}Code`))
    tell(owner, 'bpmn.definition_incomplete', `抛出的「${kind}」没有代码。`, `What is thrown has no ${kind} code.`);
}

/** Shared definitions stand beside the processes, not inside somebody else's event. */
export const definitionReferences: Rule = (model, tell) => {
  for (const event of model.all)
    for (const reference of childrenOf(event, 'eventDefinitionRef')) {
      const definition = model.byId.get(localRef(reference.text) ?? '');
      if (definition && definition.parent?.name !== 'definitions')
        tell(
          event,
          'bpmn.definition_reference',
          '引用的事件定义须写在流程之外。',
          'A referenced event definition stands outside of the processes.',
        );
    }
};

interface Link {
  event: XmlElement;
  definition: XmlElement;
}
export const links: Rule = (model, tell) => {
  const all: Link[] = model.all
    .filter((element) => element.name === 'linkEventDefinition' && element.namespace === MODEL && element.parent)
    .map((definition) => ({ event: definition.parent!, definition }));
  const throwers = all.filter(({ event }) => event.name === 'intermediateThrowEvent');
  const catchers = all.filter(({ event }) => event.name === 'intermediateCatchEvent');
  for (const thrower of throwers) {
    const target = targetOf(thrower, catchers);
    if (!target) {
      tell(thrower.event, 'bpmn.link', '链接没有对应的目标。', 'The link has no target.');
      continue;
    }
    if (target.event.parent !== thrower.event.parent)
      tell(thrower.event, 'bpmn.link', '链接的目标须在同一流程的同一层。', 'A link stays in its process and level.');
    const back = childrenOf(target.definition, 'source').map((one) => localRef(one.text));
    if (isStrict(model, thrower.event) && !back.includes(idOf(thrower.definition)))
      tell(target.event, 'bpmn.link', '链接的目标没有写明来源。', 'The target of the link does not name its source.');
  }
  for (const { event, definition } of catchers) {
    const sources = childrenOf(definition, 'source').map((one) => localRef(one.text));
    if (isStrict(model, event) && sources.length === 0) tell(event, 'bpmn.link', '链接没有来源。', 'The link has no source.');
    for (const source of sources) {
      const thrower = throwers.find((one) => idOf(one.definition) === source);
      if (!thrower || !pointsTo(thrower, { event, definition }))
        tell(event, 'bpmn.link', '链接的来源并不通到这里。', 'What the link names as source does not lead here.');
    }
    const same = catchers.filter((one) => attr(one.definition, 'name') && attr(one.definition, 'name') === attr(definition, 'name'));
    if (same.length > 1 && same[0]!.definition !== definition && same[0]!.event.parent === event.parent)
      tell(event, 'bpmn.link', '同名链接只能有一个目标。', 'Links of one name have one target.');
  }
};

const pointsTo = (thrower: Link, catcher: Link): boolean => {
  const target = childOf(thrower.definition, 'target');
  return target
    ? localRef(target.text) === idOf(catcher.definition)
    : attr(thrower.definition, 'name') !== undefined && attr(thrower.definition, 'name') === attr(catcher.definition, 'name');
};

/** The catching event a link leads to: by reference, else by name. */
export const targetOf = (thrower: Link, catchers: readonly Link[]): Link | undefined =>
  catchers.find((one) => pointsTo(thrower, one) && one.event.parent === thrower.event.parent) ??
  catchers.find((one) => pointsTo(thrower, one));

/** Event gateways: what may follow, and how. */
export const eventGateways: Rule = (model, tell) => {
  for (const gateway of model.all) {
    if (gateway.namespace !== MODEL || gateway.name !== 'eventBasedGateway') continue;
    const flows = model.flowsFrom(idOf(gateway));
    if (flows.length < 2 && (isStrict(model, gateway) || flows.length === 0))
      tell(gateway, 'bpmn.event_gateway', '事件网关至少要有两个出口。', 'An event gateway has at least two ways out.');
    const targets = flows.flatMap((flow) => model.byId.get(refOf(flow, 'targetRef') ?? '') ?? []);
    for (const target of targets) gatewayTarget(model, tell, target);
    const receives = targets.some((target) => target.name === 'receiveTask');
    const messages = targets.find((target) => model.definitionsOf(target).some((one) => short(one) === 'message'));
    if (receives && messages)
      tell(
        messages,
        'bpmn.event_gateway',
        '消息事件与接收任务不能同用于一个事件网关。',
        'Message events and receive tasks do not mix at one event gateway.',
      );
    const incoming = model.flowsTo(idOf(gateway)).length;
    if (isTrue(gateway, 'instantiate') && incoming > 0)
      tell(gateway, 'bpmn.event_gateway', '启动流程的事件网关不能有入口。', 'An event gateway that starts the process has no way in.');
    if (!isTrue(gateway, 'instantiate') && attr(gateway, 'eventGatewayType') === 'Parallel')
      tell(gateway, 'bpmn.event_gateway', '并行事件网关只能用来启动流程。', 'A parallel event gateway only starts processes.');
  }
};

function gatewayTarget(model: Model, tell: Tell, target: XmlElement): undefined {
  const kinds = model.definitionsOf(target).map(short);
  const fine =
    target.name === 'receiveTask' ||
    (target.name === 'intermediateCatchEvent' &&
      kinds.length > 0 &&
      kinds.every((kind) => ['message', 'signal', 'timer', 'conditional'].includes(kind)));
  if (!fine)
    return tell(
      target,
      'bpmn.event_gateway',
      '事件网关之后只能是接收任务或消息、信号、计时、条件事件。',
      'An event gateway is followed by receive tasks or message, signal, timer and conditional events only.',
    );
  if (target.name === 'receiveTask' && model.boundaryOf(idOf(target)).length > 0)
    tell(
      target,
      'bpmn.event_gateway',
      '事件网关之后的接收任务不能带边界事件。',
      'A receive task after an event gateway has no boundary events.',
    );
  if (model.flowsTo(idOf(target)).length > 1)
    tell(target, 'bpmn.event_gateway', '事件网关之后的事件只能有一个入口。', 'What follows an event gateway has one way in.');
}

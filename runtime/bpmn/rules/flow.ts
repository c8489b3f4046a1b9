/** Where sequence flows must and must not be. */
import {
  ancestor,
  attr,
  blocks,
  childOf,
  childrenOf,
  gateways,
  idOf,
  isActivity,
  isContainer,
  isFlowNode,
  isTrue,
  localRef,
  MODEL,
  type Model,
  refOf,
} from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { isStrict, type Rule, type Tell } from './rule.ts';

const isEventBlock = (element: XmlElement): boolean => blocks.has(element.name) && isTrue(element, 'triggeredByEvent');
const hasLink = (model: Model, event: XmlElement): boolean =>
  model.definitionsOf(event).some((definition) => definition.name === 'linkEventDefinition');
export const nodesIn = (container: XmlElement): XmlElement[] =>
  container.children.filter((child) => child.namespace === MODEL && isFlowNode(child));

/** `incoming` and `outgoing` of a node say the same as the flows, where a file uses them. */
export const listedFlows: Rule = (model, tell) => {
  const used = model.all.some((element) => isFlowNode(element) && childrenOf(element, 'incoming', 'outgoing').length > 0);
  if (!used || model.dialect) return;
  for (const node of model.all) {
    if (node.namespace !== MODEL || !isFlowNode(node) || !isStrict(model, node)) continue;
    const compare = (child: string, flows: XmlElement[], zh: string) => {
      const listed = new Set(childrenOf(node, child).map((one) => localRef(one.text)));
      const real = new Set(flows.map(idOf));
      for (const flow of real)
        if (!listed.has(flow))
          tell(
            node,
            'bpmn.flow_not_listed',
            `顺序流「${flow}」没有列在${zh}里。`,
            `The sequence flow “${flow}” is not listed as ${child}.`,
          );
      for (const flow of listed)
        if (flow !== undefined && !real.has(flow))
          tell(
            node,
            'bpmn.flow_not_listed',
            `${zh}列出的「${flow}」并不连在这里。`,
            `“${flow}” is listed as ${child} but does not lead here.`,
          );
    };
    compare('incoming', model.flowsTo(idOf(node)), '进入');
    compare('outgoing', model.flowsFrom(idOf(node)), '离开');
  }
};

/** Conditions and defaults stand only where somebody looks at them. */
export const conditions: Rule = (model, tell) => {
  for (const flow of model.flows) {
    if (!childOf(flow, 'conditionExpression')) continue;
    const source = model.byId.get(refOf(flow, 'sourceRef') ?? '');
    if (!source) continue;
    const defaults = refOf(source, 'default') === idOf(flow);
    if (source.name === 'parallelGateway' && isStrict(model, flow))
      tell(flow, 'bpmn.condition_misplaced', '并行网关的出口不能带条件。', 'A flow out of a parallel gateway has no condition.');
    else if (source.name === 'eventBasedGateway')
      tell(flow, 'bpmn.condition_misplaced', '事件网关的出口不能带条件。', 'A flow out of an event gateway has no condition.');
    else if (!isActivity(source) && !gateways.has(source.name) && isStrict(model, flow))
      tell(flow, 'bpmn.condition_misplaced', '事件的出口不能带条件。', 'A flow out of an event has no condition.');
    else if (isActivity(source) && isStrict(model, flow) && model.flowsFrom(idOf(source)).length === 1)
      tell(
        flow,
        'bpmn.condition_alone',
        '活动唯一的出口带条件：条件不成立时无路可走。',
        'The only flow out of an activity has a condition: without it there is no way on.',
      );
    else if (defaults && isStrict(model, flow))
      tell(flow, 'bpmn.default_condition', '默认出口不能带条件。', 'The default flow has no condition.');
  }
  for (const node of model.all) {
    const reference = refOf(node, 'default');
    if (node.namespace !== MODEL || reference === undefined || !isFlowNode(node)) continue;
    if (node.name === 'parallelGateway' || node.name === 'eventBasedGateway')
      tell(node, 'bpmn.default_misplaced', '这种网关没有默认出口。', 'This kind of gateway has no default flow.');
    const flow = model.byId.get(reference);
    if (flow && refOf(flow, 'sourceRef') !== idOf(node))
      tell(
        node,
        'bpmn.default_elsewhere',
        `默认出口「${reference}」不从这里出发。`,
        `The default flow “${reference}” does not start here.`,
      );
  }
};

/** Every event stands in the flow the way its kind demands. */
export const eventsInFlow: Rule = (model, tell) => {
  for (const event of model.all) {
    if (event.namespace !== MODEL) continue;
    const incoming = model.flowsTo(idOf(event)).length;
    const outgoing = model.flowsFrom(idOf(event)).length;
    const link = () => hasLink(model, event);
    switch (event.name) {
      case 'startEvent':
        if (incoming > 0) tell(event, 'bpmn.start_incoming', '开始事件不能有进入的顺序流。', 'A start event has no incoming flow.');
        if (outgoing === 0 && isStrict(model, event))
          tell(event, 'bpmn.start_outgoing', '开始事件没有出口。', 'The start event leads nowhere.');
        break;
      case 'endEvent':
        if (outgoing > 0) tell(event, 'bpmn.end_outgoing', '结束事件不能有出口。', 'An end event has no outgoing flow.');
        if (incoming === 0 && isStrict(model, event))
          tell(event, 'bpmn.end_incoming', '结束事件没有进入的顺序流。', 'No flow leads to the end event.');
        break;
      case 'boundaryEvent':
        boundary(model, tell, { event, incoming, outgoing });
        break;
      case 'intermediateThrowEvent':
        if (incoming === 0 && isStrict(model, event))
          tell(event, 'bpmn.event_incoming', '中间事件没有进入的顺序流。', 'No flow leads to the intermediate event.');
        if (link() ? outgoing > 0 : outgoing === 0 && isStrict(model, event))
          tell(event, 'bpmn.event_outgoing', '中间事件的出口有误。', 'The outgoing flow of the intermediate event is wrong.');
        break;
      case 'intermediateCatchEvent':
        if (link() ? incoming > 0 : incoming === 0 && isStrict(model, event))
          tell(event, 'bpmn.event_incoming', '中间事件的进入顺序流有误。', 'The incoming flow of the intermediate event is wrong.');
        if (outgoing === 0 && isStrict(model, event))
          tell(event, 'bpmn.event_outgoing', '中间事件没有出口。', 'The intermediate event leads nowhere.');
        break;
    }
  }
};

function boundary(
  model: Model,
  tell: Tell,
  { event, incoming, outgoing }: { event: XmlElement; incoming: number; outgoing: number },
): undefined {
  if (incoming > 0) tell(event, 'bpmn.boundary_incoming', '边界事件不能有进入的顺序流。', 'A boundary event has no incoming flow.');
  const compensates = model.definitionsOf(event).some((definition) => definition.name === 'compensateEventDefinition');
  if (compensates && outgoing > 0)
    tell(
      event,
      'bpmn.compensation_flow',
      '补偿事件不能有出口：用关联连到补偿活动。',
      'A compensation event has no flow: an association leads to its activity.',
    );
  if (!compensates && outgoing === 0 && isStrict(model, event))
    tell(event, 'bpmn.boundary_outgoing', '边界事件没有出口。', 'The boundary event leads nowhere.');
}

/** With a start event nothing else starts by itself; with an end event nothing stops by itself. */
export const startsAndEnds: Rule = (model, tell) => {
  for (const container of model.all) {
    if (container.namespace !== MODEL || !isContainer(container) || !isStrict(model, container)) continue;
    if (container.name === 'adHocSubProcess') continue;
    const nodes = nodesIn(container);
    const starts = nodes.filter((node) => node.name === 'startEvent');
    const ends = nodes.filter((node) => node.name === 'endEvent');
    const instantiating = nodes.some((node) => isTrue(node, 'instantiate'));
    if (starts.length === 0 && ends.length > 0 && !instantiating)
      tell(ends[0]!, 'bpmn.start_missing', '有结束事件就要有开始事件。', 'Where there is an end event there must be a start event.');
    if (starts.length > 0 && ends.length === 0)
      tell(starts[0]!, 'bpmn.end_missing', '有开始事件就要有结束事件。', 'Where there is a start event there must be an end event.');
    for (const node of nodes) loose(model, tell, { node, starts: starts.length > 0, ends: ends.length > 0 });
  }
};

function loose(model: Model, tell: Tell, { node, starts, ends }: { node: XmlElement; starts: boolean; ends: boolean }): undefined {
  if (!(isActivity(node) || gateways.has(node.name)) || isEventBlock(node) || isTrue(node, 'isForCompensation')) return;
  if (isTrue(node, 'instantiate')) return;
  if (starts && model.flowsTo(idOf(node)).length === 0)
    tell(node, 'bpmn.node_incoming', '没有顺序流通到这里。', 'No sequence flow leads here.');
  if (ends && model.flowsFrom(idOf(node)).length === 0)
    tell(
      node,
      'bpmn.node_outgoing',
      '这里没有出口，流程却另有结束事件。',
      'No flow leads on from here, though the process has end events.',
    );
}

/** Compensation activities stand outside of the flow. */
export const compensationActivities: Rule = (model, tell) => {
  for (const activity of model.all) {
    if (activity.namespace !== MODEL || !isActivity(activity) || !isTrue(activity, 'isForCompensation')) continue;
    if (ancestor(activity, (one) => one.name === 'adHocSubProcess')) continue;
    if (model.flowsTo(idOf(activity)).length + model.flowsFrom(idOf(activity)).length > 0)
      tell(activity, 'bpmn.compensation_in_flow', '补偿活动不能连顺序流。', 'A compensation activity has no sequence flows.');
  }
  for (const event of model.all) {
    if (event.namespace !== MODEL || event.name !== 'boundaryEvent') continue;
    if (!model.definitionsOf(event).some((definition) => definition.name === 'compensateEventDefinition')) continue;
    const targets = handlersOf(model, event);
    const wrong = targets.find((target) => !isTrue(target, 'isForCompensation'));
    if (wrong)
      tell(
        wrong,
        'bpmn.compensation_handler',
        '补偿事件连到的活动须标为补偿活动。',
        'What a compensation event leads to must be marked as for compensation.',
      );
    if (targets.length === 0 && isStrict(model, event))
      tell(event, 'bpmn.compensation_handler', '补偿事件没有连到补偿活动。', 'The compensation event leads to no activity.');
    if (targets.length > 1)
      tell(event, 'bpmn.compensation_handler', '补偿事件只能连到一个补偿活动。', 'A compensation event leads to one activity only.');
  }
};

/** Activities a compensation event is associated with. */
export function handlersOf(model: Model, event: XmlElement): XmlElement[] {
  return model.associations.flatMap((association) => {
    const [from, to] = [refOf(association, 'sourceRef'), refOf(association, 'targetRef')];
    const other = from === idOf(event) ? to : to === idOf(event) ? from : undefined;
    const element = other === undefined ? undefined : model.byId.get(other);
    return element && isActivity(element) ? [element] : [];
  });
}

export const gatewayShapes: Rule = (model, tell) => {
  for (const gateway of model.all) {
    if (gateway.namespace !== MODEL || !gateways.has(gateway.name)) continue;
    const incoming = model.flowsTo(idOf(gateway)).length;
    const outgoing = model.flowsFrom(idOf(gateway)).length;
    const direction = attr(gateway, 'gatewayDirection') ?? 'Unspecified';
    if (!isStrict(model, gateway)) continue;
    const wrong =
      direction === 'Converging'
        ? outgoing > 1 || incoming < 2
        : direction === 'Diverging'
          ? incoming > 1 || outgoing < 2
          : direction === 'Mixed'
            ? incoming < 2 || outgoing < 2
            : incoming < 2 && outgoing < 2;
    if (wrong)
      tell(
        gateway,
        'bpmn.gateway_direction',
        `网关标为 ${direction}，却有 ${incoming} 个入口、${outgoing} 个出口。`,
        `The gateway is marked ${direction} but has ${incoming} ways in and ${outgoing} out.`,
      );
  }
};

/** Ids are unique, references lead somewhere, and to the right kind of element. */
import { attr, blocks, childrenOf, isActivity, isDefinition, isFlowNode, localRef, MODEL, type Model, textOf } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { isStrict, type Rule, type Tell } from './rule.ts';

type Kind = (element: XmlElement) => boolean;
const named =
  (...names: string[]): Kind =>
  (element) =>
    names.includes(element.name);

const items = named('dataInput', 'dataOutput', 'dataObject', 'dataObjectReference', 'dataStoreReference', 'dataStore', 'property');
const any: Kind = () => true;

/** References by attribute: of which element (any, when absent), to what. */
const attributes: { attribute: string; of?: string[]; to: Kind }[] = [
  { attribute: 'attachedToRef', to: isActivity },
  { attribute: 'default', to: named('sequenceFlow') },
  { attribute: 'messageRef', to: named('message') },
  { attribute: 'signalRef', to: named('signal') },
  { attribute: 'errorRef', to: named('error') },
  { attribute: 'escalationRef', to: named('escalation') },
  { attribute: 'operationRef', to: named('operation') },
  { attribute: 'dataObjectRef', to: named('dataObject') },
  { attribute: 'dataStoreRef', to: named('dataStore') },
  { attribute: 'itemSubjectRef', to: named('itemDefinition') },
  { attribute: 'itemRef', to: named('itemDefinition') },
  { attribute: 'processRef', to: named('process') },
  { attribute: 'categoryValueRef', to: named('categoryValue') },
  { attribute: 'activityRef', to: isActivity },
  { attribute: 'oneBehaviorEventRef', to: isDefinition },
  { attribute: 'noneBehaviorEventRef', to: isDefinition },
  { attribute: 'correlationKeyRef', to: named('correlationKey') },
  { attribute: 'correlationPropertyRef', to: named('correlationProperty') },
  { attribute: 'inputDataRef', to: named('dataInput', 'inputSet') },
  { attribute: 'outputDataRef', to: named('dataOutput', 'outputSet') },
  { attribute: 'parameterRef', to: named('resourceParameter') },
  { attribute: 'sourceRef', of: ['messageFlow', 'association', 'conversationLink'], to: any },
  { attribute: 'targetRef', of: ['messageFlow', 'association', 'conversationLink'], to: any },
];

/** References by the text of a child. */
const texts: { child: string; of?: string[]; to: Kind }[] = [
  { child: 'incoming', to: named('sequenceFlow', 'conversationLink') },
  { child: 'outgoing', to: named('sequenceFlow', 'conversationLink') },
  { child: 'dataInputRefs', to: named('dataInput') },
  { child: 'dataOutputRefs', to: named('dataOutput') },
  { child: 'optionalInputRefs', to: named('dataInput') },
  { child: 'whileExecutingInputRefs', to: named('dataInput') },
  { child: 'optionalOutputRefs', to: named('dataOutput') },
  { child: 'whileExecutingOutputRefs', to: named('dataOutput') },
  { child: 'inputSetRefs', to: named('inputSet') },
  { child: 'outputSetRefs', to: named('outputSet') },
  { child: 'sourceRef', of: ['dataInputAssociation', 'dataOutputAssociation'], to: items },
  { child: 'targetRef', of: ['dataInputAssociation', 'dataOutputAssociation'], to: items },
  { child: 'flowNodeRef', to: any },
  { child: 'eventDefinitionRef', to: isDefinition },
  { child: 'inMessageRef', to: named('message') },
  { child: 'outMessageRef', to: named('message') },
  { child: 'errorRef', to: named('error') },
  { child: 'operationRef', to: named('operation') },
  { child: 'resourceRef', to: named('resource') },
  { child: 'interfaceRef', to: named('interface') },
  { child: 'supportedInterfaceRef', to: named('interface') },
  { child: 'loopDataInputRef', to: named('dataInput', 'dataObject', 'dataObjectReference', 'property', 'dataStoreReference') },
  { child: 'loopDataOutputRef', to: named('dataOutput', 'dataObject', 'dataObjectReference', 'property', 'dataStoreReference') },
  { child: 'participantRef', to: named('participant') },
  { child: 'messageFlowRef', to: named('messageFlow') },
  { child: 'correlationPropertyRef', to: named('correlationProperty') },
];

export const uniqueIds: Rule = (model, tell) => {
  const seen = new Set<string>();
  for (const element of model.all) {
    const id = attr(element, 'id');
    if (!id || element.namespace !== MODEL) continue;
    if (seen.has(id)) tell(element, 'bpmn.id_twice', `id「${id}」用了不止一次。`, `The id “${id}” is used more than once.`);
    seen.add(id);
  }
};

export const references: Rule = (model, tell) => {
  const base = attr(model.root, 'targetNamespace');
  const prefixes = new Map(model.all.flatMap((element) => Object.entries(element.prefixes)));
  /** Elements of imported files cannot be looked at. */
  const foreign = (reference: string): boolean => {
    const colon = reference.indexOf(':');
    return colon > 0 && prefixes.has(reference.slice(0, colon)) && prefixes.get(reference.slice(0, colon)) !== base;
  };
  const check = (owner: XmlElement, what: string, reference: string, to: Kind) => {
    if (reference.trim() === '') {
      if (isStrict(model, owner)) tell(owner, 'bpmn.reference_empty', `「${what}」没有写。`, `${what} is empty.`);
      return;
    }
    if (foreign(reference)) return;
    checkTarget(model, tell, { owner, what, id: localRef(reference)!, to });
  };
  for (const element of model.all) {
    if (element.namespace !== MODEL) continue;
    for (const { attribute, of, to } of attributes) {
      const reference = attr(element, attribute);
      if (reference !== undefined && (!of || of.includes(element.name))) check(element, attribute, reference, to);
    }
    for (const { child, of, to } of texts) {
      if (of && !of.includes(element.name)) continue;
      for (const one of childrenOf(element, child)) check(element, child, textOf(one), to);
    }
  }
};

function checkTarget(
  model: Model,
  tell: Tell,
  { owner, what, id, to }: { owner: XmlElement; what: string; id: string; to: Kind },
): undefined {
  const target = model.byId.get(id);
  // Engines' dialects name errors by their code.
  if (
    !target &&
    model.dialect &&
    ['errorRef', 'signalRef', 'escalationRef', 'default', 'incoming', 'outgoing', 'itemSubjectRef'].includes(what)
  )
    return;
  if (!target)
    return tell(owner, 'bpmn.reference_dangling', `「${what}」指向的「${id}」不存在。`, `${what} names “${id}”, which does not exist.`);
  if (!to(target))
    tell(
      owner,
      'bpmn.reference_kind',
      `「${what}」不能指向 ${target.name}「${id}」。`,
      `${what} must not name the ${target.name} “${id}”.`,
    );
}

/** Sequence flows connect flow nodes of one level; what they may not touch is told at the node. */
export const flowEnds: Rule = (model, tell) => {
  for (const flow of model.flows) {
    const ends = (['sourceRef', 'targetRef'] as const).map((end) => endOf(model, tell, flow, end));
    const [source, target] = ends;
    if (!source || !target) continue;
    if (source.parent !== target.parent)
      tell(flow, 'bpmn.flow_crosses', '顺序流跨越了泳池或子流程的边界。', 'The sequence flow crosses the border of a pool or sub-process.');
  }
};

function endOf(model: Model, tell: Tell, flow: XmlElement, end: 'sourceRef' | 'targetRef'): XmlElement | undefined {
  const id = localRef(attr(flow, end));
  const element = id === undefined ? undefined : model.byId.get(id);
  const zh = end === 'sourceRef' ? '起点' : '终点';
  const en = end === 'sourceRef' ? 'source' : 'target';
  if (!element) {
    tell(
      flow,
      'bpmn.reference_dangling',
      `顺序流的${zh}「${id ?? ''}」不存在。`,
      `The ${en} “${id ?? ''}” of the sequence flow does not exist.`,
    );
    return undefined;
  }
  const choreography = ['choreographyTask', 'callChoreography', 'subChoreography'].includes(element.name);
  if (!isFlowNode(element) && !choreography) {
    tell(
      flow,
      'bpmn.flow_end',
      `${element.name}「${id}」不能作顺序流的${zh}。`,
      `The ${element.name} “${id}” cannot be the ${en} of a sequence flow.`,
    );
    return undefined;
  }
  if (blocks.has(element.name) && attr(element, 'triggeredByEvent') === 'true')
    tell(
      element,
      'bpmn.event_sub_process_flow',
      '事件子流程不能有进出的顺序流。',
      'An event sub-process has no incoming or outgoing sequence flows.',
    );
  return element;
}

/** Data of activities and events: what goes in and out is listed, referenced and of one type. */
import { attr, childOf, childrenOf, idOf, isActivity, isTrue, localRef, MODEL, type Model, refOf, textOf } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { isStrict, type Rule, type Tell } from './rule.ts';

const itemOf = (model: Model, element: XmlElement | undefined, attribute = 'itemSubjectRef'): XmlElement | undefined =>
  element && model.byId.get(refOf(element, attribute) ?? '');
const structureOf = (item: XmlElement | undefined): string | undefined => item && attr(item, 'structureRef');
/** The same item, or items of the same structure; an item that says nothing fits only itself. */
const sameItem = (one: XmlElement | undefined, other: XmlElement | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && structureOf(one) !== undefined && structureOf(one) === structureOf(other));
const describe = (element: XmlElement): string => attr(element, 'name') || idOf(element);
const inputsOf = (owner: XmlElement): XmlElement[] => childrenOf(childOf(owner, 'ioSpecification') ?? owner, 'dataInput');
const outputsOf = (owner: XmlElement): XmlElement[] => childrenOf(childOf(owner, 'ioSpecification') ?? owner, 'dataOutput');
const refs = (set: XmlElement, name: string): string[] => childrenOf(set, name).map((one) => localRef(one.text) ?? '');

export const collections: Rule = (model, tell) => {
  for (const element of model.all) {
    if (element.namespace !== MODEL || !['dataInput', 'dataOutput', 'dataObject'].includes(element.name) || !isStrict(model, element))
      continue;
    const item = itemOf(model, element);
    if (item && isTrue(item, 'isCollection') !== isTrue(element, 'isCollection'))
      tell(element, 'bpmn.data_collection', '数据与其类型是否为集合不一致。', 'The data and its type do not agree on being a collection.');
  }
};

/** Every input and output is in a set; sets list what they call optional; sets that name each other do so both ways. */
export const sets: Rule = (model, tell) => {
  for (const owner of model.all) {
    if (owner.namespace !== MODEL || !isStrict(model, owner)) continue;
    if (owner.name === 'ioSpecification' && owner.parent && ['subProcess', 'transaction', 'adHocSubProcess'].includes(owner.parent.name))
      tell(owner.parent, 'bpmn.data_place', '子流程不能有输入输出定义。', 'A sub-process has no input and output of its own.');
    const inputSets = childrenOf(owner, 'inputSet');
    const outputSets = childrenOf(owner, 'outputSet');
    if (owner.name === 'ioSpecification' || inputSets.length > 0 || outputSets.length > 0) {
      unlisted(tell, childrenOf(owner, 'dataInput'), inputSets, 'dataInputRefs');
      unlisted(tell, childrenOf(owner, 'dataOutput'), outputSets, 'dataOutputRefs');
    }
    for (const set of inputSets) {
      listed(tell, owner, set, 'dataInputRefs', ['optionalInputRefs', 'whileExecutingInputRefs']);
      mutual(model, tell, owner, set, ['outputSetRefs', 'inputSetRefs']);
    }
    for (const set of outputSets) {
      listed(tell, owner, set, 'dataOutputRefs', ['optionalOutputRefs', 'whileExecutingOutputRefs']);
      mutual(model, tell, owner, set, ['inputSetRefs', 'outputSetRefs']);
    }
  }
};

function unlisted(tell: Tell, data: readonly XmlElement[], inSets: readonly XmlElement[], name: string): undefined {
  const known = new Set(inSets.flatMap((set) => refs(set, name)));
  for (const one of data) if (!known.has(idOf(one))) tell(one, 'bpmn.data_set', '没有列在任何一个集合里。', 'Is not listed in any set.');
}

function listed(tell: Tell, owner: XmlElement, set: XmlElement, base: string, others: readonly string[]): undefined {
  const known = new Set(refs(set, base));
  for (const other of others)
    for (const one of refs(set, other))
      if (!known.has(one))
        tell(place(set, owner), 'bpmn.data_set', `「${one}」须先列为 ${base}。`, `“${one}” must also be listed as ${base}.`);
}

function mutual(model: Model, tell: Tell, owner: XmlElement, set: XmlElement, [there, back]: readonly [string, string]): undefined {
  for (const one of refs(set, there)) {
    const other = model.byId.get(one);
    if (other && !refs(other, back).includes(idOf(set)))
      tell(place(set, owner), 'bpmn.data_set', `「${one}」没有反过来引用它。`, `“${one}” does not refer back.`);
  }
}
const place = (set: XmlElement, owner: XmlElement): XmlElement =>
  attr(set, 'id') ? set : attr(owner, 'id') ? owner : (owner.parent ?? owner);

export const associations: Rule = (model, tell) => {
  for (const association of model.all) {
    if (association.namespace !== MODEL || !/^data(In|Out)putAssociation$/.test(association.name) || !isStrict(model, association))
      continue;
    const input = association.name === 'dataInputAssociation';
    const sources = childrenOf(association, 'sourceRef').map((one) => model.byId.get(localRef(one.text) ?? ''));
    const target = model.byId.get(textOf(childOf(association, 'targetRef')));
    const changes = childOf(association, 'transformation');
    if (sources.length > 1 && !changes)
      tell(association, 'bpmn.data_association', '多个来源须有转换。', 'Several sources need a transformation.');
    if (input && sources.some((source) => source?.name === 'dataOutput'))
      tell(association, 'bpmn.data_association', '输出不能作输入的来源。', 'An output cannot be the source of an input.');
    if (!input && target?.name === 'dataInput')
      tell(association, 'bpmn.data_association', '输入不能作输出的目标。', 'An input cannot be the target of an output.');
    if (!changes && target && sources.some((source) => source && !agree(model, source, target)))
      tell(
        association,
        'bpmn.data_type',
        '来源与目标的类型不同，又没有转换。',
        'Source and target differ in type, and nothing transforms.',
      );
  }
};

/** Data objects and stores are looked at behind their references; what has no type fits everything. */
function agree(model: Model, source: XmlElement, target: XmlElement): boolean {
  const [one, other] = [typed(model, source), typed(model, target)];
  return !one || !other || sameItem(one, other) || (structureOf(one) === undefined && structureOf(other) === undefined);
}
function typed(model: Model, element: XmlElement): XmlElement | undefined {
  const behind = model.byId.get(refOf(element, 'dataObjectRef') ?? refOf(element, 'dataStoreRef') ?? '');
  return itemOf(model, element) ?? itemOf(model, behind);
}

/** Send, receive and service tasks carry what their message carries. */
export const messageTasks: Rule = (model, tell) => {
  for (const task of model.all) {
    if (task.namespace !== MODEL || !['sendTask', 'receiveTask', 'serviceTask'].includes(task.name) || !isStrict(model, task)) continue;
    const specification = childOf(task, 'ioSpecification');
    if (!specification) continue;
    const operation = model.byId.get(refOf(task, 'operationRef') ?? '');
    const own = model.byId.get(refOf(task, 'messageRef') ?? '');
    if (task.name !== 'receiveTask') {
      const message = own ?? model.byId.get(textOf(operation && childOf(operation, 'inMessageRef')));
      oneOf(model, tell, task, { data: inputsOf(task), sets: childrenOf(specification, 'inputSet'), message });
    }
    if (task.name !== 'sendTask') {
      const reply = task.name === 'receiveTask' ? own : model.byId.get(textOf(operation && childOf(operation, 'outMessageRef')));
      oneOf(model, tell, task, { data: outputsOf(task), sets: childrenOf(specification, 'outputSet'), message: reply });
    }
  }
};

function oneOf(
  model: Model,
  tell: Tell,
  task: XmlElement,
  { data, sets: all, message }: { data: XmlElement[]; sets: XmlElement[]; message: XmlElement | undefined },
): undefined {
  if (data.length > 1 || all.length > 1)
    tell(task, 'bpmn.data_message', '消息任务只能有一个输入（输出）。', 'A task that sends or receives has one input (output).');
  const item = itemOf(model, message, 'itemRef');
  if (message && data.length === 1 && !sameItem(item, itemOf(model, data[0])))
    tell(
      task,
      'bpmn.data_type',
      `数据「${describe(data[0]!)}」与消息的类型不同。`,
      `The data “${describe(data[0]!)}” and the message differ in type.`,
    );
}

/** A call passes exactly what the called element takes and gives. */
export const callData: Rule = (model, tell) => {
  for (const call of model.all) {
    if (call.namespace !== MODEL || call.name !== 'callActivity' || !isStrict(model, call)) continue;
    const called = model.byId.get(refOf(call, 'calledElement') ?? '');
    if (!called || (!childOf(call, 'ioSpecification') && !childOf(called, 'ioSpecification'))) continue;
    const fits = (mine: XmlElement[], theirs: XmlElement[]) =>
      mine.length === theirs.length && mine.every((one) => theirs.some((other) => sameItem(itemOf(model, one), itemOf(model, other))));
    if (!fits(inputsOf(call), inputsOf(called)) || !fits(outputsOf(call), outputsOf(called)))
      tell(
        call,
        'bpmn.call_data',
        '传入传出的数据与被调用的流程不一致。',
        'What is passed in and out differs from what the called process takes and gives.',
      );
  }
  for (const callable of model.all) {
    if (callable.namespace !== MODEL || !/^(process|global\w*Task)$/.test(callable.name) || !isStrict(model, callable)) continue;
    const operations = childrenOf(callable, 'supportedInterfaceRef').flatMap((one) => {
      const found = model.byId.get(localRef(one.text) ?? '');
      return found ? childrenOf(found, 'operation') : [];
    });
    const bindings = childrenOf(callable, 'ioBinding');
    for (const operation of operations)
      if (!bindings.some((binding) => refOf(binding, 'operationRef') === idOf(operation)))
        tell(
          callable,
          'bpmn.call_binding',
          `没有写明操作「${describe(operation)}」的数据。`,
          `Does not say what data the operation “${describe(operation)}” takes.`,
        );
    for (const binding of bindings) bound(model, tell, callable, binding);
  }
};

function bound(model: Model, tell: Tell, callable: XmlElement, binding: XmlElement): undefined {
  const operation = model.byId.get(refOf(binding, 'operationRef') ?? '');
  if (!operation) return;
  for (const [data, message] of [
    ['inputDataRef', 'inMessageRef'],
    ['outputDataRef', 'outMessageRef'],
  ] as const) {
    const one = model.byId.get(refOf(binding, data) ?? '');
    const sent = model.byId.get(textOf(childOf(operation, message)));
    if (one && sent && !/Set$/.test(one.name) && !sameItem(itemOf(model, one), itemOf(model, sent, 'itemRef')))
      tell(
        callable,
        'bpmn.data_type',
        `绑定的数据「${describe(one)}」与操作的消息类型不同。`,
        `The bound data “${describe(one)}” and the message of the operation differ in type.`,
      );
  }
}

/** The data of a multi-instance activity: a collection, and one entry of it. */
export const instanceData: Rule = (model, tell) => {
  for (const marker of model.all) {
    if (marker.namespace !== MODEL || marker.name !== 'multiInstanceLoopCharacteristics' || !isStrict(model, marker)) continue;
    const activity = marker.parent!;
    for (const [reference, entry] of [
      ['loopDataInputRef', 'inputDataItem'],
      ['loopDataOutputRef', 'outputDataItem'],
    ] as const) {
      const data = model.byId.get(textOf(childOf(marker, reference)));
      const item = itemOf(model, data);
      if (data && item && !isTrue(item, 'isCollection') && !isTrue(data, 'isCollection'))
        tell(activity, 'bpmn.instances_data', '多实例的数据须为集合。', 'The data of a multi-instance activity is a collection.');
      const one = itemOf(model, childOf(marker, entry));
      if (one && isTrue(one, 'isCollection'))
        tell(activity, 'bpmn.instances_data', '单个数据项不能是集合。', 'One entry of the data is no collection.');
      if (one && item && structureOf(one) !== structureOf(item))
        tell(activity, 'bpmn.data_type', '单个数据项与集合的类型不同。', 'One entry and the collection differ in type.');
    }
  }
};

/** An event carries as many data as it has definitions, each of the type of what is sent. */
export const eventData: Rule = (model, tell) => {
  for (const event of model.all) {
    if (event.namespace !== MODEL || isActivity(event) || !isStrict(model, event)) continue;
    const throws = event.name === 'endEvent' || event.name === 'intermediateThrowEvent';
    if (!throws && !['startEvent', 'intermediateCatchEvent', 'boundaryEvent'].includes(event.name)) continue;
    const data = childrenOf(event, throws ? 'dataInput' : 'dataOutput');
    if (data.length === 0) continue;
    const payloads = model.definitionsOf(event).filter((one) => /^(message|signal|error|escalation)/.test(one.name));
    if (payloads.length > 1 && payloads.length !== data.length)
      tell(event, 'bpmn.event_data', '数据的个数与事件定义不一致。', 'There are not as many data as event definitions.');
    if (payloads.length === 1 && data.length > 1)
      tell(event, 'bpmn.event_data', '一个事件定义只能带一项数据。', 'One event definition carries one data.');
    for (const [index, definition] of payloads.entries()) {
      const kind = definition.name.replace('EventDefinition', '');
      const sent = model.byId.get(refOf(definition, `${kind}Ref`) ?? '');
      const item = itemOf(model, sent, kind === 'message' ? 'itemRef' : 'structureRef');
      if (item && data[index] && !sameItem(item, itemOf(model, data[index])))
        tell(
          event,
          'bpmn.data_type',
          `数据「${describe(data[index])}」与事件的类型不同。`,
          `The data “${describe(data[index])}” and the event differ in type.`,
        );
    }
  }
};

export const dataReferences: Rule = (model, tell) => {
  for (const reference of model.all)
    if (
      reference.name === 'dataObjectReference' &&
      reference.namespace === MODEL &&
      isStrict(model, reference) &&
      !attr(reference, 'dataObjectRef')
    )
      tell(reference, 'bpmn.reference_dangling', '数据对象引用没有指明数据对象。', 'The data object reference names no data object.');
};

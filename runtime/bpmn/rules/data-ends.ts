/** What data and messages belong to: their activity, their operation, their scope, their resource. */
import { attr, childOf, childrenOf, localRef, MODEL, refOf, textOf } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { isStrict, type Rule } from './rule.ts';

/** An association ends at an input, or begins at an output, of the activity or event it belongs to. */
export const ownEnds: Rule = (model, tell) => {
  for (const association of model.all) {
    if (association.namespace !== MODEL || !isStrict(model, association) || !association.parent) continue;
    const [name, kind] =
      association.name === 'dataInputAssociation'
        ? ['targetRef', 'dataInput']
        : association.name === 'dataOutputAssociation'
          ? ['sourceRef', 'dataOutput']
          : [];
    if (name === undefined) continue;
    for (const reference of childrenOf(association, name)) {
      const data = model.byId.get(localRef(reference.text) ?? '');
      if (data && data.name === kind && ownerOf(data) !== association.parent)
        tell(association, 'bpmn.data_association', '关联的数据不属于这个活动。', 'The data of the association belongs to another element.');
    }
  }
};
const ownerOf = (data: XmlElement): XmlElement | undefined => (data.parent?.name === 'ioSpecification' ? data.parent.parent : data.parent);

/** Where a message and an operation are both named, the operation is about that message. */
export const sameMessage: Rule = (model, tell) => {
  for (const element of model.all) {
    if (element.namespace !== MODEL || !isStrict(model, element)) continue;
    if (!['sendTask', 'receiveTask', 'messageEventDefinition'].includes(element.name)) continue;
    const message = refOf(element, 'messageRef');
    const named = refOf(element, 'operationRef') ?? localRef(childOf(element, 'operationRef')?.text);
    const operation = model.byId.get(named ?? '');
    if (message === undefined || operation?.name !== 'operation') continue;
    const carried = [...childrenOf(operation, 'inMessageRef'), ...childrenOf(operation, 'outMessageRef')].map((one) => localRef(one.text));
    if (!carried.includes(message))
      tell(
        attr(element, 'messageRef') && element.name !== 'messageEventDefinition' ? element : (element.parent ?? element),
        'bpmn.message_operation',
        '消息与操作的消息不同。',
        'The message is not the one of the operation.',
      );
  }
};

/** A data object is seen in the process or sub-process it lies in, and below. */
export const scopes: Rule = (model, tell) => {
  for (const reference of model.all) {
    if (reference.namespace !== MODEL || reference.name !== 'dataObjectReference' || !isStrict(model, reference)) continue;
    const object = model.byId.get(refOf(reference, 'dataObjectRef') ?? '');
    if (!object?.parent) continue;
    let around: XmlElement | undefined = reference.parent;
    while (around && around !== object.parent) around = around.parent;
    if (!around) tell(reference, 'bpmn.data_scope', '引用的数据对象在这里看不到。', 'The data object is not visible here.');
  }
};

/** Parameters are those of the resource that is named. */
export const parameters: Rule = (model, tell) => {
  for (const role of model.all) {
    const resource = model.byId.get(textOf(childOf(role, 'resourceRef')));
    if (role.namespace !== MODEL || resource?.name !== 'resource' || !isStrict(model, role)) continue;
    for (const binding of childrenOf(role, 'resourceParameterBinding')) {
      const parameter = model.byId.get(refOf(binding, 'parameterRef') ?? '');
      if (parameter && parameter.parent !== resource)
        tell(role.parent ?? role, 'bpmn.performer', '参数不是这个资源的。', 'The parameter belongs to another resource.');
    }
  }
};

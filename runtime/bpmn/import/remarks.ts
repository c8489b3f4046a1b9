/** Elements that have no meaning of their own in a scenario, and what became of them. */
import { attr, DC, DD, DI, isActivity, isDefinition, isFlowNode, MODEL, type Model, textOf } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import type { Report } from './report.ts';

/** Parts that say nothing their owner did not say. */
const parts = new Set([
  'incoming',
  'outgoing',
  'flowNodeRef',
  'eventDefinitionRef',
  'timeDuration',
  'timeDate',
  'timeCycle',
  'loopCardinality',
  'completionCondition',
  'loopCondition',
  'condition',
  'conditionExpression',
  'activationCondition',
]);

const lost: Record<string, [string, string]> = {
  textAnnotation: ['注释的文字没有导入。', 'The annotation is not imported.'],
  text: ['注释的文字没有导入。', 'The annotation is not imported.'],
  association: ['关联线没有导入。', 'The association is not imported.'],
  group: ['分组框没有导入。', 'The group is not imported.'],
  category: ['分类没有导入。', 'The category is not imported.'],
  categoryValue: ['分类没有导入。', 'The category is not imported.'],
  messageFlow: ['消息按名称相连，消息流只是画法。', 'Messages meet by their name; the flow is only drawn.'],
  participantMultiplicity: ['参与者的数量没有导入。', 'How many participants there are is not imported.'],
  extensionElements: ['扩展内容没有导入。', 'Extensions are not imported.'],
};
const data = new Set(
  (
    'dataObject dataObjectReference dataStore dataStoreReference dataInput dataOutput dataInputAssociation dataOutputAssociation ioSpecification ' +
    'inputSet outputSet property itemDefinition dataInputRefs dataOutputRefs sourceRef targetRef assignment from to transformation dataState ' +
    'loopDataInputRef loopDataOutputRef inputDataItem outputDataItem optionalInputRefs optionalOutputRefs'
  ).split(' '),
);

/** Says something of every element nobody has spoken of. */
export function remark(model: Model, report: Report): undefined {
  for (const element of model.all) {
    if (report.fateOf(element)) continue;
    if (element.namespace !== MODEL) {
      if (![DI, DC, DD].includes(element.namespace)) report.loss(element, '扩展内容没有导入。', 'Extensions are not imported.');
      continue;
    }
    remarkOn(report, element);
  }
}

function remarkOn(report: Report, element: XmlElement): undefined {
  const { name, parent } = element;
  if (name === 'definitions' || name === 'process' || name === 'collaboration') return report.mapped(element, 'scenario');
  if (name === 'documentation') return documentation(report, element);
  if (parts.has(name) && parent) return withOwner(report, element, parent);
  if (lost[name]) return report.loss(element, ...lost[name]);
  if (data.has(name))
    return report.loss(
      element,
      '数据的流向没有导入：数据在表单和变量里说明。',
      'Where data goes is not imported: forms and variables say it.',
    );
  if (['message', 'signal', 'error', 'escalation'].includes(name))
    return report.loss(element, '没有被用到，没有导入。', 'Is not used: not imported.');
  if (
    [
      'interface',
      'operation',
      'inMessageRef',
      'outMessageRef',
      'operationRef',
      'supportedInterfaceRef',
      'ioBinding',
      'endPoint',
      'interfaceRef',
    ].includes(name)
  )
    return report.loss(element, '接口没有导入：由连接器配置。', 'Interfaces are not imported: connections are configured.');
  if (
    [
      'resource',
      'resourceRole',
      'performer',
      'humanPerformer',
      'potentialOwner',
      'resourceRef',
      'resourceAssignmentExpression',
      'formalExpression',
      'resourceParameter',
      'resourceParameterBinding',
    ].includes(name)
  )
    return report.loss(element, '办理人没有导入：由部门认领。', 'Performers are not imported: the department claims the task.');
  if (name === 'participant') return report.loss(element, '没有流程的参与者没有导入。', 'A participant without a process is not imported.');
  if (isActivity(element) || isFlowNode(element) || isDefinition(element) || name === 'sequenceFlow')
    return report.refused(element, '没有导入。', 'Not imported.');
  report.loss(element, '场景语言没有对应的内容，没有导入。', 'The scenario language has nothing like it: not imported.');
}

function withOwner(report: Report, element: XmlElement, owner: XmlElement): undefined {
  const fate = report.fateOf(owner);
  if (fate === 'refused') report.refused(element, '所属元素没有导入。', 'What it belongs to is not imported.');
  else if (fate === undefined) report.loss(element, '所属元素没有导入。', 'What it belongs to is not imported.');
  else report.mapped(element);
}

function documentation(report: Report, element: XmlElement): undefined {
  const kept = element.parent && isFlowNode(element.parent) && textOf(element) !== '';
  if (kept && report.fateOf(element.parent!) !== 'refused') {
    const format = attr(element, 'textFormat');
    if (format && format !== 'text/plain') report.loss(element, '格式没有保留。', 'Its format is not kept.', 'description');
    else report.mapped(element, 'description');
  } else report.loss(element, '说明没有导入。', 'The documentation is not imported.');
}

/** Expressions of executable models are formal and not empty; formats and languages are what they claim to be. */
import { attr, childOf, childrenOf, MODEL, textOf, XSI } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { isStrict, type Rule } from './rule.ts';

/** Children typed Expression in the schema, that must say they are formal. */
const open = new Set([
  'conditionExpression',
  'loopCondition',
  'loopCardinality',
  'completionCondition',
  'activationCondition',
  'condition',
  'timeDate',
  'timeCycle',
  'timeDuration',
  'from',
  'to',
]);
/** Typed FormalExpression in the schema: they only need a body. */
const formal = new Set(['messagePath', 'dataPath', 'transformation']);
const booleans = new Set(['conditionExpression', 'loopCondition', 'completionCondition', 'condition', 'activationCondition']);

export const formalExpressions: Rule = (model, tell) => {
  for (const element of model.all) {
    if (element.namespace !== MODEL || !(open.has(element.name) || formal.has(element.name)) || !isStrict(model, element)) continue;
    const owner = element.parent ?? element;
    const body = textOf(element);
    if (body === '') tell(owner, 'bpmn.expression_empty', `「${element.name}」没有内容。`, `${element.name} has no content.`);
    else if (open.has(element.name) && owner.name !== 'complexBehaviorDefinition' && typeOf(element) !== 'tFormalExpression')
      tell(
        owner,
        'bpmn.expression_informal',
        `可执行流程里的「${element.name}」须写成形式表达式（tFormalExpression）。`,
        `${element.name} of an executable process must be a formal expression (tFormalExpression).`,
      );
    else if (booleans.has(element.name) && isConstant(body))
      tell(
        owner,
        'bpmn.expression_not_boolean',
        `「${element.name}」的值不是真或假：${body.slice(0, 60)}`,
        `${element.name} is neither true nor false: ${body.slice(0, 60)}`,
      );
  }
};

const typeOf = (element: XmlElement): string => (attr(element, `{${XSI}}type`) ?? '').replace(/^.*:/, '');
/** A number or a text alone is no condition. */
const isConstant = (body: string): boolean => /^[-+]?\d+(\.\d+)?$|^"[^"]*"$|^'[^']*'$/.test(body);

const isUri = (text: string): boolean => /^[^\s<>"{}|\\^`]*$/.test(text) && !/%(?![0-9a-fA-F]{2})/.test(text);
const isMime = (text: string): boolean => /^[\w.+!#$&^-]+\/[\w.+!#$&^-]+(\s*;.*)?$/.test(text);

export const formats: Rule = (model, tell) => {
  for (const element of model.all) {
    if (element.namespace !== MODEL || !isStrict(model, element)) continue;
    for (const name of ['language', 'method', 'expressionLanguage', 'typeLanguage', 'targetNamespace']) {
      const value = attr(element, name);
      if (value !== undefined && !isUri(value))
        tell(named(element), 'bpmn.not_a_uri', `「${name}」不是 URI：${value.slice(0, 60)}`, `${name} is no URI: ${value.slice(0, 60)}`);
    }
    for (const name of ['textFormat', 'scriptFormat']) {
      const value = attr(element, name);
      if (value !== undefined && !isMime(value))
        tell(
          named(element),
          'bpmn.not_a_mime_type',
          `「${name}」不是 MIME 类型：${value.slice(0, 60)}`,
          `${name} is no MIME type: ${value.slice(0, 60)}`,
        );
    }
  }
};

/** The element itself, or the nearest one with an id, so that people find it. */
const named = (element: XmlElement): XmlElement => {
  for (let one: XmlElement | undefined = element; one; one = one.parent) if (attr(one, 'id')) return one;
  return element;
};

export const isoDuration = /^[-+]?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;
export const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:?\d{2})?)?$/;
export const isoCycle = /^R\d*\/(.+)$/;

/** One of three ways to say when, and in ISO 8601. */
export const timers: Rule = (model, tell) => {
  for (const timer of model.all) {
    if (timer.namespace !== MODEL || timer.name !== 'timerEventDefinition') continue;
    const given = childrenOf(timer, 'timeDate', 'timeCycle', 'timeDuration');
    if (given.length > 1)
      tell(owner(timer), 'bpmn.timer_several', '计时器只能写一种时间。', 'A timer has one of date, duration and cycle.');
    if (!isStrict(model, timer)) continue;
    if (given.length === 0) tell(owner(timer), 'bpmn.timer_empty', '计时器没有写时间。', 'The timer does not say when.');
    for (const one of given) {
      const text = textOf(one);
      if (text === '' || text.includes('${') || fits(one.name, text)) continue;
      tell(owner(timer), 'bpmn.timer_format', `时间不符合 ISO 8601：${text.slice(0, 60)}`, `Not ISO 8601: ${text.slice(0, 60)}`);
    }
  }
};

function fits(name: string, text: string): boolean {
  if (name === 'timeDuration') return isoDuration.test(text);
  if (name === 'timeDate') return isoDate.test(text);
  const parts = isoCycle.exec(text)?.[1]?.split('/');
  return parts !== undefined && parts.length <= 3 && parts.every((part) => isoDuration.test(part) || isoDate.test(part));
}

const owner = (definition: XmlElement): XmlElement =>
  definition.parent?.name === 'definitions' ? definition : (definition.parent ?? definition);

/** Values that must be numbers within bounds. */
export const quantities: Rule = (model, tell) => {
  for (const element of model.all) {
    if (element.namespace !== MODEL) continue;
    for (const name of ['startQuantity', 'completionQuantity', 'loopMaximum']) {
      const value = attr(element, name);
      if (value !== undefined && !/^\+?0*[1-9]\d*$/.test(value))
        tell(
          named(element),
          'bpmn.quantity',
          `「${name}」须为不小于 1 的整数，写的是 ${value}。`,
          `${name} must be a whole number of at least 1, not ${value}.`,
        );
    }
    if (element.name === 'participantMultiplicity') multiplicity(element, tell);
  }
};

function multiplicity(element: XmlElement, tell: Parameters<Rule>[1]): undefined {
  const minimum = Number(attr(element, 'minimum') ?? 0);
  const maximum = Number(attr(element, 'maximum') ?? Math.max(1, minimum));
  if (!Number.isInteger(minimum) || !Number.isInteger(maximum) || minimum < 0 || maximum < 1 || maximum < minimum)
    tell(element.parent ?? element, 'bpmn.multiplicity', '参与者的数量范围有误。', 'The range of the participant is wrong.');
}

/** Loops: one marker, and everything its behaviour needs. */
export const loops: Rule = (model, tell) => {
  for (const activity of model.all) {
    const markers = childrenOf(activity, 'standardLoopCharacteristics', 'multiInstanceLoopCharacteristics');
    if (markers.length > 1) tell(activity, 'bpmn.loop_twice', '一个活动只能有一种循环标记。', 'An activity has one loop marker at most.');
    for (const marker of markers) {
      if (marker.name === 'standardLoopCharacteristics') {
        if (isStrict(model, marker) && !childOf(marker, 'loopCondition') && !attr(marker, 'loopMaximum'))
          tell(activity, 'bpmn.loop_condition', '循环没有写条件。', 'The loop has no condition.');
        continue;
      }
      multiInstance(activity, marker, isStrict(model, marker), tell);
    }
  }
};

function multiInstance(activity: XmlElement, marker: XmlElement, strict: boolean, tell: Parameters<Rule>[1]): undefined {
  const cardinality = childOf(marker, 'loopCardinality');
  const input = childOf(marker, 'loopDataInputRef');
  if (strict && !cardinality === !input)
    tell(
      activity,
      'bpmn.instances_number',
      '多实例须写循环次数或输入集合之一。',
      'A multi-instance activity has either a cardinality or an input collection.',
    );
  const behavior = attr(marker, 'behavior') ?? 'All';
  const complex = childOf(marker, 'complexBehaviorDefinition');
  if (strict && behavior === 'None' && !attr(marker, 'noneBehaviorEventRef'))
    tell(activity, 'bpmn.instances_event', '「None」行为须指明事件。', 'Behaviour None must name an event.');
  if (strict && behavior === 'One' && !attr(marker, 'oneBehaviorEventRef'))
    tell(activity, 'bpmn.instances_event', '「One」行为须指明事件。', 'Behaviour One must name an event.');
  if (strict && behavior === 'Complex' && !complex)
    tell(activity, 'bpmn.instances_event', '「Complex」行为须有定义。', 'Behaviour Complex needs a definition.');
  if (strict && complex && !childOf(complex, 'condition'))
    tell(activity, 'bpmn.expression_empty', '复杂行为没有条件。', 'A complex behaviour has no condition.');
}

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of other engines are written like this
import { describe, expect, it } from 'vitest';
import { modelOf } from '../model.ts';
import { definitions, dialect, flows, formal, model } from '../testing/model.ts';
import { readXml } from '../xml.ts';
import { violationsOf } from './index.ts';

/** `code element id` of everything that is wrong. */
function wrong(file: Uint8Array): string[] {
  return violationsOf(modelOf(readXml(file)))
    .filter(({ fatal }) => fatal)
    .map(({ code, element, id }) => `${code} ${element}${id ? ` ${id}` : ''}`);
}

const start = '<startEvent id="s"/>';
const end = '<endEvent id="e"/>';
const around = (inside: string, ...pairs: string[]) => `${start}${inside}${end}${flows(...pairs)}`;
const timer = `<timerEventDefinition id="t">${formal('timeDuration', 'PT1S')}</timerEventDefinition>`;
const message =
  '<message id="m" name="m"/><interface id="i" name="i"><operation id="o" name="o"><inMessageRef>m</inMessageRef></operation></interface>';

describe('a valid model', () => {
  it('has nothing wrong', () => {
    expect(wrong(model(around('<task id="a"/>', 's>a', 'a>e')))).toEqual([]);
  });

  it('may leave out in a dialect what the standard demands of executable models', () => {
    const plain =
      around('<task id="a"/>', 's>a') +
      '<sequenceFlow id="c" sourceRef="a" targetRef="e"><conditionExpression>${x}</conditionExpression></sequenceFlow>';
    expect(wrong(model(plain, '', dialect))).toEqual([]);
    expect(wrong(model(plain))).toEqual(['bpmn.condition_alone sequenceFlow c', 'bpmn.expression_informal sequenceFlow c']);
  });

  it('is not refused when it is only a drawing', () => {
    const drawing = definitions('<process id="p" isExecutable="false"><endEvent id="e"/></process>');
    expect(wrong(drawing)).toEqual([]);
  });
});

describe('an invalid model is told at its element', () => {
  it.each<[string, Uint8Array, string]>([
    ['an id used twice', model(around('<task id="a"/><task id="a"/>', 's>a', 'a>e')), 'bpmn.id_twice task a'],
    ['a flow to nowhere', model(around('', 's>nobody', 's>e')), 'bpmn.reference_dangling sequenceFlow'],
    ['a flow to an annotation', model(around('<textAnnotation id="n"/>', 's>n', 's>e')), 'bpmn.flow_end sequenceFlow'],
    [
      'a flow over the border of a sub-process',
      model(around(`<subProcess id="b"><task id="a"/></subProcess>`, 's>b', 'b>e', 's>a')),
      'bpmn.flow_crosses sequenceFlow',
    ],
    ['a flow into a start', model(around('<task id="a"/>', 's>a', 'a>e', 'a>s')), 'bpmn.start_incoming startEvent s'],
    ['a flow out of an end', model(around('<task id="a"/>', 's>a', 'a>e', 'e>a')), 'bpmn.end_outgoing endEvent e'],
    ['an end nothing leads to', model(around('<task id="a"/><endEvent id="e2"/>', 's>a', 'a>e')), 'bpmn.end_incoming endEvent e2'],
    ['an end without a start', model(`<task id="a"/>${end}${flows('a>e')}`), 'bpmn.start_missing endEvent e'],
    ['a start without an end', model(`${start}<task id="a"/>${flows('s>a')}`), 'bpmn.end_missing startEvent s'],
    [
      'incoming that is not listed',
      model(`<startEvent id="s"><outgoing>x</outgoing></startEvent>${end}<sequenceFlow id="x" sourceRef="s" targetRef="e"/>`),
      'bpmn.flow_not_listed endEvent e',
    ],
    [
      'a converging gateway that splits',
      model(around('<exclusiveGateway id="g" gatewayDirection="Converging"/><task id="a"/>', 's>g', 'g>a', 'g>e', 'a>e')),
      'bpmn.gateway_direction exclusiveGateway g',
    ],
    [
      'a start of an unfit kind',
      model(`<startEvent id="s"><errorEventDefinition/></startEvent>${end}${flows('s>e')}`),
      'bpmn.event_definition startEvent s',
    ],
    [
      'a sub-process that starts by itself',
      model(
        around(
          `<subProcess id="b"><startEvent id="s2">${timer}</startEvent><endEvent id="e2"/>${flows('s2>e2')}</subProcess>`,
          's>b',
          'b>e',
        ),
      ),
      'bpmn.sub_process_start startEvent s2',
    ],
    [
      'an event sub-process nothing starts',
      model(
        around(
          `<task id="a"/><subProcess id="b" triggeredByEvent="true"><startEvent id="s2"/><endEvent id="e2"/>${flows('s2>e2')}</subProcess>`,
          's>a',
          'a>e',
        ),
      ),
      'bpmn.event_start startEvent s2',
    ],
    [
      'a cancel end outside of a transaction',
      model(`${start}<endEvent id="e"><cancelEventDefinition/></endEvent>${flows('s>e')}`),
      'bpmn.cancel_outside endEvent e',
    ],
    [
      'an event on a step without a way',
      model(around(`<task id="a"/><boundaryEvent id="b" attachedToRef="a">${timer}</boundaryEvent>`, 's>a', 'a>e')),
      'bpmn.boundary_outgoing boundaryEvent b',
    ],
    [
      'compensation by an ordinary activity',
      model(
        around(
          '<task id="a"/><task id="u"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><association id="x" sourceRef="b" targetRef="u"/>',
          's>a',
          'a>e',
          'u>e',
        ),
      ),
      'bpmn.compensation_handler task u',
    ],
    [
      'an event gateway with one way',
      model(around(`<eventBasedGateway id="g"/><intermediateCatchEvent id="c">${timer}</intermediateCatchEvent>`, 's>g', 'g>c', 'c>e')),
      'bpmn.event_gateway eventBasedGateway g',
    ],
    [
      'a throw without a code',
      model(`${start}<endEvent id="e"><errorEventDefinition/></endEvent>${flows('s>e')}`),
      'bpmn.definition_incomplete endEvent e',
    ],
    [
      'a message event without an operation',
      model(`<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>${end}${flows('s>e')}`, message),
      'bpmn.definition_incomplete startEvent s',
    ],
    [
      'a link without a source',
      model(around('<intermediateCatchEvent id="c"><linkEventDefinition id="l" name="l"/></intermediateCatchEvent>', 's>e', 'c>e')),
      'bpmn.link intermediateCatchEvent c',
    ],
    [
      'a timer that is none',
      model(
        around(
          `<intermediateCatchEvent id="c"><timerEventDefinition>${formal('timeCycle', 'often')}</timerEventDefinition></intermediateCatchEvent>`,
          's>c',
          'c>e',
        ),
      ),
      'bpmn.timer_format intermediateCatchEvent c',
    ],
    ['no tokens to start with', model(around('<task id="a" startQuantity="0"/>', 's>a', 'a>e')), 'bpmn.quantity task a'],
    [
      'two loop markers',
      model(
        around(
          `<task id="a"><standardLoopCharacteristics>${formal('loopCondition', 'x')}</standardLoopCharacteristics><multiInstanceLoopCharacteristics>${formal('loopCardinality', '2')}</multiInstanceLoopCharacteristics></task>`,
          's>a',
          'a>e',
        ),
      ),
      'bpmn.loop_twice task a',
    ],
    [
      'a condition that is a number',
      model(
        around(
          `<task id="a"><multiInstanceLoopCharacteristics>${formal('loopCardinality', '2')}${formal('completionCondition', '7')}</multiInstanceLoopCharacteristics></task>`,
          's>a',
          'a>e',
        ),
      ),
      'bpmn.expression_not_boolean task a',
    ],
    ['an empty ad-hoc sub-process', model(around('<adHocSubProcess id="b"/>', 's>b', 'b>e')), 'bpmn.ad_hoc_empty adHocSubProcess b'],
    ['a choreography', definitions('<choreography id="c"/>'), 'bpmn.not_a_process choreography c'],
    [
      'a message flow in one pool',
      definitions(
        `<collaboration id="k"><participant id="q" processRef="p"/><messageFlow id="x" sourceRef="q" targetRef="q"/></collaboration><process id="p" isExecutable="true">${start}${end}${flows('s>e')}</process>`,
      ),
      'bpmn.message_flow messageFlow x',
    ],
    [
      'an output in no set',
      model(`<ioSpecification><dataOutput id="d"/><inputSet/><outputSet/></ioSpecification>${start}${end}${flows('s>e')}`),
      'bpmn.data_set dataOutput d',
    ],
    [
      'a collection of a single type',
      model(`${start}${end}${flows('s>e')}<dataObject id="d" isCollection="true" itemSubjectRef="t1"/>`, '<itemDefinition id="t1"/>'),
      'bpmn.data_collection dataObject d',
    ],
    [
      'data of another type',
      model(
        around(
          '<task id="a"><ioSpecification><dataInput id="d" itemSubjectRef="t1"/><inputSet><dataInputRefs>d</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation id="x"><sourceRef>r</sourceRef><targetRef>d</targetRef></dataInputAssociation></task><dataObject id="q" itemSubjectRef="t2"/><dataObjectReference id="r" dataObjectRef="q"/>',
          's>a',
          'a>e',
        ),
        '<itemDefinition id="t1" structureRef="a"/><itemDefinition id="t2" structureRef="b"/>',
      ),
      'bpmn.data_type dataInputAssociation x',
    ],
    [
      'a called process that waits for a message',
      definitions(
        `${message}<process id="p" isExecutable="true">${around('<callActivity id="a" calledElement="p2"/>', 's>a', 'a>e')}</process><process id="p2" isExecutable="true"><startEvent id="s2"><messageEventDefinition messageRef="m"><operationRef>o</operationRef></messageEventDefinition></startEvent><endEvent id="e2"/>${flows('s2>e2')}</process>`,
      ),
      'bpmn.called_start callActivity a',
    ],
  ])('%s', (_name, file, expected) => {
    expect(wrong(file).map((one) => (expected.endsWith('sequenceFlow') ? one.replace(/ f\d+$/, '') : one))).toContain(expected);
  });
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of other engines are written like this
import { describe, expect, it } from 'vitest';
import type { Node } from '../../../schemas/generated/documents.ts';
import { compile } from '../../compile/index.ts';
import { bytes, definitions, dialect, flows, formal, model } from '../testing/model.ts';
import { type BpmnImport, type ImportOptions, importBpmn } from './index.ts';

const start = '<startEvent id="s" name="Begin"/>';
const end = '<endEvent id="e"/>';
const around = (inside: string, ...pairs: string[]) => `${start}${inside}${end}${flows(...pairs)}`;
const duration = (text: string) => `<timerEventDefinition>${formal('timeDuration', text)}</timerEventDefinition>`;
const signal = '<signal id="sig" name="alarm"/>';

function imported(file: Uint8Array, options?: ImportOptions) {
  const result = importBpmn(file, options);
  expect(result.problems.map(({ code, message }) => `${code}: ${message.en}`)).toEqual([]);
  const one = result.processes[0]!;
  return { ...one, result, scenario: one.package.scenario, node: (id: string) => one.package.scenario.nodes[one.nodes[id]!]! };
}
const refusals = ({ problems }: BpmnImport) => problems.map(({ code, element, id }) => `${code} ${element} ${id}`);
const kinds = (nodes: Record<string, Node>) => Object.values(nodes).map(({ kind }) => kind);

describe('what becomes of elements', () => {
  it.each<[string, string, object]>([
    ['a user task', '<userTask id="a" name="Check"/>', { kind: 'task', name: { 'zh-CN': 'Check' } }],
    ['a script task', '<scriptTask id="a"><script>x = 1</script></scriptTask>', { kind: 'script' }],
    ['a service task', '<serviceTask id="a"/>', { kind: 'script' }],
    ['an abstract task that is to be run', '<task id="a"/>', { kind: 'script' }],
    ['a call', '<callActivity id="a" calledElement="OtherProcess"/>', { kind: 'call', scenario: 'other-process' }],
    [
      'a timer',
      `<intermediateCatchEvent id="a">${duration('PT90S')}</intermediateCatchEvent>`,
      { kind: 'timer', wait: { duration: { amount: 90, unit: 'seconds' } } },
    ],
    [
      'a timer of months',
      `<intermediateCatchEvent id="a">${duration('P1M')}</intermediateCatchEvent>`,
      { kind: 'timer', wait: { until: 'now() + duration("P1M")' } },
    ],
    [
      'a signal that is awaited',
      '<intermediateCatchEvent id="a"><signalEventDefinition signalRef="sig"/></intermediateCatchEvent>',
      { kind: 'catch', event: { type: 'signal', signal: 'alarm' } },
    ],
    [
      'a signal that is sent',
      '<intermediateThrowEvent id="a"><signalEventDefinition signalRef="sig"/></intermediateThrowEvent>',
      { kind: 'throw', event: { type: 'signal', signal: 'alarm' } },
    ],
    [
      'a condition',
      `<intermediateCatchEvent id="a"><conditionalEventDefinition>${formal('condition', '${ready}')}</conditionalEventDefinition></intermediateCatchEvent>`,
      { kind: 'catch', event: { type: 'condition', when: 'vars.ready' } },
    ],
    [
      'instances',
      `<userTask id="a"><multiInstanceLoopCharacteristics isSequential="true">${formal('loopCardinality', '3')}${formal('completionCondition', '${nrOfCompletedInstances == 2}')}</multiInstanceLoopCharacteristics></userTask>`,
      { kind: 'task', each: { times: '3', order: 'sequential', until: 'each.done = 2', rest: 'cancel' } },
    ],
    [
      'a loop',
      `<userTask id="a"><standardLoopCharacteristics testBefore="true" loopMaximum="4">${formal('loopCondition', '${again}')}</standardLoopCharacteristics></userTask>`,
      { kind: 'task', loop: { test: 'before', while: 'vars.again', max: 4 } },
    ],
    ['a transaction', `<transaction id="a"><userTask id="b"/></transaction>`, { kind: 'block', transaction: true }],
    [
      'steps in any order',
      `<adHocSubProcess id="a" ordering="Sequential" cancelRemainingInstances="false"><userTask id="b"/>${formal('completionCondition', '${done}')}</adHocSubProcess>`,
      { kind: 'block', adHoc: { order: 'sequential', done: 'vars.done', rest: 'wait' } },
    ],
  ])('%s', (_name, element, expected) => {
    const one = imported(model(around(element, 's>a', 'a>e'), signal));
    expect(one.node('a')).toMatchObject(expected);
    expect(compile(one.package).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('an event on a step, and its way', () => {
    const one = imported(
      model(
        around(
          `<userTask id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false">${duration('PT1H')}</boundaryEvent><endEvent id="e2"/>`,
          's>a',
          'a>e',
          'b>e2',
        ),
      ),
    );
    expect(one.node('b')).toMatchObject({
      kind: 'boundary',
      attachedTo: 'a',
      interrupting: false,
      event: { type: 'timer', duration: { amount: 1, unit: 'hours' } },
    });
  });

  it('an event sub-process', () => {
    const inner = `<startEvent id="s2" isInterrupting="false"><signalEventDefinition signalRef="sig"/></startEvent><endEvent id="e2"/>${flows('s2>e2')}`;
    const one = imported(
      model(around(`<userTask id="a"/><subProcess id="b" triggeredByEvent="true">${inner}</subProcess>`, 's>a', 'a>e'), signal),
    );
    expect(one.node('b')).toMatchObject({ kind: 'block', event: true });
    expect(one.node('s2')).toMatchObject({ kind: 'start', interrupting: false, trigger: { type: 'signal', signal: 'alarm' } });
  });

  it('several ways out of an activity become a gateway', () => {
    const one = imported(model(around('<userTask id="a"/><userTask id="b"/>', 's>a', 'a>b', 'a>e', 'b>e')));
    expect(kinds(one.scenario.nodes)).toContain('parallel');
  });

  it('conditions without a default get an end with an error, as the standard has an exception', () => {
    const condition = `<sequenceFlow id="x" sourceRef="g" targetRef="e">${formal('conditionExpression', '${input == 1}')}</sequenceFlow>`;
    const more = `<sequenceFlow id="y" sourceRef="g" targetRef="a">${formal('conditionExpression', '${input == 2}')}</sequenceFlow>`;
    const one = imported(model(`${around('<exclusiveGateway id="g"/><userTask id="a"/>', 's>g', 'a>e')}${condition}${more}`));
    expect(Object.values(one.scenario.edges).filter((edge) => edge.default && edge.from === 'g')).toHaveLength(1);
    expect(one.scenario.edges.x).toMatchObject({ when: 'vars.input = 1' });
    expect(one.scenario.errors).toHaveProperty('noWayOut');
  });

  it('several events become gateways and waits', () => {
    const other = '<signal id="sig2" name="second"/>';
    const several = (all: boolean) =>
      `<intermediateCatchEvent id="a" parallelMultiple="${all}"><signalEventDefinition signalRef="sig"/><signalEventDefinition signalRef="sig2"/></intermediateCatchEvent>`;
    expect(kinds(imported(model(around(several(false), 's>a', 'a>e'), signal + other)).scenario.nodes)).toContain('event');
    expect(kinds(imported(model(around(several(true), 's>a', 'a>e'), signal + other)).scenario.nodes)).toContain('parallel');
  });

  it('compensation leads to its activity', () => {
    const inside =
      '<userTask id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><userTask id="u" isForCompensation="true"/><association id="x" sourceRef="b" targetRef="u"/><intermediateThrowEvent id="t"><compensateEventDefinition activityRef="a"/></intermediateThrowEvent>';
    const one = imported(model(around(inside, 's>a', 'a>t', 't>e')));
    expect(one.node('t')).toMatchObject({ kind: 'throw', event: { type: 'compensation', node: 'a' } });
    expect(one.scenario.edges.x).toMatchObject({ from: 'b', to: 'u' });
  });

  it('links become an edge', () => {
    const inside =
      '<intermediateThrowEvent id="t"><linkEventDefinition id="l1" name="on"><target>l2</target></linkEventDefinition></intermediateThrowEvent><intermediateCatchEvent id="c"><linkEventDefinition id="l2" name="on"><source>l1</source></linkEventDefinition></intermediateCatchEvent>';
    const one = imported(model(around(inside, 's>t', 'c>e')));
    expect(Object.values(one.scenario.edges)).toContainEqual({ from: 't', to: 'c', rank: 'a0' });
  });

  it('lanes are departments, and steps belong to theirs', () => {
    const lanes =
      '<laneSet id="ls"><lane id="l1" name="公安局"><flowNodeRef>a</flowNodeRef></lane><lane id="l2" name="Health"><flowNodeRef>b</flowNodeRef></lane></laneSet>';
    const one = imported(model(lanes + around('<userTask id="a"/><userTask id="b"/>', 's>a', 'a>b', 'b>e')));
    expect(Object.values(one.scenario.departments).map(({ name }) => name['zh-CN'])).toEqual(['公安局', 'Health']);
    expect(one.node('b')).toMatchObject({ department: 'health' });
  });

  it('values the flow reads are asked by a form at the start', () => {
    const loop = `<userTask id="a"><standardLoopCharacteristics>${formal('loopCondition', '${count &lt; 3}')}</standardLoopCharacteristics></userTask>`;
    const one = imported(model(around(loop, 's>a', 'a>e')));
    expect(one.variables).toEqual({ count: { path: 'vars.count', type: 'number' } });
    expect(kinds(one.scenario.nodes)).toContain('fill');
    expect(one.package.cases.begin).toMatchObject({ steps: [{ do: 'submit' }], expect: { status: 'running' } });
  });

  it('several processes become several scenarios that call each other', () => {
    const file = definitions(
      `<process id="Outer" isExecutable="true">${around('<callActivity id="a" calledElement="Inner"/>', 's>a', 'a>e')}</process><process id="Inner" isExecutable="true"><startEvent id="s2"/><endEvent id="e2"/>${flows('s2>e2')}</process>`,
    );
    const { processes } = importBpmn(file);
    expect(processes.map((one) => one.package.scenario.id)).toEqual(['outer', 'inner']);
    expect(processes[0]!.package.scenario.nodes.a).toMatchObject({ kind: 'call', scenario: 'inner' });
  });
});

describe('the report', () => {
  const drawing = `<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="q" bpmnElement="p"><bpmndi:BPMNShape id="sa" bpmnElement="a"><dc:Bounds x="10.5" y="-20" width="100" height="80"/></bpmndi:BPMNShape><bpmndi:BPMNEdge id="sx" bpmnElement="x"><di:waypoint x="1" y="2"/><di:waypoint x="3" y="4"/></bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`;
  const file = definitions(
    `<process id="p" isExecutable="true">${start}<userTask id="a"><extensionElements><z xmlns="urn:z"/></extensionElements></userTask>${end}<sequenceFlow id="x" sourceRef="s" targetRef="a"/>${flows('a>e')}<textAnnotation id="n"><text>Note</text></textAnnotation></process>${drawing}`,
  );

  it('accounts for every element, with a reason where something is lost', () => {
    const { report } = importBpmn(file);
    const tags = new TextDecoder().decode(file).match(/<[a-zA-Z]/g)!.length;
    expect(report).toHaveLength(tags);
    expect(report.filter(({ fate, message }) => fate !== 'mapped' && !message)).toEqual([]);
    expect(report.find(({ element }) => element === 'z')).toMatchObject({ fate: 'loss' });
    expect(report.find(({ id }) => id === 'n')).toMatchObject({ fate: 'loss' });
  });

  it('keeps positions and ways', () => {
    expect(imported(file).scenario.layout).toEqual({
      a: { x: 10.5, y: -20, width: 100, height: 80 },
      x: {
        x: 1,
        y: 2,
        points: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
      },
    });
  });

  it('a refused file is refused in every element', () => {
    const { report, processes } = importBpmn(model(around('<userTask id="a"/>', 's>a')));
    expect(processes).toEqual([]);
    expect(new Set(report.map(({ fate }) => fate))).toEqual(new Set(['refused']));
  });
});

describe('what is refused', () => {
  it('a model that would wait for ever, at the join', () => {
    const condition = `<sequenceFlow id="x" sourceRef="g" targetRef="a">${formal('conditionExpression', '${input == 1}')}</sequenceFlow><sequenceFlow id="y" sourceRef="g" targetRef="b">${formal('conditionExpression', '${input == 2}')}</sequenceFlow>`;
    const inside = '<inclusiveGateway id="g"/><userTask id="a"/><userTask id="b"/><parallelGateway id="j"/>';
    const result = importBpmn(model(around(inside, 's>g', 'a>j', 'b>j', 'j>e') + condition));
    expect(refusals(result)).toContain('refused.join-never-completes parallelGateway j');
  });

  it.each<[string, Uint8Array, string]>([
    [
      'an expression that cannot be translated',
      model(
        `${around('<exclusiveGateway id="g"/><userTask id="a"/>', 's>g', 'a>e')}<sequenceFlow id="x" sourceRef="g" targetRef="e">${formal('conditionExpression', 'call(a)')}</sequenceFlow><sequenceFlow id="y" sourceRef="g" targetRef="a"/>`,
      ),
      'refused.expression sequenceFlow x',
    ],
    [
      'a second start',
      model(`${around('<startEvent id="s2"/><userTask id="a"/>', 's>a', 'a>e', 's2>a')}`),
      'refused.several_starts startEvent s2',
    ],
    [
      'instances that throw',
      model(
        around(
          '<userTask id="a"><multiInstanceLoopCharacteristics behavior="None" noneBehaviorEventRef="d1">' +
            formal('loopCardinality', '3') +
            '</multiInstanceLoopCharacteristics></userTask>',
          's>a',
          'a>e',
        ),
        `${signal}<signalEventDefinition id="d1" signalRef="sig"/>`,
      ),
      'refused.instances userTask a',
    ],
    [
      'steps in any order without an end',
      model(around('<adHocSubProcess id="a"><userTask id="b"/></adHocSubProcess>', 's>a', 'a>e')),
      'refused.ad_hoc adHocSubProcess a',
    ],
    [
      'a name of a signal that is computed',
      model(
        around('<intermediateThrowEvent id="a"><signalEventDefinition signalRef="x1"/></intermediateThrowEvent>', 's>a', 'a>e'),
        '<signal id="x1" name="alarm-${n}"/>',
        dialect,
      ),
      'refused.signal intermediateThrowEvent a',
    ],
  ])('%s', (_name, file, expected) => {
    expect(refusals(importBpmn(file))).toContain(expected);
  });

  it('what is no BPMN', () => {
    expect(importBpmn(bytes('<html/>')).problems[0]!.code).toBe('bpmn.not_bpmn');
    expect(importBpmn(bytes('<!DOCTYPE x><x/>')).problems[0]!.code).toBe('xml.doctype');
  });

  it('nothing of a drawing: what cannot be expressed is left out and told', () => {
    const { problems, processes, report } = importBpmn(model(around('<startEvent id="s2"/><userTask id="a"/>', 's>a', 'a>e', 's2>a')), {
      drawing: true,
    });
    expect(problems).toEqual([]);
    expect(processes[0]!.executable).toBe(false);
    expect(report.find(({ id }) => id === 's2')).toMatchObject({ fate: 'refused' });
  });
});

describe('files made to hurt', () => {
  const chain = (count: number) =>
    Array.from({ length: count }, (_, index) => `<userTask id="a${index}"/>${index > 0 ? flows(`a${index - 1}>a${index}`) : ''}`).join('');

  it('thousands of steps are imported in seconds, more are refused', () => {
    const started = performance.now();
    expect(importBpmn(model(around(chain(1500), 's>a0', 'a1499>e'))).problems).toEqual([]);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(importBpmn(model(chain(5_001))).problems[0]!.code).toBe('bpmn.too_many');
  });

  it('references in a circle, and to things of another kind, are told', () => {
    const attached = '<boundaryEvent id="b" attachedToRef="b"><signalEventDefinition signalRef="b"/></boundaryEvent>';
    expect(refusals(importBpmn(model(around(attached, 's>e'))))).toContain('bpmn.reference_kind boundaryEvent b');
    expect(refusals(importBpmn(model(around('<exclusiveGateway id="g"/>', 's>g', 'g>g', 'e>e')))).length).toBeGreaterThan(0);
  });

  it('ids of JavaScript are ids like any others', () => {
    const one = imported(
      model(
        `<startEvent id="__proto__"/><userTask id="constructor"/><endEvent id="toString"/>${flows('__proto__>constructor', 'constructor>toString')}`,
      ),
    );
    expect(Object.values(one.scenario.nodes).map(({ kind }) => kind)).toEqual(['start', 'task', 'end']);
  });
});

/** Nodes to BPMN elements: as much as BPMN can say, said in BPMN. */
import type { Duration, Node, Scenario, TimerShare } from '../../../schemas/generated/documents.ts';
import { isoOf } from '../import/durations.ts';

export interface Element {
  $type: string;
  [name: string]: unknown;
}
export type Create = (type: string, attributes?: Record<string, unknown>) => Element;

const FEEL = 'https://www.omg.org/spec/DMN/20230324/FEEL/';
export const wordsOf = (text: { 'zh-CN': string }): string => text['zh-CN'];

/** What events refer to, made once per file. */
export interface Shared {
  messages: Map<string, Element>;
  operations: Map<string, Element>;
  signals: Map<string, Element>;
  errors: Map<string, Element>;
  escalations: Map<string, Element>;
}

type Event = Extract<Node, { kind: 'boundary' }>['event'];
const types: Record<Node['kind'], string> = {
  start: 'bpmn:StartEvent',
  end: 'bpmn:EndEvent',
  fill: 'bpmn:UserTask',
  consent: 'bpmn:UserTask',
  task: 'bpmn:UserTask',
  joint: 'bpmn:UserTask',
  window: 'bpmn:UserTask',
  assist: 'bpmn:UserTask',
  pay: 'bpmn:UserTask',
  seal: 'bpmn:UserTask',
  data: 'bpmn:ServiceTask',
  script: 'bpmn:ScriptTask',
  decision: 'bpmn:BusinessRuleTask',
  notify: 'bpmn:ServiceTask',
  issue: 'bpmn:ServiceTask',
  archive: 'bpmn:ServiceTask',
  transfer: 'bpmn:ServiceTask',
  call: 'bpmn:CallActivity',
  timer: 'bpmn:IntermediateCatchEvent',
  catch: 'bpmn:IntermediateCatchEvent',
  throw: 'bpmn:IntermediateThrowEvent',
  boundary: 'bpmn:BoundaryEvent',
  exclusive: 'bpmn:ExclusiveGateway',
  parallel: 'bpmn:ParallelGateway',
  inclusive: 'bpmn:InclusiveGateway',
  event: 'bpmn:EventBasedGateway',
  complex: 'bpmn:ComplexGateway',
  threads: 'bpmn:Task',
  cancel: 'bpmn:Task',
  block: 'bpmn:SubProcess',
};
/** Kinds BPMN has no element for: drawn as something near. */
export const near: ReadonlySet<Node['kind']> = new Set([
  'fill',
  'consent',
  'joint',
  'window',
  'assist',
  'pay',
  'seal',
  'data',
  'notify',
  'issue',
  'archive',
  'transfer',
  'threads',
  'cancel',
]);

export function elementOf(create: Create, shared: Shared, scenario: Scenario, id: string, node: Node): Element {
  const repeated = { ...loopOf(create, node) };
  const attributes = {
    id,
    name: wordsOf(node.name),
    ...documentation(create, node),
    ...repeated,
    ...specific(create, shared, scenario, node),
  };
  return create(typeOf(node), attributes);
}

function typeOf(node: Node): string {
  if (node.kind !== 'block') return types[node.kind];
  return node.adHoc ? 'bpmn:AdHocSubProcess' : node.transaction ? 'bpmn:Transaction' : 'bpmn:SubProcess';
}

const documentation = (create: Create, { description }: Node): Record<string, unknown> =>
  description ? { documentation: [create('bpmn:Documentation', { text: wordsOf(description) })] } : {};

const expression = (create: Create, body: string): Element => create('bpmn:FormalExpression', { body, language: FEEL });
const literal = (create: Create, body: string): Element => create('bpmn:FormalExpression', { body });

function loopOf(create: Create, node: Node): Record<string, unknown> {
  const loop = 'loop' in node ? node.loop : undefined;
  const each = 'each' in node ? node.each : undefined;
  if (loop)
    return {
      loopCharacteristics: create('bpmn:StandardLoopCharacteristics', {
        testBefore: loop.test === 'before',
        loopCondition: expression(create, loop.while),
        ...(loop.max === undefined ? {} : { loopMaximum: loop.max }),
      }),
    };
  if (!each) return {};
  const count = each.times ?? (each.over === undefined ? String(each.departments?.length ?? 1) : `count(${each.over})`);
  return {
    loopCharacteristics: create('bpmn:MultiInstanceLoopCharacteristics', {
      isSequential: each.order === 'sequential',
      loopCardinality: expression(create, count),
      ...(each.until === undefined ? {} : { completionCondition: expression(create, each.until) }),
    }),
  };
}

function specific(create: Create, shared: Shared, scenario: Scenario, node: Node): Record<string, unknown> {
  switch (node.kind) {
    case 'start':
      return {
        ...(node.trigger.type === 'form' ? {} : { eventDefinitions: [definitionOf(create, shared, node.trigger)] }),
        ...(node.interrupting === false ? { isInterrupting: false } : {}),
      };
    case 'end':
      return {
        eventDefinitions: [
          ...(node.event ? [definitionOf(create, shared, node.event)] : []),
          ...(node.terminate ? [create('bpmn:TerminateEventDefinition')] : []),
        ],
      };
    case 'catch':
    case 'throw':
      return { eventDefinitions: [definitionOf(create, shared, node.event)] };
    case 'timer':
      return { eventDefinitions: [timerOf(create, node.wait)] };
    case 'boundary':
      return { cancelActivity: node.interrupting !== false, eventDefinitions: [definitionOf(create, shared, node.event)] };
    case 'script':
      return { scriptFormat: 'application/typescript', script: scenario.scripts?.[node.script]?.source ?? '' };
    case 'call':
      return { calledElement: node.scenario.replace('/', '.') };
    case 'complex':
      return {
        activationCondition: expression(
          create,
          'count' in node.activate ? `activationCount >= ${node.activate.count}` : node.activate.when,
        ),
      };
    case 'threads':
      return /^[1-9]\d{0,3}$/.test(node.count)
        ? { [node.mode === 'split' ? 'completionQuantity' : 'startQuantity']: Number(node.count) }
        : {};
    case 'block':
      return {
        ...(node.event ? { triggeredByEvent: true } : {}),
        ...(node.adHoc ? adHocOf(create, node.adHoc) : {}),
      };
    default:
      return {};
  }
}

const adHocOf = (
  create: Create,
  { order, done, rest }: NonNullable<Extract<Node, { kind: 'block' }>['adHoc']>,
): Record<string, unknown> => ({
  ordering: order === 'sequential' ? 'Sequential' : 'Parallel',
  cancelRemainingInstances: rest !== 'wait',
  ...(done === undefined ? {} : { completionCondition: expression(create, done) }),
});

function definitionOf(create: Create, shared: Shared, event: Event): Element {
  switch (event.type) {
    case 'timer':
      return timerOf(create, event);
    case 'message':
      return create('bpmn:MessageEventDefinition', {
        messageRef: shared.messages.get(event.message),
        operationRef: shared.operations.get(event.message),
      });
    case 'signal':
      return create('bpmn:SignalEventDefinition', { signalRef: shared.signals.get(event.signal) });
    case 'condition':
      return create('bpmn:ConditionalEventDefinition', { condition: expression(create, event.when) });
    case 'error':
      return create('bpmn:ErrorEventDefinition', event.code === undefined ? {} : { errorRef: shared.errors.get(event.code) });
    case 'escalation':
      return create(
        'bpmn:EscalationEventDefinition',
        event.code === undefined ? {} : { escalationRef: shared.escalations.get(event.code) },
      );
    case 'compensation':
      return create('bpmn:CompensateEventDefinition');
    case 'cancel':
      return create('bpmn:CancelEventDefinition');
  }
}

interface Timed {
  share?: TimerShare;
  duration?: Duration;
  until?: string;
  cycle?: { every: Duration; times?: number };
}
function timerOf(create: Create, { duration, until, cycle, share }: Timed): Element {
  // A part of a limit has no form there; the words say which, and nothing is taken for an instant.
  if (share) return create('bpmn:TimerEventDefinition', { timeDate: expression(create, `"${share.percent} % ${share.clock}"`) });
  const iso = duration && isoOf(duration);
  const every = cycle && isoOf(cycle.every);
  if (iso) return create('bpmn:TimerEventDefinition', { timeDuration: literal(create, iso) });
  if (every) return create('bpmn:TimerEventDefinition', { timeCycle: literal(create, `R${cycle.times ?? ''}/${every}`) });
  const after = until && /^now\(\) \+ duration\("([^"]+)"\)$/.exec(until)?.[1];
  if (after) return create('bpmn:TimerEventDefinition', { timeDuration: literal(create, after) });
  const instant = until && /^date and time\("([^"]+)"\)$/.exec(until)?.[1];
  if (instant) return create('bpmn:TimerEventDefinition', { timeDate: literal(create, instant) });
  // Working days and computed instants have no form of their own there.
  return create('bpmn:TimerEventDefinition', { timeDate: expression(create, until ?? workingDays(duration ?? cycle?.every)) });
}
const workingDays = (duration: Duration | undefined): string => `add working days(today(), ${duration?.amount ?? 0})`;

/** Can the wait be said in BPMN itself? */
export const isPlainTimer = ({ duration, until, cycle, share }: Timed): boolean =>
  share === undefined &&
  duration?.unit !== 'workingDays' &&
  cycle?.every.unit !== 'workingDays' &&
  (until === undefined || /^(now\(\) \+ duration|date and time)\("[^"]+"\)$/.test(until));

export const conditionOf = (create: Create, body: string): Element => expression(create, body);

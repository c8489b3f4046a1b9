/** Events and gateways to nodes. */
import type { EndNode, Node, StartNode } from '../../../schemas/generated/documents.ts';
import { attr, childOf, idOf, isTrue, refOf } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { addImplied, addNode, connect, type Draft, describe, inParent, nameOf, refuse, type Span } from './draft.ts';
import { type AnyEvent, eventOf, shortName } from './events.ts';
import { translate } from './foreign-expression.ts';
import { both } from './names.ts';

const names: Record<string, ReturnType<typeof both>> = {
  startEvent: both('开始', 'Start'),
  endEvent: both('结束', 'End'),
  intermediateCatchEvent: both('等待', 'Wait'),
  intermediateThrowEvent: both('事件', 'Event'),
  boundaryEvent: both('事件', 'Event'),
  exclusiveGateway: both('判断', 'Choice'),
  inclusiveGateway: both('多选', 'Inclusive'),
  parallelGateway: both('并行', 'Parallel'),
  eventBasedGateway: both('等待事件', 'First event'),
  complexGateway: both('部分汇合', 'Partial join'),
};
const base = (element: XmlElement, parent: string | undefined) => ({
  name: nameOf(element, names[element.name] ?? both('步骤', 'Step')),
  ...inParent(parent),
  ...describe(element),
});

/** A start of the process or of a block; one with several triggers is several starts that lead the same way. */
export function importStart(draft: Draft, element: XmlElement, parent: string | undefined): Span {
  const definitions = draft.model.definitionsOf(element);
  const inEventBlock = element.parent !== undefined && isTrue(element.parent, 'triggeredByEvent');
  const all = isTrue(element, 'parallelMultiple');
  if (definitions.length > 1 && (inEventBlock || all))
    refuse(draft, element, 'several_triggers', '这个开始事件只能有一个触发器。', 'This start has one trigger.');
  if (inEventBlock && definitions[0] && shortName(definitions[0]) === 'escalation') ambiguousEscalation(draft, element);
  const [first, ...more] = definitions;
  const id = addNode(draft, element, startNode(draft, element, first, parent));
  draft.report.mapped(element, `nodes/${id}`);
  if (more.length === 0 || inEventBlock) return { exit: id };
  const join = addImplied(draft, element, 'any', { kind: 'exclusive', ...base(element, parent) });
  connect(draft, id, join);
  for (const [index, definition] of more.entries())
    connect(draft, addImplied(draft, element, `also${index + 2}`, startNode(draft, element, definition, parent)), join);
  draft.report.loss(element, '多个触发器导入为几个开始节点。', 'Several triggers are imported as several starts.', `nodes/${id}`);
  return { exit: join };
}

function startNode(draft: Draft, element: XmlElement, definition: XmlElement | undefined, parent: string | undefined): StartNode {
  const event = definition && eventOf(draft, element, definition);
  const interrupts = attr(element, 'isInterrupting') !== 'false' || !isTrue(element.parent!, 'triggeredByEvent');
  return {
    kind: 'start',
    ...base(element, parent),
    trigger: event && event.type !== 'cancel' ? event : { type: 'form' },
    ...(interrupts ? {} : { interrupting: false }),
  };
}

/** That engine lets it run along when nothing is said, where the standard says it interrupts: the file does not tell which is meant. */
function ambiguousEscalation(draft: Draft, element: XmlElement): undefined {
  if (attr(element, 'isInterrupting') !== undefined) return;
  if (![...draft.model.spaces].some((space) => /flowable\.org/.test(space))) return;
  refuse(
    draft,
    element,
    'ambiguous',
    '没有写明是否中断（isInterrupting），而 Flowable 与标准的默认不同。',
    'Does not say whether it interrupts (isInterrupting), and Flowable and the standard differ in what that means.',
  );
}

export function importEnd(draft: Draft, element: XmlElement, parent: string | undefined): Span {
  const definitions = draft.model.definitionsOf(element);
  const terminate = definitions.find((one) => shortName(one) === 'terminate');
  if (terminate) {
    draft.report.mapped(terminate);
    const all = Object.entries(terminate.attributes).some(([key, value]) => key.endsWith('}terminateAll') && value === 'true');
    if (all) draft.dropped.push({ element: element.name, id: idOf(element), what: 'terminateAll' });
    if (all && parent !== undefined)
      refuse(
        draft,
        element,
        'terminate_all',
        '只能结束所在的分组，不能结束整个办件。',
        'Ends the block it is in only, not the whole case.',
      );
    if (Object.entries(terminate.attributes).some(([key, value]) => key.endsWith('}terminateMultiInstance') && value === 'true'))
      refuse(draft, element, 'terminate_instances', '不能从里面结束所有实例。', 'Cannot end all instances from inside one.');
  }
  const events = definitions.filter((one) => one !== terminate).flatMap((one) => eventOf(draft, element, one) ?? []);
  // Errors and cancelling leave at once: they come last.
  const order = (event: AnyEvent) => (event.type === 'error' || event.type === 'cancel' ? 1 : 0);
  const [last, ...before] = [...events].sort((a, b) => order(b) - order(a));
  const node: EndNode = {
    kind: 'end',
    ...base(element, parent),
    result: 'completed',
    ...(terminate ? { terminate: true } : {}),
    ...(last ? { event: last as EndNode['event'] } : {}),
  };
  const id = addNode(draft, element, node);
  draft.report.mapped(element, `nodes/${id}`);
  const throws = before.flatMap((event) => throwNode(draft, element, event, parent) ?? []);
  if (throws.length > 0)
    draft.report.loss(element, '多个事件导入为相连的几个节点。', 'Several events are imported as nodes in a row.', `nodes/${id}`);
  return { entry: chain(draft, [...throws, id]) };
}

function throwNode(draft: Draft, element: XmlElement, event: AnyEvent, parent: string | undefined): string | undefined {
  if (event.type !== 'message' && event.type !== 'signal' && event.type !== 'escalation' && event.type !== 'compensation')
    return refuse(
      draft,
      element,
      'several_events',
      `「${event.type}」不能与其他事件一起抛出。`,
      `${event.type} cannot be thrown along with other events.`,
    );
  return addImplied(draft, element, event.type, { kind: 'throw', ...base(element, parent), event });
}

/** Connects nodes in a row; answers with the first. */
function chain(draft: Draft, nodes: readonly string[]): string {
  for (let index = 1; index < nodes.length; index++) connect(draft, nodes[index - 1]!, nodes[index]!);
  return nodes[0]!;
}

export function importThrow(draft: Draft, element: XmlElement, parent: string | undefined): Span {
  const definitions = draft.model.definitionsOf(element).filter((one) => shortName(one) !== 'link');
  const link = draft.model.definitionsOf(element).find((one) => shortName(one) === 'link');
  if (link) draft.report.loss(link, '链接导入为一条连线。', 'The link is imported as an edge.');
  const events = definitions.flatMap((one) => eventOf(draft, element, one) ?? []);
  if (events.length === 0) {
    const id = addNode(draft, element, { kind: 'exclusive', ...base(element, parent) });
    draft.report.loss(
      element,
      '没有动作的事件导入为直接通过的节点。',
      'An event that does nothing is imported as a node that is passed.',
      `nodes/${id}`,
    );
    return { entry: id, exit: id };
  }
  const nodes = events.flatMap((event, index) => {
    if (index > 0) return throwNode(draft, element, event, parent) ?? [];
    const id = throwFirst(draft, element, event, parent);
    return id ?? [];
  });
  if (nodes.length > 1) draft.report.loss(element, '多个事件导入为相连的几个节点。', 'Several events are imported as nodes in a row.');
  if (nodes.length === 0) return {};
  chain(draft, nodes);
  return { entry: nodes[0], exit: nodes.at(-1) };
}

function throwFirst(draft: Draft, element: XmlElement, event: AnyEvent, parent: string | undefined): string | undefined {
  if (event.type !== 'message' && event.type !== 'signal' && event.type !== 'escalation' && event.type !== 'compensation')
    return refuse(draft, element, 'event', `这里不能抛出「${event.type}」。`, `${event.type} cannot be thrown here.`);
  const id = addNode(draft, element, { kind: 'throw', ...base(element, parent), event });
  draft.report.mapped(element, `nodes/${id}`);
  return id;
}

export function importCatch(draft: Draft, element: XmlElement, parent: string | undefined): Span {
  const all = draft.model.definitionsOf(element);
  const link = all.find((one) => shortName(one) === 'link');
  if (link || all.length === 0) {
    if (link) draft.report.loss(link, '链接导入为一条连线。', 'The link is imported as an edge.');
    const id = addNode(draft, element, { kind: 'exclusive', ...base(element, parent) });
    draft.report.loss(element, '导入为直接通过的节点。', 'Imported as a node that is passed.', `nodes/${id}`);
    return { entry: id, exit: id };
  }
  const nodes = all.flatMap((definition, index) => {
    const event = eventOf(draft, element, definition);
    const node = event && waitFor(draft, element, event, parent);
    if (!node) return [];
    return [index === 0 ? addNode(draft, element, node) : addImplied(draft, element, `wait${index + 1}`, node)];
  });
  if (nodes.length === 0) return {};
  draft.report.mapped(element, `nodes/${nodes[0]}`);
  if (nodes.length === 1) return { entry: nodes[0], exit: nodes[0] };
  return several(draft, element, nodes, parent);
}

/** Of several events: the first wins, or all are waited for. */
function several(draft: Draft, element: XmlElement, nodes: string[], parent: string | undefined): Span {
  const all = isTrue(element, 'parallelMultiple');
  const at = (suffix: string, kind: 'parallel' | 'event' | 'exclusive') =>
    addImplied(draft, element, suffix, { kind, ...base(element, parent) } as Node);
  const before = at('split', all ? 'parallel' : 'event');
  const after = at('join', all ? 'parallel' : 'exclusive');
  for (const node of nodes) {
    connect(draft, before, node);
    connect(draft, node, after);
  }
  draft.report.loss(
    element,
    '多个事件导入为网关和几个等待节点。',
    'Several events are imported as gateways and waits.',
    `nodes/${nodes[0]}`,
  );
  return { entry: before, exit: after };
}

function waitFor(draft: Draft, element: XmlElement, event: AnyEvent, parent: string | undefined): Node | undefined {
  const about = base(element, parent);
  switch (event.type) {
    case 'message':
    case 'signal':
    case 'condition':
      return { kind: 'catch', ...about, event };
    case 'timer': {
      if (event.duration) return { kind: 'timer', ...about, wait: { duration: event.duration } };
      if (event.until) return { kind: 'timer', ...about, wait: { until: event.until } };
      draft.report.loss(element, '等待只发生一次：取周期的第一次。', 'A wait happens once: the first of the cycle.');
      return { kind: 'timer', ...about, wait: { duration: event.cycle!.every } };
    }
    default:
      return refuse(draft, element, 'event', `这里不能等待「${event.type}」。`, `${event.type} cannot be awaited here.`);
  }
}

/** One boundary node per event; an event on several definitions happens with the first of them. */
export function importBoundary(draft: Draft, element: XmlElement, parent: string | undefined): string[] {
  const attachedTo = draft.nodeOf.get(refOf(element, 'attachedToRef') ?? '');
  if (attachedTo === undefined) {
    refuse(draft, element, 'boundary', '附着的活动没有导入。', 'What it is attached to is not imported.');
    return [];
  }
  const definitions = draft.model.definitionsOf(element);
  if (isTrue(element, 'parallelMultiple') && definitions.length > 1)
    refuse(draft, element, 'parallel_multiple', '边界事件不能等待全部几个事件。', 'An event on a step cannot wait for all of several.');
  const interrupting = attr(element, 'cancelActivity') !== 'false' && !runsAlongInCamunda(draft, element, definitions);
  return definitions.flatMap((definition, index) => {
    const event = eventOf(draft, element, definition);
    if (!event) return [];
    const always = ['error', 'cancel', 'compensation'].includes(event.type);
    const node: Node = {
      kind: 'boundary',
      ...base(element, parent),
      attachedTo,
      ...(always ? {} : { interrupting }),
      event: event as Extract<Node, { kind: 'boundary' }>['event'],
    };
    const id = index === 0 ? addNode(draft, element, node) : addImplied(draft, element, `also${index + 1}`, node);
    draft.report.mapped(element, `nodes/${id}`);
    return [id];
  });
}

/** That engine lets an escalation on a step run along unless it says otherwise; the standard says it interrupts. */
function runsAlongInCamunda(draft: Draft, element: XmlElement, definitions: readonly XmlElement[]): boolean {
  const applies =
    attr(element, 'cancelActivity') === undefined &&
    definitions.some((one) => shortName(one) === 'escalation') &&
    [...draft.model.spaces].some((space) => /camunda\.org\/schema/.test(space));
  if (applies) draft.report.loss(element, '按 Camunda 的惯例，不中断所附步骤。', 'As Camunda does, it does not interrupt its step.');
  return applies;
}

export function importGateway(draft: Draft, element: XmlElement, parent: string | undefined): Span {
  const about = base(element, parent);
  const incoming = draft.model.flowsTo(idOf(element)).length;
  const outgoing = draft.model.flowsFrom(idOf(element)).length;
  const single = (kind: 'exclusive' | 'inclusive' | 'parallel' | 'event'): Span => {
    const id = addNode(draft, element, { kind, ...about } as Node);
    draft.report.mapped(element, `nodes/${id}`);
    return { entry: id, exit: id };
  };
  switch (element.name) {
    case 'exclusiveGateway':
      return single('exclusive');
    case 'inclusiveGateway':
      return single('inclusive');
    case 'parallelGateway':
      return single('parallel');
    case 'eventBasedGateway':
      if (isTrue(element, 'instantiate'))
        refuse(draft, element, 'instantiate', '事件网关不能启动流程。', 'An event gateway cannot start a case.');
      return single('event');
    default:
      break;
  }
  // A complex gateway that only splits chooses like an inclusive one.
  if (incoming <= 1) return single('inclusive');
  const id = complexJoin(draft, element, about);
  if (id === undefined) return {};
  draft.report.mapped(element, `nodes/${id}`);
  if (outgoing <= 1) return { entry: id, exit: id };
  const split = addImplied(draft, element, 'split', { kind: 'inclusive', ...about });
  connect(draft, id, split);
  return { entry: id, exit: split };
}

function complexJoin(draft: Draft, element: XmlElement, about: ReturnType<typeof base>): string | undefined {
  const condition = childOf(element, 'activationCondition');
  if (!condition) {
    if (draft.live) return refuse(draft, element, 'complex', '复杂网关没有激活条件。', 'The complex gateway has no activation condition.');
    draft.report.loss(element, '没有激活条件，暂定第一个到达即通过。', 'No activation condition: the first that comes passes, for now.');
    return addNode(draft, element, { kind: 'complex', ...about, activate: { count: 1 }, rest: 'ignore' });
  }
  const words = condition.text
    .trim()
    .replace(/^[$#]\{|\}$/g, '')
    .trim();
  const count = /^activationCount\s*(>=|>|==|=)\s*(\d+)$/.exec(words);
  draft.report.mapped(condition);
  if (count) {
    const most = Number(count[2]) + (count[1] === '>' ? 1 : 0);
    if (most >= 1) return addNode(draft, element, { kind: 'complex', ...about, activate: { count: most }, rest: 'ignore' });
  }
  const own = { path: (name: string) => (name === 'activationCount' ? 'join.arrived' : draft.variables.path(name)) };
  const result = translate(condition.text, attr(condition, 'language'), own);
  if (result.ok) return addNode(draft, element, { kind: 'complex', ...about, activate: { when: result.feel }, rest: 'ignore' });
  return refuse(
    draft,
    element,
    'expression',
    `激活条件不能译成 FEEL：${result.why}`,
    `The activation condition cannot be translated: ${result.why}`,
  );
}

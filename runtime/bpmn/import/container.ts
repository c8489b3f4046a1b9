/** The content of a process or sub-process: its nodes first, then what refers to them, then the flows between. */
import type { Edge, Node } from '../../../schemas/generated/documents.ts';
import { attr, blocks, childOf, childrenOf, gateways, idOf, isActivity, isFlowNode, isTrue, MODEL, type Model, refOf } from '../model.ts';
import { targetOf } from '../rules/events.ts';
import { handlersOf } from '../rules/flow.ts';
import type { XmlElement } from '../xml.ts';
import { importActivity } from './activities.ts';
import { addImplied, connect, type Draft, inParent, nameOf, refuse, type Span } from './draft.ts';
import { expressionOf } from './expressions.ts';
import { importBoundary, importCatch, importEnd, importGateway, importStart, importThrow } from './flow-nodes.ts';
import { both, textOf } from './names.ts';
import { importOwn, ownEdge } from './own.ts';

const nodesIn = (container: XmlElement): XmlElement[] =>
  container.children.filter((child) => child.namespace === MODEL && isFlowNode(child));

/** Later kinds refer to earlier ones: a throw names the activity it compensates, a boundary event its host. */
const order = (model: Model, element: XmlElement): number => {
  if (element.name === 'startEvent') return model.definitionsOf(element).length === 0 ? -2 : -1;
  return isActivity(element) ? 0 : element.name === 'boundaryEvent' ? 2 : 1;
};

export function importContainer(draft: Draft, container: XmlElement, parent: string | undefined): undefined {
  const nodes = nodesIn(container);
  const boundaries = new Map<XmlElement, string[]>();
  for (const element of [...nodes].sort((a, b) => order(draft.model, a) - order(draft.model, b))) {
    const own = importOwn(draft, element, parent);
    if (own !== undefined) {
      draft.spans.set(idOf(element), { entry: own, exit: own });
      if (blocks.has(element.name)) importContainer(draft, element, own);
    } else if (element.name === 'boundaryEvent') boundaries.set(element, importBoundary(draft, element, parent));
    else draft.spans.set(idOf(element), importNode(draft, element, parent));
  }
  for (const [element, made] of boundaries) connectBoundary(draft, element, made, parent);
  for (const element of nodes) connectOut(draft, element, parent);
  connectLinks(draft, nodes);
  implyStart(draft, container, nodes, parent);
  implyEnds(draft, nodes, parent, container.name === 'adHocSubProcess');
  for (const flow of childrenOf(container, 'sequenceFlow'))
    if (!draft.report.fateOf(flow)) draft.report.refused(flow, '两端的节点没有都导入。', 'Not both of its ends are imported.');
}

function importNode(draft: Draft, element: XmlElement, parent: string | undefined): Span {
  if (element.name === 'endEvent' && draft.model.flowsTo(idOf(element)).length === 0) {
    draft.report.loss(element, '没有顺序流通到这里，没有导入。', 'No flow leads here: not imported.');
    return {};
  }
  switch (element.name) {
    case 'startEvent':
      return importStart(draft, element, parent);
    case 'endEvent':
      return importEnd(draft, element, parent);
    case 'intermediateThrowEvent':
      return importThrow(draft, element, parent);
    case 'intermediateCatchEvent':
      return importCatch(draft, element, parent);
  }
  if (gateways.has(element.name)) return importGateway(draft, element, parent);
  const id = importActivity(draft, element, parent);
  if (blocks.has(element.name)) importContainer(draft, element, id);
  return quantities(draft, element, id, parent);
}

/** Several tokens to begin with, several to leave: a merge before, a split after. */
function quantities(draft: Draft, element: XmlElement, id: string, parent: string | undefined): Span {
  const span = { entry: id, exit: id };
  const [start, completion] = [Number(attr(element, 'startQuantity') ?? 1), Number(attr(element, 'completionQuantity') ?? 1)];
  if (start > 1) {
    span.entry = addImplied(draft, element, 'merge', threads('merge', start, parent));
    connect(draft, span.entry, id);
  }
  if (completion > 1) {
    span.exit = addImplied(draft, element, 'split', threads('split', completion, parent));
    connect(draft, id, span.exit);
  }
  return span;
}

const threads = (mode: 'merge' | 'split', count: number, parent: string | undefined): Node => ({
  kind: 'threads',
  name: mode === 'merge' ? both('合并线程', 'Merge threads') : both('分出线程', 'Split threads'),
  ...inParent(parent),
  mode,
  count: String(count),
});

/** All nodes of an event on a step lead the same way; compensation leads to its handler. */
function connectBoundary(draft: Draft, element: XmlElement, made: readonly string[], parent: string | undefined): undefined {
  const [first] = made;
  if (first === undefined) return;
  const compensation =
    draft.nodes[first]?.kind === 'boundary' && (draft.nodes[first] as { event: { type: string } }).event.type === 'compensation';
  if (compensation) return connectHandler(draft, element, first, parent);
  if (made.length === 1) {
    draft.spans.set(idOf(element), { exit: first });
    return;
  }
  const join = addImplied(draft, element, 'any', { kind: 'exclusive', name: nameOf(element, both('事件', 'Event')), ...inParent(parent) });
  for (const one of made) connect(draft, one, join);
  draft.report.loss(element, '多个事件导入为几个节点。', 'Several events are imported as several nodes.', `nodes/${first}`);
  draft.spans.set(idOf(element), { exit: join });
}

function connectHandler(draft: Draft, element: XmlElement, boundary: string, parent: string | undefined): undefined {
  const handler = handlersOf(draft.model, element)[0];
  const span = handler && draft.spans.get(idOf(handler));
  if (!handler || !span?.entry || !span.exit) {
    refuse(draft, element, 'compensation', '补偿活动没有导入。', 'The activity that compensates is not imported.');
    return;
  }
  const association = draft.model.associations.find((one) => [refOf(one, 'sourceRef'), refOf(one, 'targetRef')].includes(idOf(element)));
  const edge = connect(draft, boundary, span.entry, association ? { xml: association } : {});
  if (association) draft.report.mapped(association, `edges/${edge}`);
  const end = addImplied(draft, handler, 'undone', {
    kind: 'end',
    name: both('补偿完成', 'Compensated'),
    ...inParent(parent),
    result: 'completed',
  });
  connect(draft, span.exit, end);
}

/** The flows out of an element, behind a gateway of their own where they only imply one. */
function connectOut(draft: Draft, element: XmlElement, parent: string | undefined): undefined {
  const flows = draft.model.flowsFrom(idOf(element)).filter((flow) => flow.parent === element.parent);
  const exit = draft.spans.get(idOf(element))?.exit;
  const usable = flows.filter((flow) => draft.spans.get(refOf(flow, 'targetRef') ?? '')?.entry !== undefined);
  if (exit === undefined || usable.length === 0) return;
  if (draft.own.has(element)) return connectOwn(draft, element, exit, usable);
  const kind = draft.nodes[exit]!.kind;
  const conditional = usable.some((flow) => childOf(flow, 'conditionExpression'));
  const chooses = kind === 'exclusive' || kind === 'inclusive';
  const from = isGateway(kind) || (usable.length === 1 && !conditional) ? exit : implyGateway(draft, element, exit, conditional, parent);
  const choice = chooses || (from !== exit && conditional);
  for (const flow of inOrder(element, usable)) {
    const target = draft.spans.get(refOf(flow, 'targetRef')!)!.entry!;
    const edge = connect(draft, from, target, {
      ...(choice ? choiceOf(draft, element, flow, usable.length) : {}),
      ...named(flow),
      xml: flow,
    });
    if (draft.report.fateOf(flow) !== 'refused') draft.report.mapped(flow, `edges/${edge}`);
  }
  if (choice && draft.live) implyDefault(draft, element, from, parent);
}

/** Edges that were ours stay what they were; one drawn in by somebody else is read like any other. */
function connectOwn(draft: Draft, element: XmlElement, exit: string, flows: readonly XmlElement[]): undefined {
  for (const flow of flows) {
    const target = draft.spans.get(refOf(flow, 'targetRef')!)!.entry!;
    const own = ownEdge(draft, flow);
    const choice = ['exclusive', 'inclusive'].includes(draft.nodes[exit]!.kind) ? choiceOf(draft, element, flow, flows.length) : {};
    const id = own
      ? connect(draft, exit, target, { ...own.edge, xml: flow, id: own.id })
      : connect(draft, exit, target, { ...choice, ...named(flow), xml: flow });
    draft.report.mapped(flow, `edges/${id}`);
  }
}

/** The standard: when no condition holds and there is no default, that is an exception. Here it is an error somebody is told of. */
function implyDefault(draft: Draft, element: XmlElement, gateway: string, parent: string | undefined): undefined {
  const out = Object.values(draft.edges).filter((edge) => edge.from === gateway);
  if (out.some((edge) => edge.default) || !out.some((edge) => edge.when !== undefined)) return;
  const code = 'noWayOut';
  draft.maps.errors[code] = { name: both('没有符合的条件', 'No condition holds') };
  const end = addImplied(draft, element, 'none', {
    kind: 'end',
    name: both('没有符合的条件', 'No condition holds'),
    ...inParent(parent),
    result: 'completed',
    event: { type: 'error', code },
  });
  connect(draft, gateway, end, { default: true });
  draft.report.loss(
    element,
    '没有默认出口：条件都不成立时，导入为一个出错的结束。',
    'There is no default: where no condition holds, an end with an error was added.',
  );
}

const isGateway = (kind: Node['kind']): boolean => ['exclusive', 'inclusive', 'parallel', 'event'].includes(kind);

function implyGateway(draft: Draft, element: XmlElement, exit: string, conditional: boolean, parent: string | undefined): string {
  const node: Node = conditional
    ? { kind: 'inclusive', name: both('按条件分支', 'By condition'), ...inParent(parent) }
    : { kind: 'parallel', name: both('同时进行', 'At once'), ...inParent(parent) };
  const id = addImplied(draft, element, 'fork', node);
  connect(draft, exit, id);
  return id;
}

/** Flows are looked at in the order the node lists them. */
function inOrder(element: XmlElement, flows: readonly XmlElement[]): XmlElement[] {
  const listed = childrenOf(element, 'outgoing').map((one) => one.text.trim());
  const place = (flow: XmlElement) => {
    const at = listed.indexOf(idOf(flow));
    return at < 0 ? listed.length : at;
  };
  return [...flows].sort((a, b) => place(a) - place(b));
}

function choiceOf(draft: Draft, source: XmlElement, flow: XmlElement, count: number): Partial<Edge> {
  const isDefault = refOf(source, 'default') === idOf(flow);
  const condition = childOf(flow, 'conditionExpression');
  if (isDefault) return { default: true };
  if (count === 1 && !condition) return {};
  if (!condition) return { when: 'true' };
  const when = expressionOf(draft, flow, condition);
  if (when === undefined && draft.live) draft.report.refused(flow, '条件不能翻译。', 'Its condition cannot be translated.');
  return when === undefined ? {} : { when };
}

const named = (flow: XmlElement): Partial<Edge> => (attr(flow, 'name')?.trim() ? { name: textOf(attr(flow, 'name'), both('', '')) } : {});

function connectLinks(draft: Draft, nodes: readonly XmlElement[]): undefined {
  const links = nodes.flatMap((event) =>
    draft.model
      .definitionsOf(event)
      .filter((one) => one.name === 'linkEventDefinition')
      .map((definition) => ({ event, definition })),
  );
  const catchers = links.filter(({ event }) => event.name === 'intermediateCatchEvent');
  for (const thrower of links) {
    if (thrower.event.name !== 'intermediateThrowEvent') continue;
    const target = targetOf(thrower, catchers);
    const from = draft.spans.get(idOf(thrower.event))?.exit;
    const to = target && draft.spans.get(idOf(target.event))?.entry;
    if (from && to) connect(draft, from, to);
    else refuse(draft, thrower.event, 'link', '链接没有对应的目标。', 'The link has no target.');
  }
}

const isOutside = (element: XmlElement): boolean =>
  isTrue(element, 'isForCompensation') || (blocks.has(element.name) && isTrue(element, 'triggeredByEvent'));

/** Without a start event everything nothing leads to begins. */
function implyStart(draft: Draft, container: XmlElement, nodes: readonly XmlElement[], parent: string | undefined): undefined {
  if (container.name === 'adHocSubProcess') return;
  const starts = nodes.filter((node) => node.name === 'startEvent');
  // The case may begin by events besides; a block, and what nothing starts, begin at one place.
  const alike = parent === undefined ? starts.filter((node) => draft.model.definitionsOf(node).length === 0) : starts;
  for (const more of alike.slice(1))
    refuse(draft, more, 'several_starts', '这里有多个开始事件：只能有一个。', 'There are several start events: one is possible.');
  if (starts.length > 0 || nodes.some((node) => draft.own.has(node))) return;
  const first = nodes.flatMap((node) => {
    const entry = draft.spans.get(idOf(node))?.entry;
    return entry !== undefined && !isOutside(node) && !draft.into.has(entry) ? [entry] : [];
  });
  if (first.length === 0) return;
  const start = addImplied(draft, container, 'start', {
    kind: 'start',
    name: both('开始', 'Start'),
    ...inParent(parent),
    trigger: { type: 'form' },
  });
  const from =
    first.length === 1
      ? start
      : addImplied(draft, container, 'all', { kind: 'parallel', name: both('同时进行', 'At once'), ...inParent(parent) });
  if (from !== start) connect(draft, start, from);
  for (const entry of first) connect(draft, from, entry);
}

/** Where a way just stops, it ends. */
function implyEnds(draft: Draft, nodes: readonly XmlElement[], parent: string | undefined, adHoc: boolean): undefined {
  for (const node of nodes) {
    const exit = draft.spans.get(idOf(node))?.exit;
    if (exit === undefined || draft.own.has(node) || (blocks.has(node.name) && isTrue(node, 'triggeredByEvent'))) continue;
    if (adHoc || draft.out.has(exit)) continue;
    const end = addImplied(draft, node, 'end', { kind: 'end', name: both('结束', 'End'), ...inParent(parent), result: 'completed' });
    connect(draft, exit, end);
  }
}

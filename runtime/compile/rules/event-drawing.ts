import type { Node, Scenario, Text, TimerShare } from '../../../schemas/generated/documents.ts';
import { eventOf, eventProperty, type NodeEvent } from '../events.ts';
import { at, en, error, warning, zh } from '../finding.ts';
import type { Graph, GraphNode } from '../graph.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** Where an event may be drawn, and what it must say: everything about events that would not happen as drawn. */
export const eventDrawing: Rule = (model) => [...model.graph.nodes.values()].flatMap((node) => findingsOf(model, node));

function findingsOf(model: Model, node: GraphNode): Finding[] {
  const event = eventOf(node.doc);
  const own = event
    ? [...references(model, node, event), ...filled(model, node, event), ...timers(model, node, event), ...nobody(model, node, event)]
    : [];
  return [...own, ...placement(model, node, event)];
}

/** Paths a message fills are declared. */
function filled({ declared }: Model, { id, doc }: GraphNode, event: NodeEvent): Finding[] {
  if (event.type !== 'message') return [];
  return Object.entries(event.provides ?? {}).flatMap(([name, path]) =>
    entry(declared, path)
      ? []
      : [
          error(
            'event-unknown-name',
            at('nodes', id, eventProperty(doc), 'provides', name),
            `${zh(doc.name)}要把消息内容存到「${path}」，但没有这个数据：请先声明它，或改存别处。`,
            `${en(doc.name)} puts what the message brings into “${path}”, which is not declared: declare it first, or choose another value.`,
          ),
        ],
  );
}

/** What is thrown inside and nobody takes: an error that stops the case, a compensation with nothing to undo. */
function nobody({ graph }: Model, node: GraphNode, event: NodeEvent): Finding[] {
  if (node.doc.kind === 'end' && event.type === 'error' && !isCaught(graph, node, event.code)) {
    return [
      warning(
        'event-error-uncaught',
        at('nodes', node.id, 'event'),
        `${zh(node.doc.name)}抛出的错误没有环节接住，办件会停在这里等人处理：请在外层加一个错误事件。`,
        `Nothing takes the error of ${en(node.doc.name)}, so the case stops there for a person: add an error event around it.`,
      ),
    ];
  }
  const throws = node.doc.kind === 'throw' || node.doc.kind === 'end';
  if (!throws || event.type !== 'compensation' || event.node === undefined || canUndo(graph, event.node)) return [];
  return [
    warning(
      'event-nothing-to-undo',
      at('nodes', node.id, 'event', 'node'),
      `${zh(node.doc.name)}要撤销的环节没有补偿办法，什么也不会发生：请在那个环节上加补偿事件。`,
      `What ${en(node.doc.name)} takes back has no compensation, so nothing would happen: put a compensation event on that step.`,
    ),
  ];
}

function isCaught(graph: Graph, node: GraphNode, code: string | undefined): boolean {
  const takes = (doc: Node) => {
    const event = eventOf(doc);
    return event?.type === 'error' && (event.code === undefined || event.code === code);
  };
  const all = [...graph.nodes.values()];
  let scope = node.scope;
  let inside = node.id;
  for (;;) {
    const blocks = all.filter((one) => one.scope === scope && one.doc.kind === 'block' && one.doc.event && one.id !== inside);
    if (blocks.some((block) => graph.scopes.get(block.id)!.starts.some((start) => takes(start.doc)))) return true;
    const host = graph.nodes.get(scope);
    if (!host) return false;
    if (all.some(({ doc }) => doc.kind === 'boundary' && doc.attachedTo === host.id && takes(doc))) return true;
    inside = host.id;
    scope = host.scope;
  }
}

/** A step with a compensation of its own, or a block in which something has one. */
function canUndo(graph: Graph, id: string): boolean {
  const inside = new Set([id]);
  for (const node of graph.nodes.values()) if (inside.has(node.scope)) inside.add(node.id);
  return [...graph.nodes.values()].some(({ doc, scope }) => {
    if (eventOf(doc)?.type !== 'compensation') return false;
    return doc.kind === 'boundary' ? inside.has(doc.attachedTo) : doc.kind === 'start' && inside.has(scope);
  });
}

const things = {
  message: ['messages', '消息', 'message'],
  signal: ['signals', '信号', 'signal'],
  error: ['errors', '错误', 'error'],
  escalation: ['escalations', '上报', 'escalation'],
} as const;

/** Messages, signals and codes are declared once, with their names. */
function references({ pkg }: Model, { id, doc }: GraphNode, event: NodeEvent): Finding[] {
  if (event.type === 'compensation') {
    return event.node === undefined || entry(pkg.scenario.nodes, event.node)
      ? []
      : [unknown(id, doc, 'node', event.node, ['', '环节', 'step'])];
  }
  if (event.type !== 'message' && event.type !== 'signal' && event.type !== 'error' && event.type !== 'escalation') return [];
  const [map] = things[event.type];
  const name = event.type === 'message' ? event.message : event.type === 'signal' ? event.signal : event.code;
  if (
    name === undefined ||
    entry<{ name: Text }>(pkg.scenario[map as keyof Pick<Scenario, 'messages' | 'signals' | 'errors' | 'escalations'>], name)
  )
    return [];
  return [unknown(id, doc, event.type === 'message' || event.type === 'signal' ? event.type : 'code', name, things[event.type])];
}

function unknown(id: string, doc: Node, property: string, name: string, [, thingZh, thingEn]: readonly [string, string, string]): Finding {
  return error(
    'event-unknown-name',
    at('nodes', id, eventProperty(doc), property),
    `${zh(doc.name)}用到的${thingZh}「${name}」没有登记：请先在流程里登记它，或改选已有的${thingZh}。`,
    `${en(doc.name)} names the ${thingEn} “${name}”, which the scenario does not list: list it first, or choose another one.`,
  );
}

function timers({ pkg }: Model, { id, doc }: GraphNode, event: NodeEvent): Finding[] {
  if (event.type !== 'timer') return [];
  const given = [event.duration, event.until, event.cycle, event.share].filter((one) => one !== undefined).length;
  if (given === 1 && event.share) return shares(pkg.scenario, id, doc, event.share);
  if (given === 1) return [];
  return [
    error(
      'event-timer',
      at('nodes', id, eventProperty(doc)),
      `${zh(doc.name)}的时间要么写等待多久，要么写到何时，要么写多久一次，要么写时限用掉几成：请只填一种。`,
      `${en(doc.name)} needs one kind of time, a duration, an instant, a cycle or a part of a limit: give exactly one.`,
    ),
  ];
}

/** A part of a limit is looked at while a step is at work, and the limit is one the scenario has. */
function shares({ clocks }: Scenario, id: string, doc: Node, { clock }: TimerShare): Finding[] {
  const unlisted = entry(clocks ?? {}, clock) ? [] : [unknown(id, doc, 'share', clock, ['', '时限', 'limit'])];
  if (doc.kind === 'boundary') return unlisted;
  return [
    ...unlisted,
    error(
      'event-share-misplaced',
      at('nodes', id, eventProperty(doc), 'share'),
      `${zh(doc.name)}不在办理环节上，不能按时限用掉几成触发：请把它放到环节上，或改成等待多久。`,
      `${en(doc.name)} is not on a step, so it cannot happen at a part of a limit: put it on a step, or give a duration.`,
    ),
  ];
}

const hosts = new Set<Node['kind']>([
  'fill',
  'consent',
  'task',
  'joint',
  'window',
  'assist',
  'pay',
  'seal',
  'data',
  'script',
  'decision',
  'notify',
  'issue',
  'archive',
  'transfer',
  'call',
  'block',
]);

function placement(model: Model, node: GraphNode, event: NodeEvent | undefined): Finding[] {
  switch (node.doc.kind) {
    case 'boundary':
      return boundaries(model, node);
    case 'start':
      return starts(model, node, event);
    case 'event':
      return gateways(model, node);
    case 'end':
      return event?.type === 'cancel' && !insideTransaction(model, node) ? [outsideTransaction(node)] : [];
    case 'block':
      return node.doc.event && node.incoming.length + node.outgoing.length > 0 ? [connected(node)] : [];
    default:
      return [];
  }
}

function boundaries({ graph }: Model, node: GraphNode): Finding[] {
  if (node.doc.kind !== 'boundary') return [];
  const host = graph.nodes.get(node.doc.attachedTo);
  const transaction = host?.doc.kind === 'block' && host.doc.transaction === true;
  const problem = !host || !hosts.has(host.doc.kind) || host.scope !== node.scope || (host.doc.kind === 'block' && host.doc.event);
  return [
    ...(problem
      ? [
          error(
            'event-without-host',
            at('nodes', node.id, 'attachedTo'),
            `${zh(node.doc.name)}没有附着在同一层的办理环节上：请把它放到要监听的环节上。`,
            `${en(node.doc.name)} is not on a step of its own level: put it on the step it listens to.`,
          ),
        ]
      : []),
    ...(node.incoming.length > 0
      ? [
          error(
            'event-with-way-in',
            at('nodes', node.id),
            `${zh(node.doc.name)}由事件触发，不能有进线：请删除指向它的连线。`,
            `${en(node.doc.name)} begins when its event happens, so no edge may lead to it: remove the edge.`,
          ),
        ]
      : []),
    ...(node.doc.event.type === 'cancel' && host && !transaction ? [outsideTransaction(node)] : []),
  ];
}

const onlyInside = new Set<NodeEvent['type']>(['error', 'escalation', 'compensation']);

function starts({ graph }: Model, node: GraphNode, event: NodeEvent | undefined): Finding[] {
  const block = graph.nodes.get(node.scope);
  const isEventBlock = block?.doc.kind === 'block' && block.doc.event === true;
  const fits = isEventBlock ? event !== undefined : block ? event === undefined : !event || !onlyInside.has(event.type);
  if (fits) return [];
  return [
    error(
      'event-start',
      at('nodes', node.id, 'trigger'),
      `${zh(node.doc.name)}的开始方式在这里不起作用：事件分组由事件开始，普通分组由连线开始，整个流程不能由错误、上报或补偿开始。请改选开始方式。`,
      `${en(node.doc.name)} cannot begin this way here: an event block begins by an event, another block by its edge, and the flow itself never by an error, an escalation or a compensation. Choose another trigger.`,
    ),
  ];
}

function gateways({ graph }: Model, node: GraphNode): Finding[] {
  return node.outgoing
    .filter(({ to }) => !['catch', 'timer'].includes(graph.nodes.get(to)!.doc.kind) || graph.nodes.get(to)!.incoming.length > 1)
    .map((edge) =>
      error(
        'event-gateway-target',
        at('edges', edge.id),
        `${zh(node.doc.name)}后面只能直接接等待消息、信号、条件或时间的环节，且只从这里进入：请在这条线上放一个等待环节。`,
        `After ${en(node.doc.name)} only steps that wait for a message, a signal, a condition or a time may follow, each entered from here alone: put one on this edge.`,
      ),
    );
}

function insideTransaction({ graph }: Model, node: GraphNode): boolean {
  const block = graph.nodes.get(node.scope)?.doc;
  return block?.kind === 'block' && block.transaction === true;
}

function outsideTransaction({ id, doc }: GraphNode): Finding {
  return error(
    'event-outside-transaction',
    at('nodes', id, 'event'),
    `${zh(doc.name)}的取消只对事务分组有效：请把它放进事务分组，或改选别的事件。`,
    `${en(doc.name)} cancels a transaction, and there is none here: put it into one, or choose another event.`,
  );
}

function connected({ id, doc }: GraphNode): Finding {
  return error(
    'event-block-connected',
    at('nodes', id),
    `${zh(doc.name)}由事件开始，不能有连线：请删除连到它或从它出发的线。`,
    `${en(doc.name)} begins by an event, so no edge may lead to or from it: remove the edge.`,
  );
}

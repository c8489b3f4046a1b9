/** What the drawing says about events, found once per plan. */
import { eventOf, type NodeEvent } from '../../compile/events.ts';
import { compare } from '../../compile/maps.ts';
import type { Plan, PlanNode } from '../../compile/plan.ts';

export interface EventBlock {
  block: string;
  start: PlanNode;
  event: NodeEvent;
  interrupting: boolean;
}

export interface EventDrawing {
  /** Boundary events by the node they are on. */
  boundaries: ReadonlyMap<string, PlanNode[]>;
  /** Event blocks by the block they lie in; '' is the case itself. */
  blocks: ReadonlyMap<string, EventBlock[]>;
  /** Some step can be compensated: what is finished must be remembered. */
  compensable: boolean;
}

const none: EventDrawing = { boundaries: new Map(), blocks: new Map(), compensable: false };
const drawings = new WeakMap<Plan, EventDrawing>();

/** Boundary events and event blocks of a plan. Plans without any share one empty answer. */
export function eventsOf(plan: Plan): EventDrawing {
  let known = drawings.get(plan);
  if (!known) {
    known = find(plan);
    drawings.set(plan, known);
  }
  return known;
}

function find(plan: Plan): EventDrawing {
  const boundaries = new Map<string, PlanNode[]>();
  const blocks = new Map<string, EventBlock[]>();
  for (const node of Object.values(plan.nodes).sort((a, b) => compare(a.id, b.id))) {
    const { doc } = node;
    if (doc.kind === 'boundary') add(boundaries, doc.attachedTo, node);
    if (doc.kind !== 'block' || !doc.event) continue;
    const start = plan.nodes[plan.blocks[node.id]!.start]!;
    const event = eventOf(start.doc);
    if (!event || start.doc.kind !== 'start') continue;
    add(blocks, node.block ?? '', { block: node.id, start, event, interrupting: start.doc.interrupting !== false });
  }
  if (boundaries.size === 0 && blocks.size === 0) return none;
  const compensable =
    [...boundaries.values()].flat().some((node) => eventOf(node.doc)?.type === 'compensation') ||
    [...blocks.values()].flat().some(({ event }) => event.type === 'compensation');
  return { boundaries, blocks, compensable };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): undefined {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** The boundary event of a kind on a node; one with this very code before one for any. */
export function boundaryFor(
  plan: Plan,
  node: string,
  type: 'error' | 'escalation' | 'compensation' | 'cancel',
  code?: string,
): PlanNode | undefined {
  return bestOf(eventsOf(plan).boundaries.get(node), (boundary) => eventOf(boundary.doc), type, code);
}

/** The event block of a kind in a scope (the block it lies in, '' for the case); one with this very code before one for any. */
export function eventBlockFor(
  plan: Plan,
  block: string,
  type: 'error' | 'escalation' | 'compensation',
  code?: string,
  /** A block that does not take what it throws itself. */
  without?: string,
): EventBlock | undefined {
  const blocks = eventsOf(plan).blocks.get(block);
  return bestOf(without === undefined ? blocks : blocks?.filter((one) => one.block !== without), ({ event }) => event, type, code);
}

function bestOf<T>(
  list: readonly T[] | undefined,
  eventIn: (one: T) => NodeEvent | undefined,
  type: NodeEvent['type'],
  code?: string,
): T | undefined {
  let any: T | undefined;
  for (const one of list ?? []) {
    const event = eventIn(one);
    if (event?.type !== type) continue;
    const wanted = event.type === 'error' || event.type === 'escalation' ? event.code : undefined;
    if (wanted !== undefined && wanted === code) return one;
    if (wanted === undefined) any ??= one;
  }
  return any;
}

/**
 * Small scenarios written as text, so that the graph is visible in the test:
 *
 *   flow('start -> fork; fork -> a -> join; fork -> b -> join; join -> end')
 *   flow('start -> a; a -[agree]-> end; a -[refuse]-> endRefused')
 *   flow('start -> fill -> x; x -{person.income > 10}-> a -> end; x -*-> end')
 *   flow('start -> block -> end', { blocks: { block: 'startB -> b -> endB' } })
 *
 * The kind of a node follows from its id (see `kinds`); any other id is a desk's task. `nodes` changes documents.
 */
import type { Duration, Edge, Form, Node, Scenario } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { resources, scenarioParts } from './parts.ts';

export interface FlowOptions {
  /** Flows of blocks, by block node. */
  blocks?: Record<string, string>;
  /** Properties of nodes on top of the defaults. */
  nodes?: Record<string, Record<string, unknown>>;
  /** Parts of the scenario besides nodes and edges. */
  scenario?: Partial<Scenario>;
  forms?: Record<string, Form>;
}

const ARROW = /\s*(?:->|-\[([^\]]+)\]->|-\{([^}]+)\}->|-(\*)->)\s*/;
const text = (words: string) => ({ 'zh-CN': words, en: words });
const days = (amount: number): Duration => ({ amount, unit: 'days' });
const decision = (name: string, rank: string, effect: 'agree' | 'refuse' | 'other') => ({ name: text(name), rank, effect });

/** What an id that starts so means, unless `nodes` says otherwise. */
const kinds: [RegExp, (id: string) => Record<string, unknown>][] = [
  [/^start/, () => ({ kind: 'start', trigger: { type: 'form' } })],
  [/^end/, (id) => ({ kind: 'end', result: id.startsWith('endRefused') ? 'refused' : 'completed' })],
  [/^(fork|join(?!t))/, () => ({ kind: 'parallel' })],
  [/^x([A-Z0-9]|$)/, () => ({ kind: 'exclusive' })],
  [/^or([A-Z0-9]|$)/, () => ({ kind: 'inclusive' })],
  [/^fill/, () => ({ kind: 'fill', party: 'person', forms: ['basic'] })],
  [/^consent/, () => ({ kind: 'consent', party: 'partner', statement: text('Agree?'), expires: days(5) })],
  [/^joint/, joint],
  [/^data/, () => ({ kind: 'data', data: 'register' })],
  [/^script/, () => ({ kind: 'script', script: 'score' })],
  [/^decide/, () => ({ kind: 'decision', table: 'grade' })],
  [/^notify/, () => ({ kind: 'notify', notification: 'news' })],
  [/^issue/, () => ({ kind: 'issue', outcome: 'permit' })],
  [/^wait/, () => ({ kind: 'timer', wait: { duration: days(2) } })],
  [/^block/, () => ({ kind: 'block' })],
  [/^on[A-Z]/, () => ({ kind: 'boundary' })],
  [/^catch/, () => ({ kind: 'catch' })],
  [/^throw/, () => ({ kind: 'throw' })],
  [/^first/, () => ({ kind: 'event' })],
  [/^some/, () => ({ kind: 'complex', activate: { count: 1 }, rest: 'ignore' })],
  [/^split/, () => ({ kind: 'threads', mode: 'split', count: '3' })],
  [/^merge/, () => ({ kind: 'threads', mode: 'merge', count: '3' })],
  [/^cancel/, () => ({ kind: 'cancel', nodes: [] })],
  [/^call/, () => ({ kind: 'call', scenario: 'small' })],
  [/^archive/, () => ({ kind: 'archive' })],
  [/^transfer/, () => ({ kind: 'transfer', to: 'register' })],
  [/^(window|assist|pay|seal)/, (id) => ({ ...task(), kind: /^(window|assist|pay|seal)/.exec(id)![1] })],
  [/./, task],
];

function task() {
  const decisions = { agree: decision('Agree', 'a0', 'agree'), refuse: decision('Refuse', 'a1', 'refuse') };
  return { kind: 'task', department: 'd1', decisions, supplement: true };
}

function joint() {
  const participant = (rank: string, department: string) => ({ name: text(department), rank, department });
  const participants = { p1: participant('a0', 'd1'), p2: participant('a1', 'd2'), p3: participant('a2', 'd3') };
  return { kind: 'joint', participants, mode: { type: 'all' }, onRefuse: 'stop' };
}

/** A complete package around a flow. */
export function flow(source: string, options: FlowOptions = {}): ScenarioPackage {
  const nodes: Record<string, Node> = {};
  const edges: Record<string, Edge> = {};
  draw(source, undefined, { nodes, edges, options });
  for (const [block, inner] of Object.entries(options.blocks ?? {})) draw(inner, block, { nodes, edges, options });
  const { base, forms, elements } = scenarioParts();
  const scenario: Scenario = { ...base, ...options.scenario, nodes, edges };
  return { scenario, forms: { ...forms, ...options.forms }, elements, ...resources(), cases: {} };
}

interface Drawing {
  nodes: Record<string, Node>;
  edges: Record<string, Edge>;
  options: FlowOptions;
}

function draw(source: string, parent: string | undefined, drawing: Drawing): undefined {
  for (const chain of source.split(';').map((part) => part.trim())) {
    if (chain !== '') drawChain(chain, parent, drawing);
  }
}

function drawChain(chain: string, parent: string | undefined, drawing: Drawing): undefined {
  // Splitting with groups gives: node, on, when, star, node, …
  const parts = chain.split(ARROW);
  for (let i = 0; i < parts.length; i += 4) {
    const id = parts[i]!;
    drawing.nodes[id] ??= nodeOf(id, parent, drawing.options);
    if (i > 0) drawEdge(drawing.edges, parts[i - 4]!, id, parts.slice(i - 3, i));
  }
}

function nodeOf(id: string, parent: string | undefined, { nodes = {} }: FlowOptions): Node {
  const [, make] = kinds.find(([pattern]) => pattern.test(id))!;
  return { name: text(id), ...(parent === undefined ? {} : { parent }), ...make(id), ...nodes[id] } as Node;
}

function drawEdge(edges: Record<string, Edge>, from: string, to: string, [on, when, star]: (string | undefined)[]): undefined {
  const count = Object.keys(edges).length;
  const edge: Edge = { from, to, rank: `a${String(count).padStart(4, '0')}` };
  if (on !== undefined) edge.on = on;
  if (when !== undefined) edge.when = when;
  if (star !== undefined) edge.default = true;
  edges[`e${count + 1}`] = edge;
}

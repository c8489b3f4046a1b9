/** Joins: parallel ones count edges; inclusive ones look at what can still come. */
import type { Plan, PlanNode } from '../compile/plan.ts';
import { raise } from './incidents.ts';
import { carryReplay, leave, removeToken } from './tokens.ts';
import type { Token } from './types.ts';
import { waitsOf } from './waits.ts';
import { numberOf, type Work } from './work.ts';

/** The oldest token waiting at a join for each incoming edge. */
export function arrivedBy(work: Work, node: string, scope: string): Map<string, Token> {
  const arrived = new Map<string, Token>();
  const failed = new Set(Object.values(work.state.incidents).map((incident) => incident.token));
  for (const id in work.state.tokens) {
    const token = work.state.tokens[id]!;
    if (token.node !== node || token.scope !== scope || token.status !== 'waiting' || token.via === undefined) continue;
    const known = arrived.get(token.via);
    if ((!known || numberOf(id) < numberOf(known.id)) && !failed.has(id)) arrived.set(token.via, token);
  }
  return arrived;
}

/** Several tokens become one, which leaves the join. */
export function mergeTokens(work: Work, tokens: Token[]): undefined {
  const last = tokens.reduce((a, b) => (numberOf(a.id) > numberOf(b.id) ? a : b));
  for (const token of tokens) if (token !== last) removeToken(work, token.id);
  leave(work, carryReplay(work, tokens, last));
}

/** By inclusive join and incoming edge: the nodes from which that edge can be reached without passing the join itself. */
type Reach = Map<string, Map<string, ReadonlySet<string>>>;
const reaches = new WeakMap<Plan, Reach>();

function reachOf(plan: Plan): Reach {
  const known = reaches.get(plan);
  if (known) return known;
  const reach: Reach = new Map();
  for (const node of Object.values(plan.nodes)) {
    if (node.doc.kind !== 'inclusive' || node.incoming.length <= 1) continue;
    reach.set(node.id, new Map(node.incoming.map((edge) => [edge.id, before(plan, node, edge.from)])));
  }
  reaches.set(plan, reach);
  return reach;
}

/** Nodes from which a node can be reached without passing the join, the node itself included. */
export function before(plan: Plan, join: PlanNode, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === join.id || found.has(id)) continue;
    found.add(id);
    const { doc, incoming } = plan.nodes[id]!;
    for (const edge of incoming) open.push(edge.from);
    // From a node an event may begin that goes its own way.
    if (doc.kind === 'boundary') open.push(doc.attachedTo);
  }
  return found;
}

/** Lets the first inclusive join go on for which nothing more can come. True when one did. */
export function fireInclusiveJoin(work: Work): boolean {
  const reach = reachOf(work.plan);
  if (reach.size === 0) return false;
  for (const { token, arrived } of waitingJoins(work, reach)) {
    if (!isReady(work, token, arrived, reach.get(token.node)!)) continue;
    mergeTokens(work, [...arrived.values()]);
    return true;
  }
  return false;
}

/** One entry per inclusive join that holds tokens, the longest waiting first. */
function waitingJoins(work: Work, reach: Reach): { token: Token; arrived: Map<string, Token> }[] {
  const seen = new Set<string>();
  const joins: { token: Token; arrived: Map<string, Token> }[] = [];
  const candidates = Object.values(work.state.tokens).filter((token) => reach.has(token.node));
  for (const token of candidates.sort((a, b) => numberOf(a.id) - numberOf(b.id))) {
    const key = `${token.scope} ${token.node}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const arrived = arrivedBy(work, token.node, token.scope);
    if (arrived.size > 0) joins.push({ token, arrived });
  }
  return joins;
}

/**
 * BPMN 2.0, 13.4.3: wait for a token that can reach an edge that has not delivered, unless it can as well come by an
 * edge that has. Paths through the join itself do not count, which makes it right in loops.
 */
function isReady(work: Work, { node, scope }: Token, arrived: Map<string, Token>, edges: Map<string, ReadonlySet<string>>): boolean {
  for (const id in work.state.tokens) {
    const other = work.state.tokens[id]!;
    if (other.scope !== scope || other.node === node) continue;
    let awaited = false;
    let free = false;
    for (const [edge, nodes] of edges) {
      if (!nodes.has(other.node)) continue;
      if (arrived.has(edge)) free = true;
      else awaited = true;
    }
    if (awaited && !free) return false;
  }
  return true;
}

/**
 * When joins wait for each other and nothing else in the case can move: the inclusive join that waits longest goes on;
 * if there is none, a person is told. True when something moved.
 */
export function breakStandstill(work: Work): boolean {
  if (!onlyJoinsWait(work)) return false;
  const [first] = waitingJoins(work, reachOf(work.plan));
  if (first) {
    mergeTokens(work, [...first.arrived.values()]);
    return true;
  }
  const stuck = waitsOf(work.state).find((wait) => wait.reason === 'join')!;
  raise(work, work.state.tokens[stuck.token]!, 'join.stuck', { stage: 'join' });
  return false;
}

/** Kinds at which a token may stand only because others have not come. */
const WAITING = new Set<string>(['parallel', 'inclusive', 'complex', 'threads', 'block']);

function onlyJoinsWait({ plan, state }: Work): boolean {
  // Something that is listened to can still set things going.
  for (const _ in state.subscriptions) return false;
  // So can people, where they start the steps.
  if (plan.adHoc && Object.values(state.scopes).some((scope) => scope.adHoc)) return false;
  let found = false;
  for (const id in state.tokens) {
    const { kind } = plan.nodes[state.tokens[id]!.node]!.doc;
    if (!WAITING.has(kind)) return false;
    found = true;
  }
  return found && Object.keys(state.incidents).length === 0;
}

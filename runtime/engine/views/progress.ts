/** How far each item is, from tokens and tasks alone. */

import { isDesk } from '../../compile/desks.ts';
import type { Plan, PlanNode } from '../../compile/plan.ts';
import { itemOfTask } from '../clocks.ts';
import { isFinal } from '../scopes.ts';
import { isWaiting } from '../tasks.ts';
import type { CaseState, Task } from '../types.ts';
import { inOrder } from '../work.ts';

/** `notNeeded`: this case does not pass through the item. */
export type ItemState = 'notStarted' | 'working' | 'supplement' | 'done' | 'refused' | 'notNeeded' | 'stopped';

export function itemState(plan: Plan, state: CaseState, item: string): ItemState {
  const tasks = inOrder(state.tasks).filter((task) => task.kind === 'desk' && itemOfTask(plan, task) === item);
  if (tasks.some((task) => task.status === 'supplement')) return 'supplement';
  const nodes = nodesOf(plan, item);
  const visited = nodes.some((node) => state.visits[node.id] !== undefined);
  if (tasks.some(isWaiting) || stands(state, nodes)) return 'working';
  if (isFinal(state.status)) return overState(plan, state, tasks, visited);
  if (canStillCome(plan, state, nodes)) return visited ? 'working' : 'notStarted';
  return visited ? doneState(plan, tasks) : 'notNeeded';
}

function nodesOf(plan: Plan, item: string): PlanNode[] {
  return Object.values(plan.nodes).filter(({ item: own, doc }) => {
    return own === item || (doc.kind === 'joint' && Object.values(doc.participants).some((participant) => participant.item === item));
  });
}

function stands(state: CaseState, nodes: PlanNode[]): boolean {
  return Object.values(state.tokens).some((token) => nodes.some((node) => node.id === token.node));
}

function overState(plan: Plan, state: CaseState, tasks: Task[], visited: boolean): ItemState {
  if (!visited) return 'notNeeded';
  const cut = tasks.some((task) => task.status === 'cancelled') && !tasks.some((task) => task.status === 'done');
  return cut && state.status !== 'completed' ? 'stopped' : doneState(plan, tasks);
}

/** The last decision counts. */
function doneState(plan: Plan, tasks: Task[]): ItemState {
  const last = tasks.findLast((task) => task.status === 'done');
  return last && refuses(plan, last) ? 'refused' : 'done';
}

function refuses(plan: Plan, { node, decision = '' }: Task): boolean {
  const { doc } = plan.nodes[node]!;
  if (doc.kind === 'joint') return decision === 'refuse';
  return isDesk(doc) && doc.decisions[decision]?.effect === 'refuse';
}

/** Can a token still reach a node of the item that was not visited? */
function canStillCome(plan: Plan, state: CaseState, nodes: PlanNode[]): boolean {
  const open = nodes.filter((node) => state.visits[node.id] === undefined).map((node) => withBlocks(plan, node));
  const stands = Object.values(state.tokens).map((token) => withBlocks(plan, plan.nodes[token.node]!));
  return stands.some((from) => open.some((to) => from.some((a) => to.some((b) => a.block === b.block && b.upstream.has(a.id)))));
}

/** The node and the blocks around it. */
function withBlocks(plan: Plan, node: PlanNode): PlanNode[] {
  return node.block === undefined ? [node] : [node, ...withBlocks(plan, plan.nodes[node.block]!)];
}

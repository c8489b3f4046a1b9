import type { ThreadsNode } from '../../../schemas/generated/documents.ts';
import type { PlanNode } from '../../compile/plan.ts';
import { endClocksAt } from '../clocks.ts';
import { raise } from '../incidents.ts';
import { contextAt } from '../surroundings.ts';
import { follow, hold, leave, removeToken } from '../tokens.ts';
import type { Token } from '../types.ts';
import { numberOf, type Work } from '../work.ts';

/** Threads one split may make. */
const MAX_THREADS = 1_000;

/** Several tokens on one way: a split makes them, a merge makes one of them again. */
export function enterThreads(work: Work, token: Token, doc: ThreadsNode, node: PlanNode): undefined {
  const count = countOf(work, token, node);
  if (count === undefined) return raise(work, token, 'threads.count_invalid');
  if (doc.mode === 'split') return split(work, token, node, count);
  hold(work, token);
  merge(work, token, node, count);
}

function countOf(work: Work, token: Token, { expressions }: PlanNode): number | undefined {
  const value = expressions?.count?.(contextAt(work, token), work.env);
  const count = value?.ok ? value.value : undefined;
  return typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= MAX_THREADS ? count : undefined;
}

function split(work: Work, token: Token, node: PlanNode, count: number): undefined {
  endClocksAt(work, node.id);
  removeToken(work, token.id);
  for (let thread = 0; thread < count; thread++) follow(work, token, node.outgoing[0]!);
}

/** The oldest so many threads become one. */
function merge(work: Work, token: Token, node: PlanNode, count: number): undefined {
  const waiting: Token[] = [];
  for (const id in work.state.tokens) {
    const one = work.state.tokens[id]!;
    if (one.node === node.id && one.scope === token.scope && one.status === 'waiting') waiting.push(one);
  }
  if (waiting.length < count) return;
  const threads = waiting.sort((a, b) => numberOf(a.id) - numberOf(b.id)).slice(0, count);
  for (const one of threads.slice(0, -1)) removeToken(work, one.id);
  leave(work, threads.at(-1)!);
}

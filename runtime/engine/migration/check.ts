/** What must hold of a case after it was moved; empty when all is well. A move that breaks one of these is never stored. */
import type { Plan, PlanNode } from '../../compile/plan.ts';
import { isFinal } from '../scopes.ts';
import type { CaseState } from '../types.ts';
import { waitsOf } from '../waits.ts';
import { isJoin } from './places.ts';

export function problemsOfMoved(plan: Plan, before: CaseState, after: CaseState): string[] {
  return [
    ...tokenProblems(plan, after),
    ...referenceProblems(after),
    ...endProblems(after),
    ...promiseProblems(before, after),
    ...stuckProblems(before, after),
  ];
}

function tokenProblems(plan: Plan, state: CaseState): string[] {
  const waits = waitsOf(state);
  return Object.values(state.tokens).flatMap((token) => {
    const node = Object.hasOwn(plan.nodes, token.node) ? plan.nodes[token.node] : undefined;
    if (!node) return [`${token.id} stands nowhere`];
    if (!state.scopes[token.scope]) return [`${token.id} is in no scope`];
    const own = waits.filter((wait) => wait.token === token.id);
    if (own.length !== 1) return [`${token.id} has ${own.length} reasons to wait`];
    return own[0]!.reason === 'join' && !mayWaitForOthers(node) ? [`${token.id} waits for nothing`] : [];
  });
}

function mayWaitForOthers(node: PlanNode): boolean {
  return isJoin(node) || (node.doc.kind === 'threads' && node.doc.mode === 'merge');
}

function referenceProblems(state: CaseState): string[] {
  const holders: { id: string; token?: string }[] = [
    ...Object.values(state.tasks).filter(({ status }) => status === 'open' || status === 'supplement'),
    ...Object.values(state.timers),
    ...Object.values(state.held ?? {}),
    ...Object.values(state.pending),
    ...Object.values(state.incidents),
    ...Object.values(state.scopes),
  ];
  return holders
    .filter(({ token }) => token !== undefined && token !== '' && !state.tokens[token])
    .map(({ id }) => `${id} belongs to no token`);
}

function endProblems(state: CaseState): string[] {
  const left = Object.keys(state.tokens).length;
  return left === 0 && !isFinal(state.status) ? ['nothing is left to do'] : [];
}

/** No limit is lost, and no promised date moves. */
function promiseProblems(before: CaseState, after: CaseState): string[] {
  const dates = Map.groupBy(Object.values({ ...after.clocks, ...after.past?.clocks }), ({ startedAt }) => startedAt);
  return Object.values(before.clocks).flatMap((clock) => {
    const twin = dates.get(clock.startedAt)?.find((one) => one.days === clock.days);
    if (!twin) return [`the limit ${clock.id} is lost`];
    // A limit that stood still for a step that is taken back runs again, with the days it stood still: told in the history.
    const runsAgain = clock.suspensions.some((part, index) => part.to === undefined && twin.suspensions[index]?.to !== undefined);
    return isFinal(after.status) || runsAgain || twin.due === clock.due ? [] : [`the date of ${clock.id} moved`];
  });
}

function stuckProblems(before: CaseState, after: CaseState): string[] {
  if (isFinal(after.status)) return [];
  const known = Object.keys(before.incidents).length;
  return Object.values(after.incidents).filter(({ code }) => code === 'join.stuck').length > known ? ['a join would wait for ever'] : [];
}

/** Sorts one case: may it go to the new version, and what would become of each of its tokens. Pure; changes nothing. */
import type { Plan } from '../../compile/plan.ts';
import { isFinal } from '../scopes.ts';
import type { CaseState, Token } from '../types.ts';
import { inOrder } from '../work.ts';
import { blocksOf, diffPlans } from './diff.ts';
import {
  branchOf,
  chosenTarget,
  imageOf,
  isJoin,
  keptVia,
  missingBranches,
  type Stand,
  standsOf,
  type Versions,
  viaFor,
} from './places.ts';
import { reachFrom, reachOfCase, reachOfEntering } from './reach.ts';
import type { CaseVerdict, Examination, Itinerary, MigrationMapping, MigrationReason } from './types.ts';

interface Examining extends Versions {
  state: CaseState;
  reasons: MigrationReason[];
  itinerary: Itinerary;
  stands: Stand[];
}

const rank: Record<MigrationReason['level'], number> = { note: 0, mapping: 1, stay: 2, person: 3 };
const verdicts: CaseVerdict[] = ['safe', 'mapping', 'stay', 'person'];

/**
 * Sorts one case.
 *
 * @example examineCase(plan4, plan5, state, { nodes: { n_check: 'n_review' } }).verdict // 'safe'
 */
export function examineCase(from: Plan, to: Plan, state: CaseState, mapping: MigrationMapping = {}): Examination {
  const work: Examining = {
    from,
    to,
    diff: diffPlans(from, to),
    mapping,
    state,
    reasons: [],
    itinerary: { moves: [], over: [], begun: [], done: [] },
    stands: [],
  };
  if (isFinal(state.status)) {
    work.reasons.push({ level: 'stay', code: 'case.ended' });
    return conclude(work);
  }
  placeTokens(work);
  lookForMissingBranches(work);
  compareSteps(work);
  compareClocks(work);
  compareValues(work);
  return conclude(work);
}

function conclude({ reasons, itinerary }: Examining): Examination {
  const worst = Math.max(0, ...reasons.map((reason) => rank[reason.level]));
  return { verdict: verdicts[worst]!, reasons, itinerary };
}

function placeTokens(work: Examining): undefined {
  const given = new Set<string>();
  for (const token of inOrder(work.state.tokens)) if (!isGiven(work, token, given)) placeToken(work, token, given);
  const decided = work.reasons.every(({ level }) => level === 'note');
  // Every branch would be over: the case would end without anybody's decision.
  if (decided && work.itinerary.moves.length === 0) work.reasons.push({ level: 'person', code: 'wait.special' });
}

/** The block a token lies in begins anew or is over: what is inside goes with it. */
function isGiven({ state }: Examining, token: Token, given: ReadonlySet<string>): boolean {
  for (let scope = state.scopes[token.scope]; scope?.token !== undefined; scope = state.scopes[scope.parent ?? '']) {
    if (given.has(scope.token)) return true;
    if (scope.parent === undefined) return false;
  }
  return false;
}

function placeToken(work: Examining, token: Token, given: Set<string>): undefined {
  const { node } = token;
  const chosen = chosenTarget(work, node);
  const change = work.diff.nodes[node]!;
  const untouched = change.type === 'same' || change.type === 'moved';
  if (chosen === null) return leaveOut(work, token, given);
  if (chosen !== undefined && !(chosen === node && untouched)) return sendTo(work, token, chosen, given);
  if (change.type === 'removed' || change.type === 'changed') {
    // The steps inside a block that is gone are asked about one by one.
    const holdsBlock = change.type === 'removed' && work.from.blocks[node] !== undefined && hasScope(work, token);
    if (holdsBlock) return undefined;
    const suggestion = change.type === 'changed' ? node : change.suggestion;
    work.reasons.push({ level: 'mapping', code: `node.${change.type}`, node, ...(suggestion === undefined ? {} : { suggestion }) });
    // What follows is judged as if the suggestion were taken, so that everything to choose is told at once.
    if (suggestion) standThere(work, token, suggestion);
    return undefined;
  }
  const target = imageOf(work, node)!;
  if (change.type !== 'same') {
    note(work, {
      level: 'note',
      code: change.type === 'moved' ? 'node.moved' : 'node.renamed',
      node,
      ...(target === node ? {} : { to: target }),
    });
    if (isSpecial(work, token)) work.reasons.push({ level: 'person', code: 'wait.special', node });
  }
  keep(work, token, target);
}

/** One sentence per node, however many tokens stand there. */
function note(work: Examining, reason: MigrationReason): undefined {
  if (!work.reasons.some((known) => known.code === reason.code && known.node === reason.node && known.clock === reason.clock))
    work.reasons.push(reason);
}

function hasScope({ state }: Examining, token: Token): boolean {
  return Object.values(state.scopes).some((scope) => scope.token === token.id);
}

/** On its way back after a return, compensating, suspended, at work for each of several: only an unchanged place is sure. */
function isSpecial({ state }: Examining, token: Token): boolean {
  const scope = state.scopes[token.scope];
  const bound = Object.values(state.each ?? {}).some((group) => JSON.stringify(group).includes(`"${token.id}"`));
  const awaited = Object.values(state.tokens).some((other) => other.back === token.id);
  const parked = Object.values(state.tasks).some(
    (task) => task.token === token.id && (task.parked !== undefined || task.status === 'waiting'),
  );
  const returning = token.back !== undefined || token.replay !== undefined || awaited || parked;
  return returning || scope?.compensation !== undefined || state.suspended !== undefined || bound;
}

function keep(work: Examining, token: Token, to: string): undefined {
  const node = work.to.nodes[to]!;
  if (!isJoin(node) || token.status !== 'waiting' || token.via === undefined) {
    work.itinerary.moves.push({ token: token.id, to, how: 'keep', ...viaOf(work, token, to) });
    stand(work, token, to, viaOf(work, token, to).via);
    return undefined;
  }
  const via = keptVia(work, token, to);
  if (via !== undefined) {
    work.itinerary.moves.push({ token: token.id, to, how: 'keep', via });
    stand(work, token, to, via);
    return undefined;
  }
  // The branch it came by does not lead here any more: it has delivered, and nothing waits for it.
  const others = Object.values(work.state.tokens).some((other) => other.id !== token.id && other.scope === token.scope);
  if (others) work.itinerary.over.push(token.id);
  else work.reasons.push({ level: 'person', code: 'wait.special', node: token.node });
}

function viaOf(work: Examining, token: Token, to: string): { via?: string } {
  if (token.via === undefined) return {};
  if (Object.hasOwn(work.to.edges, token.via) && work.to.edges[token.via]!.to === to) return { via: token.via };
  const via = keptVia(work, token, to);
  return via === undefined ? {} : { via };
}

function stand(work: Examining, token: Token, node: string, via: string | undefined, waiting = token.status === 'waiting'): undefined {
  const aside = token.each === undefined && token.back === undefined ? {} : { aside: true };
  const skip = token.replay === undefined ? {} : { skip: token.replay.skip };
  work.stands.push({ node, scope: scopeKey(work, token, node), waiting, ...(via === undefined ? {} : { via }), ...aside, ...skip });
}

function standThere(work: Examining, token: Token, node: string): undefined {
  const join = isJoin(work.to.nodes[node]);
  stand(work, token, node, join ? viaFor(work, token.node, node) : undefined, join);
}

/** Tokens that will share a scope have the same key; an unchanged place keeps its scope. */
function scopeKey({ from, to, state, diff }: Examining, token: Token, target: string): string {
  const before = blocksOf(from, token.node).map((block) => imageOf({ diff, to }, block) ?? '');
  const after = blocksOf(to, target);
  if (before.join(' ') === after.join(' ')) return token.scope;
  let root = token.scope;
  for (let depth = before.length; depth > sharedDepth(before, after); depth--) root = state.scopes[root]?.parent ?? root;
  return [root, ...after.slice(sharedDepth(before, after))].join('/');
}

function sharedDepth(a: readonly string[], b: readonly string[]): number {
  let depth = 0;
  while (depth < a.length && depth < b.length && a[depth] === b[depth]) depth += 1;
  return depth;
}

function leaveOut(work: Examining, token: Token, given: Set<string>): undefined {
  if (underWay(work, token)) return undefined;
  work.itinerary.over.push(token.id);
  given.add(token.id);
  note(work, { level: 'note', code: 'node.mapped', node: token.node });
}

function sendTo(work: Examining, token: Token, to: string, given: Set<string>): undefined {
  const target = Object.hasOwn(work.to.nodes, to) ? work.to.nodes[to] : undefined;
  if (!target || target.doc.kind === 'start' || 'attachedTo' in target.doc) {
    note(work, { level: 'mapping', code: 'node.target_unknown', node: token.node, to });
    return undefined;
  }
  if (underWay(work, token)) return undefined;
  if (isSpecial(work, token)) {
    work.reasons.push({ level: 'person', code: 'wait.special', node: token.node });
    return undefined;
  }
  const via = isJoin(target) ? viaFor(work, token.node, to) : undefined;
  if (isJoin(target) && via === undefined) {
    work.reasons.push({ level: 'person', code: 'wait.special', node: token.node, to });
    return undefined;
  }
  note(work, { level: 'note', code: 'node.mapped', node: token.node, to });
  given.add(token.id);
  work.itinerary.moves.push({ token: token.id, to, how: 'begin', ...(via === undefined ? {} : { via }) });
  stand(work, token, to, via, isJoin(target));
}

/** A document is being made, another case works for this one, the applicant corrects: waited for, never dropped. */
function underWay(work: Examining, token: Token): boolean {
  const correcting = Object.values(work.state.tasks).some((task) => task.token === token.id && task.status === 'supplement');
  const waits = Object.values(work.state.pending).some(
    (pending) => pending.token === token.id && pending.kind !== 'data' && pending.kind !== 'script',
  );
  if (!waits && !correcting) return false;
  work.reasons.push({ level: 'stay', code: waits ? 'effect.under_way' : 'supplement.open', node: token.node });
  stand(work, token, imageOf(work, token.node) ?? '', token.via);
  return true;
}

function lookForMissingBranches(work: Examining): undefined {
  const before = new Set(missingBranches(work.from, standsOf(work.state)).map(({ edge }) => edge.id));
  for (const { join, edge, scope } of missingBranches(work.to, work.stands)) {
    // It was so before: a branch that ended on purpose.
    if (before.has(edge.id)) continue;
    const branch = branchOf(work.to, edge);
    const choice = work.mapping.branches?.[edge.id];
    if (!branch) {
      work.reasons.push({ level: 'person', code: 'join.branch_missing', node: join, edge: edge.id });
    } else if (choice === undefined) {
      const doneBefore = branch.nodes.some((id) => (work.state.visits[id] ?? 0) > 0);
      work.reasons.push({
        level: 'mapping',
        code: 'join.branch_missing',
        node: join,
        edge: edge.id,
        suggestion: doneBefore ? 'skip' : 'begin',
      });
    } else if (choice === 'skip') {
      work.itinerary.done.push({ node: join, via: edge.id, scope });
      work.stands.push({ node: join, scope, via: edge.id, waiting: true });
    } else {
      work.itinerary.begun.push({ node: branch.entry.to, via: branch.entry.id, scope });
      work.stands.push({ node: branch.entry.to, scope, via: branch.entry.id, waiting: false });
    }
  }
}

const people = new Set(['fill', 'task', 'joint', 'consent', 'window', 'assist', 'pay', 'seal']);

/** Steps people do: one that would be left out must be allowed; one that would be done twice is told. */
function compareSteps(work: Examining): undefined {
  const { from, to, state, diff, mapping } = work;
  const ahead = reachOfCase(from, state);
  const here = new Set(Object.values(state.tokens).map(({ node }) => node));
  const next = new Set<string>();
  for (const { node, waiting } of work.stands) {
    next.add(node);
    for (const id of waiting ? reachFrom(to, node) : reachOfEntering(to, node)) next.add(id);
  }
  const skipped = skippedSteps(work);
  for (const node of Object.values(from.nodes)) {
    const image = imageOf(work, node.id);
    if (!people.has(node.doc.kind) || image === undefined || here.has(node.id)) continue;
    const done = (state.visits[node.id] ?? 0) > 0;
    if (!done && ahead.has(node.id) && !next.has(image)) {
      if (!mapping.skip?.includes(image) && !skipped.has(image))
        work.reasons.push({ level: 'mapping', code: 'step.missed', node: node.id });
    } else if (done && !ahead.has(node.id) && next.has(image)) work.reasons.push({ level: 'note', code: 'step.again', node: node.id });
  }
  for (const id of diff.added)
    if (people.has(to.nodes[id]!.doc.kind) && !next.has(id)) work.reasons.push({ level: 'note', code: 'step.new_missed', node: id });
}

function skippedSteps({ to, itinerary }: Examining): Set<string> {
  return new Set(itinerary.done.flatMap(({ via }) => branchOf(to, to.edges[via]!)?.nodes ?? []));
}

/** A limit that runs keeps its days and its date; one that would be lost needs a choice. */
function compareClocks(work: Examining): undefined {
  for (const clock of Object.values(work.state.clocks)) {
    if (clock.status !== 'running' && clock.status !== 'suspended') continue;
    const id = work.mapping.clocks?.[clock.id] ?? clock.id;
    const doc = Object.hasOwn(work.to.clocks, id) ? work.to.clocks[id] : undefined;
    if (!doc) work.reasons.push({ level: 'mapping', code: 'clock.removed', clock: clock.id });
    else if (doc.days !== clock.days)
      work.reasons.push({ level: 'note', code: 'clock.kept', clock: clock.id, from: clock.days, days: doc.days });
  }
}

/** A value whose type is another one now must fit it. */
function compareValues(work: Examining): undefined {
  const { from, to, state } = work;
  for (const [path, { value, at }] of Object.entries(state.fields)) {
    const [before, after] = [from.types[path]?.type, to.types[path]?.type];
    if (before === after || after === undefined || value === null) continue;
    if (!to.checkValue(path, value, { now: at }).ok) work.reasons.push({ level: 'person', code: 'value.unfit', path });
  }
}

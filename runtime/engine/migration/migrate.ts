/**
 * Moves one case to another version: (1) what cannot be kept is taken back under the version it began in, (2) names are
 * changed to those of the new one, (3) tokens are put where they belong and go on until they wait. Pure like a step.
 */
import { eventOf } from '../../compile/events.ts';
import type { Plan } from '../../compile/plan.ts';
import { runBurst } from '../burst.ts';
import { settleDraft } from '../commands/start.ts';
import { armScope, armToken, unlisten } from '../events/listen.ts';
import { cancelToken, closeIfEmpty } from '../scopes.ts';
import { cancelTask, isWaiting } from '../tasks.ts';
import { putToken } from '../tokens.ts';
import type { Actor, CaseState, Command, Scope, StepResult, Token } from '../types.ts';
import { beginWork, finishWork, inOrder, nextId, note, own, type Work } from '../work.ts';
import { blocksOf, diffPlans } from './diff.ts';
import { imageOf } from './places.ts';
import type { Itinerary, MigrationMapping, TokenMove } from './types.ts';

export interface MigrateRequest {
  from: Plan;
  to: Plan;
  /** Number of the new version. */
  version: number;
  mapping: MigrationMapping;
  itinerary: Itinerary;
  /** Idempotency key, instant and who decided. */
  id: string;
  at: string;
  actor: Actor;
}

/** The case as the new version has it, with the calls and effects of steps that begin anew. */
export function migrateCase(state: CaseState, request: MigrateRequest): StepResult {
  const { from, to, itinerary } = request;
  // Only id, instant and actor of the command are looked at.
  const command: Command = { type: 'recalculate', id: request.id, at: request.at, actor: request.actor };
  const leaving = beginWork(from, state, command);
  note(leaving, 'case.migrated', { data: { from: state.scenario.version, to: request.version } });
  const gone = takeBack(leaving, itinerary);
  closeNotes(leaving, request);
  unlistenChanged(leaving, request);
  const renamed = rename(leaving.state, request);
  const work = beginWork(to, renamed, command);
  const places = placesOf(state, request, gone);
  arrange(work, request, { gone, places });
  runBurst(work);
  settleDraft(work);
  const result = finishWork(work);
  return {
    ...result,
    effects: [...leaving.effects, ...result.effects],
    journal: [...leaving.journal, ...result.journal],
  };
}

/** Cancels what does not go on; answers the tokens as they were. */
function takeBack(work: Work, { moves, over }: Itinerary): Map<string, Token> {
  const gone = new Map<string, Token>();
  for (const id of [...moves.filter((move) => move.how === 'begin').map((move) => move.token), ...over]) {
    const token = work.state.tokens[id];
    if (!token) continue;
    gone.set(id, token);
    cancelToken(work, token, 'migration');
  }
  return gone;
}

/** Questions and copies that belong to a step that is gone: nobody can answer them there any more. */
function closeNotes(work: Work, { from, to }: MigrateRequest): undefined {
  const diff = diffPlans(from, to);
  for (const task of inOrder(work.state.tasks))
    if (isWaiting(task) && !work.state.tokens[task.token] && imageOf({ diff, to }, task.node) === undefined)
      cancelTask(work, task, 'migration');
}

/** Events on steps and event blocks that are gone, moved or of another kind now: nobody listens to them any more. */
function unlistenChanged(work: Work, { from, to }: MigrateRequest): undefined {
  const diff = diffPlans(from, to);
  for (const subscription of inOrder(work.state.subscriptions)) {
    if (subscription.holds) continue;
    const next = to.nodes[imageOf({ diff, to }, subscription.node) ?? ''];
    const host = subscription.token === undefined ? undefined : work.state.tokens[subscription.token]?.node;
    const attached = next && 'attachedTo' in next.doc ? next.doc.attachedTo : undefined;
    const sameHost = host === undefined || attached === imageOf({ diff, to }, host);
    if (next && sameHost && eventOf(next.doc)?.type === subscription.on) continue;
    unlisten(work, subscription);
  }
}

/** What the new version listens to besides; what is listened to already goes on, timers included. */
function listenAnew(work: Work): undefined {
  for (const token of inOrder(work.state.tokens)) if (token.status === 'waiting') armToken(work, token.id);
  for (const scope of inOrder(work.state.scopes)) armScope(work, scope.id, scope.block);
}

/** Records whose `node` and `block` are names of the drawing. */
const namedMaps = [
  'tokens',
  'tasks',
  'timers',
  'held',
  'pending',
  'incidents',
  'scopes',
  'subscriptions',
  'each',
  'rounds',
  'assists',
  'payments',
] as const;

function rename(state: CaseState, { from, to, version, mapping }: MigrateRequest): CaseState {
  const diff = diffPlans(from, to);
  const names = new Map(Object.keys(from.nodes).map((id) => [id, imageOf({ diff, to }, id)]));
  const next: CaseState = { ...state, scenario: { id: to.scenario.id, version, hash: to.hash } };
  const changes = [...names].some(([id, name]) => name !== undefined && name !== id);
  if (changes) {
    for (const key of namedMaps) if (next[key]) Object.assign(next, { [key]: renameDeep(next[key], names) });
    for (const key of ['outcomes', 'visits', 'consents'] as const) Object.assign(next, { [key]: renameKeys<unknown>(next[key], names) });
  }
  forgetSteps(next, to, names);
  moveClocks(next, to, mapping);
  const fetches = Object.entries(next.fetches).filter(([use]) => Object.hasOwn(to.data, use));
  if (fetches.length < Object.keys(next.fetches).length) next.fetches = Object.fromEntries(fetches);
  const draft = Object.entries(next.draft).filter(([path]) => Object.hasOwn(to.types, path));
  if (draft.length < Object.keys(next.draft).length) next.draft = Object.fromEntries(draft);
  return next;
}

function renameDeep(value: unknown, names: ReadonlyMap<string, string | undefined>): unknown {
  if (Array.isArray(value)) return value.map((one) => renameDeep(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      (key === 'node' || key === 'block') && typeof inner === 'string' ? [key, names.get(inner) ?? inner] : [key, renameDeep(inner, names)],
    ),
  );
}

function renameKeys<T>(map: Record<string, T>, names: ReadonlyMap<string, string | undefined>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [names.get(key) ?? key, value]));
}

/** What was done at steps that are no more is kept apart: nothing reads it but people. */
function forgetSteps(state: CaseState, to: Plan, names: ReadonlyMap<string, string | undefined>): undefined {
  const lost = Object.values(state.tasks).filter((task) => !Object.hasOwn(to.nodes, names.get(task.node) ?? task.node));
  if (lost.length === 0) return;
  const ids = new Set(lost.map(({ id }) => id));
  state.tasks = Object.fromEntries(Object.entries(state.tasks).filter(([id]) => !ids.has(id)));
  state.past = { ...state.past, tasks: { ...state.past?.tasks, ...Object.fromEntries(lost.map((task) => [task.id, task])) } };
}

/** Limits keep their days and dates whatever the new version says; ended ones it does not know are kept apart. */
function moveClocks(state: CaseState, to: Plan, mapping: MigrationMapping): undefined {
  const clocks: CaseState['clocks'] = {};
  const past: CaseState['clocks'] = {};
  for (const clock of Object.values(state.clocks)) {
    const id = mapping.clocks?.[clock.id] ?? clock.id;
    if (Object.hasOwn(to.clocks, id)) clocks[id] = id === clock.id ? clock : { ...clock, id };
    else past[clock.id] = clock;
  }
  state.clocks = clocks;
  if (Object.keys(past).length > 0) state.past = { ...state.past, clocks: { ...state.past?.clocks, ...past } };
}

/** Scope a token had, and the blocks it lay in by their new names. */
interface Place {
  scope: string;
  blocks: (string | undefined)[];
}

function placesOf(state: CaseState, { from, to }: MigrateRequest, gone: ReadonlyMap<string, Token>): Map<string, Place> {
  const diff = diffPlans(from, to);
  const tokens = [...Object.values(state.tokens), ...gone.values()];
  return new Map(
    tokens.map((token) => [
      token.id,
      { scope: token.scope, blocks: blocksOf(from, token.node).map((block) => imageOf({ diff, to }, block)) },
    ]),
  );
}

interface Arranging {
  gone: ReadonlyMap<string, Token>;
  places: ReadonlyMap<string, Place>;
}

function arrange(work: Work, request: MigrateRequest, { gone, places }: Arranging): undefined {
  const { itinerary, to } = request;
  const opened = new Map<string, string>();
  for (const move of itinerary.moves) {
    const before = gone.get(move.token) ?? work.state.tokens[move.token];
    if (!before) continue;
    const scope = scopeFor(work, places.get(move.token)!, blocksOf(to, move.to), opened);
    if (move.how === 'begin') beginAt(work, move, scope);
    else keepAt(work, work.state.tokens[move.token]!, { ...move, scope });
    if (move.how === 'begin' || before.node !== move.to) note(work, 'token.mapped', { node: move.to, data: { how: move.how } });
  }
  for (const { node, via, scope } of itinerary.begun) putToken(work, node, scopeNamed(work, scope, opened), via);
  for (const { node, via, scope } of itinerary.done) {
    const token = putToken(work, node, scopeNamed(work, scope, opened), via);
    work.agenda.pop();
    own(work, 'tokens')[token.id] = { ...token, status: 'waiting' };
    note(work, 'branch.skipped', { node, data: { edge: via } });
  }
  const occupied = new Set([...places.values()].map(({ scope }) => scope));
  closeEmptyScopes(work, { occupied, left: new Set([...gone.values()].map(({ scope }) => scope)) });
  listenAnew(work);
  lookAtJoinsAgain(work);
}

function beginAt(work: Work, { to, via }: TokenMove, scope: string): undefined {
  putToken(work, to, scope, via);
}

function keepAt(work: Work, token: Token, { via, scope }: TokenMove & { scope: string }): undefined {
  const { via: before, ...rest } = token;
  if (before === via && token.scope === scope) return;
  own(work, 'tokens')[token.id] = via === undefined ? { ...rest, scope } : { ...rest, scope, via };
}

/** The scope for a node: the token's own as far as the blocks are the same, new ones for the blocks it comes to lie in. */
function scopeFor(work: Work, { scope, blocks }: Place, wanted: readonly string[], opened: Map<string, string>): string {
  let shared = 0;
  while (shared < blocks.length && shared < wanted.length && blocks[shared] === wanted[shared]) shared += 1;
  let at = scope;
  for (let depth = blocks.length; depth > shared; depth--) at = work.state.scopes[at]?.parent ?? at;
  let key = at;
  for (const block of wanted.slice(shared)) {
    key = `${key}/${block}`;
    at = opened.get(key) ?? openAt(work, block, at);
    opened.set(key, at);
  }
  return at;
}

/** The name `examine` gave a scope that did not exist then. */
function scopeNamed(work: Work, name: string, opened: ReadonlyMap<string, string>): string {
  return work.state.scopes[name] ? name : (opened.get(name) ?? name);
}

/** A block the case is already in: its token waits, its scope is open, nothing in it is begun. */
function openAt(work: Work, block: string, parent: string): string {
  const holder = putToken(work, block, parent);
  work.agenda.pop();
  own(work, 'tokens')[holder.id] = { ...holder, status: 'waiting' };
  const id = nextId(work, 'scope');
  const scope: Scope = { id, block, parent, token: holder.id };
  own(work, 'scopes')[id] = scope;
  return id;
}

/** A block everybody left is over: gone with its token when its steps went elsewhere, left as usual when its branches are over. */
function closeEmptyScopes(work: Work, { occupied, left }: { occupied: ReadonlySet<string>; left: ReadonlySet<string> }): undefined {
  for (const scope of inOrder(work.state.scopes).reverse()) {
    // A block whose steps people start may be empty and wait for them.
    if (scope.token === undefined || !occupied.has(scope.id) || Object.values(work.state.tokens).some((token) => token.scope === scope.id))
      continue;
    const known = scope.block !== undefined && Object.hasOwn(work.plan.nodes, scope.block);
    if (known && left.has(scope.id)) closeIfEmpty(work, scope.id);
    else dissolve(work, scope);
  }
}

function dissolve(work: Work, scope: Scope): undefined {
  delete own(work, 'scopes')[scope.id];
  if (scope.token === undefined || !work.state.tokens[scope.token]) return;
  delete own(work, 'tokens')[scope.token];
  work.tokens -= 1;
}

/** A join may have all it waits for in the new version: one of its tokens is entered again. */
function lookAtJoinsAgain(work: Work): undefined {
  const seen = new Set<string>();
  const failed = new Set(Object.values(work.state.incidents).map(({ token }) => token));
  for (const token of inOrder(work.state.tokens)) {
    const key = `${token.scope} ${token.node}`;
    const { doc, incoming } = work.plan.nodes[token.node]!;
    const counts = doc.kind === 'parallel' || doc.kind === 'complex' || (doc.kind === 'inclusive' && incoming.length <= 1);
    if (token.status !== 'waiting' || seen.has(key) || failed.has(token.id) || !counts) continue;
    seen.add(key);
    const visits = own(work, 'visits');
    visits[token.node] = Math.max(0, (visits[token.node] ?? 1) - 1);
    work.agenda.push(token.id);
  }
}

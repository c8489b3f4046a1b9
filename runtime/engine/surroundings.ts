/**
 * Where a case stands, as expressions see it: `at.review` (somebody is there), `visits.review` (how often it was entered),
 * `each.item each.index each.count each.done each.running each.outcomes` of the instance the token is in, `loop.round`, and
 * what an element adds (`join`, `block`). A scenario that reads none of these pays nothing.
 */
import type { EvaluationContext, JsonValue } from '../compile/plan.ts';
import { contextOf } from './fields.ts';
import type { CaseState, EachGroup, Token } from './types.ts';
import type { Work } from './work.ts';

/** The context for an expression read at a token: its instance and turn, or those of the blocks around it. */
export function contextAt(work: Work, token?: Token, more?: Record<string, JsonValue>): EvaluationContext {
  const context = contextOf(work);
  const { surroundings, scenario } = work.plan;
  if (!surroundings) return context;
  const own: EvaluationContext = {};
  if (surroundings.at.length > 0) own.at = placesOf(work.state, surroundings.at);
  if (surroundings.visits.length > 0) own.visits = Object.fromEntries(surroundings.visits.map((id) => [id, work.state.visits[id] ?? 0]));
  if (surroundings.turns && token) addTurns(work, token, own);
  const result: EvaluationContext = { ...context };
  // A subject of the scenario comes before names of ours.
  for (const [name, value] of Object.entries({ ...own, ...more })) if (!Object.hasOwn(scenario.subjects, name)) result[name] = value;
  return result;
}

function placesOf(state: CaseState, names: readonly string[]): Record<string, boolean> {
  const places: Record<string, boolean> = Object.fromEntries(names.map((name) => [name, false]));
  for (const id in state.tokens) {
    const { node, section } = state.tokens[id]!;
    if (Object.hasOwn(places, node) && section !== 'queued') places[node] = true;
  }
  return places;
}

/** The nearest loop and the nearest instance from the token outwards. */
function addTurns(work: Work, token: Token, own: EvaluationContext): undefined {
  for (let inner: Token | undefined = token; inner; inner = outerOf(work.state, inner)) {
    const group = groupOf(work.state, inner);
    const { doc } = work.plan.nodes[inner.node]!;
    if (!group) continue;
    if ('loop' in doc && doc.loop) own.loop ??= { round: inner.each === undefined ? group.done : inner.index! + 1 };
    else if ('each' in doc && doc.each && own.each === undefined) {
      own.each = eachView(group, inner);
      if (doc.each.as !== undefined) own[doc.each.as] = itemOf(group, inner);
    }
  }
}

/** The group a token is an instance of, or stands for. */
function groupOf(state: CaseState, token: Token): EachGroup | undefined {
  if (!state.each) return undefined;
  if (token.each !== undefined) return state.each[token.each];
  return Object.values(state.each).find((group) => group.token === token.id);
}

function outerOf(state: CaseState, token: Token): Token | undefined {
  const holder = state.scopes[token.scope]?.token;
  return holder === undefined ? undefined : state.tokens[holder];
}

function eachView(group: EachGroup, token: Token): Record<string, JsonValue> {
  const { total, done, running, outcomes } = group;
  const view = { count: total, done, running, outcomes };
  return token.index === undefined ? view : { ...view, index: token.index + 1, item: itemOf(group, token) };
}

function itemOf(group: EachGroup, token: Token): JsonValue {
  return token.index === undefined ? null : (group.items?.[token.index] ?? null);
}

/** The nearest instance a token is in, of a step done for each of several; turns of a loop are none. */
export function instanceAround(state: CaseState, token: Token): { index: number; item?: JsonValue } | undefined {
  for (let inner: Token | undefined = token; inner; inner = outerOf(state, inner)) {
    const group = inner.each === undefined ? undefined : state.each![inner.each];
    if (!group || group.turns) continue;
    const item = itemOf(group, inner);
    return item === null ? { index: inner.index! } : { index: inner.index!, item };
  }
  return undefined;
}

/** What an instance is for: the entry of its list or its department; undefined for a token that is no instance. */
export function itemAt(work: Work, token: Token): JsonValue | undefined {
  const group = token.each === undefined ? undefined : work.state.each?.[token.each];
  return group && itemOf(group, token);
}

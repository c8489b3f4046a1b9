/**
 * Compensation: what was finished in a scope is taken back, the last first, one after the other. Each handler runs in a
 * scope of its own; the step that asked for it waits until the last is done.
 */
import { eventOf } from '../../compile/events.ts';
import { putToken } from '../tokens.ts';
import type { Finished, Handler, Scope, Token } from '../types.ts';
import { nextId, note, own, type Work } from '../work.ts';
import { boundaryFor, eventBlockFor, eventsOf } from './drawing.ts';

/** Remembers a finished step that can be taken back: each turn and each instance by itself, not those together. */
export function rememberFinished(work: Work, token: Token): undefined {
  if (!eventsOf(work.plan).compensable || !boundaryFor(work.plan, token.node, 'compensation')) return;
  const { expressions } = work.plan.nodes[token.node]!;
  if (token.each === undefined && (expressions?.loop || expressions?.each)) return;
  remember(work, token.scope, { node: token.node, token: token.id });
}

/** Remembers what was finished in a block that is left: it can be taken back from outside. */
export function rememberScope(work: Work, scope: Scope, token: Token): undefined {
  const { finished } = scope;
  if (!eventsOf(work.plan).compensable || boundaryFor(work.plan, token.node, 'compensation')) return;
  const handler = eventBlockFor(work.plan, token.node, 'compensation');
  if (finished?.length || handler) remember(work, token.scope, { node: token.node, token: token.id, ...(finished ? { finished } : {}) });
}

function remember(work: Work, scopeId: string, entry: Finished): undefined {
  const scope = work.state.scopes[scopeId]!;
  own(work, 'scopes')[scopeId] = { ...scope, finished: [...(scope.finished ?? []), entry] };
}

/** The scope whose finished steps a throw means: an event block takes back what was done in the scope around it. */
function meantScope(work: Work, token: Token): Scope {
  const scope = work.state.scopes[token.scope]!;
  const doc = scope.block === undefined ? undefined : work.plan.nodes[scope.block]?.doc;
  const isEventBlock = doc?.kind === 'block' && doc.event === true;
  if (!isEventBlock || scope.finished) return scope;
  return work.state.scopes[scope.parent!]!;
}

/**
 * Begins to compensate for a throwing token; false when there is nothing to take back. `node` names one step, finished any
 * number of times; without it everything in the scope is meant.
 */
export function compensate(work: Work, token: Token, node: string | undefined): boolean {
  const scope = meantScope(work, token);
  const finished = scope.finished ?? [];
  const meant = finished.filter((one) => node === undefined || one.node === node);
  if (meant.length === 0) return false;
  const kept = finished.filter((one) => !meant.includes(one));
  const { finished: _, ...rest } = scope;
  own(work, 'scopes')[scope.id] = kept.length > 0 ? { ...rest, finished: kept } : rest;
  const handlers = meant.flatMap((one) => handlersOf(work, one));
  if (handlers.length === 0) return false;
  note(work, 'compensation.began', { node: token.node, data: { count: handlers.length } });
  runNext(work, token, handlers);
  return true;
}

/** Oldest first. A block without a handler of its own is taken back by the handlers of what was finished in it. */
function handlersOf(work: Work, { node, finished }: Finished): Handler[] {
  const boundary = boundaryFor(work.plan, node, 'compensation');
  if (boundary) return [{ node: boundary.id, of: node }];
  const block = eventBlockFor(work.plan, node, 'compensation');
  if (block) return [{ node: block.block, of: node, ...(finished ? { finished } : {}) }];
  return (finished ?? []).flatMap((one) => handlersOf(work, one));
}

function runNext(work: Work, token: Token, handlers: Handler[]): undefined {
  const [next, rest] = [handlers.at(-1)!, handlers.slice(0, -1)];
  const id = nextId(work, 'scope');
  const block = eventOf(work.plan.nodes[next.node]!.doc) ? {} : { block: next.node };
  own(work, 'scopes')[id] = {
    id,
    ...block,
    parent: token.scope,
    token: token.id,
    compensation: { rest },
    ...(next.finished ? { finished: next.finished } : {}),
  };
  note(work, 'compensation.step', { node: next.of });
  putToken(work, 'block' in block ? work.plan.blocks[next.node]!.start : next.node, id);
}

/** A handler is through: the next one, or true when all are. Its scope is gone already. */
export function compensationGoesOn(work: Work, scope: Scope, token: Token): boolean {
  const { rest } = scope.compensation!;
  if (rest.length === 0) {
    note(work, 'compensation.done', { node: token.node });
    return true;
  }
  runNext(work, token, rest);
  return false;
}

/**
 * Steps done more than once: for each of several, and in turns of a loop. The token that came stays and stands for all of
 * them, so that an event on the step is an event of the whole; every instance and every turn is a token more at the node.
 *
 *   entered -> begun … done -> enough -> the standing token goes on
 *   `rest: continue` lets it go on and leaves the instances at work alone; the last of them takes the group away.
 */
import type { Each } from '../../schemas/generated/documents.ts';
import type { JsonValue, PlanNode } from '../compile/plan.ts';
import { rememberFinished } from './events/compensation.ts';
import { fitType, setField, setOutcome } from './fields.ts';
import { raise } from './incidents.ts';
import { cancelTokens, closeIfEmpty } from './scopes.ts';
import { contextAt } from './surroundings.ts';
import { goOn, hold, putInstance, removeToken } from './tokens.ts';
import type { EachGroup, Token } from './types.ts';
import { inOrder, nextId, note, own, type Work } from './work.ts';

/** Instances one step may have. */
export const MAX_INSTANCES = 10_000;
/** Instances of a machine at work at a time: outside systems are not flooded, and a burst of scripts stays short. */
const MACHINES_AT_ONCE = 100;
const MACHINES = new Set<string>(['data', 'script', 'decision', 'notify', 'issue', 'archive', 'transfer', 'call']);

function docOf(node: PlanNode): { each?: Each; loop?: { test: 'before' | 'after'; max?: number } } {
  return node.doc as { each?: Each };
}

/** Is the step done more than once, and this the token that came for all? */
export function standsForAll(node: PlanNode, token: Token): boolean {
  return node.expressions !== undefined && token.each === undefined && (node.expressions.loop ?? node.expressions.each) !== undefined;
}

/** Begins the instances, or the first turn. */
export function enterRepeated(work: Work, token: Token, node: PlanNode): undefined {
  // A retry finds its group: what was begun goes on.
  const known = Object.values(work.state.each ?? {}).find((group) => group.token === token.id);
  if (known) return settle(work, known, node);
  const count = countOf(work, token, node);
  if (!count.ok) return raise(work, token, count.code);
  const group: EachGroup = {
    id: nextId(work, 'group'),
    node: node.id,
    token: token.id,
    total: count.total,
    begun: 0,
    running: 0,
    done: 0,
    outcomes: {},
    ...(count.items ? { items: count.items } : {}),
    ...(node.expressions!.loop ? { turns: true as const } : {}),
  };
  hold(work, token);
  put(work, group);
  if (!node.expressions!.loop) {
    note(work, 'each.began', { node: node.id, data: { count: group.total } });
    // Those that go on alone are begun before anybody asks whether they are waited for.
    if (docOf(node).each!.rest === 'continue' && group.total > 0)
      begin(work, group, node, docOf(node).each!.order === 'parallel' ? group.total : 1);
    return settle(work, work.state.each![group.id]!, node);
  }
  if (docOf(node).loop!.test === 'before') return settle(work, group, node);
  return begin(work, group, node, 1);
}

type Count = { ok: true; total: number; items?: JsonValue[] } | { ok: false; code: string };

function countOf(work: Work, token: Token, node: PlanNode): Count {
  const { each } = docOf(node);
  if (!each) return { ok: true, total: 0 };
  if (each.departments) return { ok: true, total: each.departments.length, items: each.departments };
  const { over, times } = node.expressions!.each!;
  const value = (over ?? times)?.(contextAt(work, token), work.env);
  if (!value?.ok) return { ok: false, code: 'each.count_invalid' };
  if (over) {
    const items = value.value === null ? [] : Array.isArray(value.value) ? value.value : [value.value];
    return items.length <= MAX_INSTANCES ? { ok: true, total: items.length, items } : { ok: false, code: 'each.too_many' };
  }
  const total = value.value;
  if (typeof total !== 'number' || !Number.isInteger(total) || total < 0) return { ok: false, code: 'each.count_invalid' };
  return total <= MAX_INSTANCES ? { ok: true, total } : { ok: false, code: 'each.too_many' };
}

function put(work: Work, group: EachGroup): EachGroup {
  own(work, 'each')[group.id] = group;
  return group;
}

function drop(work: Work, group: EachGroup): undefined {
  delete own(work, 'each')[group.id];
}

function begin(work: Work, group: EachGroup, node: PlanNode, count: number): undefined {
  const standing = work.state.tokens[group.token!]!;
  for (let index = group.begun; index < group.begun + count; index++) putInstance(work, standing, group.id, index);
  const begun = group.begun + count;
  put(work, { ...group, begun, running: group.running + count, total: node.expressions!.loop ? begun : group.total });
}

/** An instance or turn is done. */
export function finishInstance(work: Work, token: Token, outcome?: string): undefined {
  const node = work.plan.nodes[token.node]!;
  const group = work.state.each![token.each!]!;
  if (group.token !== undefined && !collect(work, token, node, outcome)) return;
  rememberFinished(work, token);
  removeToken(work, token.id);
  const counted = outcome === undefined ? group.outcomes : { ...group.outcomes, [outcome]: (group.outcomes[outcome] ?? 0) + 1 };
  const next = put(work, { ...group, running: group.running - 1, done: group.done + 1, outcomes: counted });
  if (next.token !== undefined) return settle(work, next, node);
  if (next.running === 0) drop(work, next);
  closeIfEmpty(work, token.scope);
}

/** Writes what the instance adds; false with an incident when it does not fit. */
function collect(work: Work, token: Token, node: PlanNode, outcome: string | undefined): boolean {
  for (const [path, expression] of node.expressions?.each?.collect ?? []) {
    const value = expression(contextAt(work, token), work.env);
    const fitted = value.ok ? fitType(work, path, value.value) : { ok: false as const };
    if (!fitted.ok) {
      raise(work, token, 'each.collect_failed', { stage: 'leave', detail: path, ...(outcome === undefined ? {} : { outcome }) });
      return false;
    }
    setField(work, path, { value: fitted.value, source: 'output', origin: token.node });
  }
  return true;
}

/** Goes on when enough is done, else begins what may begin. True when anything moved. */
function settle(work: Work, group: EachGroup, node: PlanNode): undefined {
  if (node.expressions!.loop) return settleLoop(work, group, node);
  const { each } = docOf(node);
  if (isEnough(work, group, node)) return conclude(work, group, node);
  const ready = group.total - group.begun;
  const free = Math.min(ready, atOnce(each!, node) - group.running);
  if (free > 0) begin(work, group, node, free);
}

function atOnce({ order, rest }: Each, { doc }: PlanNode): number {
  if (order === 'sequential') return 1;
  return MACHINES.has(doc.kind) && rest !== 'continue' ? MACHINES_AT_ONCE : Number.POSITIVE_INFINITY;
}

function isEnough(work: Work, group: EachGroup, node: PlanNode): boolean {
  if (group.done >= group.total) return true;
  const until = node.expressions!.each!.until;
  if (!until) return false;
  const held = until(contextAt(work, work.state.tokens[group.token!]), work.env);
  if (!held.ok) note(work, 'each.condition_failed', { node: node.id });
  return held.ok && held.value;
}

/** Another turn while the condition holds. It is looked at between turns only. */
function settleLoop(work: Work, group: EachGroup, node: PlanNode): undefined {
  if (group.running > 0) return;
  const standing = work.state.tokens[group.token!]!;
  const { max } = docOf(node).loop!;
  if (max !== undefined && group.done >= max) return conclude(work, group, node);
  const held = node.expressions!.loop!.while(contextAt(work, standing), work.env);
  if (!held.ok) return raise(work, standing, 'loop.condition_failed');
  if (held.value) begin(work, group, node, 1);
  else conclude(work, group, node);
}

/** The standing token goes on: the rest is cancelled, or left alone. */
export function conclude(work: Work, group: EachGroup, node: PlanNode, rest = docOf(node).each?.rest): undefined {
  const standing = work.state.tokens[group.token!]!;
  const outcome = outcomeOf(work, group, node);
  const { token: _, ...alone } = group;
  if (rest === 'continue' && group.running > 0) put(work, { ...alone, total: group.begun });
  else {
    const left = group.running > 0 ? inOrder(work.state.tokens).filter((token) => token.each === group.id) : [];
    drop(work, group);
    if (left.length > 0) cancelTokens(work, left, 'each.enough');
  }
  if (!node.expressions!.loop) note(work, 'each.ended', { node: node.id, data: { done: group.done, count: group.total } });
  if (outcome !== undefined) setOutcome(work, node.id, outcome);
  goOn(work, standing, outcome);
}

/** Of a loop the last turn's outcome; of several the one given most often, of equals the one given last. */
function outcomeOf(work: Work, { outcomes }: EachGroup, node: PlanNode): string | undefined {
  const last = work.state.outcomes[node.id];
  if (node.expressions!.loop) return Object.keys(outcomes).length > 0 ? last : undefined;
  const most = Math.max(...Object.values(outcomes));
  if (last !== undefined && outcomes[last] === most) return last;
  return Object.keys(outcomes).find((outcome) => outcomes[outcome] === most);
}

/** Conditions over data that changed meanwhile, and groups that lost instances from outside. True when something moved. */
export function settleInstances(work: Work): boolean {
  for (const group of inOrder(work.state.each)) {
    const node = work.plan.nodes[group.node]!;
    if (group.token === undefined || isFailed(work, group)) continue;
    if (node.expressions!.loop) {
      if (group.running > 0) continue;
      settleLoop(work, group, node);
      return true;
    }
    if (group.done < group.total && !node.expressions!.each!.until) continue;
    if (!isEnough(work, group, node)) continue;
    conclude(work, group, node);
    return true;
  }
  return false;
}

function isFailed({ state }: Work, { token }: EachGroup): boolean {
  for (const id in state.incidents) if (state.incidents[id]!.token === token) return true;
  return false;
}

/** Adds one more; undefined when the step takes none now. */
export function addInstance(
  work: Work,
  nodeId: string,
  item?: JsonValue,
): 'added' | 'not_open' | 'not_addable' | 'item_invalid' | 'too_many' {
  const node = work.plan.nodes[nodeId];
  const each = node && docOf(node).each;
  if (!node || !each) return 'not_open';
  if (!each.addable) return 'not_addable';
  const group = inOrder(work.state.each).find((one) => one.node === nodeId && one.token !== undefined);
  if (!group) return 'not_open';
  if (group.total >= MAX_INSTANCES) return 'too_many';
  if ((group.items !== undefined) !== (item !== undefined)) return 'item_invalid';
  if (each.departments && !Object.hasOwn(work.plan.scenario.departments, String(item))) return 'item_invalid';
  const items = group.items && { items: [...group.items, item!] };
  note(work, 'each.added', { node: nodeId, data: { count: group.total + 1 } });
  settle(work, put(work, { ...group, ...items, total: group.total + 1 }), node);
  return 'added';
}

/** Tokens the guard against too many does not count. */
export function instancesAtWork(work: Work): number {
  let count = 0;
  for (const id in work.state.each) count += work.state.each[id]!.running;
  return count;
}

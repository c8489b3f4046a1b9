/** What nodes evaluate besides their edges, events, forms and data: loops, instances, joins, threads, calls. */
import type { Node } from '../../schemas/generated/documents.ts';
import type { ExpressionCache } from './expressions.ts';
import { at } from './finding.ts';
import { mapOf } from './maps.ts';
import type { Condition, Expression, NodeExpressions, ScenarioPackage, Surroundings } from './plan.ts';
import type { ExpressionSite, Sites } from './sites.ts';

interface Source {
  /** Path below the node. */
  path: [string, ...string[]];
  source: string;
  kind: 'condition' | 'expression';
}

function sourcesOf(node: Node): Source[] {
  return [...repeatSources(node), ...kindSources(node)];
}

function repeatSources(node: Node): Source[] {
  const loop = 'loop' in node ? node.loop : undefined;
  const each = 'each' in node ? node.each : undefined;
  return [
    ...some(['loop', 'while'], loop?.while, 'condition'),
    ...some(['each', 'over'], each?.over, 'expression'),
    ...some(['each', 'times'], each?.times, 'expression'),
    ...some(['each', 'until'], each?.until, 'condition'),
    ...Object.entries(each?.collect ?? {}).flatMap(([path, source]) => some(['each', 'collect', path], source, 'expression')),
  ];
}

function kindSources(node: Node): Source[] {
  switch (node.kind) {
    case 'task':
    case 'window':
    case 'assist':
    case 'seal':
      return some(['departmentBy'], node.departmentBy, 'expression');
    case 'complex':
      return 'when' in node.activate ? some(['activate', 'when'], node.activate.when, 'condition') : [];
    case 'threads':
      return some(['count'], node.count, 'expression');
    case 'block':
      return some(['adHoc', 'done'], node.adHoc?.done, 'condition');
    case 'call':
      return [
        ...some(['region'], node.region, 'expression'),
        ...Object.entries(node.inputs ?? {}).flatMap(([path, source]) => some(['inputs', path], source, 'expression')),
      ];
    case 'pay':
      return [
        ...some(['departmentBy'], node.departmentBy, 'expression'),
        ...some(['payment', 'amount'], node.payment?.amount, 'expression'),
      ];
    case 'transfer':
      return Object.entries(node.values ?? {}).flatMap(([name, source]) => some(['values', name], source, 'expression'));
    default:
      return [];
  }
}

function some(path: Source['path'], source: string | undefined, kind: Source['kind']): Source[] {
  return source === undefined ? [] : [{ path, source, kind }];
}

/** Every such expression with the node that reads it. Those of turns are looked at when a turn is over as well. */
export function nodeSites(pkg: ScenarioPackage, cache: ExpressionCache): ExpressionSite[] {
  return Object.entries(pkg.scenario.nodes).flatMap(([id, node]) =>
    sourcesOf(node).map(({ path, source, kind }): ExpressionSite => {
      const begins = path[0] === 'departmentBy' || path[0] === 'payment' || path[1] === 'over' || path[1] === 'times';
      const early = begins || (path[0] === 'loop' && 'loop' in node && node.loop?.test === 'before');
      const moment = early || node.kind === 'call' || node.kind === 'transfer' || node.kind === 'threads' ? 'before' : 'after';
      return {
        ...at('nodes', id, ...path),
        source,
        parsed: cache[kind](source),
        readAt: isLookedAtAnytime(path) ? [] : [{ node: id, moment }],
      };
    }),
  );
}

/** Conditions looked at again whenever data change: other branches may give what they read. */
function isLookedAtAnytime([first, second]: Source['path']): boolean {
  return second === 'until' || (first === 'adHoc' && second === 'done');
}

/** The expressions of a node for the plan; undefined when it has none. */
export function nodeExpressions(cache: ExpressionCache, node: Node): NodeExpressions | undefined {
  if (sourcesOf(node).length === 0 && !('each' in node && node.each)) return undefined;
  const condition = (source: string | undefined): Condition | undefined => {
    const parsed = source === undefined ? undefined : cache.condition(source);
    return parsed?.ok ? parsed.condition : undefined;
  };
  const expression = (source: string | undefined): Expression | undefined => {
    const parsed = source === undefined ? undefined : cache.expression(source);
    return parsed?.ok ? parsed.expression : undefined;
  };
  const all = (sources: Record<string, string> = {}): [string, Expression][] =>
    Object.entries(sources).flatMap(([name, source]): [string, Expression][] => {
      const one = expression(source);
      return one ? [[name, one]] : [];
    });
  const result: NodeExpressions = {};
  const loop = 'loop' in node ? condition(node.loop?.while) : undefined;
  if (loop) result.loop = { while: loop };
  const each = 'each' in node ? node.each : undefined;
  if (each) {
    result.each = { collect: all(each.collect) };
    const parts = { over: expression(each.over), times: expression(each.times), until: condition(each.until) };
    Object.assign(result.each, Object.fromEntries(Object.entries(parts).filter(([, part]) => part)));
  }
  switch (node.kind) {
    case 'task':
    case 'window':
    case 'assist':
    case 'seal':
      return { ...result, department: expression(node.departmentBy) };
    case 'complex':
      return { ...result, activate: 'when' in node.activate ? condition(node.activate.when) : undefined };
    case 'threads':
      return { ...result, count: expression(node.count) };
    case 'block':
      return { ...result, done: condition(node.adHoc?.done) };
    case 'call':
      return { ...result, region: expression(node.region), inputs: mapOf(all(node.inputs)) };
    case 'pay':
      return { ...result, department: expression(node.departmentBy), amount: expression(node.payment?.amount) };
    case 'transfer':
      return { ...result, values: mapOf(all(node.values)) };
    default:
      return result;
  }
}

/** Roots of names that say where a case stands; a subject of the same name comes first. */
export const turnNames: Record<string, readonly string[]> = {
  each: ['item', 'index', 'count', 'done', 'running', 'outcomes'],
  loop: ['round'],
  join: ['arrived', 'of'],
  block: ['done', 'started', 'running'],
};

/** Other names of `each.item`: what `as` calls it. */
export function itemNames(pkg: ScenarioPackage): Set<string> {
  return new Set(
    Object.values(pkg.scenario.nodes).flatMap((node) => ('each' in node && node.each?.as !== undefined ? [node.each.as] : [])),
  );
}

/** Which of those names the expressions of a package read; undefined when none does, so that nobody pays for them. */
export function surroundingsOf(pkg: ScenarioPackage, sites: Sites): Surroundings | undefined {
  const { subjects } = pkg.scenario;
  const items = itemNames(pkg);
  const reads = [...sites.expressions.map(({ parsed }) => parsed), ...sites.tables.map(({ parsed }) => parsed)].flatMap((parsed) =>
    parsed.ok ? parsed.reads : [],
  );
  const found = { at: new Set<string>(), visits: new Set<string>(), turns: false };
  for (const read of reads) {
    const [root = '', member] = read.split('.');
    if (Object.hasOwn(subjects, root)) continue;
    if (root === 'at' && member !== undefined) found.at.add(member);
    else if (root === 'visits' && member !== undefined) found.visits.add(member);
    else if (Object.hasOwn(turnNames, root) || items.has(root)) found.turns = true;
  }
  if (found.at.size === 0 && found.visits.size === 0 && !found.turns) return undefined;
  return { at: [...found.at].sort(), visits: [...found.visits].sort(), turns: found.turns };
}

/** Model -> plan. Called only when there is no error, so every reference resolves. */
import type { DataUse, Outcome, Script } from '../../schemas/generated/documents.ts';
import { canonicalHash, hashOfPackage } from './canonical.ts';
import { contextMaker } from './context.ts';
import type { Declared } from './declared.ts';
import { planEvents } from './events.ts';
import { fillChecker, problemsOf } from './fill-check.ts';
import { type GraphEdge, type GraphNode, rootScope, upstreamOf } from './graph.ts';
import { entry, mapOf } from './maps.ts';
import { planMaterials } from './materials.ts';
import type { Model } from './model.ts';
import { nodeExpressions, surroundingsOf } from './node-expressions.ts';
import type { Expression, Plan, PlanBlock, PlanEdge, PlanNode, PlanScript, PlanTable } from './plan.ts';
import { situationPaths } from './situation.ts';
import { viewsOf } from './views.ts';

const defaultLimits = { cpuMs: 100, heapMb: 32 };

export function buildPlan(model: Model): Plan {
  const { pkg, input, graph, declared } = model;
  const { scenario } = pkg;
  const edges = mapOf(graph.edges.map((edge) => [edge.id, planEdge(model, edge)]));
  const until = expressionsOf(model);
  const nodes = Object.values(scenario.nodes);
  const surroundings = surroundingsOf(pkg, model.sites);
  const events = planEvents(scenario, model.cache);
  return {
    // Of what was written: the version people published, whatever its steps stand for.
    hash: hashOfPackage(model.shipped),
    scenario,
    calendar: input.calendar,
    nodes: mapOf([...graph.nodes.values()].map((node) => [node.id, planNode(model, node, edges)])),
    edges,
    blocks: mapOf(blocksOf(model).map((block) => [block.id, block])),
    start: graph.scopes.get(rootScope)!.starts[0]!.id,
    items: mapOf(Object.entries(scenario.items)),
    data: mapOf(Object.entries(scenario.data ?? {}).map(([id, use]) => [id, planData(model, use)])),
    tables: mapOf(model.sites.tables.map((site) => [site.id, planTable(site)])),
    scripts: mapOf(Object.entries(scenario.scripts ?? {}).map(([id, script]) => [id, planScript(model, id, script)])),
    clocks: mapOf(Object.entries(scenario.clocks ?? {})),
    notifications: mapOf(Object.entries(scenario.notifications ?? {})),
    outcomes: mapOf<Outcome>(Object.entries(scenario.outcomes ?? {})),
    ...(scenario.materials ? { materials: planMaterials(pkg, model.cache) } : {}),
    ...(scenario.situation ? { situation: situationPaths(pkg) } : {}),
    fills: model.fills,
    deskForms: model.deskForms,
    until,
    ...(events ? { events } : {}),
    ...(surroundings ? { surroundings } : {}),
    ...(nodes.some((doc) => 'section' in doc && doc.section !== undefined) ? { sections: true } : {}),
    ...(nodes.some((doc) => doc.kind === 'block' && doc.adHoc) ? { adHoc: true } : {}),
    types: mapOf(Object.entries(declared).map(([path, one]) => [path, typeOf(one)])),
    views: viewsOf(pkg),
    checkFill: fillChecker(declared),
    checkValue: (path, value, env) => {
      const checked = entry(declared, path)?.check(value, env);
      if (!checked) return { ok: false, problem: { path, code: 'field.foreign' } };
      return checked.ok ? checked : { ok: false, problem: problemsOf(path, checked)[0]! };
    },
    contextOf: contextMaker(pkg, declared, input.params),
  };
}

function typeOf({ type, codes, columns, sensitivity, name }: Declared): Plan['types'][string] {
  const parts = columns?.map(({ id, type, codes, sensitivity, name }) => ({ id, type, codes, sensitivity, name }));
  return { type, codes, sensitivity, name, ...(parts ? { columns: parts } : {}) };
}

function planEdge({ cache }: Model, { id, doc, from, to }: GraphEdge): PlanEdge {
  const parsed = doc.when === undefined ? undefined : cache.condition(doc.when);
  return { id, doc, from, to, when: parsed?.ok ? parsed.condition : undefined, on: doc.on, isDefault: doc.default === true };
}

function planNode({ graph, cache }: Model, node: GraphNode, edges: Record<string, PlanEdge>): PlanNode {
  let upstream: Set<string> | undefined;
  const expressions = nodeExpressions(cache, node.doc);
  return {
    id: node.id,
    doc: node.doc,
    outgoing: node.outgoing.map(({ id }) => edges[id]!),
    incoming: node.incoming.map(({ id }) => edges[id]!),
    block: node.scope === rootScope ? undefined : node.scope,
    // Only inclusive joins look at it: found when it is asked for.
    get upstream() {
      upstream ??= upstreamOf(graph, node);
      return upstream;
    },
    item: 'item' in node.doc ? node.doc.item : undefined,
    ...(expressions ? { expressions } : {}),
  };
}

function blocksOf({ graph }: Model): PlanBlock[] {
  return [...graph.scopes.values()]
    .filter(({ id }) => id !== rootScope)
    .map(({ id, nodes, starts }) => ({ id, start: starts[0]?.id ?? '', nodes: nodes.map((node) => node.id) }));
}

function planData({ pkg, cache }: Model, use: DataUse): Plan['data'][string] {
  const keys = Object.entries(use.keys).flatMap(([key, source]): [string, Expression][] => {
    const parsed = cache.expression(source);
    return parsed.ok ? [[key, parsed.expression]] : [];
  });
  return { ...use, resourceDoc: entry(pkg.resources, use.resource)!, keyExpressions: mapOf(keys) };
}

function planTable({ id, parsed }: Model['sites']['tables'][number]): PlanTable {
  if (!parsed.ok) throw new Error(`table ${id} has problems and no finding`);
  return { id, evaluate: parsed.evaluate };
}

function planScript({ input, declared }: Model, id: string, script: Script): PlanScript {
  const js = entry(input.scripts, id)?.js ?? '';
  const writes = mapOf(script.writes.map((path) => [path, { type: entry(declared, path)!.type }] as const));
  // Without a type check there is no js yet: the source still tells two scripts apart.
  const hash = canonicalHash({ code: js === '' ? script.source : js, reads: script.reads, writes: script.writes });
  return { id, js, reads: script.reads, writes, limits: { ...defaultLimits, ...script.limits }, hash };
}

function expressionsOf({ graph, cache }: Model): Record<string, Expression> {
  return mapOf(
    [...graph.nodes.values()].flatMap(({ id, doc }): [string, Expression][] => {
      if (doc.kind !== 'timer' || !('until' in doc.wait)) return [];
      const parsed = cache.expression(doc.wait.until);
      return parsed.ok ? [[id, parsed.expression]] : [];
    }),
  );
}

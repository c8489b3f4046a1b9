/**
 * Steps taken along to another place, or another scenario. A clip carries the steps, the lines between them, the scripts, tables,
 * messages and documents only they need, and the names of everything else they speak of, so that what is missing elsewhere can be
 * said by its name.
 */
import { isDesk } from '../../runtime/compile/desks.ts';
import type { JsonValue, ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { Edge, Node, Scenario, Text } from '../../schemas/generated/documents.ts';
import { regionOf, stepOf } from './commands/surgery.ts';
import { graphOf, reachable } from './graph.ts';
import { knownValues } from './paths.ts';
import { treeOf } from './tree.ts';

/** Documents of a scenario that go along with the step that uses them. */
export const ownMaps = ['scripts', 'tables', 'notifications', 'outcomes'] as const;
export type OwnMap = (typeof ownMaps)[number];

export interface Clip {
  format: 'lianban.steps/1';
  /** Scenario the steps come from. */
  from: { id: string; name: Text };
  nodes: Record<string, Node>;
  edges: Record<string, Edge>;
  docs: Record<OwnMap, Record<string, JsonValue>>;
  names: {
    departments: Record<string, Text>;
    subjects: Record<string, Text>;
    forms: Record<string, Text>;
    data: Record<string, { name: Text; resource: string }>;
    items: Record<string, Text>;
    values: Record<string, Text>;
  };
}

/** What a clip needs and the scenario it is put into does not have. */
export interface Gap {
  kind: 'department' | 'subject' | 'form' | 'data' | 'item' | 'value';
  name: Text;
  /** Step that is left with the gap. */
  node: string;
}

/** Everything that goes along when these steps are copied: a split with its branches, a block with its inside. */
export function withInside(scenario: Scenario, ids: readonly string[]): string[] {
  const graph = graphOf(scenario);
  const all = new Set<string>();
  const take = (id: string) => {
    const node = graph.nodes[id];
    if (!node || node.kind === 'start' || all.has(id)) return;
    all.add(id);
    if (node.kind === 'block') for (const [inner, doc] of Object.entries(scenario.nodes)) if (doc.parent === id) all.add(inner);
    const step = stepOf(treeOf(scenario, node.parent), id);
    if (step?.type !== 'split') return;
    const { after } = regionOf(step);
    for (const branch of step.branches) {
      const to = scenario.edges[branch.edge]!.to;
      if (branch.side || to === after) continue;
      for (const inner of reachable(graph, to, after)) if (graph.nodes[inner]!.kind !== 'end') all.add(inner);
    }
    if (step.join) all.add(step.join);
  };
  for (const id of ids) take(id);
  return [...all];
}

/** Copies steps. Ends are left out but for those some copied step leads to by a result of its own; starts never go along. */
export function copySteps(pkg: ScenarioPackage, ids: readonly string[]): Clip {
  const { scenario } = pkg;
  const chosen = new Set(withInside(scenario, ids));
  for (const id of chosen) if (scenario.nodes[id]!.kind === 'end' && scenario.nodes[id]!.parent === undefined) chosen.delete(id);
  for (const edge of Object.values(scenario.edges))
    if (chosen.has(edge.from) && edge.on !== undefined && scenario.nodes[edge.to]?.kind === 'end') chosen.add(edge.to);
  const nodes = Object.fromEntries(Object.entries(scenario.nodes).filter(([id]) => chosen.has(id)));
  const edges = Object.fromEntries(Object.entries(scenario.edges).filter(([, edge]) => chosen.has(edge.from) && chosen.has(edge.to)));
  const docs = { scripts: {}, tables: {}, notifications: {}, outcomes: {} } as Clip['docs'];
  for (const node of Object.values(nodes)) {
    const own = docOf(node);
    const doc = own && scenario[own.map]?.[own.id];
    if (own && doc) docs[own.map][own.id] = structuredClone(doc) as unknown as JsonValue;
  }
  return { format: 'lianban.steps/1', from: { id: scenario.id, name: scenario.name }, nodes, edges, docs, names: namesFor(pkg) };
}

/** The document a step is built around, when it has one. */
export function docOf(node: Node): { map: OwnMap; id: string } | undefined {
  if (node.kind === 'script') return { map: 'scripts', id: node.script };
  if (node.kind === 'decision') return { map: 'tables', id: node.table };
  if (node.kind === 'notify') return { map: 'notifications', id: node.notification };
  if (node.kind === 'issue') return { map: 'outcomes', id: node.outcome };
  return undefined;
}

function namesFor(pkg: ScenarioPackage): Clip['names'] {
  const { scenario } = pkg;
  const names = (map: Record<string, { name: Text }> | undefined) =>
    Object.fromEntries(Object.entries(map ?? {}).map(([id, { name }]) => [id, name]));
  return {
    departments: names(scenario.departments),
    subjects: names(scenario.subjects),
    items: names(scenario.items),
    forms: Object.fromEntries(Object.entries(scenario.forms).map(([id, use]) => [id, pkg.forms[use.form]?.name ?? { 'zh-CN': id }])),
    data: Object.fromEntries(Object.entries(scenario.data ?? {}).map(([id, use]) => [id, { name: use.name, resource: use.resource }])),
    values: Object.fromEntries([...knownValues(pkg)].map(([path, value]) => [path, value.name])),
  };
}

/** A clip read from the clipboard of the system; undefined when it holds something else. */
export function clipOf(text: string): Clip | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isClip(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
const isBag = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
function isClip(value: unknown): value is Clip {
  return (
    isBag(value) &&
    value.format === 'lianban.steps/1' &&
    isBag(value.nodes) &&
    isBag(value.edges) &&
    isBag(value.docs) &&
    isBag(value.names)
  );
}

/** A name nothing bears: the compiler says what is to be chosen there. Departments have ids of their own shape. */
function gapId(kind: Gap['kind'], missing: string): string {
  const plain = missing.replace(/^gap[-A-Z]/, (start) => start.slice(3)).replace(/[^A-Za-z0-9]/g, '');
  return kind === 'department'
    ? `gap-${plain.toLowerCase()}`.slice(0, 32)
    : `gap${plain.charAt(0).toUpperCase()}${plain.slice(1)}`.slice(0, 32);
}

/** Reads what a node names and gives the node as it stands in another scenario, with what is missing there. */
export function settle(clip: Clip, pkg: ScenarioPackage, [id, node]: [string, Node]): { node: Node; gaps: Gap[] } {
  const gaps: Gap[] = [];
  const { scenario } = pkg;
  const miss = (kind: Gap['kind'], name: Text | undefined, missing: string): string => {
    gaps.push({ kind, name: name ?? { 'zh-CN': '' }, node: id });
    return gapId(kind, missing);
  };
  const named = (map: Record<string, { name: Text }> | undefined, names: Record<string, Text>, wanted: string): string | undefined => {
    const name = names[wanted]?.['zh-CN'];
    const here = map ?? {};
    if (here[wanted] && (name === undefined || here[wanted].name['zh-CN'] === name)) return wanted;
    return Object.entries(here).find(([, entry]) => entry.name['zh-CN'] === name)?.[0] ?? (here[wanted] ? wanted : undefined);
  };
  const department = (wanted: string) =>
    named(scenario.departments, clip.names.departments, wanted) ?? miss('department', clip.names.departments[wanted], wanted);
  const subject = (wanted: string) =>
    named(scenario.subjects, clip.names.subjects, wanted) ?? miss('subject', clip.names.subjects[wanted], wanted);
  const form = (wanted: string) => {
    const uses = Object.fromEntries(
      Object.entries(scenario.forms).map(([use, one]) => [use, { name: pkg.forms[one.form]?.name ?? { 'zh-CN': '' } }]),
    );
    return named(uses, clip.names.forms, wanted) ?? miss('form', clip.names.forms[wanted], wanted);
  };
  const data = (wanted: string) => {
    const known = clip.names.data[wanted];
    const uses = Object.entries(scenario.data ?? {});
    const same = uses.filter(([, use]) => use.resource === known?.resource);
    return (same.find(([use]) => use === wanted) ?? same[0])?.[0] ?? miss('data', known?.name, wanted);
  };
  const values = (paths: readonly string[]) => {
    const here = knownValues(pkg);
    for (const path of paths)
      if (!here.has(path)) gaps.push({ kind: 'value', name: clip.names.values[path] ?? { 'zh-CN': path }, node: id });
    return paths.filter((path) => here.has(path));
  };
  const copy = structuredClone(node) as Node;
  if ('item' in copy && copy.item !== undefined) {
    const here = named(scenario.items, clip.names.items, copy.item);
    if (here === undefined) miss('item', clip.names.items[copy.item], copy.item);
    if (here === undefined) delete copy.item;
    else copy.item = here;
  }
  if ('role' in copy && copy.role !== undefined && !scenario.roles?.[copy.role]) delete copy.role;
  if ('section' in copy && clip.from.id !== scenario.id) delete copy.section;
  if ((isDesk(copy) || copy.kind === 'archive') && copy.department !== undefined) copy.department = department(copy.department);
  if (isDesk(copy) && copy.reads) copy.reads = values(copy.reads);
  if (copy.kind === 'joint') for (const part of Object.values(copy.participants)) part.department = department(part.department);
  if (copy.kind === 'fill' || copy.kind === 'consent') copy.party = subject(copy.party);
  if (copy.kind === 'fill') {
    copy.forms = copy.forms.map(form) as [string, ...string[]];
    if (copy.prefill) copy.prefill = copy.prefill.map(data);
  }
  if (copy.kind === 'data') copy.data = data(copy.data);
  return { node: copy, gaps };
}

/** People and departments that a document goes to, as they are called in the scenario it is put into. */
export function settleDoc(
  clip: Clip,
  pkg: ScenarioPackage,
  { map, doc, node }: { map: OwnMap; doc: JsonValue; node: string },
): { doc: JsonValue; gaps: Gap[] } {
  if (!isBag(doc)) return { doc, gaps: [] };
  const probe = (key: string, kind: 'department' | 'subject'): { value?: string; gaps: Gap[] } => {
    const wanted = doc[key];
    if (typeof wanted !== 'string') return { gaps: [] };
    const as =
      kind === 'department'
        ? { kind: 'archive', name: clip.from.name, department: wanted }
        : { kind: 'consent', name: clip.from.name, party: wanted };
    const settled = settle(clip, pkg, [node, as as unknown as Node]);
    return {
      value: (settled.node as unknown as Record<string, string>)[kind === 'department' ? 'department' : 'party'],
      gaps: settled.gaps,
    };
  };
  const keys: [string, 'department' | 'subject'][] =
    map === 'notifications'
      ? [['to', 'subject']]
      : map === 'outcomes'
        ? [
            ['department', 'department'],
            ['holder', 'subject'],
          ]
        : [];
  const copy: Record<string, JsonValue> = structuredClone(doc) as Record<string, JsonValue>;
  const gaps: Gap[] = [];
  for (const [key, kind] of keys) {
    const found = probe(key, kind);
    if (found.value !== undefined) copy[key] = found.value;
    gaps.push(...found.gaps);
  }
  return { doc: copy, gaps };
}

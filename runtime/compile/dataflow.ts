/**
 * Which values a case can have when it reaches a node. Two questions, two fixpoints over the same graph:
 * `available` - some way here collects it (reading anything else is an error); `given` - every way here does (a later
 * form need not ask it again). Blocks are walked through: into their starts, out of their ends.
 */
import type { Node } from '../../schemas/generated/documents.ts';
import { pathOfField } from './declared.ts';
import { eventWrites } from './events.ts';
import { flowOrder, type Graph, type GraphNode, isAdHoc, rootScope } from './graph.ts';
import { entry } from './maps.ts';
import type { ScenarioPackage } from './plan.ts';
import { formOfUse, type ReadAt } from './sites.ts';

export interface Dataflow {
  /** Paths some way to this node collects before it is entered. */
  available(node: string): ReadonlySet<string>;
  /** Paths every way to this node collects (a data read counts, though it may fail). */
  given(node: string): ReadonlySet<string>;
  /** Paths that are never null here: required on every way. */
  certain(node: string): ReadonlySet<string>;
  /** Paths this node itself may write. */
  writes(node: string): ReadonlySet<string>;
  /** Whether a read at this place can find a value. */
  canRead(path: string, place: ReadAt): boolean;
}

export function buildDataflow(pkg: ScenarioPackage, graph: Graph): Dataflow {
  const writes = new Map([...graph.nodes.values()].map((node) => [node.id, writesOf(pkg, node.doc)]));
  const sure = new Map([...graph.nodes.values()].map((node) => [node.id, sureWritesOf(pkg, node.doc)]));
  const paths = [...new Set([...writes.values()].flatMap((set) => [...set]))];
  const index = new Map(paths.map((path, position) => [path, position]));
  const solveFor = (of: Map<string, Set<string>>, meet: Meet) => {
    const solve = lazily(() => fixpoint(graph, of, index, meet));
    const sets = new Map<string, Set<string>>();
    return (node: string): Set<string> => {
      const known = sets.get(node);
      if (known) return known;
      const bits = solve().get(node);
      const set = new Set(bits ? paths.filter((_, position) => (bits[position >> 5]! >>> (position & 31)) & 1) : []);
      sets.set(node, set);
      return set;
    };
  };
  const available = solveFor(writes, 'any');
  const own = (node: string) => writes.get(node) ?? new Set<string>();
  const identity = identityPaths(pkg);
  return {
    available,
    // A node nothing leads to has every value on each of its no ways; what no way collects is taken out again.
    given: within(solveFor(writes, 'every'), available),
    certain: within(solveFor(sure, 'every'), available),
    writes: own,
    canRead: (path, { node, moment, use }) => {
      if (available(node).has(path)) return true;
      if (moment === 'before') return false;
      if (moment !== 'key') return own(node).has(path);
      return identity.has(path) || (own(node).has(path) && !onlyFrom(pkg, node, path, use));
    },
  };
}

function within(sets: (node: string) => Set<string>, limit: (node: string) => Set<string>): (node: string) => Set<string> {
  const known = new Map<string, Set<string>>();
  return (node) => {
    const found = known.get(node) ?? new Set([...sets(node)].filter((path) => limit(node).has(path)));
    known.set(node, found);
    return found;
  };
}

/** Values a node writes into the case: its own, and what it collects of several. */
function writesOf(pkg: ScenarioPackage, node: Node): Set<string> {
  const own = ownWritesOf(pkg, node);
  const collected = 'each' in node ? Object.keys(node.each?.collect ?? {}) : [];
  return collected.length > 0 ? new Set([...own, ...collected]) : own;
}

function ownWritesOf(pkg: ScenarioPackage, node: Node): Set<string> {
  const { scenario } = pkg;
  switch (node.kind) {
    case 'fill':
      return new Set([...node.forms.flatMap((use) => formPaths(pkg, use)), ...(node.prefill ?? []).flatMap((use) => provided(pkg, use))]);
    case 'task':
    case 'window':
    case 'assist':
    case 'pay':
    case 'seal':
      return new Set(node.form === undefined ? [] : formPaths(pkg, node.form));
    case 'data':
      return new Set(provided(pkg, node.data));
    case 'script':
      return new Set(entry(scenario.scripts, node.script)?.writes);
    case 'decision':
      return new Set(Object.values(entry(scenario.tables, node.table)?.outputs ?? {}).map((output) => output.path));
    case 'issue':
      return new Set([entry(scenario.outcomes, node.outcome)?.number].filter((path) => path !== undefined));
    case 'call':
      return new Set(Object.keys(node.outputs ?? {}));
    case 'transfer':
      return new Set(node.number === undefined ? [] : [node.number]);
    case 'boundary':
    case 'catch':
    case 'start':
      return new Set([...eventWrites(node), ...(node.kind === 'start' ? (node.given ?? []) : [])]);
    default:
      return new Set();
  }
}

/** Of these, the ones that cannot be left empty. */
function sureWritesOf(pkg: ScenarioPackage, node: Node): Set<string> {
  if (node.kind === 'issue') return writesOf(pkg, node);
  if (node.kind !== 'fill') return new Set();
  return new Set(
    node.forms.filter((use) => entry(pkg.scenario.forms, use)?.applicable === undefined).flatMap((use) => requiredPaths(pkg, use)),
  );
}

function formPaths(pkg: ScenarioPackage, use: string): string[] {
  return Object.values(formOfUse(pkg, use)?.fields ?? {}).flatMap((field) => pathOfField(field) ?? []);
}

function requiredPaths(pkg: ScenarioPackage, use: string): string[] {
  const form = formOfUse(pkg, use);
  return Object.values(form?.fields ?? {}).flatMap((field) => {
    const always = field.required === true && field.visibleWhen === undefined && field.views?.applicant !== 'hide';
    const shown = entry(form!.sections, field.section)?.visibleWhen === undefined;
    return always && shown ? (pathOfField(field) ?? []) : [];
  });
}

function provided(pkg: ScenarioPackage, use: string): string[] {
  return Object.values(entry(pkg.scenario.data, use)?.provides ?? {});
}

/** Who applies is known from sign-in, before anything is filled in. */
function identityPaths(pkg: ScenarioPackage): Set<string> {
  const applicants = Object.entries(pkg.scenario.subjects).filter(([, subject]) => subject.role === 'applicant');
  return new Set(applicants.flatMap(([id]) => [`${id}.name`, `${id}.idNumber`, `${id}.mobile`]));
}

/** A key cannot wait for the very read it opens: true when the fill node has the path from that data use alone. */
function onlyFrom(pkg: ScenarioPackage, nodeId: string, path: string, use: string | undefined): boolean {
  const node = entry(pkg.scenario.nodes, nodeId);
  if (node?.kind !== 'fill' || use === undefined) return false;
  const asked = node.forms.some((form) => formPaths(pkg, form).includes(path));
  const others = (node.prefill ?? []).some((other) => other !== use && provided(pkg, other).includes(path));
  return !asked && !others;
}

type Meet = 'any' | 'every';
/** One bit per path. */
type Bits = Uint32Array<ArrayBuffer>;

/** Entry sets by node. `every` starts from everything and shrinks; `any` starts from nothing and grows. */
function fixpoint(graph: Graph, writes: Map<string, Set<string>>, index: Map<string, number>, meet: Meet): Map<string, Bits> {
  const words = (index.size >> 5) + 1;
  const start = meet === 'any' ? 0 : 0xffffffff;
  const entries = new Map([...graph.nodes.keys()].map((id) => [id, new Uint32Array(words).fill(start)]));
  const added = new Map([...graph.nodes.keys()].map((id) => [id, bitsOf(writes.get(id), index, words)]));
  const exitOf = (node: GraphNode): Bits => {
    const entered = entries.get(node.id)!;
    // A step that may be left without being done once gives nothing for sure.
    if (meet === 'every' && mayBeSkipped(node.doc)) return entered;
    if (isAdHoc(graph, node.id)) return union(doneInAnyOrder(node, exitOf), added.get(node.id)!);
    const inside = node.doc.kind === 'block' ? graph.scopes.get(node.id)!.ends : [];
    const before = inside.length > 0 ? merged(inside.map(exitOf), meet, words) : entered;
    return union(before, added.get(node.id)!);
  };
  const within = new Set<string>();
  const order = flowOrder(graph);
  let changed = true;
  while (changed) {
    changed = false;
    for (const node of order) {
      const next = entrySet(node, exitOf);
      const current = entries.get(node.id)!;
      if (next.some((word, position) => word !== current[position])) {
        entries.set(node.id, next);
        changed = true;
      }
    }
  }
  return entries;

  function entrySet(node: GraphNode, exit: (node: GraphNode) => Bits): Bits {
    if (node.doc.kind === 'start') return node.scope === rootScope ? new Uint32Array(words) : entries.get(node.scope)!;
    if (node.doc.kind === 'boundary' && graph.nodes.has(node.doc.attachedTo)) return besides(graph.nodes.get(node.doc.attachedTo)!, exit);
    if (node.doc.kind === 'block' && node.doc.event) return atAnyMoment(node, exit);
    if (node.incoming.length === 0) return isAdHoc(graph, node.scope) ? besideOthers(node, exit) : entries.get(node.id)!;
    const sets = node.incoming.map((edge) => exit(graph.nodes.get(edge.from)!));
    // A parallel join has waited for all of its branches.
    return merged(sets, node.doc.kind === 'parallel' ? 'any' : meet, words);
  }

  /** A step that people start: what the block began with is sure, what other steps write may be there. */
  function besideOthers(node: GraphNode, exit: (node: GraphNode) => Bits): Bits {
    const begin = entries.get(node.scope)!;
    if (meet === 'every') return begin;
    const others = graph.scopes.get(node.scope)!.nodes.filter((other) => other !== node);
    return others.reduce((bits, other) => union(bits, exit(other)), begin);
  }

  /** Without a condition every step is done; with one, any of them may be left out. */
  function doneInAnyOrder(block: GraphNode, exit: (node: GraphNode) => Bits): Bits {
    const { doc } = block;
    const begin = entries.get(block.id)!;
    if (meet === 'every' && doc.kind === 'block' && doc.adHoc?.done !== undefined) return begin;
    // Blocks drawn inside each other are told by their own rule; here they only must not go on for ever.
    if (within.has(block.id)) return begin;
    within.add(block.id);
    const all = graph.scopes.get(block.id)!.nodes.reduce((bits, node) => union(bits, exit(node)), begin);
    within.delete(block.id);
    return all;
  }

  /** A boundary event happens while its node is at work: what was there before is sure, what the node writes may be there. */
  function besides(host: GraphNode, exit: (node: GraphNode) => Bits): Bits {
    return meet === 'any' ? exit(host) : entries.get(host.id)!;
  }

  /** An event block starts at any moment of its scope: anything written there may be there, what the scope began with is. */
  function atAnyMoment(block: GraphNode, exit: (node: GraphNode) => Bits): Bits {
    const begin = block.scope === rootScope ? new Uint32Array(words) : entries.get(block.scope)!;
    if (meet === 'every') return begin;
    const others = graph.scopes.get(block.scope)!.nodes.filter((other) => other !== block);
    return others.reduce((bits, other) => union(bits, exit(other)), begin);
  }
}

function mayBeSkipped(node: Node): boolean {
  const loop = 'loop' in node ? node.loop : undefined;
  const each = 'each' in node ? node.each : undefined;
  return loop?.test === 'before' || (each !== undefined && (each.departments === undefined || each.until !== undefined));
}

function merged(sets: Bits[], meet: Meet, words: number): Bits {
  const result = new Uint32Array(words).fill(meet === 'any' ? 0 : 0xffffffff);
  for (const set of sets)
    for (let word = 0; word < words; word++) result[word] = meet === 'any' ? result[word]! | set[word]! : result[word]! & set[word]!;
  return result;
}

function union(a: Bits, b: Bits): Bits {
  return a.map((word, position) => word | b[position]!);
}

function bitsOf(paths: Set<string> | undefined, index: Map<string, number>, words: number): Bits {
  const bits = new Uint32Array(words);
  for (const path of paths ?? []) {
    const position = index.get(path);
    if (position !== undefined) bits[position >> 5]! |= 1 << (position & 31);
  }
  return bits;
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Putting copied steps into the flow: behind one another where they are to stand, with new ids and their own documents. */
import type { JsonValue } from '../../../runtime/compile/plan.ts';
import type { Edge, Node, Outcome, Text } from '../../../schemas/generated/documents.ts';
import { type Clip, docOf, type Gap, settle, settleDoc } from '../clipboard.ts';
import { command, Refused } from '../command.ts';
import { graphOf, leavesOutcomeOpen } from '../graph.ts';
import type { Recording } from '../recording.ts';
import type { Spot } from './lanes.ts';
import { connect, moveEdges, place } from './surgery.ts';

interface PasteArgs {
  clip: Clip;
  /** Edges that arrive where the steps are to stand; without them the steps are put down loose. */
  edges?: string[];
  /** Where the first of them stands on the picture. */
  at?: Spot;
  /** Scope of loose steps. */
  parent?: string;
  /** Words before the names of what is missing: 待补. */
  missing: Text;
}

export const pasteCommands = {
  'steps.paste': command<PasteArgs>({
    run: (r, args) => paste(r, args),
    label: (_doc, { clip }) => {
      const [only, more] = Object.values(clip.nodes);
      return only && !more
        ? { key: 'editing.steps.paste', name: only.name }
        : { key: 'editing.steps.pasteMany', name: String(Object.keys(clip.nodes).length) };
    },
  }),
};

/** What the steps of a clip would miss in a package: said before and after they are put in. */
export function gapsOf(clip: Clip, pkg: Recording['document']): Gap[] {
  return Object.entries(clip.nodes).flatMap(([id, node]) => {
    const own = docOf(node);
    const doc = own && clip.docs[own.map]?.[own.id];
    return [
      ...settle(clip, pkg, [id, node]).gaps,
      ...(own && doc !== undefined ? settleDoc(clip, pkg, { map: own.map, doc, node: id }).gaps : []),
    ];
  });
}

function paste(r: Recording, { clip, edges, at, parent, missing }: PasteArgs): void {
  const where = edges ? place(r, edges) : undefined;
  const scope = where ? where.parent : parent;
  const known = pasteable(clip);
  if (known.length === 0) throw new Refused('editing.refused.paste.empty');
  const ids = new Map(known.map(([id]) => [id, r.newId('n')]));
  for (const entry of known) putCopy(r, { clip, entry, ids, scope, missing });
  const inner = Object.entries(clip.edges).filter(([, edge]) => ids.has(edge.from) && ids.has(edge.to));
  copyEdges(r, inner, ids);
  const parts = partsOf(
    clip,
    known.filter(([, node]) => !node.parent || !ids.has(node.parent)).map(([id]) => id),
  );
  const lines = parts.map((part) =>
    lineOf(
      r,
      part.map((id) => ids.get(id)!),
    ),
  );
  if (where && edges) chain(r, lines, edges, where.to);
  else r.happened({ type: 'nodes.loose', nodes: [...ids.values()] });
  const first = lines[0]?.first;
  if (at && first) r.set(['scenario', 'layout', first], { x: Math.round(at.x), y: Math.round(at.y) });
}

/** Steps that stand by themselves: what hangs on a step that is not there is left out. */
function pasteable({ nodes }: Clip): [string, Node][] {
  return Object.entries(nodes).filter(([, node]) => {
    if (node.kind === 'boundary') return nodes[node.attachedTo] !== undefined;
    if (node.kind === 'cancel') return node.nodes.some((id) => nodes[id]);
    return node.kind !== 'start' || (node.parent !== undefined && nodes[node.parent] !== undefined);
  });
}

interface Copying {
  clip: Clip;
  entry: [string, Node];
  ids: ReadonlyMap<string, string>;
  scope: string | undefined;
  missing: Text;
}

function putCopy(r: Recording, { clip, entry, ids, scope, missing }: Copying): void {
  const [id] = entry;
  const { node, gaps } = settle(clip, r.document, entry);
  const parent = node.parent && ids.get(node.parent);
  if (parent ?? scope) node.parent = parent ?? scope;
  else delete node.parent;
  if (node.kind === 'boundary') node.attachedTo = ids.get(node.attachedTo)!;
  if (node.kind === 'cancel') node.nodes = node.nodes.flatMap((other) => ids.get(other) ?? []) as [string, ...string[]];
  if ('separate' in node && node.separate) {
    const left = node.separate.flatMap((other) => ids.get(other) ?? []);
    if (left.length > 0) node.separate = left as [string, ...string[]];
    else delete node.separate;
  }
  const lacks = [...gaps, ...copyDoc(r, clip, { id, node })];
  if (lacks.length > 0) node.description = gapWords(missing, lacks);
  r.set(['scenario', 'nodes', ids.get(id)!], node);
}

const prefixOf = { scripts: 's', tables: 't', notifications: 'm', outcomes: 'o' } as const;

/** The script, table, message or document of a step is copied with it: two steps never share one by accident. */
function copyDoc(r: Recording, clip: Clip, { id, node }: { id: string; node: Node }): Gap[] {
  const own = docOf(node);
  const source = own && clip.docs[own.map]?.[own.id];
  if (!own || source === undefined) return [];
  const { doc, gaps } = settleDoc(clip, r.document, { map: own.map, doc: source, node: id });
  const copy = r.newId(prefixOf[own.map]);
  r.set(['scenario', own.map, copy], own.map === 'outcomes' ? withNumber(r, copy, doc as unknown as Outcome) : doc);
  if (node.kind === 'script') node.script = copy;
  else if (node.kind === 'decision') node.table = copy;
  else if (node.kind === 'notify') node.notification = copy;
  else if (node.kind === 'issue') node.outcome = copy;
  return gaps;
}

/** Every certificate has a number of its own. */
function withNumber(r: Recording, id: string, outcome: Outcome): JsonValue {
  const { subjects } = r.document.scenario;
  const holder = subjects[outcome.holder] ? outcome.holder : Object.keys(subjects)[0];
  if (holder === undefined) return outcome as unknown as JsonValue;
  const number = `${holder}.certificate${id.replace(/[^A-Za-z0-9]/g, '')}`;
  r.set(['scenario', 'variables', number], { name: { 'zh-CN': `${outcome.name['zh-CN']}编号` }, type: 'string' });
  return { ...outcome, number } as unknown as JsonValue;
}

/** 待补：公安局、母亲. */
function gapWords(missing: Text, gaps: readonly Gap[]): Text {
  const list = (language: 'zh-CN' | 'en', comma: string) =>
    [...new Set(gaps.map(({ name }) => name[language] ?? name['zh-CN']))].filter(Boolean).join(comma);
  return {
    'zh-CN': `${missing['zh-CN']}${list('zh-CN', '、')}`,
    ...(missing.en ? { en: `${missing.en}${list('en', ', ')}` } : {}),
  };
}

function copyEdges(r: Recording, edges: readonly [string, Edge][], ids: ReadonlyMap<string, string>): void {
  for (const [, edge] of edges) {
    const id = r.newId('e');
    r.set(['scenario', 'edges', id], { ...edge, from: ids.get(edge.from)!, to: ids.get(edge.to)! });
  }
}

/** Steps that hang together, each lot in the order of the flow it was copied from. */
function partsOf(clip: Clip, nodes: readonly string[]): string[][] {
  const left = new Set(nodes);
  const parts: string[][] = [];
  const near = (id: string) =>
    Object.values(clip.edges).flatMap((edge) => (edge.from === id ? [edge.to] : edge.to === id ? [edge.from] : []));
  for (const id of nodes) {
    if (!left.has(id)) continue;
    const part: string[] = [];
    const queue = [id];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (!left.delete(next)) continue;
      part.push(next);
      queue.push(...near(next));
    }
    // A boundary event hangs at its step without a line.
    parts.push(part);
  }
  return parts;
}

interface Line {
  first: string;
  tails: string[];
}

/** Where a lot of steps is entered, and which of them lead on. */
function lineOf(r: Recording, part: readonly string[]): Line {
  const graph = graphOf(r.document.scenario);
  const entries = part.filter((id) => graph.into(id).length === 0 && graph.nodes[id]!.kind !== 'boundary');
  const first = entries[0] ?? part[0]!;
  if (entries.length > 1) throw new Refused('editing.refused.paste.entries');
  const tails = part.filter((id) => {
    const node = graph.nodes[id]!;
    if (node.kind === 'end') return false;
    const out = graph.out(id);
    if (out.length === 0) return true;
    return leavesOutcomeOpen(node, out);
  });
  return { first, tails };
}

function chain(r: Recording, lines: readonly Line[], edges: readonly string[], to: string): void {
  moveEdges(r, edges, lines[0]!.first);
  for (const [i, line] of lines.entries()) {
    const next = lines[i + 1]?.first ?? to;
    for (const tail of line.tails) connect(r, tail, next);
  }
}

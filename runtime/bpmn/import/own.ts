/** Files we wrote ourselves: each element brings what it was. Names, places and connections are taken from the drawing. */
import type { Edge, Node, Scenario } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { attr, isFlowNode, refOf } from '../model.ts';
import { isRecord, type Json, ownData } from '../own.ts';
import type { XmlElement } from '../xml.ts';
import { addNode, type Draft } from './draft.ts';

export interface OwnProcess {
  scenario: Json;
  documents: Json;
  nodes: Json;
  edges: Json;
}

/** The process was written by us. */
export function ownProcess(process: XmlElement): OwnProcess | undefined {
  const data = ownData(process);
  if (!data || !isRecord(data.scenario) || !isRecord(data.documents)) return undefined;
  return {
    scenario: data.scenario,
    documents: data.documents,
    nodes: isRecord(data.nodes) ? data.nodes : {},
    edges: isRecord(data.edges) ? data.edges : {},
  };
}

/** A node with what it was; a name changed in the drawing counts, and so does where it was moved to. */
export function importOwn(draft: Draft, element: XmlElement, parent: string | undefined): string | undefined {
  const data = ownData(element);
  if (!isRecord(data?.node) || typeof data.node.kind !== 'string') return undefined;
  const node = { ...data.node, ...renamed(data.node, element), ...(parent === undefined ? {} : { parent }) } as unknown as Node;
  if (parent === undefined) delete (node as { parent?: string }).parent;
  if (node.kind === 'boundary') node.attachedTo = draft.nodeOf.get(refOf(element, 'attachedToRef') ?? '') ?? node.attachedTo;
  const id = addNode(draft, element, node);
  draft.own.add(element);
  draft.report.mapped(element, `nodes/${id}`);
  // What BPMN says of it again was read from its data.
  for (const child of element.children)
    if (!isFlowNode(child) && child.name !== 'sequenceFlow' && child.name !== 'association') mark(draft, child);
  return id;
}

function renamed(was: Json, element: XmlElement): Json {
  const words = attr(element, 'name');
  const name = isRecord(was.name) ? was.name : undefined;
  return words === undefined || words === '' || name?.['zh-CN'] === words || squeezed(name?.['zh-CN']) === squeezed(words)
    ? {}
    : { name: { 'zh-CN': words } };
}
const squeezed = (value: unknown): string => (typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '');

/** What an edge was, without its ends. */
export function ownEdge(draft: Draft, flow: XmlElement): { id?: string; edge: Omit<Edge, 'from' | 'to'> } | undefined {
  const data = ownData(flow);
  if (!isRecord(data?.edge) || typeof data.edge.rank !== 'string') return undefined;
  for (const child of flow.children) mark(draft, child);
  const { from: _from, to: _to, ...edge } = data.edge;
  const changed = { ...edge, ...(isRecord(edge.name) ? renamed(edge, flow) : {}) };
  return { ...(typeof data.id === 'string' ? { id: data.id } : {}), edge: changed as unknown as Omit<Edge, 'from' | 'to'> };
}

function mark(draft: Draft, element: XmlElement): undefined {
  draft.report.mapped(element);
  for (const child of element.children) mark(draft, child);
}

/** The package as it was, with the flow as it is drawn now. */
export function ownPackage(
  draft: Draft,
  { scenario, documents, nodes, edges }: OwnProcess,
  drawn: NonNullable<Scenario['layout']>,
): ScenarioPackage {
  const was = (isRecord(scenario.layout) ? scenario.layout : undefined) as Scenario['layout'];
  const layout = was && Object.fromEntries(Object.entries(was).map(([id, place]) => [id, moved(place, drawn[id])]));
  mark(draft, draft.process.children.find((child) => child.name === 'extensionElements')!);
  const whole = {
    ...scenario,
    nodes: { ...draft.nodes, ...nodes },
    edges: { ...draft.edges, ...edges },
    ...(layout ? { layout } : {}),
  };
  const empty = { forms: {}, elements: {}, resources: {}, contracts: {}, cases: {} };
  return { ...empty, ...documents, scenario: whole as unknown as Scenario } as ScenarioPackage;
}

type Place = NonNullable<Scenario['layout']>[string];
/** Where it is drawn now, said as precisely as it was said before. */
function moved(was: Place, now: Place | undefined): Place {
  if (!now) return was;
  const { x, y } = now;
  return {
    ...was,
    x,
    y,
    ...(was.width !== undefined && now.width !== undefined ? { width: now.width } : {}),
    ...(was.height !== undefined && now.height !== undefined ? { height: now.height } : {}),
    ...(was.points && now.points ? { points: now.points } : {}),
  };
}

/** A scenario in the making: nodes and edges with ids of their own, and everything they refer to. */
import type { Edge, Node, Scenario, Text } from '../../../schemas/generated/documents.ts';
import type { Model } from '../model.ts';
import type { BpmnProblem } from '../problem.ts';
import { problemAt } from '../rules/rule.ts';
import type { XmlElement } from '../xml.ts';
import { both, type Ids, rankAt, textOf } from './names.ts';
import type { Report } from './report.ts';
import type { Variables } from './variables.ts';

export interface ForeignScript {
  format?: string;
  text: string;
  element: string;
}

/** Where a flow node begins and where it is left: the same node, or what had to be put before and after it. */
export interface Span {
  entry?: string;
  exit?: string;
}

export interface Draft {
  model: Model;
  process: XmlElement;
  /** To be run: what cannot be expressed refuses the whole. Otherwise it is left out and told. */
  live: boolean;
  report: Report;
  ids: Ids;
  variables: Variables;
  nodes: Record<string, Node>;
  edges: Record<string, Edge>;
  maps: Required<Pick<Scenario, 'messages' | 'signals' | 'errors' | 'escalations' | 'scripts' | 'roles'>>;
  departments: Scenario['departments'];
  department: string;
  departmentOf: ReadonlyMap<string, string>;
  /** By id in the file. */
  spans: Map<string, Span>;
  /** Node by id in the file: what the trace of the file's element is. */
  nodeOf: Map<string, string>;
  edgeOf: Map<string, string>;
  /** Element a node or edge was made for. */
  origin: Map<string, XmlElement>;
  scripts: Map<string, ForeignScript>;
  problems: BpmnProblem[];
  /** How many edges leave a node, and which nodes edges lead to. */
  out: Map<string, number>;
  into: Set<string>;
  /** Elements that brought what they were: nothing about them is implied. */
  own: Set<XmlElement>;
  /** Steps people do, that may change the data of the process. */
  desks: string[];
  dropped: { element: string; id: string; what: string }[];
  scenarioOf(calledElement: string): string;
}

export const done = { done: { name: both('办理完成', 'Done'), rank: 'a0', effect: 'agree' as const } };

/** Adds the node of an element; its name is the element's, or says what it is. */
export function addNode(draft: Draft, element: XmlElement, node: Node): string {
  const xml = element.attributes.id ?? '';
  const id = draft.ids.make(xml, 'n');
  draft.nodes[id] = node;
  draft.origin.set(id, element);
  if (xml && !draft.nodeOf.has(xml)) draft.nodeOf.set(xml, id);
  return id;
}

/** Adds a node the file does not have, for something it only implies. */
export function addImplied(draft: Draft, near: XmlElement, suffix: string, node: Node): string {
  const id = draft.ids.make(`${near.attributes.id ?? 'n'}_${suffix}`, 'n');
  draft.nodes[id] = node;
  draft.origin.set(id, near);
  return id;
}

export function connect(draft: Draft, from: string, to: string, more: Partial<Edge> & { xml?: XmlElement; id?: string } = {}): string {
  const { xml, id: wanted, ...rest } = more;
  const id = wanted ?? draft.ids.make(xml?.attributes.id ?? `e_${from}__${to}`.slice(0, 56), 'e');
  const count = draft.out.get(from) ?? 0;
  draft.out.set(from, count + 1);
  draft.into.add(to);
  draft.edges[id] = { from, to, rank: rankAt(count), ...rest };
  if (xml) {
    draft.origin.set(id, xml);
    if (xml.attributes.id) draft.edgeOf.set(xml.attributes.id, id);
  }
  return id;
}

/** Something that has no counterpart: refuses a process that is to be run, is left out of a drawing. */
export function refuse(draft: Draft, element: XmlElement, code: string, zh: string, en: string): undefined {
  draft.report.refused(element, zh, en);
  if (draft.live) draft.problems.push(problemAt(element, `refused.${code}`, zh, en));
  return undefined;
}

export const nameOf = (element: XmlElement, fallback: Text): Text => textOf(element.attributes.name, fallback);

/** Documentation of an element: kept as description. */
export function describe(element: XmlElement): { description?: Text } {
  const words = element.children
    .filter((child) => child.name === 'documentation')
    .map((child) => child.text.trim())
    .filter(Boolean)
    .join('\n')
    .slice(0, 4000);
  return words ? { description: { 'zh-CN': words } } : {};
}
export const inParent = (parent: string | undefined): { parent?: string } => (parent === undefined ? {} : { parent });

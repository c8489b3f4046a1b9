/** The BPMN model of a file: its XML elements, indexed the way rules and mapping ask for them. */
import type { XmlElement } from './xml.ts';

export const MODEL = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
export const DI = 'http://www.omg.org/spec/BPMN/20100524/DI';
export const DC = 'http://www.omg.org/spec/DD/20100524/DC';
export const DD = 'http://www.omg.org/spec/DD/20100524/DI';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** Dialects of engines whose files leave out what the standard demands of executable models, and say so by namespace. */
const dialects = [
  'http://activiti.org/bpmn',
  'http://activiti.com/modeler',
  'http://www.activiti.org/',
  'http://camunda.org/schema/',
  'http://www.camunda.org/schema/',
  'http://flowable.org/',
  'https://lianban.dev/',
  'http://www.w4.eu/',
  'http://www.trisotech.com/',
  'http://www.signavio.com',
  'http://www.jboss.org/drools',
  'http://xmlns.oracle.com/',
  'http://www.bonitasoft.org/',
  'http://www.imixs.org/',
];

export const tasks: ReadonlySet<string> = new Set([
  'task',
  'userTask',
  'manualTask',
  'serviceTask',
  'scriptTask',
  'businessRuleTask',
  'sendTask',
  'receiveTask',
]);
export const blocks: ReadonlySet<string> = new Set(['subProcess', 'transaction', 'adHocSubProcess']);
export const gateways: ReadonlySet<string> = new Set([
  'exclusiveGateway',
  'inclusiveGateway',
  'parallelGateway',
  'complexGateway',
  'eventBasedGateway',
]);
export const events: ReadonlySet<string> = new Set([
  'startEvent',
  'endEvent',
  'intermediateCatchEvent',
  'intermediateThrowEvent',
  'boundaryEvent',
]);
export const isActivity = (element: XmlElement): boolean =>
  tasks.has(element.name) || blocks.has(element.name) || element.name === 'callActivity';
export const isFlowNode = (element: XmlElement): boolean => isActivity(element) || gateways.has(element.name) || events.has(element.name);
/** A sub-process in any of its forms, or a process: what holds flow. */
export const isContainer = (element: XmlElement): boolean => element.name === 'process' || blocks.has(element.name);

export interface Model {
  root: XmlElement;
  /** Looked at as a drawing only: nothing of it is to be run. */
  drawing: boolean;
  /** Every element, in the order of the file. */
  all: XmlElement[];
  /** First element with an id. */
  byId: ReadonlyMap<string, XmlElement>;
  processes: XmlElement[];
  /** The file follows an engine's own conventions instead of the letter of the standard. */
  dialect: boolean;
  /** Namespaces the file declares. */
  spaces: ReadonlySet<string>;
  associations: XmlElement[];
  /** The pool of a process. */
  poolOf(process: XmlElement): XmlElement | undefined;
  flows: XmlElement[];
  flowsFrom(id: string): XmlElement[];
  flowsTo(id: string): XmlElement[];
  /** Event definitions of an event: its own, and those it refers to. */
  definitionsOf(event: XmlElement): XmlElement[];
  boundaryOf(id: string): XmlElement[];
}

export const idOf = (element: XmlElement): string => element.attributes.id ?? '';
export const attr = (element: XmlElement, name: string): string | undefined => element.attributes[name];
export const isTrue = (element: XmlElement, name: string): boolean => attr(element, name) === 'true' || attr(element, name) === '1';
export const childrenOf = (element: XmlElement, ...names: string[]): XmlElement[] =>
  element.children.filter((child) => child.namespace === MODEL && names.includes(child.name));
export const childOf = (element: XmlElement, name: string): XmlElement | undefined => childrenOf(element, name)[0];
export const textOf = (element: XmlElement | undefined): string => element?.text.trim() ?? '';
/** References are qualified names; in a file of its own only the local part says anything. */
export const localRef = (reference: string | undefined): string | undefined => {
  const trimmed = reference?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed.slice(trimmed.indexOf(':') + 1);
};
export const refOf = (element: XmlElement, name: string): string | undefined => localRef(attr(element, name));
export const isDefinition = (element: XmlElement): boolean => element.namespace === MODEL && element.name.endsWith('EventDefinition');

export function ancestor(element: XmlElement, test: (one: XmlElement) => boolean): XmlElement | undefined {
  for (let one = element.parent; one; one = one.parent) if (test(one)) return one;
  return undefined;
}
export const processOf = (element: XmlElement): XmlElement | undefined => ancestor(element, (one) => one.name === 'process');

/** `namespace` of the file does not matter to the rules: elements of other namespaces are no part of the model. */
export function modelOf(root: XmlElement, { drawing = false }: { drawing?: boolean } = {}): Model {
  const all: XmlElement[] = [];
  const byId = new Map<string, XmlElement>();
  const stack = [root];
  while (stack.length > 0) {
    const element = stack.pop()!;
    all.push(element);
    const id = attr(element, 'id');
    if (element.namespace === MODEL && id && !byId.has(id)) byId.set(id, element);
    for (let index = element.children.length - 1; index >= 0; index--) stack.push(element.children[index]!);
  }
  const bpmn = all.filter((element) => element.namespace === MODEL);
  const flows = bpmn.filter((element) => element.name === 'sequenceFlow');
  const from = groupBy(flows, (flow) => refOf(flow, 'sourceRef'));
  const to = groupBy(flows, (flow) => refOf(flow, 'targetRef'));
  const boundaries = groupBy(
    bpmn.filter((element) => element.name === 'boundaryEvent'),
    (event) => refOf(event, 'attachedToRef'),
  );
  const spaces = new Set(
    all.flatMap((element) => [element.namespace, attr(element, 'targetNamespace') ?? '', ...Object.values(element.prefixes)]),
  );
  const pools = groupBy(
    bpmn.filter((element) => element.name === 'participant'),
    (pool) => refOf(pool, 'processRef'),
  );
  return {
    root,
    drawing,
    all,
    spaces,
    associations: bpmn.filter((element) => element.name === 'association'),
    poolOf: (process) => pools.get(idOf(process))?.[0],
    byId,
    processes: bpmn.filter((element) => element.name === 'process'),
    dialect: [...spaces].some((space) => dialects.some((dialect) => space.startsWith(dialect))),
    flows,
    flowsFrom: (id) => from.get(id) ?? [],
    flowsTo: (id) => to.get(id) ?? [],
    boundaryOf: (id) => boundaries.get(id) ?? [],
    definitionsOf: (event) => [
      ...event.children.filter(isDefinition),
      ...childrenOf(event, 'eventDefinitionRef').flatMap((reference) => byId.get(localRef(reference.text) ?? '') ?? []),
    ],
  };
}

function groupBy(elements: readonly XmlElement[], keyOf: (element: XmlElement) => string | undefined): Map<string, XmlElement[]> {
  const groups = new Map<string, XmlElement[]>();
  for (const element of elements) {
    const key = keyOf(element);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(element);
    else groups.set(key, [element]);
  }
  return groups;
}

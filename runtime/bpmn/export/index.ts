/**
 * A scenario as BPMN 2.0 with its diagram. What BPMN can say is said in BPMN; everything else travels as JSON with its
 * element, so that importing the file again gives the scenario back.
 */
import { BpmnModdle } from 'bpmn-moddle';
import type { Edge, Node, Scenario } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { both } from '../import/names.ts';
import type { Fate, ReportEntry } from '../import/report.ts';
import { descriptor, OWN } from '../own.ts';
import { type Box, boxesOf, wayOf } from './diagram.ts';
import { type Create, conditionOf, type Element, elementOf, isPlainTimer, near, type Shared, wordsOf } from './elements.ts';
import { type Hidden, hiddenOf } from './hidden.ts';

export interface BpmnExport {
  xml: string;
  /** What became of each node and edge, and of the parts of the scenario beside the flow. */
  report: ReportEntry[];
}

export async function exportBpmn(pkg: ScenarioPackage): Promise<BpmnExport> {
  const moddle = new BpmnModdle({ lianban: descriptor });
  const drawing = new Drawing(pkg, (type, attributes) => moddle.create(type, attributes));
  const { xml } = await moddle.toXML(drawing.definitions(), { format: true });
  return { xml, report: drawing.report };
}

class Drawing {
  readonly report: ReportEntry[] = [];
  private readonly pkg: ScenarioPackage;
  private readonly scenario: Scenario;
  private readonly create: Create;
  private readonly hidden: Hidden;
  private readonly taken = new Set<string>();
  private readonly nodes = new Map<string, Element>();
  private readonly edges = new Map<string, Element>();
  private readonly shared: Shared = {
    messages: new Map(),
    operations: new Map(),
    signals: new Map(),
    errors: new Map(),
    escalations: new Map(),
  };

  constructor(pkg: ScenarioPackage, create: Create) {
    this.pkg = pkg;
    this.scenario = pkg.scenario;
    this.create = create;
    this.hidden = hiddenOf(pkg.scenario);
  }

  definitions(): Element {
    const { scenario } = this;
    for (const id of Object.keys(scenario.nodes)) this.taken.add(id);
    const roots = this.sharedElements();
    for (const [id, node] of Object.entries(scenario.nodes)) this.node(id, node);
    const process = this.create('bpmn:Process', {
      id: this.unique(`process_${scenario.id.replace('/', '.')}`),
      name: wordsOf(scenario.name),
      isExecutable: true,
      ...this.lanes(),
    });
    this.own(process, this.rest());
    for (const [id, edge] of Object.entries(scenario.edges)) this.edge(id, edge);
    this.nest(process);
    this.tellRest();
    return this.create('bpmn:Definitions', {
      id: this.unique('definitions'),
      targetNamespace: OWN,
      rootElements: [...roots, process],
      diagrams: [this.diagram(process)],
    });
  }

  private unique(wanted: string): string {
    let id = wanted;
    for (let count = 2; this.taken.has(id); count++) id = `${wanted}_${count}`;
    this.taken.add(id);
    return id;
  }

  private own(element: Element, data: unknown): undefined {
    const json = JSON.stringify(data);
    element.extensionElements = this.create('bpmn:ExtensionElements', { values: [this.create('lianban:Data', { json })] });
  }

  /** Messages with an operation each, signals, errors and escalations. */
  private sharedElements(): Element[] {
    const { messages = {}, signals = {}, errors = {}, escalations = {} } = this.scenario;
    const made: Element[] = [];
    const add = (map: Map<string, Element>, id: string, type: string, attributes: Record<string, unknown>) => {
      const element = this.create(type, { id: this.unique(`${type.slice(5).toLowerCase()}_${id}`), ...attributes });
      map.set(id, element);
      made.push(element);
      return element;
    };
    for (const [id, { name }] of Object.entries(messages)) add(this.shared.messages, id, 'bpmn:Message', { name: wordsOf(name) });
    for (const [id, { name }] of Object.entries(signals)) add(this.shared.signals, id, 'bpmn:Signal', { name: wordsOf(name) });
    for (const [id, { name }] of Object.entries(errors)) add(this.shared.errors, id, 'bpmn:Error', { name: wordsOf(name), errorCode: id });
    for (const [id, { name }] of Object.entries(escalations))
      add(this.shared.escalations, id, 'bpmn:Escalation', { name: wordsOf(name), escalationCode: id });
    const operations = [...this.shared.messages].map(([id, message]) => {
      const operation = this.create('bpmn:Operation', { id: this.unique(`operation_${id}`), name: id, inMessageRef: message });
      this.shared.operations.set(id, operation);
      return operation;
    });
    return operations.length === 0
      ? made
      : [...made, this.create('bpmn:Interface', { id: this.unique('messages'), name: 'messages', operations })];
  }

  private node(id: string, node: Node): undefined {
    if (this.hidden.nodes.has(id))
      return this.tell(
        'loss',
        id,
        node.kind,
        '没有画出：只保留在扩展里。',
        'Is not drawn: kept in the extensions only.',
        wordsOf(node.name),
      );
    const element = elementOf(this.create, this.shared, this.scenario, id, node);
    if ([...this.hidden.handlers.values()].includes(id)) element.isForCompensation = true;
    this.own(element, { node });
    this.nodes.set(id, element);
    const timer = node.kind === 'timer' ? node.wait : node.kind === 'boundary' && node.event.type === 'timer' ? node.event : undefined;
    const lossy = near.has(node.kind) || (timer && !isPlainTimer(timer));
    if (lossy)
      this.tell(
        'loss',
        id,
        node.kind,
        '画成相近的元素，其余保留在扩展里。',
        'Drawn as something near; the rest is kept in extensions.',
        wordsOf(node.name),
      );
    else this.tell('mapped', id, node.kind, undefined, undefined, wordsOf(node.name));
  }

  private edge(id: string, edge: Edge): undefined {
    const [source, target] = [this.nodes.get(edge.from), this.nodes.get(edge.to)];
    if (this.hidden.edges.has(id) || !source || !target)
      return this.tell('loss', id, 'edge', '没有画出：只保留在扩展里。', 'Is not drawn: kept in the extensions only.');
    const condition = edge.on !== undefined ? `outcome.${edge.from} = "${edge.on}"` : edge.when;
    const flow = this.create('bpmn:SequenceFlow', {
      id: this.scenario.nodes[id] ? this.unique(`edge_${id}`) : this.unique(id),
      sourceRef: source,
      targetRef: target,
      ...(edge.name ? { name: wordsOf(edge.name) } : {}),
      ...(condition === undefined ? {} : { conditionExpression: conditionOf(this.create, condition) }),
    });
    this.own(flow, { id, edge });
    this.edges.set(id, flow);
    for (const [element, list] of [
      [source, 'outgoing'],
      [target, 'incoming'],
    ] as const)
      element[list] = [...((element[list] as Element[] | undefined) ?? []), flow];
    if (edge.default) source.default = flow;
    this.tell('mapped', id, 'edge');
  }

  /** Puts every element into the process or the sub-process it lies in. */
  private nest(process: Element): undefined {
    const { nodes, edges } = this.scenario;
    const holder = (parent: string | undefined): Element => (parent === undefined ? process : (this.nodes.get(parent) ?? process));
    const put = (parent: string | undefined, list: 'flowElements' | 'artifacts', element: Element) => {
      const into = holder(parent);
      into[list] = [...((into[list] as Element[] | undefined) ?? []), element];
      element.$parent = into;
    };
    for (const [id, element] of this.nodes) {
      const node = nodes[id]!;
      if (node.kind === 'boundary') element.attachedToRef = this.nodes.get(node.attachedTo);
      put(node.parent, 'flowElements', element);
    }
    for (const [id, element] of this.edges) put(nodes[edges[id]!.from]!.parent, 'flowElements', element);
    for (const [event, handler] of this.hidden.handlers) {
      const association = this.create('bpmn:Association', {
        id: this.unique(`undo_${event}`),
        associationDirection: 'One',
        sourceRef: this.nodes.get(event),
        targetRef: this.nodes.get(handler),
      });
      put(nodes[event]!.parent, 'artifacts', association);
    }
  }

  private lanes(): Record<string, unknown> {
    const lanes = Object.entries(this.scenario.departments).map(([id, { name }]) => {
      const inside = [...this.nodes].filter(([node]) => departmentOf(this.scenario, node) === id).map(([, element]) => element);
      return this.create('bpmn:Lane', {
        id: this.unique(`lane_${id}`),
        name: wordsOf(name),
        ...(inside.length > 0 ? { flowNodeRef: inside } : {}),
      });
    });
    return lanes.length === 0 ? {} : { laneSets: [this.create('bpmn:LaneSet', { id: this.unique('lanes'), lanes })] };
  }

  /** Everything beside the drawn flow. */
  private rest(): Record<string, unknown> {
    const { nodes, edges, ...scenario } = this.scenario;
    const { scenario: _, ...documents } = this.pkg;
    const pick = <T>(map: Record<string, T>, ids: ReadonlySet<string>) =>
      Object.fromEntries(Object.entries(map).filter(([id]) => ids.has(id)));
    return { scenario, documents, nodes: pick(nodes, this.hidden.nodes), edges: pick(edges, this.hidden.edges) };
  }

  private tellRest(): undefined {
    const { nodes: _nodes, edges: _edges, format: _format, id: _id, name: _name, layout: _layout, ...rest } = this.scenario;
    for (const [part, content] of Object.entries(rest)) {
      const native = ['departments', 'messages', 'signals', 'errors', 'escalations', 'scripts'].includes(part);
      if (content === undefined || (typeof content === 'object' && Object.keys(content as object).length === 0)) continue;
      if (native) this.tell('mapped', part, 'scenario');
      else this.tell('loss', part, 'scenario', 'BPMN 没有对应的内容，保留在扩展里。', 'BPMN has nothing like it: kept in extensions.');
    }
  }

  private tell(fate: Fate, id: string, element: string, zh?: string, en?: string, name?: string): undefined {
    this.report.push({ element, id, ...(name ? { name } : {}), line: 0, fate, ...(zh && en ? { message: both(zh, en) } : {}) });
  }

  private diagram(process: Element): Element {
    const boxes = boxesOf(this.scenario);
    const bounds = (box: Box) => this.create('dc:Bounds', { ...box });
    const shapes = [...this.nodes].map(([id, element]) => {
      const box = boxes.get(id)!;
      const block = this.scenario.nodes[id]!.kind === 'block' ? { isExpanded: true } : {};
      return this.create('bpmndi:BPMNShape', { id: this.unique(`shape_${id}`), bpmnElement: element, bounds: bounds(box), ...block });
    });
    const ways = [...this.edges].map(([id, element]) => {
      const edge = this.scenario.edges[id]!;
      const own = this.scenario.nodes[id] ? undefined : this.scenario.layout?.[id]?.points;
      const points = own ?? wayOf(boxes.get(edge.from)!, boxes.get(edge.to)!);
      return this.create('bpmndi:BPMNEdge', {
        id: this.unique(`way_${id}`),
        bpmnElement: element,
        waypoint: points.map((point) => this.create('dc:Point', { ...point })),
      });
    });
    const plane = this.create('bpmndi:BPMNPlane', { id: this.unique('plane'), bpmnElement: process, planeElement: [...shapes, ...ways] });
    return this.create('bpmndi:BPMNDiagram', { id: this.unique('diagram'), plane });
  }
}

/** The lane of a step: its own department, or the one of its item. */
function departmentOf({ nodes, items }: Scenario, id: string): string | undefined {
  const node = nodes[id]!;
  if ('department' in node && node.department) return node.department;
  return 'item' in node && node.item ? items[node.item]?.department : undefined;
}

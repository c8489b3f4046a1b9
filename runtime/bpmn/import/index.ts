/**
 * BPMN 2.0 to scenario packages, one per process. Everything in the file is accounted for. A model that is to be run and is
 * not valid, cannot be expressed, or could never finish is refused with the element and the reason; a drawing that is not
 * to be run is imported as far as it goes.
 */
import { compile } from '../../compile/index.ts';
import type { Finding, ScenarioPackage } from '../../compile/plan.ts';
import { childrenOf, idOf, isFlowNode, MODEL, type Model, modelOf, refOf } from '../model.ts';
import { type BpmnProblem, XmlError } from '../problem.ts';
import { violationsOf } from '../rules/index.ts';
import { isExecutable, problemAt } from '../rules/rule.ts';
import { readXml, type XmlElement } from '../xml.ts';
import { packageOf } from './assemble.ts';
import { beginning } from './begin.ts';
import { importContainer } from './container.ts';
import { layoutOf, reportDrawing, shapesOf } from './diagram.ts';
import { dialectOf } from './dialect.ts';
import type { Draft, ForeignScript } from './draft.ts';
import type { VariableType } from './foreign-expression.ts';
import { departmentsOf } from './lanes.ts';
import { Ids } from './names.ts';
import { ownPackage, ownProcess } from './own.ts';
import { remark as remarkAll } from './remarks.ts';
import { createReport, type Report, type ReportEntry } from './report.ts';
import { Variables } from './variables.ts';

export interface ImportedProcess {
  /** Id of the process in the file. */
  process: string;
  executable: boolean;
  package: ScenarioPackage;
  /** Nodes and edges by their id in the file. */
  nodes: Record<string, string>;
  edges: Record<string, string>;
  /** Foreign script by node: to be written in TypeScript. */
  scripts: Record<string, ForeignScript>;
  /** Variables of the process by name: where their values lie. */
  variables: Record<string, { path: string; type: VariableType }>;
  /** Behaviour an engine's own dialect adds, that has no counterpart and is dropped. */
  dropped: { element: string; id: string; what: string }[];
  /** What the compiler says of a drawing that is not to be run. */
  findings: Finding[];
}

export interface BpmnImport {
  /** Why the file was refused; empty when it was not. */
  problems: BpmnProblem[];
  /** Remarks on drawings that break the standard. */
  remarks: BpmnProblem[];
  processes: ImportedProcess[];
  report: ReportEntry[];
}

export interface ImportOptions {
  /** Scenario id for a called process that is not in this file. Default: made from its id. */
  scenarioOf?: (calledElement: string) => string;
  /** Types of variables by name, for what the file does not tell: known from the processes it calls. */
  types?: Readonly<Record<string, VariableType>>;
  /** Take the file as a drawing, whatever it says: import what can be, tell the rest. Default false. */
  drawing?: boolean;
}

/** Reads a file; never throws on what it holds. */
export function importBpmn(bytes: Uint8Array, options: ImportOptions = {}): BpmnImport {
  let root: XmlElement;
  try {
    root = readXml(bytes);
  } catch (error) {
    if (error instanceof XmlError) return { problems: [error.problem], remarks: [], processes: [], report: [] };
    throw error;
  }
  const model = modelOf(root, { drawing: options.drawing ?? false });
  const report = createReport();
  const problems: BpmnProblem[] = notBpmn(root);
  if (problems.length > 0) return refused(model, report, problems, []);
  const size = model.all.filter((element) => element.namespace === MODEL && isFlowNode(element)).length;
  if (size > MOST_NODES || model.flows.length > MOST_FLOWS) return refused(model, report, [tooMany(root)], []);
  const violations = violationsOf(model);
  const fatal = violations.filter((one) => one.fatal);
  const remarks = violations.filter((one) => !one.fatal).map(plain);
  for (const { at, message } of fatal) report.refused(at, message['zh-CN'], message.en ?? '');
  if (fatal.length > 0) return refused(model, report, fatal.map(plain), remarks);

  const processes = importProcesses(model, report, options, problems);
  finish(model, report, processes);
  if (problems.length > 0) return refused(model, report, problems, remarks);
  return { problems: [], remarks, processes, report: report.entries(model.all) };
}

const plain = ({ code, element, id, name, line, message }: BpmnProblem): BpmnProblem => ({
  code,
  element,
  ...(id ? { id } : {}),
  ...(name ? { name } : {}),
  line,
  message,
});

function notBpmn(root: XmlElement): BpmnProblem[] {
  if (root.name === 'definitions' && root.namespace === MODEL) return [];
  return [
    problemAt(
      root,
      'bpmn.not_bpmn',
      '这不是 BPMN 2.0 文件：根元素应为 definitions。',
      'This is no BPMN 2.0: the root element must be definitions.',
    ),
  ];
}

/** More than anybody draws; checks that compare nodes with nodes end in seconds below it. */
const MOST_NODES = 5_000;
const MOST_FLOWS = 20_000;
const tooMany = (root: XmlElement): BpmnProblem =>
  problemAt(
    root,
    'bpmn.too_many',
    `超过 ${MOST_NODES} 个节点或 ${MOST_FLOWS} 条顺序流：请拆分后再导入。`,
    `More than ${MOST_NODES} nodes or ${MOST_FLOWS} flows: split the file and import the parts.`,
  );

/** Nothing of a refused file is imported. */
function refused(model: Model, report: Report, problems: BpmnProblem[], remarks: BpmnProblem[]): BpmnImport {
  for (const element of model.all)
    if (report.fateOf(element) !== 'refused') report.refused(element, '文件没有导入。', 'The file is not imported.');
  return { problems, remarks, processes: [], report: report.entries(model.all) };
}

/** The scenario a process becomes: its id, as a document id. */
export const scenarioIdOf = (process: string): string => new Ids().makeDocument(process, 'process');

function importProcesses(model: Model, report: Report, options: ImportOptions, problems: BpmnProblem[]): ImportedProcess[] {
  const scenarios = new Ids();
  const idsOf = new Map(model.processes.map((process) => [idOf(process), scenarios.makeDocument(idOf(process), 'process')]));
  const scenarioOf = (called: string): string => idsOf.get(called) ?? options.scenarioOf?.(called) ?? scenarioIdOf(called);
  const shapes = shapesOf(model);
  return model.processes.flatMap((process) => {
    if (
      !process.children.some((child) => child.namespace === MODEL && child.name !== 'documentation' && child.name !== 'extensionElements')
    )
      return [];
    const draft = draftOf(model, report, process, { scenarioOf, variables: new Variables(options.types) });
    declareProperties(draft);
    dialectOf(draft);
    importContainer(draft, process, undefined);
    report.mapped(process, 'scenario');
    problems.push(...draft.problems);
    if (draft.problems.length > 0) return [];
    return [complete(draft, idsOf.get(idOf(process))!, shapes, problems)];
  });
}

/** Properties and data objects of a process that is to be run are values it keeps: they are there though no expression reads them. */
function declareProperties({ model, process, variables, report }: Draft): undefined {
  const objects = isExecutable(model, process) ? childrenOf(process, 'dataObject') : [];
  for (const property of [...childrenOf(process, 'property'), ...objects]) {
    const item = model.byId.get(refOf(property, 'itemSubjectRef') ?? '');
    const structure = item?.attributes.structureRef ?? '';
    const type = /bool/i.test(structure)
      ? 'boolean'
      : /int|long|short|byte|double|float|decimal|number/i.test(structure)
        ? 'number'
        : 'text';
    report.mapped(property, `variables/${variables.path(property.attributes.name || idOf(property), type)}`);
  }
}

function draftOf(
  model: Model,
  report: Report,
  process: XmlElement,
  { scenarioOf, variables }: Pick<Draft, 'scenarioOf' | 'variables'>,
): Draft {
  const { departments, fallback, byNode } = departmentsOf(model, process, report);
  return {
    model,
    process,
    live: isExecutable(model, process),
    report,
    ids: new Ids(),
    variables,
    nodes: {},
    edges: {},
    maps: { messages: {}, signals: {}, errors: {}, escalations: {}, scripts: {}, roles: {} },
    departments,
    department: fallback,
    departmentOf: byNode,
    spans: new Map(),
    nodeOf: new Map(),
    edgeOf: new Map(),
    origin: new Map(),
    scripts: new Map(),
    problems: [],
    desks: [],
    out: new Map(),
    into: new Set(),
    own: new Set(),
    dropped: [],
    scenarioOf,
  };
}

function complete(draft: Draft, id: string, shapes: ReturnType<typeof shapesOf>, problems: BpmnProblem[]): ImportedProcess {
  const own = ownProcess(draft.process);
  const layout = layoutOf(draft, shapes);
  const made = own ? ownPackage(draft, own, layout) : packageOf(draft, id, layout);
  const { plan, findings } = compile(made, {});
  if (plan && !own) made.cases.begin = beginning(plan);
  if (draft.live) problems.push(...findings.filter((finding) => finding.severity === 'error').map((finding) => problemOf(draft, finding)));
  return {
    process: idOf(draft.process),
    executable: draft.live,
    package: made,
    nodes: Object.fromEntries(draft.nodeOf),
    edges: Object.fromEntries(draft.edgeOf),
    scripts: Object.fromEntries(draft.scripts),
    variables: Object.fromEntries(draft.variables.all()),
    dropped: draft.dropped,
    findings,
  };
}

/** What the compiler found, at the element of the file it is about. */
function problemOf(draft: Draft, finding: Finding): BpmnProblem {
  const id = finding.element?.id ?? /^scenario\/(?:nodes|edges)\/([^/]+)/.exec(finding.path)?.[1];
  const element = (id === undefined ? undefined : draft.origin.get(id)) ?? draft.process;
  const { 'zh-CN': zh, en = zh } = finding.message;
  draft.report.refused(element, zh, en);
  return problemAt(element, `refused.${finding.code}`, zh, en);
}

function finish(model: Model, report: Report, processes: readonly ImportedProcess[]): undefined {
  const drawn = new Map<string, string>();
  for (const one of processes)
    for (const [xml, id] of [...Object.entries(one.nodes), ...Object.entries(one.edges)])
      if (one.package.scenario.layout?.[id]) drawn.set(xml, id);
  reportDrawing(model, report, drawn);
  remarkAll(model, report);
}

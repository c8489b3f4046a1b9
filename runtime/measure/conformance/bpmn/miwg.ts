/**
 * A folder of the BPMN Model Interchange Working Group: drawings of many tools. Every element of a file is told to be mapped,
 * mapped with loss or refused, with a reason; what is drawn stays where it was, within one pixel.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type BpmnImport, importBpmn } from '../../../bpmn/import/index.ts';
import { attr, DC, DD, DI, isFlowNode, localRef, modelOf } from '../../../bpmn/model.ts';
import { readXml, type XmlElement } from '../../../bpmn/xml.ts';
import { type SuiteCase, type SuiteReport, suiteReport } from '../suite.ts';
import { describe } from './deployment.ts';

export interface Accounting {
  mapped: number;
  loss: number;
  refused: number;
  shapes: number;
  edges: number;
}

export async function runMiwgSuite(folder: string): Promise<SuiteReport & { elements: Accounting }> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.bpmn')).sort();
  const elements: Accounting = { mapped: 0, loss: 0, refused: 0, shapes: 0, edges: 0 };
  const results: SuiteCase[] = [];
  for (const name of files) results.push(check(name, await readFile(path.join(folder, name)), elements));
  return { ...suiteReport('bpmn-miwg', results), elements };
}

function check(id: string, file: Buffer, elements: Accounting): SuiteCase {
  const result = importBpmn(file, { drawing: true });
  if (result.problems.length > 0) return { id, verdict: 'refused', detail: describe(result.problems) };
  for (const { fate } of result.report) elements[fate] += 1;
  const problems = [...accounted(file, result), ...placed(readXml(file), result, elements)];
  return problems.length === 0
    ? { id, verdict: 'right', detail: '' }
    : { id, verdict: 'wrong', detail: `${problems.length}: ${problems.slice(0, 5).join('; ')}` };
}

/** One entry per tag of the file, counted without the reader that made the report. */
function accounted(file: Buffer, { report }: BpmnImport): string[] {
  const bare = file.toString('latin1').replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, '');
  const tags = (bare.match(/<[A-Za-z_]/g) ?? []).length;
  const silent = report.filter((entry) => entry.fate !== 'mapped' && !entry.message?.en);
  return [
    ...(tags === report.length ? [] : [`${tags} elements, ${report.length} accounted for`]),
    ...silent.map((entry) => `${entry.element} ${entry.id ?? ''} (line ${entry.line}): ${entry.fate} without a reason`),
  ];
}

/** Shapes of what is in a process, and ways of its flows, lie where they were drawn. */
function placed(root: XmlElement, { processes, report }: BpmnImport, elements: Accounting): string[] {
  const model = modelOf(root);
  const refused = new Set(report.filter((entry) => entry.fate === 'refused').map((entry) => entry.id));
  const seen = new Set<string>();
  return model.all.flatMap((drawn) => {
    const id = localRef(attr(drawn, 'bpmnElement'));
    if (drawn.namespace !== DI || id === undefined || refused.has(id) || seen.has(`${drawn.name} ${id}`)) return [];
    const element = model.byId.get(id);
    if (!element) return [];
    seen.add(`${drawn.name} ${id}`);
    if (drawn.name === 'BPMNShape' && isFlowNode(element)) return shape(drawn, id, processes, elements);
    if (drawn.name === 'BPMNEdge' && element.name === 'sequenceFlow') return way(drawn, id, processes, elements);
    return [];
  });
}

const near = (a: number | undefined, b: number): boolean => a !== undefined && Math.abs(a - b) <= 1;
const numberOf = (element: XmlElement | undefined, name: string): number => Number.parseFloat((element && attr(element, name)) ?? 'NaN');

function shape(drawn: XmlElement, id: string, processes: BpmnImport['processes'], elements: Accounting): string[] {
  elements.shapes += 1;
  const box = drawn.children.find((child) => child.namespace === DC && child.name === 'Bounds');
  const owner = processes.find(({ nodes }) => nodes[id] !== undefined);
  const at = owner?.package.scenario.layout?.[owner.nodes[id]!];
  const right = at && near(at.x, numberOf(box, 'x')) && near(at.y, numberOf(box, 'y'));
  const sized = at && near(at.width, numberOf(box, 'width')) && near(at.height, numberOf(box, 'height'));
  return right && sized ? [] : [`${id} is drawn at ${numberOf(box, 'x')},${numberOf(box, 'y')} and lies at ${at?.x},${at?.y}`];
}

function way(drawn: XmlElement, id: string, processes: BpmnImport['processes'], elements: Accounting): string[] {
  const points = drawn.children.filter((child) => child.namespace === DD && child.name === 'waypoint');
  if (points.length < 2) return [];
  elements.edges += 1;
  const owner = processes.find(({ edges }) => edges[id] !== undefined);
  const kept = owner?.package.scenario.layout?.[owner.edges[id]!]?.points ?? [];
  const right =
    kept.length === points.length &&
    points.every((point, index) => near(kept[index]!.x, numberOf(point, 'x')) && near(kept[index]!.y, numberOf(point, 'y')));
  return right ? [] : [`the way of ${id} is not kept`];
}

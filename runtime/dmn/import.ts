/**
 * A DMN 1.1 to 1.5 model -> a scenario package: one form asks for the input data, each decision is a decision table and a
 * step of the flow, in the order the model requires. Every element has its line in the report.
 */
import type { Form, Scenario } from '../../schemas/generated/documents.ts';
import { readXml, type XmlElement } from '../bpmn/xml.ts';
import { normalName } from '../expression/values.ts';
import { type Draft, newDraft, tell, texts } from './draft.ts';
import { all, first, idOfHref, nameOf, type Xml } from './elements.ts';
import { importDecision } from './import-decisions.ts';
import { importInput } from './import-inputs.ts';
import { idOfName, ranksOf } from './names.ts';
import type { ReportEntry } from './report.ts';
import type { Known } from './rewrite.ts';

export interface DmnImport {
  /** Name of the model. */
  name: string;
  report: ReportEntry[];
  /** Documents by path inside the package folder, of everything that was not refused. */
  files: Record<string, unknown>;
  scenario: Scenario;
  /** How each input and decision is read in the scenario, by its name in the model. */
  values: ReadonlyMap<string, Known>;
}

const modelNamespace = /^https?:\/\/www\.omg\.org\/spec\/DMN\//;

/** Reads a model. Throws `XmlError` (from `bpmn/problem.ts`) when the file is no XML, and `NotDmn` when it is no model. */
export class NotDmn extends Error {}

export function importDmn(bytes: Uint8Array): DmnImport {
  const root: XmlElement = readXml(bytes);
  if (root.name !== 'definitions' || !modelNamespace.test(root.namespace)) throw new NotDmn(root.name);
  return importModel(root);
}

function importModel(root: Xml): DmnImport {
  const draft = newDraft(root);
  reportDefinitions(draft, root);
  const known = new Map<string, Known>();
  const byId = new Map(root.children.map((child) => [child.attributes.id ?? '', child]));
  const order = inOrder(draft, all(root, 'decision'), byId);
  for (const input of all(root, 'inputData'))
    known.set(normalName(nameOf(first(input, 'variable')) || nameOf(input)), importInput(draft, input));
  for (const element of all(root, 'businessKnowledgeModel')) known.set(normalName(nameOf(element)), refusedModel(draft, element));
  for (const decision of order) {
    reportParts(draft, decision);
    const seen = required(decision, byId, known);
    known.set(normalName(nameOf(first(decision, 'variable')) || nameOf(decision)), importDecision(draft, decision, seen));
  }
  reportDiagrams(draft, root);
  const name = nameOf(root) || '导入的决策';
  const scenario = scenarioOf(draft, name, root);
  const form = formOf(draft, name);
  return {
    name,
    report: draft.report,
    scenario,
    values: known,
    files: { 'scenario.json': scenario, ...(form ? { 'forms/input.json': form } : {}) },
  };
}

/** A decision sees what it requires, and nothing else: a name it does not require is unknown to it. */
function required(decision: Xml, byId: ReadonlyMap<string, Xml>, known: ReadonlyMap<string, Known>): Map<string, Known> {
  const seen = new Map<string, Known>();
  for (const requirement of [...all(decision, 'informationRequirement'), ...all(decision, 'knowledgeRequirement')]) {
    for (const reference of requirement.children) {
      const target = byId.get(idOfHref(reference.attributes.href));
      const name = target && normalName(nameOf(first(target, 'variable')) || nameOf(target));
      const value = name === undefined ? undefined : known.get(name);
      if (name !== undefined && value) seen.set(name, value);
    }
  }
  return seen;
}

function refusedModel(draft: Draft, element: Xml): Known {
  const name = nameOf(element);
  tell(draft, element, 'refused', {
    zh: `业务知识模型「${name}」是模型自己的函数，场景里没有；请把它写进用到它的决策，或改用脚本。`,
    en: `The knowledge model “${name}” is a function of the model's own; scenarios have none: write it into the decisions that use it, or use a script.`,
  });
  return { kind: 'refused', why: { zh: `用到了函数「${name}」`, en: `it calls the function “${name}”` } };
}

/** Decisions after those they require. Decisions that require each other are refused. */
function inOrder(draft: Draft, decisions: Xml[], byId: ReadonlyMap<string, Xml>): Xml[] {
  const done = new Set<Xml>();
  const order: Xml[] = [];
  const visit = (decision: Xml, path: Xml[]): void => {
    if (done.has(decision)) return;
    if (path.includes(decision)) {
      const names = [...path.slice(path.indexOf(decision)), decision].map((one) => `「${nameOf(one)}」`);
      const english = [...path.slice(path.indexOf(decision)), decision].map((one) => `“${nameOf(one)}”`);
      tell(draft, decision, 'refused', {
        zh: `决策互相依赖，算不出来：${names.join(' → ')}。`,
        en: `Decisions require each other: ${english.join(' → ')}.`,
      });
      done.add(decision);
      return;
    }
    for (const requirement of all(decision, 'informationRequirement')) {
      const target = byId.get(idOfHref(first(requirement, 'requiredDecision')?.attributes.href));
      if (target?.name === 'decision') visit(target, [...path, decision]);
    }
    if (done.has(decision)) return;
    done.add(decision);
    order.push(decision);
  };
  for (const decision of decisions) visit(decision, []);
  return order;
}

/** Elements beside the decision logic: named, so that nobody thinks they came along. */
const beside: Record<string, { zh: string; en: string }> = {
  decisionService: {
    zh: '决策服务只是接口，场景里由流程决定先后。',
    en: 'A decision service is an interface; in a scenario the flow decides what comes when.',
  },
  knowledgeSource: {
    zh: '知识来源不保留，请写进事项的依据。',
    en: 'A knowledge source is not kept: write it into the legal basis of an item.',
  },
  textAnnotation: { zh: '批注不保留。', en: 'An annotation is not kept.' },
  association: { zh: '批注的连线不保留。', en: 'The line of an annotation is not kept.' },
  group: { zh: '分组框不保留。', en: 'A group is not kept.' },
  elementCollection: { zh: '元素集不保留。', en: 'A collection of elements is not kept.' },
  performanceIndicator: { zh: '绩效指标不保留。', en: 'A performance indicator is not kept.' },
  organizationUnit: {
    zh: '组织单位不保留，部门在场景里设置。',
    en: 'An organisation unit is not kept; departments are set in the scenario.',
  },
  extensionElements: { zh: '其他工具的扩展内容不保留。', en: 'Extensions of other tools are not kept.' },
};
/** Read elsewhere, or carrying nothing of their own. */
const handled = new Set(['inputData', 'decision', 'businessKnowledgeModel', 'itemDefinition', 'DMNDI', 'description']);

function reportDefinitions(draft: Draft, root: Xml): void {
  for (const element of root.children) {
    if (element.name === 'import') {
      const what = element.attributes.locationURI ?? element.attributes.namespace ?? nameOf(element);
      tell(draft, element, 'refused', {
        zh: `引入了另一个模型（${what}），请先把它并入本模型。`,
        en: `Imports another model (${what}): put both into one file first.`,
      });
    } else if (element.name === 'itemDefinition') reportType(draft, element);
    else if (!handled.has(element.name)) {
      const words = beside[element.name] ?? { zh: '不认识的元素，不保留。', en: 'An unknown element; it is not kept.' };
      tell(draft, element, 'loss', words);
    }
  }
}

function reportType(draft: Draft, element: Xml): void {
  if (first(element, 'functionItem')) tell(draft, element, 'loss', { zh: '函数类型不保留。', en: 'A type of functions is not kept.' });
  else
    tell(draft, element, 'mapped', { zh: '类型用在读它的列和数据上。', en: 'The type is applied to the columns and values that name it.' });
}

const partsOfDecision: Record<string, { zh: string; en: string } | undefined> = {
  question: { zh: '「问题」不保留。', en: 'The question is not kept.' },
  allowedAnswers: { zh: '「可选回答」不保留。', en: 'The allowed answers are not kept.' },
  authorityRequirement: { zh: '权威来源不保留。', en: 'An authority requirement is not kept.' },
  usingTask: { zh: '用它的流程环节不保留。', en: 'The task that uses it is not kept.' },
  usingProcess: { zh: '用它的流程不保留。', en: 'The process that uses it is not kept.' },
  supportedObjective: { zh: '目标不保留。', en: 'A supported objective is not kept.' },
  impactedPerformanceIndicator: { zh: '绩效指标不保留。', en: 'A performance indicator is not kept.' },
  decisionMaker: { zh: '决策人不保留。', en: 'The decision maker is not kept.' },
  decisionOwner: { zh: '负责人不保留。', en: 'The owner is not kept.' },
  extensionElements: beside.extensionElements,
};

function reportParts(draft: Draft, decision: Xml): void {
  for (const part of decision.children) {
    const words = partsOfDecision[part.name];
    const name = nameOf(decision);
    if (words) tell(draft, { ...part, attributes: { name, ...part.attributes } }, 'loss', words);
    else if (part.name === 'informationRequirement' || part.name === 'knowledgeRequirement')
      tell(draft, { ...part, attributes: { name, ...part.attributes } }, 'mapped', {
        zh: '成为环节的先后。',
        en: 'Became the order of the steps.',
      });
  }
}

/** Places of decisions are kept as places of their steps; the rest of a diagram is not. */
function reportDiagrams(draft: Draft, root: Xml): void {
  const decisions = new Set([...draft.tables.values()].map(({ decision }) => decision.attributes.id));
  for (const diagram of all(first(root, 'DMNDI'), 'DMNDiagram')) {
    for (const shape of diagram.children) {
      if (shape.name !== 'DMNShape' && shape.name !== 'DMNEdge') continue;
      const isStep = shape.name === 'DMNShape' && decisions.has(idOfHref(shape.attributes.dmnElementRef));
      if (isStep) tell(draft, shape, 'mapped', { zh: '成为环节的位置。', en: 'Became the place of the step.' });
      else
        tell(draft, shape, 'loss', {
          zh: '图上的位置不保留：场景里没有对应的环节。',
          en: 'Its place in the diagram is not kept: it is no step of the flow.',
        });
    }
  }
}

function layoutOf(draft: Draft, root: Xml): Record<string, { x: number; y: number }> {
  const bounds = new Map<string, Xml>();
  for (const diagram of all(first(root, 'DMNDI'), 'DMNDiagram'))
    for (const shape of all(diagram, 'DMNShape')) {
      const box = first(shape, 'Bounds');
      if (box) bounds.set(idOfHref(shape.attributes.dmnElementRef), box);
    }
  return Object.fromEntries(
    [...draft.tables].flatMap(([id, { decision }]) => {
      const box = bounds.get(decision.attributes.id ?? '');
      return box ? [[stepOf(id), { x: Number(box.attributes.x), y: Number(box.attributes.y) }]] : [];
    }),
  );
}

const stepOf = (table: string): string => `n_${table.replace(/^t_/, '')}`;

function scenarioOf(draft: Draft, name: string, root: Xml): Scenario {
  const asks = draft.fields.size > 0;
  const steps = [...draft.tables].map(([id, { table, decision }]): [string, Scenario['nodes'][string]] => {
    const description = first(decision, 'description')?.text.trim();
    return [stepOf(id), { kind: 'decision', name: table.name, table: id, ...(description ? { description: texts(description) } : {}) }];
  });
  const nodes: Scenario['nodes'] = {
    n__start: { kind: 'start', name: texts('开始', 'Start'), trigger: { type: 'form' } },
    ...(asks ? { n__input: { kind: 'fill' as const, name: texts('填写', 'Fill in'), party: 'applicant', forms: ['f_input'] } } : {}),
    ...Object.fromEntries(steps),
    n__end: { kind: 'end', name: texts('办结', 'Done'), result: 'completed' },
  };
  const ids = Object.keys(nodes);
  const ranks = ranksOf(Math.max(ids.length, draft.subjects.size + 1));
  const edges = ids
    .slice(1)
    .map((to, index): [string, Scenario['edges'][string]] => [`e_${index + 1}`, { from: ids[index]!, to, rank: ranks[index]! }]);
  const layout = layoutOf(draft, root);
  return {
    format: 'lianban.scenario/1',
    id: slug(name),
    name: texts(name),
    subjects: {
      applicant: { name: texts('申请人', 'Applicant'), rank: 'a', kind: 'person', role: 'applicant' },
      ...Object.fromEntries(
        [...draft.subjects].map(([id, label], index) => [
          id,
          { name: label, rank: ranks[index]!, kind: 'matter' as const, role: 'none' as const },
        ]),
      ),
    },
    departments: { office: { name: texts('决策部门', 'Deciding office'), rank: 'a0' } },
    items: {},
    forms: asks ? { f_input: { form: 'input' } } : {},
    nodes,
    edges: Object.fromEntries(edges),
    variables: Object.fromEntries(draft.variables),
    tables: Object.fromEntries([...draft.tables].map(([id, { table }]) => [id, table])),
    ...(Object.keys(layout).length > 0 ? { layout } : {}),
  };
}

const slug = (name: string): string =>
  idOfName(name, 'decisions', 60)
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace(/-{2,}/g, '-')
    .slice(0, 60);

function formOf(draft: Draft, name: string): Form | undefined {
  if (draft.fields.size === 0) return undefined;
  const ranks = ranksOf(draft.fields.size);
  return {
    format: 'lianban.form/1',
    id: 'input',
    name: texts(name),
    department: 'office',
    version: 1,
    sections: { s_input: { title: texts('输入', 'Input'), rank: 'a0' } },
    fields: Object.fromEntries(
      [...draft.fields.values()].map((field, index) => [`fl_${index + 1}`, { ...field, section: 's_input', rank: ranks[index]! }]),
    ),
  };
}

/** A small package for tests: one form of three fields, one desk. Each call gives a fresh copy to change. */
import type { Edge, Form, FormField, Node, Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../plan.ts';

export function text(zh: string, en = zh): Text {
  return { 'zh-CN': zh, en };
}

/** start -> fill (card) -> check -> end. */
export function samplePackage(change: (pkg: ScenarioPackage) => void = () => undefined): ScenarioPackage {
  const pkg: ScenarioPackage = {
    scenario: {
      format: 'lianban.scenario/1',
      id: 'sample',
      name: text('样例一件事', 'A sample'),
      subjects: {
        applicant: { name: text('申请人', 'Applicant'), rank: 'a0', kind: 'person', role: 'applicant' },
        child: { name: text('孩子', 'Child'), rank: 'a1', kind: 'person', role: 'actedFor' },
      },
      departments: { ga: { name: text('公安局', 'Public security'), rank: 'a0' }, wj: { name: text('卫健局', 'Health'), rank: 'a1' } },
      items: {
        it_card: {
          name: text('办证', 'Issue a card'),
          rank: 'a0',
          department: 'ga',
          promisedDays: 5,
          legalBasis: text('居民身份证法', 'ID Card Act'),
        },
      },
      forms: { f_card: { form: 'card', item: 'it_card' } },
      nodes: {
        n_start: { kind: 'start', name: text('开始', 'Start'), trigger: { type: 'form' } },
        n_fill: { kind: 'fill', name: text('填写', 'Fill in'), party: 'applicant', forms: ['f_card'] },
        n_check: {
          kind: 'task',
          name: text('审核', 'Check'),
          department: 'ga',
          item: 'it_card',
          decisions: { agree: { name: text('同意', 'Agree'), rank: 'a0', effect: 'agree' } },
        },
        n_end: { kind: 'end', name: text('办结', 'Done'), result: 'completed' },
      },
      edges: { e_1: edge('n_start', 'n_fill'), e_2: edge('n_fill', 'n_check'), e_3: edge('n_check', 'n_end') },
    },
    forms: {
      card: sampleForm('card', 'ga', {
        fl_name: { section: 's_main', rank: 'a0', subject: 'applicant', element: 'name', required: true },
        fl_id: { section: 's_main', rank: 'a1', subject: 'applicant', element: 'idNumber', required: true },
        fl_city: { section: 's_main', rank: 'a2', subject: 'applicant', key: 'city', type: 'string', label: text('居住城市', 'City') },
      }),
    },
    elements: {
      name: { code: 'DE1', name: text('姓名', 'Name'), type: 'string', sensitivity: 2, maxLength: 50 },
      idNumber: { code: 'DE2', name: text('身份证号', 'ID number'), type: 'idCard', sensitivity: 3 },
      sex: {
        code: 'DE3',
        name: text('性别', 'Sex'),
        type: 'code',
        sensitivity: 2,
        codes: { '1': { name: text('男', 'male'), rank: 'a0' }, '2': { name: text('女', 'female'), rank: 'a1' } },
      },
    },
    resources: {},
    contracts: {},
    cases: {},
  };
  change(pkg);
  return pkg;
}

/** A form with the section s_main (基本信息). */
export function sampleForm(id: string, department: string, fields: Record<string, FormField>): Form {
  const sections = { s_main: { title: text('基本信息', 'About you'), rank: 'a0' } };
  return { format: 'lianban.form/1', id, name: text(`${id} 表`, `Form ${id}`), department, version: 1, sections, fields };
}

export function edge(from: string, to: string, more: Partial<Edge> = {}): Edge {
  return { from, to, rank: 'a0', ...more };
}

/** Replaces the flow: nodes by id, edges written 'from -> to'. */
export function withFlow(pkg: ScenarioPackage, nodes: Record<string, Node>, edges: readonly string[]): ScenarioPackage {
  const entries = edges.map((line, index): [string, Edge] => {
    const [from = '', to = ''] = line.split(' -> ');
    return [`e_${index}`, { ...edge(from, to), rank: `a${index}` }];
  });
  return { ...pkg, scenario: { ...pkg.scenario, nodes, edges: Object.fromEntries(entries) } };
}

/** The register of persons: keys idNumber, gives name and city of the applicant under a contract. */
export function addRegister(pkg: ScenarioPackage): void {
  pkg.resources.person = {
    format: 'lianban.data-resource/1',
    id: 'person',
    name: text('人口库', 'Population register'),
    answers: text('户籍信息', 'Where a person is registered'),
    owner: { department: 'ga' },
    sharing: 'conditional',
    connection: 'ga',
    operation: { method: 'GET', path: '/person' },
    keys: { idNumber: { name: text('身份证号', 'ID number'), element: 'idNumber' } },
    fields: {
      name: { name: text('姓名', 'Name'), element: 'name', sensitivity: 2 },
      city: { name: text('城市', 'City'), type: 'string', sensitivity: 2 },
    },
    cardinality: 'one',
  };
  pkg.contracts.person = {
    format: 'lianban.data-contract/1',
    id: 'person',
    resource: 'person',
    scenario: 'sample',
    purpose: text('预填', 'Prefill'),
    legalBasis: text('政务数据共享条例', 'Data Sharing Regulation'),
    fields: ['name', 'city'],
    quotaPerDay: 100,
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
    status: 'granted',
  };
  pkg.scenario.data = {
    d_person: {
      name: text('读取户籍', 'Read the register'),
      rank: 'a0',
      resource: 'person',
      contract: 'person',
      keys: { idNumber: 'applicant.idNumber' },
      provides: { name: 'applicant.name', city: 'applicant.city' },
      consent: true,
      fallback: 'ask',
    },
  };
  const fill = pkg.scenario.nodes.n_fill;
  if (fill?.kind === 'fill') fill.prefill = ['d_person'];
}

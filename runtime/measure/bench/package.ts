/** The scenarios that are measured: three desks after a form of 20 fields and three scripts, and three scripts to the end. */
import type { FormField, Scenario, Text, ValueType } from '../../../schemas/generated/documents.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';

const text = (zh: string): Text => ({ 'zh-CN': zh, en: zh });
const rank = (index: number) => `a${String(index).padStart(3, '0')}`;

const types: ValueType[] = ['string', 'integer', 'date', 'money', 'boolean'];
const values: Partial<Record<ValueType, JsonValue>> = {
  string: '滨海路 18 号',
  integer: 42,
  date: '2026-02-14',
  money: '1280.50',
  boolean: true,
};
const typeOf = (index: number): ValueType => types[index % types.length]!;

/** What the load client sends: one value per field. */
export function benchValues(idNumber: string): Record<string, JsonValue> {
  const filled: Record<string, JsonValue> = { 'owner.idNumber': idNumber, 'owner.name': '林雨', 'owner.mobile': '13800000000' };
  for (let index = 3; index < 20; index += 1) filled[`shop.field${index}`] = values[typeOf(index)]!;
  return filled;
}

function benchForm(): ScenarioPackage['forms'][string] {
  const field = (index: number, subject: string, key: string, type: ValueType): FormField => ({
    section: index < 3 ? 'owner' : 'shop',
    rank: rank(index),
    subject,
    key,
    type,
    label: text(key),
    required: true,
  });
  const fields = [field(0, 'owner', 'idNumber', 'idCard'), field(1, 'owner', 'name', 'string'), field(2, 'owner', 'mobile', 'mobile')];
  for (let index = 3; index < 20; index += 1) fields.push(field(index, 'shop', `field${index}`, typeOf(index)));
  return {
    format: 'lianban.form/1',
    id: 'bench-form',
    name: text('申请表'),
    department: 'one',
    version: 1,
    sections: { owner: { title: text('申请人'), rank: 'a0' }, shop: { title: text('店铺'), rank: 'a1' } },
    fields: Object.fromEntries(fields.map((one) => [one.key!, one])),
  };
}

function script(index: number): NonNullable<Scenario['scripts']>[string] {
  return {
    name: text(`计算 ${index}`),
    language: 'typescript',
    source: `export default function (input: Input): Output {\n  const base = Number(input.shop.field${index * 5 + 3} ?? '0');\n  return { shop: { result${index}: (Math.round(base * ${index + 2} * 100) / 100).toFixed(2) } };\n}\n`,
    reads: [`shop.field${index * 5 + 3}`],
    writes: [`shop.result${index}`],
  };
}

function baseOf(id: string): Omit<Scenario, 'nodes' | 'edges'> {
  const department = (name: string, index: number) => ({ name: text(name), rank: rank(index) });
  return {
    format: 'lianban.scenario/1',
    id,
    name: text('测量用例'),
    subjects: {
      owner: { name: text('申请人'), rank: 'a0', kind: 'person', role: 'applicant' },
      shop: { name: text('店铺'), rank: 'a1', kind: 'thing', role: 'none' },
    },
    departments: { one: department('一局', 0), two: department('二局', 1), three: department('三局', 2) },
    items: Object.fromEntries(
      ['one', 'two', 'three'].map((name, index) => [
        `it_${name}`,
        { name: text(name), rank: rank(index), department: name, promisedDays: 3 },
      ]),
    ),
    forms: { f_bench: { form: 'bench-form' } },
    variables: Object.fromEntries(
      [0, 1, 2].map((index) => [`shop.result${index}`, { name: text(`结果 ${index}`), type: 'money', sensitivity: 1 }]),
    ),
    scripts: { s_0: script(0), s_1: script(1), s_2: script(2) },
    clocks: { c_all: { name: text('承诺时限'), kind: 'promised', days: 5, starts: 'n_fill' } },
  };
}

const before: Scenario['nodes'] = {
  n_start: { kind: 'start', name: text('开始'), trigger: { type: 'form' } },
  n_fill: { kind: 'fill', name: text('填写'), party: 'owner', forms: ['f_bench'] },
  n_0: { kind: 'script', name: text('一'), script: 's_0' },
  n_1: { kind: 'script', name: text('二'), script: 's_1' },
  n_2: { kind: 'script', name: text('三'), script: 's_2' },
};
const end: Scenario['nodes'] = { n_end: { kind: 'end', name: text('办结'), result: 'completed' } };

function chain(...pairs: [from: string, to: string][]): Scenario['edges'] {
  return Object.fromEntries(pairs.map(([from, to], index) => [`e_${from}_${to}`, { from, to, rank: rank(index) }]));
}
const first: [string, string][] = [
  ['n_start', 'n_fill'],
  ['n_fill', 'n_0'],
  ['n_0', 'n_1'],
  ['n_1', 'n_2'],
];

function packageOf(scenario: Scenario): ScenarioPackage {
  return { scenario, forms: { 'bench-form': benchForm() }, elements: {}, resources: {}, contracts: {}, cases: {} };
}

export const desksId = 'bench-desks';
export const scriptsId = 'bench-scripts';

/** B1 and B3: form, three scripts, three departments side by side, join, end. */
export function desksPackage(): ScenarioPackage {
  const desk = (department: string): Scenario['nodes'][string] => ({
    kind: 'task',
    name: text(`${department} 审查`),
    department,
    item: `it_${department}`,
    dueDays: 3,
    decisions: { agree: { name: text('同意'), rank: 'a0', effect: 'agree' } },
    reads: Object.keys(benchValues('')),
  });
  const nodes: Scenario['nodes'] = {
    ...before,
    g_fork: { kind: 'parallel', name: text('分办') },
    n_one: desk('one'),
    n_two: desk('two'),
    n_three: desk('three'),
    g_join: { kind: 'parallel', name: text('汇合') },
    ...end,
  };
  const desks = ['n_one', 'n_two', 'n_three'];
  const edges = chain(
    ...first,
    ['n_2', 'g_fork'],
    ...desks.map((id): [string, string] => ['g_fork', id]),
    ...desks.map((id): [string, string] => [id, 'g_join']),
    ['g_join', 'n_end'],
  );
  return packageOf({ ...baseOf(desksId), nodes, edges });
}

/** B2: form, three scripts, end; all in the burst of the submission. */
export function scriptsPackage(): ScenarioPackage {
  const { clocks: _, ...base } = baseOf(scriptsId);
  return packageOf({ ...base, nodes: { ...before, ...end }, edges: chain(...first, ['n_2', 'n_end']) });
}

/** Packages the laws are tried on: those of the templates, and a small one that is quick. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageOf } from '../../compile/package.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';

const templates = path.join(import.meta.dirname, '../../../templates');

/** The package of a template folder, for example `family/newborn`. */
export function templatePackage(name: string): ScenarioPackage {
  const folder = path.join(templates, name);
  const files: Record<string, unknown> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && entry.name.endsWith('.json'))
      files[path.relative(folder, full).split(path.sep).join('/')] = JSON.parse(readFileSync(full, 'utf8'));
  }
  return packageOf(files).package!;
}

const text = (zh: string, en = zh) => ({ 'zh-CN': zh, en });

// biome-ignore lint/suspicious/noThenProperty: the documents' own word for what a row gives
const row = (rank: string, age: string, level: string) => ({ rank, when: { age }, then: { level } });

/** Few of everything, so that two sides often meet. */
export function smallPackage(): ScenarioPackage {
  const decisions = { agree: { name: text('同意'), rank: 'a0', effect: 'agree' as const } };
  return {
    scenario: {
      format: 'lianban.scenario/1',
      id: 'small',
      name: text('小场景', 'Small'),
      subjects: { mother: { name: text('母亲', 'Mother'), rank: 'a0', kind: 'person', role: 'applicant' } },
      departments: { ga: { name: text('公安', 'Police'), rank: 'a0' }, wj: { name: text('卫健', 'Health'), rank: 'a1' } },
      items: {
        it_a: {
          name: text('登记', 'Registration'),
          rank: 'a0',
          department: 'ga',
          promisedDays: 3,
          statutoryDays: 7,
          materials: [{ name: text('证明', 'Proof'), source: 'upload' }],
        },
      },
      forms: { f_main: { form: 'main' } },
      nodes: {
        n_start: { kind: 'start', name: text('开始'), trigger: { type: 'form' } },
        n_fill: { kind: 'fill', name: text('填表', 'Fill in'), party: 'mother', forms: ['f_main'] },
        n_ga: {
          kind: 'task',
          name: text('登记审核', 'Check'),
          department: 'ga',
          item: 'it_a',
          dueDays: 2,
          decisions,
          reads: ['mother.name', 'mother.age'],
        },
        n_wj: { kind: 'task', name: text('随访', 'Visit'), department: 'wj', decisions },
        n_end: { kind: 'end', name: text('结束'), result: 'completed' },
      },
      edges: {
        e_1: { from: 'n_start', to: 'n_fill', rank: 'a0' },
        e_2: { from: 'n_fill', to: 'n_ga', rank: 'a0' },
        e_3: { from: 'n_ga', to: 'n_wj', rank: 'a0' },
        e_4: { from: 'n_wj', to: 'n_end', rank: 'a0' },
      },
      tables: {
        t_fee: {
          name: text('收费', 'Fee'),
          hitPolicy: 'FIRST',
          inputs: { age: { name: text('年龄', 'Age'), rank: 'a0', expression: 'mother.age', type: 'integer' } },
          outputs: { level: { name: text('档次', 'Level'), rank: 'a0', path: 'mother.level', type: 'string' } },
          rows: {
            r_1: row('a0', '< 30', '"a"'),
            r_2: row('a1', '>= 30', '"b"'),
          },
        },
      },
      scripts: {
        s_sum: {
          name: text('计算', 'Compute'),
          language: 'typescript',
          source:
            'export default function (input: Input): Output {\n  const a = 1;\n  const b = 2;\n  const c = 3;\n  return { a, b, c };\n}\n',
          reads: ['mother.age'],
          writes: ['mother.level'],
        },
      },
      clocks: { c_all: { name: text('总时限', 'Limit'), kind: 'promised', days: 5, starts: 'n_fill', ends: 'n_wj' } },
      params: { counter: { name: text('窗口', 'Counter'), type: 'string', value: '一号' } },
      layout: { n_ga: { x: 0, y: 0 } },
    },
    forms: {
      main: {
        format: 'lianban.form/1',
        id: 'main',
        name: text('登记表', 'Form'),
        department: 'ga',
        version: 1,
        sections: { base: { title: text('基本', 'Basics'), rank: 'a0' }, more: { title: text('其他', 'More'), rank: 'a1' } },
        fields: {
          name: { section: 'base', rank: 'a0', subject: 'mother', type: 'string', label: text('姓名', 'Name'), required: true },
          age: { section: 'base', rank: 'a1', subject: 'mother', type: 'integer', label: text('年龄', 'Age') },
        },
      },
    },
    elements: {},
    resources: {},
    contracts: {},
    cases: {},
  };
}

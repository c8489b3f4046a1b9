/** A small but complete package for tests: a form, two desks, a split in parallel, a refusal, a script, a table and a limit. */
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { Text } from '../../../schemas/generated/documents.ts';

const zh = (text: string): Text => ({ 'zh-CN': text });

export function samplePackage(): ScenarioPackage {
  return {
    scenario: {
      format: 'lianban.scenario/1',
      id: 'sample',
      name: zh('示例一件事'),
      subjects: {
        mother: { name: zh('母亲'), rank: 'F', kind: 'person', role: 'applicant' },
        baby: { name: zh('新生儿'), rank: 'V', kind: 'person', role: 'actedFor' },
      },
      departments: { health: { name: zh('卫生健康局'), rank: 'F', hue: 0 }, police: { name: zh('公安局'), rank: 'V', hue: 1 } },
      items: { certificate: { name: zh('出生医学证明'), rank: 'F', department: 'health', promisedDays: 3 } },
      forms: { f_birth: { form: 'birth', item: 'certificate' } },
      variables: { 'allowance.amount': { name: zh('津贴'), type: 'money' }, 'baby.certificate': { name: zh('证明编号'), type: 'string' } },
      nodes: {
        n_start: { kind: 'start', name: zh('开始'), trigger: { type: 'form' } },
        n_fill: { kind: 'fill', name: zh('申请人填写'), party: 'mother', forms: ['f_birth'] },
        n_review: {
          kind: 'task',
          name: zh('卫健审核'),
          department: 'health',
          item: 'certificate',
          dueDays: 3,
          decisions: {
            agree: { name: zh('同意'), rank: 'F', effect: 'agree' },
            refuse: { name: zh('不予办理'), rank: 'V', effect: 'refuse' },
          },
          reads: ['mother.idNumber'],
        },
        n_fork: { kind: 'parallel', name: zh('并行办理') },
        n_police: {
          kind: 'task',
          name: zh('公安受理'),
          department: 'police',
          dueDays: 2,
          decisions: { agree: { name: zh('同意'), rank: 'F', effect: 'agree' } },
        },
        n_amount: { kind: 'script', name: zh('计算津贴'), script: 's_amount' },
        n_join: { kind: 'parallel', name: zh('汇合') },
        n_local: { kind: 'exclusive', name: zh('是否本县') },
        n_check: {
          kind: 'task',
          name: zh('外地核验'),
          department: 'police',
          decisions: { agree: { name: zh('同意'), rank: 'F', effect: 'agree' } },
        },
        n_meet: { kind: 'exclusive', name: zh('汇合') },
        n_issue: { kind: 'issue', name: zh('出证'), outcome: 'o_cert' },
        n_end: { kind: 'end', name: zh('办结'), result: 'completed' },
        n_refused: { kind: 'end', name: zh('不予办理'), result: 'refused', terminate: true },
      },
      edges: {
        e1: { from: 'n_start', to: 'n_fill', rank: 'V' },
        e2: { from: 'n_fill', to: 'n_review', rank: 'V' },
        e3: { from: 'n_review', to: 'n_fork', rank: 'F' },
        e4: { from: 'n_review', to: 'n_refused', rank: 'V', on: 'refuse' },
        e5: { from: 'n_fork', to: 'n_police', rank: 'F' },
        e6: { from: 'n_fork', to: 'n_amount', rank: 'V' },
        e7: { from: 'n_police', to: 'n_join', rank: 'V' },
        e8: { from: 'n_amount', to: 'n_join', rank: 'V' },
        e9: { from: 'n_join', to: 'n_local', rank: 'V' },
        e10: { from: 'n_local', to: 'n_check', rank: 'F', name: zh('外县'), when: 'mother.region != "330000"' },
        e11: { from: 'n_local', to: 'n_meet', rank: 'V', default: true },
        e12: { from: 'n_check', to: 'n_meet', rank: 'V' },
        e13: { from: 'n_meet', to: 'n_issue', rank: 'V' },
        e14: { from: 'n_issue', to: 'n_end', rank: 'V' },
      },
      tables: {
        t_items: {
          name: zh('适用事项'),
          hitPolicy: 'FIRST',
          inputs: { c_region: { name: zh('户籍地'), rank: 'F', expression: 'mother.region', type: 'string' } },
          outputs: { c_amount: { name: zh('津贴'), rank: 'F', path: 'allowance.amount', type: 'money' } },
          // biome-ignore lint/suspicious/noThenProperty: the schema's word for the outputs of a row; it is never awaited
          rows: { r_one: { rank: 'F', when: { c_region: '"330000"' }, then: { c_amount: '100' } } },
        },
      },
      scripts: {
        s_amount: {
          name: zh('计算津贴'),
          language: 'typescript',
          source:
            'export default function (input: Input): Output {\n  const days = input.mother.days;\n  return { allowance: { amount: String(days * 100) } };\n}\n',
          reads: ['mother.days'],
          writes: ['allowance.amount'],
        },
      },
      clocks: { k_case: { name: zh('承诺时限'), kind: 'promised', days: 10, starts: 'n_fill', ends: 'n_issue' } },
      outcomes: {
        o_cert: {
          name: zh('出生医学证明'),
          kind: 'certificate',
          department: 'health',
          number: 'baby.certificate',
          holder: 'baby',
          fields: [{ label: zh('母亲'), path: 'mother.name' }],
        },
      },
      layout: { n_police: { x: 10, y: 20 } },
    },
    forms: {
      birth: {
        format: 'lianban.form/1',
        id: 'birth',
        name: zh('出生医学证明申请'),
        department: 'health',
        version: 1,
        sections: { who: { title: zh('母亲'), rank: 'F' }, child: { title: zh('新生儿'), rank: 'V' } },
        fields: {
          q_name: { section: 'who', rank: 'F', subject: 'mother', element: 'name' },
          q_id: { section: 'who', rank: 'M', subject: 'mother', element: 'idNumber', required: true },
          q_region: { section: 'who', rank: 'V', subject: 'mother', key: 'region', type: 'string', label: zh('户籍地') },
          q_days: {
            section: 'child',
            rank: 'F',
            subject: 'mother',
            key: 'days',
            type: 'integer',
            label: zh('产假天数'),
            visibleWhen: 'mother.region = "330000"',
          },
        },
      },
    },
    elements: {
      name: { code: 'DE001', name: zh('姓名'), type: 'string', sensitivity: 2 },
      idNumber: { code: 'DE002', name: zh('身份证号'), type: 'idCard', sensitivity: 3 },
    },
    resources: {},
    contracts: {},
    cases: {},
  };
}

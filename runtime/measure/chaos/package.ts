/** The errand that runs while parts are killed: form, script, read in the flow, one desk, certificate, message. */
import type { FormField, Scenario, Text, ValueType } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';

const text = (zh: string): Text => ({ 'zh-CN': zh, en: zh });
export const chaosId = 'chaos-errand';

function field(key: string, type: ValueType, index: number): FormField {
  return { section: 'main', rank: `a${index}`, subject: key === 'area' ? 'shop' : 'owner', key, type, label: text(key), required: true };
}

export function chaosPackage(): ScenarioPackage {
  const chain = ['n_start', 'n_fill', 'n_fee', 'n_read', 'n_desk', 'n_issue', 'n_tell', 'n_end'];
  const scenario: Scenario = {
    format: 'lianban.scenario/1',
    id: chaosId,
    name: text('混沌用例'),
    subjects: {
      owner: { name: text('申请人'), rank: 'a0', kind: 'person', role: 'applicant' },
      shop: { name: text('店铺'), rank: 'a1', kind: 'thing', role: 'none' },
    },
    departments: { ga: { name: text('公安局'), rank: 'a0' } },
    items: { it_ga: { name: text('登记'), rank: 'a0', department: 'ga', promisedDays: 3 } },
    forms: { f_main: { form: 'chaos-form' } },
    variables: {
      'shop.fee': { name: text('费用'), type: 'money', sensitivity: 1 },
      'shop.address': { name: text('登记地址'), type: 'string', sensitivity: 2 },
      'shop.number': { name: text('证号'), type: 'string', sensitivity: 1 },
    },
    nodes: {
      n_start: { kind: 'start', name: text('开始'), trigger: { type: 'form' } },
      n_fill: { kind: 'fill', name: text('填写'), party: 'owner', forms: ['f_main'] },
      n_fee: { kind: 'script', name: text('算费用'), script: 's_fee' },
      n_read: { kind: 'data', name: text('查人口库'), data: 'd_person' },
      n_desk: {
        kind: 'task',
        name: text('审查'),
        department: 'ga',
        item: 'it_ga',
        decisions: { agree: { name: text('同意'), rank: 'a0', effect: 'agree' } },
        reads: ['owner.name', 'shop.area', 'shop.fee', 'shop.address'],
      },
      n_issue: { kind: 'issue', name: text('发证'), outcome: 'o_paper' },
      n_tell: { kind: 'notify', name: text('告知'), notification: 'm_done' },
      n_end: { kind: 'end', name: text('办结'), result: 'completed' },
    },
    edges: Object.fromEntries(chain.slice(1).map((to, index) => [`e_${index}`, { from: chain[index]!, to, rank: `a${index}` }])),
    data: {
      d_person: {
        name: text('人口信息'),
        rank: 'a0',
        resource: 'ga/population',
        contract: 'chaos/population',
        purpose: text('登记'),
        keys: { idNumber: 'owner.idNumber' },
        provides: { residenceAddress: 'shop.address' },
        fallback: 'ask',
      },
    },
    scripts: {
      s_fee: {
        name: text('费用'),
        language: 'typescript',
        source:
          'export default function (input: Input): Output {\n  return { shop: { fee: ((input.shop.area ?? 0) * 2).toFixed(2) } };\n}\n',
        reads: ['shop.area'],
        writes: ['shop.fee'],
      },
    },
    clocks: { c_all: { name: text('承诺时限'), kind: 'promised', days: 5, starts: 'n_fill' } },
    notifications: { m_done: { name: text('已办结'), to: 'owner', channel: 'sms', text: text('已办结') } },
    outcomes: {
      o_paper: {
        name: text('登记证'),
        kind: 'certificate',
        department: 'ga',
        item: 'it_ga',
        number: 'shop.number',
        numberPrefix: 'HD',
        holder: 'owner',
        fields: [{ label: text('费用'), path: 'shop.fee' }],
      },
    },
  };
  const fields: [string, ValueType][] = [
    ['idNumber', 'idCard'],
    ['name', 'string'],
    ['mobile', 'mobile'],
    ['area', 'integer'],
  ];
  return {
    scenario,
    forms: {
      'chaos-form': {
        format: 'lianban.form/1',
        id: 'chaos-form',
        name: text('登记申请'),
        department: 'ga',
        version: 1,
        sections: { main: { title: text('申请'), rank: 'a0' } },
        fields: Object.fromEntries(fields.map(([key, type], index) => [key, field(key, type, index)])),
      },
    },
    elements: {},
    resources: {
      'ga/population': {
        format: 'lianban.data-resource/1',
        id: 'ga/population',
        name: text('人口库'),
        answers: text('住在哪里'),
        owner: { region: '330000', department: 'ga' },
        sharing: 'conditional',
        connection: 'ga',
        operation: { method: 'POST', path: '/ga/population' },
        keys: { idNumber: { name: text('身份号码'), type: 'string', sensitivity: 4 } },
        fields: { residenceAddress: { name: text('地址'), type: 'string', sensitivity: 3 } },
        cardinality: 'one',
      },
    },
    contracts: {
      'chaos/population': {
        format: 'lianban.data-contract/1',
        id: 'chaos/population',
        resource: 'ga/population',
        scenario: chaosId,
        purpose: text('登记'),
        legalBasis: text('依法'),
        fields: ['residenceAddress'],
        quotaPerDay: 10_000_000,
        validFrom: '2020-01-01',
        validTo: '2099-12-31',
        status: 'granted',
      },
    },
    cases: {},
  };
}

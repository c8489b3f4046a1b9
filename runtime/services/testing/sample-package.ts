/**
 * A small scenario with every kind of wait, for tests: a form with shared data, a second party's consent, a read in the
 * flow, a joint check, a timer, parallel desks, a script, a message, a certificate.
 */
import type { FormField, Scenario, Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';

const text = (zh: string): Text => ({ 'zh-CN': zh, en: zh });
let ranks = 0;
const rank = () => {
  ranks += 1;
  return `a${String(ranks).padStart(4, '0')}`;
};
const field = (subject: string, key: string, type: FormField['type'], more: Partial<FormField> = {}): FormField => ({
  section: 'main',
  rank: rank(),
  subject,
  key,
  type,
  label: text(key),
  required: true,
  ...more,
});
const decision = (name: string, effect: 'agree' | 'refuse') => ({ name: text(name), rank: rank(), effect });

function edges(...chains: string[]): Scenario['edges'] {
  const all: Scenario['edges'] = {};
  for (const chain of chains) {
    const [from, label, to] = chain.split(' ') as [string, string, string];
    const condition =
      label === '-' ? {} : label === 'default' ? { default: true } : label.startsWith('?') ? { when: label.slice(1) } : { on: label };
    all[`e_${from}_${to}_${Object.keys(all).length}`] = { from, to, rank: rank(), ...condition };
  }
  return all;
}

export const sampleScenarioId = 'sample-permit';

export function samplePackage(): ScenarioPackage {
  const scenario: Scenario = {
    format: 'lianban.scenario/1',
    id: sampleScenarioId,
    name: text('开店一件事'),
    subjects: {
      owner: { name: text('店主'), rank: rank(), kind: 'person', role: 'applicant' },
      partner: { name: text('合伙人'), rank: rank(), kind: 'person', role: 'coParty' },
      shop: { name: text('店铺'), rank: rank(), kind: 'thing', role: 'none' },
    },
    departments: {
      health: { name: text('卫生健康局'), rank: rank() },
      police: { name: text('公安局'), rank: rank() },
      market: { name: text('市场监管局'), rank: rank() },
    },
    items: {
      it_health: { name: text('卫生许可'), rank: rank(), department: 'health', promisedDays: 3 },
      it_police: { name: text('治安备案'), rank: rank(), department: 'police', promisedDays: 3 },
    },
    forms: { f_apply: { form: 'apply' } },
    variables: {
      'shop.fee': { name: text('费用'), type: 'money', sensitivity: 1 },
      'shop.licence': { name: text('许可证号'), type: 'string', sensitivity: 1 },
      'shop.credit': { name: text('信用等级'), type: 'string', sensitivity: 2 },
    },
    nodes: {
      n_start: { kind: 'start', name: text('开始'), trigger: { type: 'form' } },
      n_fill: { kind: 'fill', name: text('填写'), party: 'owner', forms: ['f_apply'], prefill: ['d_person'] },
      n_fee: { kind: 'script', name: text('算费用'), script: 's_fee' },
      g_partner: { kind: 'exclusive', name: text('有合伙人') },
      n_consent: {
        kind: 'consent',
        name: text('合伙人同意'),
        party: 'partner',
        statement: text('我同意合伙开店'),
        expires: { amount: 3, unit: 'days' },
      },
      g_merge: { kind: 'exclusive', name: text('合并') },
      n_credit: { kind: 'data', name: text('查信用'), data: 'd_credit' },
      n_timer: { kind: 'timer', name: text('公示'), wait: { duration: { amount: 1, unit: 'minutes' } } },
      g_fork: { kind: 'parallel', name: text('分办') },
      n_health: {
        kind: 'task',
        name: text('卫生审查'),
        department: 'health',
        item: 'it_health',
        decisions: { agree: decision('同意', 'agree'), refuse: decision('不同意', 'refuse') },
        dueDays: 2,
        reads: ['shop.name', 'shop.area', 'owner.name', 'owner.address', 'owner.idNumber', 'owner.mobile'],
      },
      n_joint: {
        kind: 'joint',
        name: text('会办'),
        item: 'it_police',
        participants: {
          p_police: { name: text('公安'), rank: rank(), department: 'police' },
          p_market: { name: text('市监'), rank: rank(), department: 'market' },
        },
        mode: { type: 'all' },
        onRefuse: 'stop',
      },
      g_join: { kind: 'parallel', name: text('汇合') },
      n_issue: { kind: 'issue', name: text('发证'), outcome: 'o_licence' },
      n_notify: { kind: 'notify', name: text('通知'), notification: 'm_done' },
      n_end: { kind: 'end', name: text('办结'), result: 'completed' },
      n_refused: { kind: 'end', name: text('不予办理'), result: 'refused', terminate: true },
    },
    edges: edges(
      'n_start - n_fill',
      'n_fill - n_fee',
      'n_fee - g_partner',
      'g_partner ?partner.idNumber!=null n_consent',
      'g_partner default g_merge',
      'n_consent agree g_merge',
      'n_consent refuse n_refused',
      'n_consent expire n_refused',
      'g_merge - n_credit',
      'n_credit - n_timer',
      'n_timer - g_fork',
      'g_fork - n_health',
      'g_fork - n_joint',
      'n_health agree g_join',
      'n_health refuse n_refused',
      'n_joint agree g_join',
      'n_joint refuse n_refused',
      'g_join - n_issue',
      'n_issue - n_notify',
      'n_notify - n_end',
    ),
    data: {
      d_person: {
        name: text('人口信息'),
        rank: rank(),
        resource: 'police/person',
        contract: 'sample/person',
        purpose: text('开店'),
        keys: { idNumber: 'owner.idNumber' },
        provides: { name: 'owner.name', address: 'owner.address' },
        consent: true,
        fallback: 'ask',
      },
      d_credit: {
        name: text('信用信息'),
        rank: rank(),
        resource: 'police/credit',
        contract: 'sample/credit',
        purpose: text('开店'),
        keys: { idNumber: 'owner.idNumber' },
        provides: { credit: 'shop.credit' },
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
    clocks: { c_all: { name: text('承诺时限'), kind: 'promised', days: 5, starts: 'n_fill', suspendedBy: ['supplement', 'consent'] } },
    notifications: { m_done: { name: text('已办结'), to: 'owner', channel: 'sms', text: text('{owner.name}您好，已办结') } },
    outcomes: {
      o_licence: {
        name: text('卫生许可证'),
        kind: 'certificate',
        department: 'health',
        item: 'it_health',
        number: 'shop.licence',
        numberPrefix: 'WS',
        holder: 'owner',
        fields: [{ label: text('店名'), path: 'shop.name' }],
      },
    },
  };
  const resource = (id: string, name: string, fields: string[]): ScenarioPackage['resources'][string] => ({
    format: 'lianban.data-resource/1',
    id,
    name: text(name),
    answers: text(name),
    owner: { region: '330000', department: 'police' },
    sharing: 'conditional',
    connection: 'police',
    operation: { method: 'POST', path: `/${id}` },
    keys: { idNumber: { name: text('身份号码'), type: 'string', sensitivity: 4 } },
    fields: Object.fromEntries(fields.map((key) => [key, { name: text(key), type: 'string' as const, sensitivity: 3 }])),
    cardinality: 'one',
  });
  const contract = (id: string, resourceId: string, first: string, ...rest: string[]): ScenarioPackage['contracts'][string] => ({
    format: 'lianban.data-contract/1',
    id,
    resource: resourceId,
    scenario: sampleScenarioId,
    purpose: text('开店'),
    legalBasis: text('依法'),
    fields: [first, ...rest],
    quotaPerDay: 1_000_000,
    validFrom: '2020-01-01',
    validTo: '2099-12-31',
    status: 'granted',
  });
  return {
    scenario,
    forms: {
      apply: {
        format: 'lianban.form/1',
        id: 'apply',
        name: text('开店申请'),
        department: 'health',
        version: 1,
        sections: { main: { title: text('申请'), rank: rank() } },
        fields: {
          idNumber: field('owner', 'idNumber', 'idCard'),
          name: field('owner', 'name', 'string'),
          address: field('owner', 'address', 'string'),
          mobile: field('owner', 'mobile', 'mobile'),
          shopName: field('shop', 'name', 'string'),
          area: field('shop', 'area', 'integer'),
          partner: field('partner', 'idNumber', 'idCard', { required: false }),
        },
      },
    },
    elements: {},
    resources: {
      'police/person': resource('police/person', '公安人口库', ['name', 'address']),
      'police/credit': resource('police/credit', '信用平台', ['credit']),
    },
    contracts: {
      'sample/person': contract('sample/person', 'police/person', 'name', 'address'),
      'sample/credit': contract('sample/credit', 'police/credit', 'credit'),
    },
    cases: {},
  };
}

/** The same without second party, timer and desks: three effects from submission to the end. */
export function machinePackage(): ScenarioPackage {
  const pkg = samplePackage();
  const { scenario } = pkg;
  scenario.id = machineScenarioId;
  for (const contract of Object.values(pkg.contracts)) contract.scenario = machineScenarioId;
  for (const node of ['g_partner', 'n_consent', 'g_merge', 'n_timer', 'g_fork', 'n_health', 'n_joint', 'g_join', 'n_refused'])
    delete scenario.nodes[node];
  delete scenario.departments.market;
  pkg.forms.apply!.fields = Object.fromEntries(Object.entries(pkg.forms.apply!.fields).filter(([id]) => id !== 'partner'));
  delete scenario.subjects.partner;
  scenario.edges = edges(
    'n_start - n_fill',
    'n_fill - n_fee',
    'n_fee - n_credit',
    'n_credit - n_issue',
    'n_issue - n_notify',
    'n_notify - n_end',
  );
  return pkg;
}
export const machineScenarioId = 'sample-machine';

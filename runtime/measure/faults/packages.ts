/** Small scenarios, one per kind of peer: a form, what is asked outside, and a desk. */
import type { DataResource, DataUse, FormField, Node, Scenario, Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { demoFamilies } from '../../outside/people.ts';

export const both = (zh: string, en = zh): Text => ({ 'zh-CN': zh, en });
const rank = (index: number) => `a${String(index).padStart(3, '0')}`;
const decision = (zh: string, effect: 'agree' | 'refuse', index: number) => ({ name: both(zh), rank: rank(index), effect });
const purpose = both('核对申请人情况');

export interface FaultScenario {
  id: string;
  name: string;
  /** What the form asks and a register may give. */
  asked?: { field: FormField; resource: DataResource; from: string; fallback: DataUse['fallback'] };
  /** What is done outside after the desk agreed, or before it. */
  deed?: { node: Node; before?: boolean; parts?: Partial<Scenario> };
}

export const desk: Node = {
  kind: 'task',
  name: both('审核'),
  department: 'wj',
  item: 'it_one',
  decisions: { agree: decision('同意', 'agree', 1), refuse: decision('不同意', 'refuse', 2) },
  supplement: true,
};

/** start -> fill -> desk -> deed -> end, or the deed before the desk. */
export function faultPackage({ id, name, asked, deed }: FaultScenario): ScenarioPackage {
  const path = asked ? `${asked.field.subject}.${asked.field.key}` : '';
  const data: Scenario['data'] = asked
    ? {
        d_asked: {
          name: asked.resource.name,
          rank: rank(1),
          resource: asked.resource.id,
          contract: `${id}/asked`,
          purpose,
          keys: { idNumber: 'applicant.idNumber' },
          provides: { [asked.from]: path },
          consent: true,
          fallback: asked.fallback,
        },
      }
    : {};
  const way = ['n_start', 'n_fill', ...(deed?.before ? ['n_deed', 'n_desk'] : deed ? ['n_desk', 'n_deed'] : ['n_desk']), 'n_end'];
  const edges: Scenario['edges'] = {};
  for (const [index, to] of way.slice(1).entries()) edges[`e_${index}`] = { from: way[index]!, to, rank: rank(index) };
  const nodes: Scenario['nodes'] = {
    n_start: { kind: 'start', name: both('开始'), trigger: { type: 'form' } },
    n_fill: { kind: 'fill', name: both('填写'), party: 'applicant', forms: ['f_apply'], ...(asked ? { prefill: ['d_asked'] } : {}) },
    n_desk: { ...desk, reads: ['applicant.idNumber', 'applicant.name', ...(asked ? [path] : [])] } as Node,
    ...(deed ? { n_deed: deed.node } : {}),
    n_end: { kind: 'end', name: both('办结'), result: 'completed' },
  };
  return {
    scenario: {
      format: 'lianban.scenario/1',
      id,
      name: both(name),
      subjects: { applicant: { name: both('申请人', 'Applicant'), rank: rank(1), kind: 'person', role: 'applicant' } },
      departments: {
        wj: { name: both('卫生健康局', 'Health commission'), rank: rank(1) },
        ga: { name: both('公安局', 'Public security'), rank: rank(2) },
      },
      items: { it_one: { name: both('一项事'), rank: rank(1), department: 'wj', promisedDays: 5 } },
      forms: { f_apply: { form: 'apply' } },
      variables: { 'applicant.number': { name: both('编号'), type: 'string', sensitivity: 1 } },
      data,
      nodes,
      edges,
      ...deed?.parts,
    },
    forms: {
      apply: {
        format: 'lianban.form/1',
        id: 'apply',
        name: both('申请表'),
        department: 'wj',
        version: 1,
        sections: { main: { title: both('申请人情况'), rank: rank(1) } },
        fields: {
          idNumber: {
            section: 'main',
            rank: rank(1),
            subject: 'applicant',
            key: 'idNumber',
            type: 'idCard',
            label: both('身份证号'),
            required: true,
          },
          name: { section: 'main', rank: rank(2), subject: 'applicant', key: 'name', type: 'string', label: both('姓名'), required: true },
          ...(asked ? { asked: asked.field } : {}),
        },
      },
    },
    elements: {},
    resources: asked ? { [asked.resource.id]: asked.resource } : {},
    contracts: asked
      ? {
          [`${id}/asked`]: {
            format: 'lianban.data-contract/1',
            id: `${id}/asked`,
            resource: asked.resource.id,
            scenario: id,
            purpose,
            legalBasis: both('有关规定'),
            fields: [asked.from],
            quotaPerDay: 1000,
            validFrom: '2020-01-01',
            validTo: '2099-12-31',
            status: 'granted',
            owner: { region: '330424', department: asked.resource.owner.department },
          },
        }
      : {},
    cases: {},
  };
}

const askedField = (label: string, type: FormField['type']): FormField => ({
  section: 'main',
  rank: rank(3),
  subject: 'applicant',
  key: 'asked',
  type,
  label: both(label),
  required: true,
});
/** Whom the outside world knows, for whoever tries a connection. */
const known = demoFamilies[0]!.mother.idNumber;
const keys = { idNumber: { name: both('身份证号'), type: 'idCard' as const, sensitivity: 4 } };

function resource(id: string, name: string, more: Pick<DataResource, 'connection' | 'fields'> & Partial<DataResource>): DataResource {
  return {
    format: 'lianban.data-resource/1',
    id,
    name: both(name),
    answers: both(name),
    owner: { region: '330424', department: 'ga' },
    sharing: 'conditional',
    keys,
    cardinality: 'one',
    samples: [{ idNumber: known }],
    ...more,
  };
}
const one = (id: string, name: string, type: FormField['type']) =>
  ({ [id]: { name: both(name), type, sensitivity: 2 } }) as DataResource['fields'];

/** Registers, each behind another kind of connection. */
export const reading: Record<string, FaultScenario & { typed: string }> = {
  hmac: {
    id: 'fault-hmac',
    name: '人口库核对',
    typed: '武原街道 1 号',
    asked: {
      field: askedField('住址', 'string'),
      from: 'residenceAddress',
      fallback: 'ask',
      resource: resource('ga/fault-population', '人口信息', {
        connection: 'ga',
        operation: { method: 'POST', path: '/ga/population' },
        fields: one('residenceAddress', '住址', 'string'),
      }),
    },
  },
  apiKey: {
    id: 'fault-apikey',
    name: '婚姻登记核对',
    typed: 'J330424-2019-000001',
    asked: {
      field: askedField('结婚证字号', 'string'),
      from: 'marriageNumber',
      fallback: 'ask',
      resource: resource('ga/fault-marriage', '婚姻登记信息', {
        connection: 'mz',
        operation: { method: 'POST', path: '/mz/marriage' },
        fields: one('marriageNumber', '结婚证字号', 'string'),
      }),
    },
  },
  oauth2: {
    id: 'fault-oauth',
    name: '公积金核对',
    typed: '1200.00',
    asked: {
      field: askedField('公积金月缴存额', 'money'),
      from: 'monthly',
      fallback: 'ask',
      resource: resource('ga/fault-fund', '公积金账户', {
        connection: 'gjj',
        operation: {
          method: 'GET',
          path: '/gjj/v2/zhxx',
          request: { query: { zjhm: { key: 'idNumber' } } },
          response: {
            records: 'data.zhxx',
            status: { path: 'code', ok: ['0'], noRecord: ['404'] },
            fields: { monthly: { path: 'yjce', as: 'fen' } },
          },
        },
        fields: one('monthly', '月缴存额', 'money'),
      }),
    },
  },
  sql: {
    id: 'fault-sql',
    name: '参保核对',
    typed: '5000.00',
    asked: {
      field: askedField('缴费基数', 'money'),
      from: 'base',
      fallback: 'ask',
      resource: resource('ga/fault-insured', '参保信息', {
        connection: 'fault-sql',
        operation: { query: 'insured' },
        fields: one('base', '缴费基数', 'money'),
      }),
    },
  },
  batch: {
    id: 'fault-batch',
    name: '名册核对',
    typed: '二级',
    asked: {
      field: askedField('残疾等级', 'string'),
      from: 'grade',
      fallback: 'ask',
      resource: resource('ga/fault-roll', '残疾人名册', { connection: 'fault-rows', fields: one('grade', '残疾等级', 'string') }),
    },
  },
  assist: {
    id: 'fault-assist',
    name: '户籍协查',
    typed: '武原街道 1 号',
    asked: {
      field: askedField('户籍地址', 'string'),
      from: 'hukouAddress',
      fallback: 'assist',
      resource: resource('ga/fault-hukou', '户籍信息', { connection: 'fault-people', fields: one('hukouAddress', '户籍地址', 'string') }),
    },
  },
  breaker: {
    id: 'fault-breaker',
    name: '户籍核对',
    typed: '武原街道 1 号',
    asked: {
      field: askedField('户籍地址', 'string'),
      from: 'hukouAddress',
      fallback: 'assist',
      resource: resource('ga/fault-household', '户籍登记', {
        connection: 'ga',
        operation: { method: 'POST', path: '/ga/population' },
        fields: one('hukouAddress', '户籍地址', 'string'),
      }),
    },
  },
  sample: {
    id: 'fault-sample',
    name: '样例核对',
    typed: '样例',
    asked: {
      field: askedField('学历', 'string'),
      from: 'degree',
      fallback: 'ask',
      resource: resource('ga/fault-degree', '学历信息', {
        connection: 'fault-samples',
        fields: one('degree', '学历', 'string'),
        samples: [{ idNumber: '110101199001011236', degree: '本科' }],
      }),
    },
  },
};

/** What is done outside: a payment, a text message, a seal, a parcel, and an event that is waited for. */
export const doing: Record<string, FaultScenario> = {
  payment: {
    id: 'fault-pay',
    name: '缴费办证',
    deed: {
      before: true,
      node: {
        kind: 'pay',
        name: both('缴工本费'),
        department: 'wj',
        decisions: { paid: decision('已缴费', 'agree', 1), unpaid: decision('未缴费', 'refuse', 2) },
        payment: { amount: '20', title: both('证件工本费'), days: 1, paid: 'paid', unpaid: 'unpaid' },
      } as Node,
    },
  },
  seal: {
    id: 'fault-seal',
    name: '盖章发证',
    deed: {
      node: { kind: 'issue', name: both('发证'), outcome: 'o_paper' },
      parts: {
        outcomes: {
          o_paper: {
            name: both('证明'),
            kind: 'certificate',
            department: 'wj',
            item: 'it_one',
            number: 'applicant.number',
            numberPrefix: 'ZM',
            holder: 'applicant',
            fields: [{ label: both('姓名'), path: 'applicant.name' }],
          },
        },
      },
    },
  },
  sms: {
    id: 'fault-sms',
    name: '办结告知',
    deed: {
      node: { kind: 'notify', name: both('发短信'), notification: 'm_done' },
      parts: {
        notifications: { m_done: { name: both('办结短信'), to: 'applicant', channel: 'sms', text: both('{applicant.name}您好，已办结') } },
      },
    },
  },
  courier: {
    id: 'fault-courier',
    name: '结果寄送',
    deed: {
      node: {
        kind: 'transfer',
        name: both('寄给申请人'),
        to: 'courier',
        values: { name: 'applicant.name', mobile: '"13800000001"', address: '"武原街道 1 号"', content: '"办理结果"' },
        number: 'applicant.number',
      },
    },
  },
  event: {
    id: 'fault-event',
    name: '等候完税',
    deed: {
      node: {
        kind: 'catch',
        name: both('等税务局的完税消息'),
        event: { type: 'message', message: 'tax_paid', key: 'applicant.idNumber' },
      },
      parts: { messages: { tax_paid: { name: both('已完税'), key: 'applicant.idNumber' } } },
    },
  },
};

/** What the errands of the chaos run are drawn with. */
import type { Edge, Form, Node, Scenario, Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';

export const text = (zh: string): Text => ({ 'zh-CN': zh, en: zh });
export const seconds = (amount: number) => ({ amount, unit: 'seconds' as const });

interface Drawing {
  nodes: Record<string, Omit<Node, 'name'>>;
  /** `from > to`, with what the edge needs besides. */
  edges: [from: string, to: string, more?: Partial<Edge>][];
  notifications: Record<string, string>;
  values?: Record<string, 'string' | 'mobile'>;
  hasForm?: boolean;
  /** Registers that are read. */
  registers?: Pick<ScenarioPackage, 'resources' | 'contracts'> & { data: NonNullable<Scenario['data']> };
}

export const named = (kind: string, more: object = {}) => ({ kind, ...more }) as Omit<Node, 'name'>;
export const start = named('start', { trigger: { type: 'form' } });
export const fill = named('fill', { party: 'owner', forms: ['f_main'] });
export const done = named('end', { result: 'completed' });
export const gateway = named('parallel');
export const tell = (notification: string, more: object = {}) => named('notify', { notification, ...more });
export const desk = (department = 'ga', more: object = {}) =>
  named('task', { department, decisions: { agree: { name: text('同意'), rank: 'a0', effect: 'agree' } }, reads: ['owner.name'], ...more });
export const script = named('script', { script: 's_count' });
export const wait = (amount: number, more: object = {}) => named('timer', { wait: { duration: seconds(amount) }, ...more });
export const on = (attachedTo: string, event: object, more: object = {}) => named('boundary', { attachedTo, event, ...more });

const messages = {
  ask: { name: text('询问') },
  reply: { name: text('答复'), keep: true },
};
const signals = { bell: { name: text('响铃'), reach: 'region' as const } };

/** A small scenario with one form, if any, and the messages and signals all of them share. */
export function drawn(id: string, { nodes, edges, notifications, values = {}, hasForm = true, registers }: Drawing): ScenarioPackage {
  const usesScript = Object.values(nodes).some((node) => node.kind === 'script');
  const scenario: Scenario = {
    format: 'lianban.scenario/1',
    id,
    name: text(id),
    subjects: {
      owner: { name: text('申请人'), rank: 'a0', kind: 'person', role: 'applicant' },
      shop: { name: text('店铺'), rank: 'a1', kind: 'thing', role: 'none' },
    },
    departments: { ga: { name: text('公安局'), rank: 'a0' }, slow: { name: text('档案馆'), rank: 'a1' } },
    items: {},
    forms: hasForm ? { f_main: { form: 'chaos-order' } } : {},
    variables: {
      'shop.count': { name: text('计数'), type: 'integer', sensitivity: 1 },
      'shop.answer': { name: text('答复'), type: 'string', sensitivity: 1 },
      ...Object.fromEntries(Object.entries(values).map(([path, type]) => [path, { name: text(path), type, sensitivity: 1 as const }])),
    },
    nodes: Object.fromEntries(Object.entries(nodes).map(([key, node]) => [key, { name: text(key), ...node } as Node])),
    edges: Object.fromEntries(
      edges.map(([from, to, more], index) => [`e_${index}`, { from, to, rank: `a${String(index).padStart(3, '0')}`, ...more }]),
    ),
    ...(usesScript
      ? {
          scripts: {
            s_count: {
              name: text('计数'),
              language: 'typescript',
              source: 'export default function (): Output {\n  return { shop: { count: 1 } };\n}\n',
              reads: [],
              writes: ['shop.count'],
            },
          },
        }
      : {}),
    ...(registers ? { data: registers.data } : {}),
    messages,
    signals,
    notifications: Object.fromEntries(
      Object.entries(notifications).map(([key, words]) => [key, { name: text(words), to: 'owner', channel: 'sms', text: text(words) }]),
    ),
  };
  const { resources = {}, contracts = {} } = registers ?? {};
  return { scenario, forms: hasForm ? { 'chaos-order': form } : {}, elements: {}, resources, contracts, cases: {} };
}

const field = (subject: string, key: string, type: 'idCard' | 'string' | 'mobile' | 'integer', index: number): Form['fields'][string] => ({
  section: 'main',
  rank: `a${index}`,
  subject,
  key,
  type,
  label: text(key),
  required: true,
});
const form: Form = {
  format: 'lianban.form/1',
  id: 'chaos-order',
  name: text('申请'),
  department: 'ga',
  version: 1,
  sections: { main: { title: text('申请'), rank: 'a0' } },
  fields: {
    idNumber: field('owner', 'idNumber', 'idCard', 0),
    name: field('owner', 'name', 'string', 1),
    mobile: field('owner', 'mobile', 'mobile', 2),
    reference: field('owner', 'reference', 'string', 3),
    area: field('shop', 'area', 'integer', 4),
  },
};

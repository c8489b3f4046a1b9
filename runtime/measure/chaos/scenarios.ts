/**
 * The errands that run beside the plain one while parts are killed. Between them: branches and joins, called cases, messages
 * and signals between cases, several instances, timers in the flow and on steps and blocks, transactions and compensation.
 * Each step that matters sends a text message with words of its own, so that the outside world can count what was done.
 */
import type { Edge, Form, Node, Scenario, Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';

const text = (zh: string): Text => ({ 'zh-CN': zh, en: zh });
const seconds = (amount: number) => ({ amount, unit: 'seconds' as const });

/** How often a message with these words must have been sent for one finished case. */
export type Expected = Record<string, { times: [least: number, most: number]; node?: string }>;

interface Drawing {
  nodes: Record<string, Omit<Node, 'name'>>;
  /** `from > to`, with what the edge needs besides. */
  edges: [from: string, to: string, more?: Partial<Edge>][];
  notifications: Record<string, string>;
  values?: Record<string, 'string' | 'mobile'>;
  hasForm?: boolean;
}

const named = (kind: string, more: object = {}) => ({ kind, ...more }) as Omit<Node, 'name'>;
const start = named('start', { trigger: { type: 'form' } });
const fill = named('fill', { party: 'owner', forms: ['f_main'] });
const done = named('end', { result: 'completed' });
const gateway = named('parallel');
const tell = (notification: string, more: object = {}) => named('notify', { notification, ...more });
const desk = (department = 'ga', more: object = {}) =>
  named('task', { department, decisions: { agree: { name: text('同意'), rank: 'a0', effect: 'agree' } }, reads: ['owner.name'], ...more });
const script = named('script', { script: 's_count' });
const wait = (amount: number, more: object = {}) => named('timer', { wait: { duration: seconds(amount) }, ...more });
const on = (attachedTo: string, event: object, more: object = {}) => named('boundary', { attachedTo, event, ...more });

const messages = {
  ask: { name: text('询问') },
  reply: { name: text('答复'), keep: true },
};
const signals = { bell: { name: text('响铃'), reach: 'region' as const } };

function drawn(id: string, { nodes, edges, notifications, values = {}, hasForm = true }: Drawing): ScenarioPackage {
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
    messages,
    signals,
    notifications: Object.fromEntries(
      Object.entries(notifications).map(([key, words]) => [key, { name: text(words), to: 'owner', channel: 'sms', text: text(words) }]),
    ),
  };
  return { scenario, forms: hasForm ? { 'chaos-order': form } : {}, elements: {}, resources: {}, contracts: {}, cases: {} };
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

/** Everything at once: five branches, a called case, an answer of another case, instances, three timers, a signal. */
const family = drawn('chaos-family', {
  nodes: {
    n_start: start,
    n_fill: fill,
    n_fork: gateway,
    n_call: named('call', {
      scenario: 'chaos-child',
      inputs: { 'owner.mobile': 'owner.mobile', 'owner.name': 'owner.name' },
      outputs: { 'shop.count': 'shop.count' },
    }),
    n_each: desk('ga', { each: { times: '3', order: 'parallel' } }),
    n_ask: named('throw', { event: { type: 'message', message: 'ask', values: { reference: 'owner.reference' } } }),
    n_reply: named('catch', { event: { type: 'message', message: 'reply', key: 'owner.reference', provides: { answer: 'shop.answer' } } }),
    n_slow: desk('slow'),
    n_late: on('n_slow', { type: 'timer', duration: seconds(1) }),
    n_tellLate: tell('m_late'),
    n_merge: named('exclusive'),
    n_block: named('block'),
    b_start: { ...start, parent: 'n_block' },
    b_wait: wait(2, { parent: 'n_block' }),
    b_end: { ...done, parent: 'n_block' },
    n_early: on('n_block', { type: 'timer', duration: seconds(1) }, { interrupting: false }),
    n_tellEarly: tell('m_early'),
    n_earlyEnd: done,
    n_join: gateway,
    n_joined: script,
    n_wait: wait(1),
    n_bell: named('throw', { event: { type: 'signal', signal: 'bell' } }),
    n_tellEach: tell('m_each', { each: { times: '2', order: 'parallel' } }),
    n_tell: tell('m_done'),
    n_end: done,
  },
  edges: [
    ['n_start', 'n_fill'],
    ['n_fill', 'n_fork'],
    ['n_fork', 'n_call'],
    ['n_call', 'n_join'],
    ['n_fork', 'n_each'],
    ['n_each', 'n_join'],
    ['n_fork', 'n_ask'],
    ['n_ask', 'n_reply'],
    ['n_reply', 'n_join'],
    ['n_fork', 'n_slow'],
    ['n_slow', 'n_merge'],
    ['n_late', 'n_tellLate'],
    ['n_tellLate', 'n_merge'],
    ['n_merge', 'n_join'],
    ['n_fork', 'n_block'],
    ['b_start', 'b_wait'],
    ['b_wait', 'b_end'],
    ['n_block', 'n_join'],
    ['n_early', 'n_tellEarly'],
    ['n_tellEarly', 'n_earlyEnd'],
    ['n_join', 'n_joined'],
    ['n_joined', 'n_wait'],
    ['n_wait', 'n_bell'],
    ['n_bell', 'n_tellEach'],
    ['n_tellEach', 'n_tell'],
    ['n_tell', 'n_end'],
  ],
  notifications: { m_late: '逾时', m_early: '提醒', m_each: '分告', m_done: '全家办结' },
});

/** Called by the family. */
const child = drawn('chaos-child', {
  nodes: {
    n_start: named('start', { trigger: { type: 'form' }, given: ['owner.mobile', 'owner.name'] }),
    n_script: script,
    n_desk: desk(),
    n_tell: tell('m_done'),
    n_end: done,
  },
  edges: [
    ['n_start', 'n_script'],
    ['n_script', 'n_desk'],
    ['n_desk', 'n_tell'],
    ['n_tell', 'n_end'],
  ],
  notifications: { m_done: '子件办结' },
  values: { 'owner.mobile': 'mobile', 'owner.name': 'string' },
  hasForm: false,
});

/** Born of the family's question, it answers after a moment. */
const partner = drawn('chaos-partner', {
  nodes: {
    n_start: named('start', { trigger: { type: 'message', message: 'ask', provides: { reference: 'owner.reference' } } }),
    n_wait: wait(1),
    n_script: script,
    n_reply: named('throw', { event: { type: 'message', message: 'reply', key: 'owner.reference', values: { answer: '"ok"' } } }),
    n_end: done,
  },
  edges: [
    ['n_start', 'n_wait'],
    ['n_wait', 'n_script'],
    ['n_script', 'n_reply'],
    ['n_reply', 'n_end'],
  ],
  notifications: {},
  values: { 'owner.reference': 'string' },
  hasForm: false,
});

/** A booking in a transaction: cancelled and taken back where the area is odd, taken back afterwards where it is even. */
const undo = drawn('chaos-undo', {
  nodes: {
    n_start: start,
    n_fill: fill,
    n_block: named('block', { transaction: true }),
    t_start: { ...start, parent: 'n_block' },
    t_book: tell('m_book', { parent: 'n_block' }),
    t_undo: on('t_book', { type: 'compensation' }, { parent: 'n_block' }),
    t_unbook: tell('m_unbook', { parent: 'n_block' }),
    t_desk: desk('ga', { parent: 'n_block' }),
    t_wait: wait(1, { parent: 'n_block' }),
    t_choice: named('exclusive', { parent: 'n_block' }),
    t_cancel: { ...done, parent: 'n_block', event: { type: 'cancel' } } as Omit<Node, 'name'>,
    t_end: { ...done, parent: 'n_block' },
    n_cancelled: on('n_block', { type: 'cancel' }),
    n_tellCancelled: tell('m_cancelled'),
    n_cancelledEnd: done,
    n_desk: desk(),
    n_throw: named('throw', { event: { type: 'compensation' } }),
    n_tell: tell('m_done'),
    n_end: done,
  },
  edges: [
    ['n_start', 'n_fill'],
    ['n_fill', 'n_block'],
    ['t_start', 't_book'],
    ['t_book', 't_desk'],
    ['t_desk', 't_wait'],
    ['t_wait', 't_choice'],
    ['t_choice', 't_cancel', { when: 'modulo(shop.area, 2) = 1' }],
    ['t_choice', 't_end', { default: true }],
    ['t_undo', 't_unbook'],
    ['n_cancelled', 'n_tellCancelled'],
    ['n_tellCancelled', 'n_cancelledEnd'],
    ['n_block', 'n_desk'],
    ['n_desk', 'n_throw'],
    ['n_throw', 'n_tell'],
    ['n_tell', 'n_end'],
  ],
  notifications: { m_book: '已预订', m_unbook: '已退订', m_cancelled: '已取消', m_done: '预订办结' },
});

/** Waits for the bell of any family. */
const choir = drawn('chaos-choir', {
  nodes: {
    n_start: start,
    n_fill: fill,
    n_listen: named('catch', { event: { type: 'signal', signal: 'bell' } }),
    n_tell: tell('m_heard'),
    n_end: done,
  },
  edges: [
    ['n_start', 'n_fill'],
    ['n_fill', 'n_listen'],
    ['n_listen', 'n_tell'],
    ['n_tell', 'n_end'],
  ],
  notifications: { m_heard: '已闻' },
});

export const furtherPackages: readonly ScenarioPackage[] = [child, partner, family, undo, choir];

const once: Expected[string] = { times: [1, 1] };
const atNode = (node: string, most = 1): Expected[string] => ({ times: [0, most], node });

/** Words of the text messages of one finished case. `node`: as often as the case says it came there. */
export const expectedWords: Record<string, Expected> = {
  'chaos-errand': { 已办结: once },
  'chaos-family': { 逾时: once, 提醒: atNode('n_tellEarly'), 分告: { times: [2, 2] }, 全家办结: once },
  'chaos-child': { 子件办结: once },
  'chaos-partner': {},
  'chaos-undo': { 已预订: once, 已退订: once, 已取消: atNode('n_tellCancelled'), 预订办结: atNode('n_tell') },
  'chaos-choir': { 已闻: once },
};

/**
 * The errands that run beside the plain one while parts are killed. Between them: branches and joins, called cases, messages
 * and signals between cases, several instances, timers in the flow and on steps and blocks, transactions and compensation, a question to the owner of
 * data, the first of several events, and steps that people start.
 * Each step that matters sends a text message with words of its own, so that the outside world can count what was done.
 */
import type { Node } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { desk, done, drawn, fill, gateway, named, on, script, seconds, start, tell, text, wait } from './drawn.ts';
import { chaosPackage } from './package.ts';

/** How often a message with these words must have been sent for one finished case. */
export type Expected = Record<string, { times: [least: number, most: number]; node?: string }>;

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

/** Nobody has a record under the name of an errand: a person at the register is asked. Then the first of two events, then steps people start. */
export const inquiryId = 'chaos-inquiry';
const register = 'chaos/inquiry';
const inquiry = drawn(inquiryId, {
  nodes: {
    n_start: start,
    n_fill: fill,
    n_read: named('data', { data: 'd_owner' }),
    n_first: named('event'),
    n_bell: named('catch', { event: { type: 'signal', signal: 'bell' } }),
    n_tellBell: tell('m_bell'),
    n_time: wait(2),
    n_tellTime: tell('m_time'),
    n_meet: named('exclusive'),
    n_free: named('block', { adHoc: { order: 'parallel' } }),
    f_one: desk('ga', { parent: 'n_free' }),
    f_two: desk('ga', { parent: 'n_free' }),
    f_tell: tell('m_free', { parent: 'n_free' }),
    n_tell: tell('m_done'),
    n_end: done,
  },
  edges: [
    ['n_start', 'n_fill'],
    ['n_fill', 'n_read'],
    ['n_read', 'n_first'],
    ['n_first', 'n_bell'],
    ['n_bell', 'n_tellBell'],
    ['n_tellBell', 'n_meet'],
    ['n_first', 'n_time'],
    ['n_time', 'n_tellTime'],
    ['n_tellTime', 'n_meet'],
    ['n_meet', 'n_free'],
    ['f_two', 'f_tell'],
    ['n_free', 'n_tell'],
    ['n_tell', 'n_end'],
  ],
  notifications: { m_bell: '先闻铃', m_time: '先到时', m_free: '自选已办', m_done: '协查办结' },
  values: { 'shop.address': 'string' },
  registers: {
    data: {
      d_owner: {
        name: text('登记地址'),
        rank: 'a0',
        resource: 'ga/population',
        contract: register,
        purpose: text('登记'),
        keys: { idNumber: 'owner.reference' },
        provides: { residenceAddress: 'shop.address' },
        fallback: 'assist',
      },
    },
    resources: chaosPackage().resources,
    contracts: { [register]: { ...chaosPackage().contracts['chaos/population']!, id: register, scenario: inquiryId } },
  },
});

export const furtherPackages: readonly ScenarioPackage[] = [child, partner, family, undo, choir, inquiry];

const once: Expected[string] = { times: [1, 1] };
const atNode = (node: string, most = 1): Expected[string] => ({ times: [0, most], node });

/** What the engine tells the applicant when the owner of the data has answered. */
export const answered = '您办理的「chaos-inquiry」：公安局已提供「登记地址」，不用您填写，继续办理。';

/** Words of the text messages of one finished case. `node`: as often as the case says it came there. */
export const expectedWords: Record<string, Expected> = {
  'chaos-errand': { 已办结: once },
  'chaos-family': { 逾时: once, 提醒: atNode('n_tellEarly'), 分告: { times: [2, 2] }, 全家办结: once },
  'chaos-child': { 子件办结: once },
  'chaos-partner': {},
  'chaos-undo': { 已预订: once, 已退订: once, 已取消: atNode('n_tellCancelled'), 预订办结: atNode('n_tell') },
  'chaos-choir': { 已闻: once },
  [inquiryId]: { 先闻铃: atNode('n_tellBell'), 先到时: atNode('n_tellTime'), 自选已办: once, 协查办结: once, [answered]: once },
};

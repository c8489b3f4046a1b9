/** Sentences about applications and grants, in both languages. */
import type { Text } from '../../../schemas/generated/documents.ts';

export const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });
export const zh = (words: Text) => words['zh-CN'];
export const en = (words: Text) => words.en ?? words['zh-CN'];

export type ShownState =
  | 'draft'
  | 'review'
  | 'answer'
  | 'granted'
  | 'returned'
  | 'refused'
  | 'dispute'
  | 'withdrawn'
  | 'suspended'
  | 'revoked'
  | 'expired';

export const stateWords: Record<ShownState, Text> = {
  draft: text('草稿', 'Draft'),
  review: text('待合规审查', 'Waiting for review'),
  answer: text('待提供部门答复', 'Waiting for the owner'),
  granted: text('已授权', 'Granted'),
  returned: text('已退回补充', 'Returned for more'),
  refused: text('不予提供', 'Refused'),
  dispute: text('争议协调', 'In dispute'),
  withdrawn: text('已撤回', 'Withdrawn'),
  suspended: text('已暂停', 'Suspended'),
  revoked: text('已收回', 'Revoked'),
  expired: text('已到期', 'Expired'),
};
export const partlyGranted = text('已授权部分字段', 'Granted in part');

export const fallbackWords: Record<'ask' | 'assist' | 'fail', Text> = {
  ask: text('改由申请人填写', 'The applicant is asked'),
  assist: text('转部门协查', 'The owner’s desk is asked'),
  fail: text('暂停受理，等待处理', 'The case stops and waits'),
};

/** What the timeline says happened. */
export const eventWords: Record<string, Text> = {
  made: text('起草了申请', 'drafted the application'),
  saved: text('修改了申请', 'changed the application'),
  submit: text('提交了申请', 'sent the application'),
  withdraw: text('撤回了申请', 'withdrew the application'),
  pass: text('合规审查通过', 'passed the review'),
  return: text('退回补充', 'returned it for more'),
  refuse: text('答复不予提供', 'refused'),
  grant: text('同意授权', 'granted it'),
  dispute: text('提出争议', 'raised a dispute'),
  sendBack: text('协调后请提供部门重新答复', 'sent it back to the owner'),
  uphold: text('协调后维持原答复', 'upheld the answer'),
  granted: text('授权生效', 'came into force'),
  suspend: text('暂停了授权', 'suspended the grant'),
  resume: text('恢复了授权', 'resumed the grant'),
  revoke: text('收回了授权', 'revoked the grant'),
  narrow: text('缩小了授权字段', 'narrowed the grant'),
  extend: text('调整了期限或每日次数', 'changed validity or quota'),
};

export const resultWords: Record<string, Text> = {
  ok: text('已读取', 'Read'),
  noRecord: text('查无记录', 'No record'),
  severalRecords: text('查到多条，未采用', 'Several records, none taken'),
  invalid: text('数据格式不符', 'Wrong format'),
  timeout: text('对方超时', 'No answer in time'),
  down: text('对方无法连接', 'Not reachable'),
  denied: text('超出授权，已拒绝', 'Refused: outside the grant'),
  quota: text('当日次数已用完', 'Refused: quota used up'),
};
/** Kinds of results, as people look for them. */
export const resultKinds: Record<'ok' | 'absent' | 'invalid' | 'failed' | 'refused', string[]> = {
  ok: ['ok'],
  absent: ['noRecord', 'severalRecords'],
  invalid: ['invalid'],
  failed: ['timeout', 'down', 'error', 'memory', 'output', 'refused'],
  refused: ['denied', 'quota'],
};

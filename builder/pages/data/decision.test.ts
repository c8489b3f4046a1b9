import { describe, expect, it } from 'vitest';
import { decisionOf, decisionProblems, deedOf, needsReason } from './decision.ts';

const field = (id: string) => ({ id, name: { 'zh-CN': id }, sensitivity: 2, minimum: true, granted: null, elsewhere: 0 });
const page = { fields: [field('name'), field('address')], perDay: 200, validTo: null, rev: 3 };

describe('a decision on an application', () => {
  it('grants everything as it was asked for, without a word', () => {
    const decision = decisionOf(page, 'grant');

    expect(decisionProblems(decision, page)).toEqual({});
    expect(deedOf(decision, page)).toEqual({ action: 'grant', rev: 3, quotaPerDay: 200 });
  });

  it('says why when it grants only a part, and names the part', () => {
    const part = { ...decisionOf(page, 'grant'), fields: ['name'] };

    expect(needsReason(part, page)).toBe(true);
    expect(decisionProblems(part, page)).toEqual({ reason: 'data.decide.partNeeded' });
    expect(deedOf({ ...part, reason: ' 地址另行核对 ' }, page)).toMatchObject({ fields: ['name'], reason: '地址另行核对' });
  });

  it('cannot refuse, return or dispute without a reason', () => {
    for (const action of ['refuse', 'return', 'dispute', 'sendBack', 'uphold'] as const)
      expect(decisionProblems(decisionOf(page, action), page), action).toEqual({ reason: `data.decide.${action}.needed` });
  });

  it('passes, submits and withdraws with one press', () => {
    for (const action of ['pass', 'submit', 'withdraw'] as const) {
      expect(decisionProblems(decisionOf(page, action), page)).toEqual({});
      expect(deedOf(decisionOf(page, action), page)).toEqual({ action, rev: 3 });
    }
  });

  it('does not grant nothing, nor a number of reads that is none', () => {
    const none = { ...decisionOf(page, 'grant'), fields: [], quotaPerDay: 'x', reason: '不需要' };

    expect(Object.keys(decisionProblems(none, page)).toSorted()).toEqual(['fields', 'quotaPerDay']);
  });
});

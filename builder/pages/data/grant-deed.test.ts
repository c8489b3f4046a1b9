import { describe, expect, it } from 'vitest';
import { changeOf, changeProblems, grantDeedOf } from './grant-deed.ts';

const field = (id: string) => ({ id, name: { 'zh-CN': id }, sensitivity: 2 });
const page = { rev: 4, fieldRows: [field('name'), field('address')], validTo: '2026-12-31', quotaPerDay: 100 };

describe('a change of a grant', () => {
  it('always says why', () => {
    for (const action of ['suspend', 'resume', 'revoke'] as const) {
      expect(changeProblems(changeOf(page, action), page), action).toEqual({ reason: 'data.grantAct.reasonNeeded' });
      expect(grantDeedOf({ ...changeOf(page, action), reason: ' 系统升级 ' }, page)).toEqual({ action, rev: 4, reason: '系统升级' });
    }
  });

  it('narrows to fewer fields or fewer reads, not to the same and not to nothing', () => {
    const narrow = { ...changeOf(page, 'narrow'), reason: '核减' };

    expect(changeProblems(narrow, page)).toEqual({ fields: 'data.grantAct.nothing' });
    expect(changeProblems({ ...narrow, fields: [] }, page)).toEqual({ fields: 'data.grantAct.fieldsNone' });
    expect(changeProblems({ ...narrow, fields: ['name'] }, page)).toEqual({});
    expect(grantDeedOf({ ...narrow, fields: ['name'] }, page)).toEqual({ action: 'narrow', rev: 4, reason: '核减', fields: ['name'] });
    expect(grantDeedOf({ ...narrow, quotaPerDay: '50' }, page)).toEqual({ action: 'narrow', rev: 4, reason: '核减', quotaPerDay: 50 });
  });

  it('is extended to a later day only', () => {
    const extend = { ...changeOf(page, 'extend'), reason: '继续使用' };

    expect(changeProblems(extend, page)).toEqual({ validTo: 'data.grantAct.validToWrong' });
    expect(grantDeedOf({ ...extend, validTo: '2027-12-31' }, page)).toMatchObject({ action: 'extend', validTo: '2027-12-31' });
  });
});

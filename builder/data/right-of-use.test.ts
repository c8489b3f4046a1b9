import { describe, expect, it } from 'vitest';
import type { DataRights } from '../../schemas/generated/api.ts';
import type { DataUse } from '../../schemas/generated/documents.ts';
import { rightOf } from './right-of-use.ts';

const zh = (text: string) => ({ 'zh-CN': text });
const use: DataUse = {
  name: zh('人口'),
  rank: 'V',
  resource: 'ga/population',
  contract: 'c',
  keys: {},
  provides: { xm: 'a.name', hj: 'a.home' },
  fallback: 'ask',
};
const contract = (fields: string[], status: 'granted' | 'suspended' | 'revoked' = 'granted') =>
  ({ resource: 'ga/population', fields, status, validTo: '2027-01-01' }) as unknown as DataRights['contracts'][string];
const application = (state: string) => ({ id: '1', state }) as unknown as DataRights['applications'][string];

describe('the right to a data use', () => {
  it('is there when a grant in force covers every field it reads', () => {
    expect(rightOf(use, { contracts: { c: contract(['xm', 'hj', 'more']) }, applications: {} })).toEqual({
      state: 'granted',
      missing: [],
      validTo: '2027-01-01',
    });
  });

  it('is there in part, and a wider application under way comes first', () => {
    const contracts = { c: contract(['xm']) };

    expect(rightOf(use, { contracts, applications: {} })).toMatchObject({ state: 'part', missing: ['hj'] });
    expect(rightOf(use, { contracts, applications: { c: application('answer') } }).state).toBe('pending');
    expect(rightOf(use, { contracts, applications: { c: application('refused') } }).state).toBe('part');
  });

  it('is stopped while its grant is paused or ended, and nothing without one', () => {
    expect(rightOf(use, { contracts: { c: contract(['xm', 'hj'], 'suspended') }, applications: {} }).state).toBe('stopped');
    expect(rightOf(use, { contracts: {}, applications: {} }).state).toBe('none');
    expect(rightOf({ ...use, contract: undefined }, { contracts: {}, applications: { c: application('review') } }).state).toBe('none');
  });
});

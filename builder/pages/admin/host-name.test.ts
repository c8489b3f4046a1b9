import { describe, expect, it } from 'vitest';
import { hostOf } from './host-name.ts';

describe('hostOf', () => {
  it('takes the host out of whatever was pasted', () => {
    expect(hostOf(' https://Data.Haiyan.gov.cn:8443/api/v1?x=1 ')).toBe('data.haiyan.gov.cn:8443');
    expect(hostOf('user:pass@10.0.0.8/x')).toBe('10.0.0.8');
    expect(hostOf('localhost')).toBe('localhost');
  });
  it('refuses what is no host', () => {
    for (const typed of ['', '数据.中国', '*.gov.cn', 'a b', '-x.cn', 'x.cn:99999', 'x.cn:0']) expect(hostOf(typed), typed).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { addressOf, partsOf } from './parts.ts';

describe('the parts of an address', () => {
  it('finds the county at the beginning and leaves the rest', () => {
    expect(partsOf('浙江省嘉兴市海盐县武原街道1号')).toEqual({ region: '330424', detail: '武原街道1号' });
  });
  it('finds it without the province too', () => {
    expect(partsOf('嘉兴市海盐县武原街道1号').region).toBe('330424');
  });
  it('knows other provinces as a whole', () => {
    expect(partsOf('上海市浦东新区')).toEqual({ region: '310000', detail: '浦东新区' });
  });
  it('keeps what begins with no known place', () => {
    expect(partsOf('武原街道1号')).toEqual({ region: '', detail: '武原街道1号' });
  });
  it('puts together what it took apart', () => {
    for (const address of ['浙江省嘉兴市海盐县武原街道1号', '武原街道1号', '']) expect(addressOf(partsOf(address))).toBe(address);
  });
});

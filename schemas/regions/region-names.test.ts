import { describe, expect, it } from 'vitest';
import { cities, provinces, regionName } from './region-names.ts';

describe('region names', () => {
  it('has the 11 cities and 90 counties of Zhejiang and 34 provinces, each code once', () => {
    const codes = [...provinces, ...cities, ...cities.flatMap((city) => city.counties)].map(({ code }) => code);
    expect(cities).toHaveLength(11);
    expect(cities.flatMap((city) => city.counties)).toHaveLength(90);
    expect(provinces).toHaveLength(34);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  });

  it('names a county with its city and province, in both languages', () => {
    expect(regionName('330424')).toBe('浙江省嘉兴市海盐县');
    expect(regionName('330424', 'en')).toBe('Haiyan, Jiaxing, Zhejiang');
    expect(regionName('331000')).toBe('浙江省台州市');
    expect(regionName('330000')).toBe('浙江省');
    expect(regionName('150000', 'en')).toBe('Inner Mongolia');
  });

  it('keeps the province of a code it does not have, and never drops what it cannot name', () => {
    expect(regionName('320506')).toBe('江苏省（320506）');
    expect(regionName('999999')).toBe('其他地区（999999）');
    expect(regionName('不知道')).toBe('其他地区（不知道）');
    expect(regionName('999999', 'en')).toBe('Another place (999999)');
  });
});

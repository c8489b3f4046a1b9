import { describe, expect, it } from 'vitest';
import { masked, shownValue } from './shown-value.ts';

const zh = { language: 'zh-CN', words: { yes: '是', no: '否' } } as const;

describe('shownValue', () => {
  it('names codes, says yes and no, and adds the unit', () => {
    const codes = [
      { code: '1', name: { 'zh-CN': '男', en: 'male' } },
      { code: '2', name: { 'zh-CN': '女' } },
    ];
    expect(shownValue({ type: 'code', codes }, '1', zh)).toBe('男');
    expect(shownValue({ type: 'codes', codes }, ['1', '2'], zh)).toBe('男、女');
    expect(shownValue({ type: 'code', codes }, '1', { ...zh, language: 'en' })).toBe('male');
    expect(shownValue({ type: 'boolean' }, false, zh)).toBe('否');
    expect(shownValue({ type: 'integer', unit: { 'zh-CN': '克' } }, 3350, zh)).toBe('3350 克');
    expect(shownValue({ type: 'string' }, null, zh)).toBe('');
    expect(shownValue({ type: 'region' }, '330424', zh)).toBe('浙江省嘉兴市海盐县');
    expect(shownValue({ type: 'region' }, '330424', { ...zh, language: 'en' })).toBe('Haiyan, Jiaxing, Zhejiang');
  });
  it('masks the middle of an ID number only when told to', () => {
    expect(shownValue({ type: 'idCard' }, '330424199603120029', { ...zh, mask: true })).toBe('3304**********0029');
    expect(shownValue({ type: 'idCard' }, '330424199603120029', zh)).toBe('330424199603120029');
    expect(masked('林知夏')).toBe('林知夏');
  });
});

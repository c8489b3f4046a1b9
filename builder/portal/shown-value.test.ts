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
  it('says in words what a picture, a table or two days are', () => {
    expect(shownValue({ type: 'dateRange' }, { from: '2026-01-01', to: '2026-03-31' }, zh)).toBe('2026-01-01 至 2026-03-31');
    expect(shownValue({ type: 'table' }, [{ name: '甲' }, { name: '乙' }], zh)).toBe('2 行');
    expect(shownValue({ type: 'file' }, ['a', 'b'], { ...zh, language: 'en' })).toBe('2 files');
    expect(shownValue({ type: 'signature' }, { kind: 'typed', name: '林悦' }, zh)).toBe('林悦');
    expect(shownValue({ type: 'signature' }, { kind: 'drawn', path: 'M1 1L2 2', width: 600, height: 200 }, zh)).toBe('已手写签名');
    const codes = [
      { code: 'food', name: { 'zh-CN': '食品' } },
      { code: 'hot', name: { 'zh-CN': '热食' } },
    ];
    expect(shownValue({ type: 'cascade', codes }, ['food', 'hot'], zh)).toBe('食品 / 热食');
  });
  it('masks the middle of an ID number only when told to', () => {
    expect(shownValue({ type: 'idCard' }, '330424199603120029', { ...zh, mask: true })).toBe('3304**********0029');
    expect(shownValue({ type: 'idCard' }, '330424199603120029', zh)).toBe('330424199603120029');
    expect(masked('林知夏')).toBe('林知夏');
  });
});

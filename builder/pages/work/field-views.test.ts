import { describe, expect, it } from 'vitest';
import { commonSource, isMasked, maskedText, needsLine, sameSource, shownValue } from './field-views.ts';

const name = { 'zh-CN': '助产机构分娩记录', en: 'Birth records' };
const shared = { source: 'shared', sourceName: name, at: '2026-11-22T16:41:02Z' } as const;
const typed = { source: 'typed', at: '2026-11-22T16:41:02Z' } as const;

describe('masking', () => {
  it('covers numbers of persons and accounts, and nothing an officer must compare or read', () => {
    expect(isMasked({ sensitive: true, type: 'idCard', differs: false })).toBe(true);
    expect(isMasked({ sensitive: true, type: 'idCard', differs: true })).toBe(false);
    expect(isMasked({ sensitive: false, type: 'mobile', differs: false })).toBe(false);
    expect(isMasked({ sensitive: true, type: 'string', differs: false })).toBe(false);
  });
  it('keeps the length of a number and shows nothing of a short one', () => {
    expect(maskedText('330424199603120029')).toBe('330***********0029');
    expect(maskedText('1234567')).toBe('***');
  });
});

describe('commonSource', () => {
  it('is the one most fields have, however many seconds lie between their reads', () => {
    const fields = [typed, shared, { ...shared, at: '2026-11-22T16:41:40Z' }];
    expect(commonSource(fields)).toBe(shared);
    expect(sameSource(fields[2]!, commonSource(fields))).toBe(true);
    expect(sameSource(typed, commonSource(fields))).toBe(false);
  });
  it('is none when every field has its own, and that of the only field', () => {
    expect(commonSource([typed, shared])).toBeUndefined();
    expect(commonSource([typed])).toBe(typed);
    expect(commonSource([])).toBeUndefined();
  });
});

describe('the values', () => {
  it('get a line of their own when half of one is too short', () => {
    expect(needsLine('浙江省嘉兴市海盐县武原街道枣园中路 18 号')).toBe(true);
    expect(needsLine('330424199603120029')).toBe(false);
  });
  it('name the region of the case instead of its code', () => {
    expect(shownValue({ type: 'region', shown: '330424' }, { 330424: '海盐县' })).toBe('海盐县');
    expect(shownValue({ type: 'region', shown: '331002' }, { 330424: '海盐县' })).toBe('331002');
    expect(shownValue({ type: 'string', shown: '330424' }, { 330424: '海盐县' })).toBe('330424');
  });
});

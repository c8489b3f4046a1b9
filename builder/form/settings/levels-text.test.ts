import { describe, expect, it } from 'vitest';
import { levelsOfText, textOfLevels } from './levels-text.ts';

const text = '餐饮\n  热食\n    自助餐\n  冷食\n零售';

describe('a cascaded list as indented lines', () => {
  it('is the same text after it was read and written', () => {
    expect(textOfLevels(levelsOfText(text, {}))).toBe(text);
  });

  it('takes tabs and full-width spaces of Word and Excel', () => {
    expect(textOfLevels(levelsOfText('餐饮\n\t热食\n\u3000冷食', {}))).toBe('餐饮\n  热食\n  冷食');
  });

  it('keeps the codes of what stays, so that cases go on meaning it', () => {
    const before = levelsOfText(text, {});
    const after = levelsOfText('零售\n餐饮\n  冷食\n  外卖', before);
    const codeOf = (codes: typeof before, name: string) => Object.entries(codes).find(([, entry]) => entry.name['zh-CN'] === name)?.[0];

    for (const name of ['零售', '餐饮', '冷食']) expect(codeOf(after, name)).toBe(codeOf(before, name));
    expect(Object.keys(before)).not.toContain(codeOf(after, '外卖'));
  });

  it('tells two choices of one name under different parents apart', () => {
    const codes = levelsOfText('甲\n  其他\n乙\n  其他', {});
    expect(Object.keys(codes)).toHaveLength(4);
    expect(textOfLevels(levelsOfText(textOfLevels(codes), codes))).toBe('甲\n  其他\n乙\n  其他');
  });
});

import { describe, expect, it } from 'vitest';
import { abbreviates } from './pinyin-search.ts';

describe('short names of departments', () => {
  it.each([
    ['人社', '人力资源和社会保障局办理'],
    ['卫健', '卫生健康局办理'],
    ['住建', '住房和城乡建设局办理'],
    ['医保', '医疗保障局办理'],
  ])('%s finds %s', (query, name) => {
    expect(abbreviates(query, name)).toBe(true);
  });

  it('find nothing by signs that stand elsewhere, or by a single one', () => {
    expect(abbreviates('社人', '人力资源和社会保障局办理')).toBe(false);
    expect(abbreviates('人', '人力资源和社会保障局办理')).toBe(false);
    expect(abbreviates('ga', '公安局办理')).toBe(false);
  });
});

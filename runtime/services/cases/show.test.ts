import { describe, expect, it } from 'vitest';
import type { Plan } from '../../compile/plan.ts';
import { showValue } from './show.ts';

const name = (words: string) => ({ 'zh-CN': words });
const codes = { zj: { name: name('住房和城乡建设局'), rank: 'a0' } };
const columns = [
  { id: 'unit', type: 'code' as const, codes, sensitivity: 1, name: name('承办单位') },
  { id: 'due', type: 'date' as const, sensitivity: 1, name: name('期限') },
];
const plan = {
  types: {
    'matter.parts': { type: 'table', columns, sensitivity: 1, name: name('分解任务') },
    'matter.lead': { type: 'code', codes, sensitivity: 1, name: name('牵头单位') },
  },
} as unknown as Plan;

describe('a value as people read it', () => {
  it('shows each row of a table as a line, columns and codes by name, empty cells left out', () => {
    const rows: Record<string, string>[] = [{ unit: 'zj', due: '2026-12-20' }, { unit: 'zj' }];

    expect(showValue(plan, 'matter.parts', rows)).toBe('1. 承办单位：住房和城乡建设局；期限：2026-12-20\n2. 承办单位：住房和城乡建设局');
  });

  it('shows a code by its name, and nothing as nothing', () => {
    expect(showValue(plan, 'matter.lead', 'zj')).toBe('住房和城乡建设局');
    expect(showValue(plan, 'matter.parts', null)).toBe('');
    expect(showValue(plan, 'matter.lead', undefined)).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { cellsOf, problemKey, problemsAt } from './parts.ts';

const text = (words: { 'zh-CN': string } | undefined) => words?.['zh-CN'] ?? '';
const message = (zh: string) => ({ 'zh-CN': zh });

describe('problems of a question', () => {
  const problems = [
    { path: 'shop.staff', row: 1, column: 'idNumber', message: message('号码不对') },
    { path: 'shop.staff', row: 1, column: 'idNumber', message: message('再一个') },
    { path: 'shop.staff', message: message('至少两行') },
    { path: 'shop.name', message: message('请填写') },
  ];

  it('of a table are said at the cell they are about, the rest above it', () => {
    expect(problemsAt(problems, 'shop.staff', text)).toEqual({ error: '至少两行', cells: { '1.idNumber': '号码不对' } });
    expect(problemsAt(problems, 'shop.name', text)).toEqual({ error: '请填写', cells: {} });
    expect(problemsAt(problems, 'shop.other', text)).toEqual({ error: undefined, cells: {} });
  });

  it('are found again by their keys', () => {
    const kept = Object.fromEntries(problems.map((one) => [problemKey(one), text(one.message)]));

    expect(cellsOf(kept, 'shop.staff')).toEqual({ '1.idNumber': '再一个' });
    expect(kept['shop.name']).toBe('请填写');
  });
});

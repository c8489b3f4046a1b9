import { describe, expect, it } from 'vitest';
import type { CaseTest } from '../../schemas/generated/documents.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { casesFor, handedOn, resultsOf, typedText, valuesOfCase } from './trial-values.ts';

const caseOf = (id: string, more: Partial<CaseTest>): CaseTest =>
  ({
    format: 'lianban.case-test/1',
    id,
    name: { 'zh-CN': id },
    at: '2026-03-02T01:00:00.000Z',
    steps: [],
    expect: {},
    ...more,
  }) as unknown as CaseTest;

describe('the values of a sample case', () => {
  const pkg = samplePackage();
  pkg.scenario.data = {
    d_social: {
      name: { 'zh-CN': '缴费' },
      rank: 'V',
      resource: 'social',
      keys: {},
      provides: { base: 'benefit.base' },
    },
  } as unknown as typeof pkg.scenario.data;
  const full = caseOf('full', {
    data: { d_social: { record: { base: '7521.00' } } },
    steps: [
      { do: 'submit', values: { 'mother.days': 98 } },
      { do: 'decide', node: 'n_review', decision: 'agree', outputs: { 'mother.region': '330424' } },
    ],
  } as unknown as Partial<CaseTest>);
  pkg.cases = { early: caseOf('early', {}), full };

  it('are what was typed, read and entered', () => {
    expect(Object.fromEntries(valuesOfCase(pkg, full))).toEqual({
      'mother.days': 98,
      'benefit.base': '7521.00',
      'mother.region': '330424',
    });
  });

  it('and the case that brings the most is offered first', () => {
    expect(casesFor(pkg, ['mother.days']).map(({ id }) => id)).toEqual(['full', 'early']);
    expect(casesFor(pkg, []).map(({ id }) => id)).toEqual(['early', 'full']);
  });

  it('are typed as people type them', () => {
    expect(typedText(98, 'integer')).toBe('98');
    expect(typedText(['1', '2'], 'codes')).toBe('1，2');
    expect(typedText(null, 'string')).toBe('');
    expect(typedText([{ a: 1 }], 'table')).toBe('[{"a":1}]');
  });
});

describe('a sensitive value in the result', () => {
  const given = [{ path: 'mother.idNumber', value: '11010119900307109X' }];

  it('is found where it comes out as it was given, also inside a longer text', () => {
    const results = resultsOf({ notice: { words: '母亲 11010119900307109X', count: 1 }, mother: { idNumber: '11010119900307109X' } });
    expect(handedOn(given, results)).toEqual([{ from: 'mother.idNumber', to: 'notice.words' }]);
  });

  it('and not where only something was worked out from it', () => {
    expect(handedOn(given, resultsOf({ mother: { birthYear: 1990 } }))).toEqual([]);
  });
});

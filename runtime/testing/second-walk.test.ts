import { describe, expect, it } from 'vitest';
import { errands, merged, type Report } from './second-walk.ts';

const file = (name: string, ...statuses: string[]) => ({
  name: `/p/${name}`,
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
});
const report = (...testResults: Report['testResults']): Report => {
  const count = (wanted: string) => testResults.flatMap((one) => one.assertionResults).filter(({ status }) => status === wanted).length;
  return { numPassedTests: count('passed'), numFailedTests: count('failed'), testResults };
};

describe('a second walk', () => {
  it('is for browser errands that failed', () => {
    const first = report(file('builder/e2e/forms.test.ts', 'passed', 'failed', 'skipped'), file('runtime/a.test.ts', 'passed'));
    expect(errands(first, '/p')).toEqual(['builder/e2e/forms.test.ts']);
  });

  it('does not hide what failed elsewhere, nor many failures at once', () => {
    expect(errands(report(file('builder/e2e/forms.test.ts', 'failed'), file('runtime/a.test.ts', 'failed')), '/p')).toEqual([]);
    const many = ['a', 'b', 'c', 'd'].map((name) => file(`builder/e2e/${name}.test.ts`, 'failed'));
    expect(errands(report(...many), '/p')).toEqual([]);
  });

  it('counts in place of the first one, well or not', () => {
    const first = report(file('builder/e2e/forms.test.ts', 'passed', 'failed', 'skipped'), file('runtime/a.test.ts', 'passed'));
    expect(merged(first, report(file('builder/e2e/forms.test.ts', 'passed', 'passed', 'passed')))).toMatchObject({
      numPassedTests: 4,
      numFailedTests: 0,
    });
    expect(merged(first, report(file('builder/e2e/forms.test.ts', 'passed', 'failed', 'skipped')))).toMatchObject({
      numPassedTests: 2,
      numFailedTests: 1,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { singularOf, withSingulars } from './singular.ts';

describe('an English text that counts', () => {
  it('has a form for one, whatever stands between number and noun', () => {
    expect(singularOf('{{count}} cases open')).toBe('{{count}} case open');
    expect(singularOf('{{count}} working days')).toBe('{{count}} working day');
    expect(singularOf('All {{count}} sample cases passed')).toBe('All {{count}} sample case passed');
    expect(singularOf('Add {{count}} new branches')).toBe('Add {{count}} new branch');
    expect(singularOf('{{count}} entries: {{shared}} from departments')).toBe('{{count}} entry: {{shared}} from departments');
    expect(singularOf('At most {{count}} minutes old')).toBe('At most {{count}} minute old');
  });

  it('stays as it is where the verb would have to change, or nothing is counted', () => {
    expect(singularOf('{{count}} cases stop at “{{name}}”')).toBeUndefined();
    expect(singularOf('{{count}} problems must be solved')).toBeUndefined();
    expect(singularOf('Problems: {{count}}')).toBeUndefined();
  });

  it('keeps a form for one that was written by hand', () => {
    expect(withSingulars({ a: '{{count}} forms', b: '{{count}} rules', b_one: 'one rule' })).toEqual({
      a: '{{count}} forms',
      a_one: '{{count}} form',
      b: '{{count}} rules',
      b_one: 'one rule',
    });
  });
});

import { describe, expect, it } from 'vitest';
import { numberOf } from './NumberField.tsx';

describe('numberOf', () => {
  it('gives a number for a number and keeps what is none, so that nothing typed is lost', () => {
    expect(numberOf(' 42 ', 'integer')).toBe(42);
    expect(numberOf('3.5', 'number')).toBe(3.5);
    expect(numberOf('3.', 'number')).toBe('3.');
    expect(numberOf('many', 'integer')).toBe('many');
    expect(numberOf('  ', 'number')).toBeNull();
  });
  it('keeps money as text', () => {
    expect(numberOf('12.50', 'money')).toBe('12.50');
  });
});

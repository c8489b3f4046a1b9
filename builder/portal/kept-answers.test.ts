import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetAnswers, readAnswers, writeAnswers } from './kept-answers.ts';

const items = new Map<string, string>();
beforeEach(() => {
  items.clear();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('answers to situation questions', () => {
  it('are kept per service until the application is begun', () => {
    writeAnswers('330424/restaurant', { 'premises.area': 46 });

    expect(readAnswers('330424/restaurant')).toEqual({ 'premises.area': 46 });
    expect(readAnswers('331002/restaurant')).toEqual({});
    forgetAnswers('330424/restaurant');
    expect(readAnswers('330424/restaurant')).toEqual({});
  });

  it('are asked again when the copy is broken or there is no storage', () => {
    items.set('portal.fit.a', '[1');
    items.set('portal.fit.b', '[1]');
    expect([readAnswers('a'), readAnswers('b')]).toEqual([{}, {}]);

    vi.stubGlobal('sessionStorage', undefined);
    writeAnswers('a', { x: 1 });
    forgetAnswers('a');
    expect(readAnswers('a')).toEqual({});
  });
});

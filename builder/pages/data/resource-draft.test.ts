import { describe, expect, it } from 'vitest';
import { codeOf, newResource, operationFor, resourceProblems } from './resource-draft.ts';

describe('a resource a department writes', () => {
  it('begins with a person’s number as its key and says what is missing', () => {
    const document = newResource({ region: '330424', department: 'ga', name: 'mobile' });

    expect(document).toMatchObject({ id: 'ga/mobile', owner: { region: '330424', department: 'ga' }, sharing: 'conditional' });
    expect(Object.keys(resourceProblems(document)).toSorted()).toEqual(['connection', 'fields', 'name']);
    expect(resourceProblems({ ...document, keys: {} }).keys).toBe('data.keep.keysNeeded');
    const named = { ...document, name: { 'zh-CN': '手机号' }, answers: { 'zh-CN': '手机号是多少' }, connection: 'ga' };
    expect(resourceProblems({ ...named, fields: { mobile: { name: { 'zh-CN': ' ' }, sensitivity: 3 } } })).toEqual({
      names: 'data.keep.namesNeeded',
    });
    expect(resourceProblems({ ...named, fields: { mobile: { name: { 'zh-CN': '手机号' }, sensitivity: 3 } } })).toEqual({});
  });

  it('is asked the way its connection is, and keeps what was said of it', () => {
    const path = { method: 'GET' as const, path: '/people' };

    expect(operationFor('http', path)).toBe(path);
    expect(operationFor('http', { query: 'q' })).toEqual({ method: 'POST', path: '/' });
    expect(operationFor('sql', path)).toEqual({ query: '' });
    expect(operationFor('batch', path)).toBeUndefined();
  });

  it('names fields by codes that are free and fit to be sent', () => {
    expect(codeOf(' mobile ', new Set())).toBe('mobile');
    expect(codeOf('mobile', new Set(['mobile']))).toBeUndefined();
    expect(codeOf('手机', new Set())).toBeUndefined();
    expect(codeOf('__proto__', new Set())).toBeUndefined();
  });
});

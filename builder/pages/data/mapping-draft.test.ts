import { describe, expect, it } from 'vitest';
import type { HttpOperation } from '../../../schemas/generated/documents.ts';
import {
  codesOf,
  codeWords,
  constantOf,
  constantWords,
  mappingProblems,
  pagingOf,
  requestOf,
  responseWith,
  sentOf,
} from './mapping-draft.ts';

const operation: HttpOperation = { method: 'POST', path: '/query' };

describe('a mapping that is set up without code', () => {
  it('is nothing while keys go under their own codes', () => {
    const sent = sentOf(operation, ['idNumber', 'name']);

    expect(sent.map(({ place, name }) => `${place} ${name}`)).toEqual(['body idNumber', 'body name']);
    expect(requestOf('POST', sent, ['idNumber', 'name'])).toBeUndefined();
  });

  it('is read back as the lines it was made of', () => {
    const lines = [
      { place: 'query' as const, name: 'gmsfhm', slot: { key: 'idNumber' } },
      { place: 'body' as const, name: 'head.app', slot: { constant: 'lianban' } },
      { place: 'headers' as const, name: 'x-purpose', slot: { constant: 7 } },
    ];
    const request = requestOf('POST', lines, ['idNumber']);

    expect(request).toEqual({
      query: { gmsfhm: { key: 'idNumber' } },
      body: { 'head.app': { constant: 'lianban' } },
      headers: { 'x-purpose': { constant: 7 } },
    });
    expect(sentOf({ method: 'POST', request }, ['idNumber'])).toEqual(lines);
  });

  it('has code lists as lines, whatever kind of equals sign', () => {
    expect(codesOf('1=男\n2＝ 女\n\n没有对应')).toEqual({ 1: '男', 2: '女' });
    expect(codeWords(codesOf('1=男\n2=女'))).toBe('1=男\n2=女');
    expect(codesOf('  ')).toBeUndefined();
  });

  it('tells a number from a text that looks like one', () => {
    expect(['7', '"7"', 'true', '007', 'A1', '-2.5'].map(constantOf)).toEqual([7, '7', true, '007', 'A1', -2.5]);
    for (const value of [7, '7', true, 'true', '007', 'A1']) expect(constantOf(constantWords(value))).toBe(value);
  });

  it('keeps of the answer only what says something', () => {
    expect(responseWith(undefined, { records: ' ' })).toBeUndefined();
    expect(responseWith({ records: 'data' }, { status: { path: '', ok: ['0'] } })).toEqual({ records: 'data' });
    expect(responseWith({ fields: { a: { path: 'b' } } }, { fields: {} })).toBeUndefined();
  });

  it('says which places are not places, and how many pages are too many', () => {
    const wrong: HttpOperation = {
      ...operation,
      request: { body: { 'a..b': { key: 'idNumber' } } },
      response: { fields: { name: { path: 'data list' } } },
      paging: { ...pagingOf('pages')!, maxPages: 0 },
    };
    expect(mappingProblems(wrong)).toEqual({ sent: 'mapping.nameWrong', read: 'mapping.pathWrong', paging: 'mapping.pagesWrong' });
    expect(mappingProblems({ ...operation, response: { records: 'data.list[0].rows' }, paging: pagingOf('cursor')! })).toEqual({});
  });
});

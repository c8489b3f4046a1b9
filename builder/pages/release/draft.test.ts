import { describe, expect, it } from 'vitest';
import { keptNotes, withTrack, wordsOf } from './draft.ts';

describe('the release form', () => {
  it('sends English words only where there are some', () => {
    expect(wordsOf(' 压缩时限 ')).toEqual({ 'zh-CN': '压缩时限' });
    expect(wordsOf('压缩时限', ' Shorter limits ')).toEqual({ 'zh-CN': '压缩时限', en: 'Shorter limits' });
  });

  it('sends notes of the changes that have some, and no empty list', () => {
    expect(keptNotes({ a: ' 依据新规 ', b: ' ' })).toEqual({ changes: [{ key: 'a', note: { 'zh-CN': '依据新规' } }] });
    expect(keptNotes({ a: '' })).toEqual({});
  });

  it('puts a template on a track once', () => {
    expect(withTrack(['lanes/party'], 'lanes/party', true)).toEqual(['lanes/party']);
    expect(withTrack(['lanes/party', '152/law'], 'lanes/party', false)).toEqual(['152/law']);
  });
});

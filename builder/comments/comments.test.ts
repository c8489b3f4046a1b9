import { describe, expect, it } from 'vitest';
import type { DraftComment } from '../../schemas/generated/api.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { handleOf, namedIn, piecesOf } from './mentions.ts';
import { addressOfPlace, keyOfPlace, nameOfPlace, openByPlace, placeOfKey, threadsOf } from './places.ts';

const comment = (id: string, more: Partial<DraftComment> = {}): DraftComment => ({
  id,
  thread: id,
  about: 'step',
  step: 'n_review',
  by: '陈立新',
  at: '2026-11-23T02:00:00.000Z',
  words: '两天够吗',
  named: [],
  mine: false,
  ...more,
});

describe('names in a comment', () => {
  const people = [
    { id: '1', name: '李平', handle: '李平' },
    { id: '2', name: '李平安', handle: '李平安' },
    { id: '3', name: 'Ann Lee', handle: 'AnnLee' },
  ];

  it('mean the longer one of two that begin alike, each once, and nobody without an @', () => {
    expect(namedIn('@李平安 请看，@李平安也看 @AnnLee', people).map(({ id }) => id)).toEqual(['2', '3']);
    expect(namedIn('@李平，请看', people).map(({ id }) => id)).toEqual(['1']);
    expect(namedIn('李平安看过了 a@b', people)).toEqual([]);
  });

  it('carry the department where two people bear the same one, and no space', () => {
    const all = [
      { id: '1', name: '王芳' },
      { id: '2', name: '王芳' },
    ];
    expect(handleOf({ id: '1', name: '王芳', department: '公安局' }, all)).toBe('王芳（公安局）');
    expect(handleOf({ id: '3', name: 'Ann Lee' }, [])).toBe('AnnLee');
  });

  it('are set apart when read, with every word kept', () => {
    const words = '@李平安 和 @李平 都看，@别人 不算';
    const pieces = piecesOf(words, ['李平', '李平安']);

    expect(pieces.filter(({ name }) => name).map((piece) => piece.words)).toEqual(['@李平安', '@李平']);
    expect(pieces.map((piece) => piece.words).join('')).toBe(words);
    expect(piecesOf('没有人', [])).toEqual([{ words: '没有人', name: false }]);
  });
});

describe('places of comments', () => {
  it('are found again from their address, and have an address in the studio', () => {
    for (const place of [{ step: 'n_review' }, { form: 'birth', field: 'q_name' }, { scenario: true as const }])
      expect(placeOfKey(keyOfPlace(place))).toEqual(place);
    expect(placeOfKey('all')).toBeUndefined();
    expect(addressOfPlace('newborn', { step: 'n_review' }, 'c1')).toBe(
      '/studio/scenes/newborn/flow?step=n_review&comments=step.n_review&comment=c1',
    );
    expect(addressOfPlace('newborn', { form: 'birth', field: 'q_name' })).toBe(
      '/studio/scenes/newborn/forms/birth?field=q_name&comments=question.birth.q_name',
    );
  });

  it('have the name of now, and none once they are deleted', () => {
    const pkg = samplePackage();
    expect(nameOfPlace(pkg, { step: 'n_review' })).toEqual({ 'zh-CN': '卫健审核' });
    expect(nameOfPlace(pkg, { form: 'birth', field: 'q_id' })).toEqual({ 'zh-CN': '身份证号' });
    expect(nameOfPlace(pkg, { step: 'n_gone' })).toBeUndefined();
    expect(nameOfPlace(pkg, { form: 'birth', field: 'q_gone' })).toBeUndefined();
  });

  it('count conversations that wait, not answers and not what is settled', () => {
    const rows = [
      comment('1'),
      comment('2', { thread: '1' }),
      comment('3', { resolved: { at: '2026-11-23T03:00:00.000Z', by: '林同事' } }),
      comment('4', { about: 'scenario', step: undefined }),
    ];

    expect([...openByPlace(rows)]).toEqual([
      ['scenario', 1],
      ['step.n_review', 1],
    ]);
    expect(threadsOf(rows).map(({ first, answers }) => [first.id, answers.map(({ id }) => id)])).toEqual([
      ['4', []],
      ['3', []],
      ['1', ['2']],
    ]);
  });
});

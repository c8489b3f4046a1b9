import { describe, expect, it } from 'vitest';
import { bodyOf } from './AssistForm.tsx';

const filled = {
  values: { 'a.b': 'x', 'a.c': '', 'a.d': null },
  words: ' 已查 ',
  documents: ['0190a1b2-0000-7000-8000-000000000001'],
  days: '30',
  seal: true,
  commandId: 'command-1',
};

describe('the answer that is sent', () => {
  it('holds what was filled in, and nothing empty', () => {
    expect(bodyOf('record', filled)).toEqual({
      kind: 'record',
      values: { 'a.b': 'x' },
      words: '已查',
      documents: ['0190a1b2-0000-7000-8000-000000000001'],
      seal: true,
      validDays: 30,
      commandId: 'command-1',
    });
    expect(bodyOf('noRecord', { ...filled, words: '', documents: [], seal: false })).toEqual({
      kind: 'noRecord',
      validDays: 30,
      commandId: 'command-1',
    });
  });

  it('leaves days out that make no sense', () => {
    for (const days of ['', '0', '366', 'many']) expect(bodyOf('noRecord', { ...filled, days })).not.toHaveProperty('validDays');
  });

  it('of a refusal is the reason alone', () => {
    expect(bodyOf('refused', filled)).toEqual({ kind: 'refused', words: '已查', commandId: 'command-1' });
  });
});

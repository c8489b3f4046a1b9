import { describe, expect, it } from 'vitest';
import { type Kept, unsent } from './kept-drafts.ts';

const kept = (values: Kept['values']): Kept => ({ values, typed: Object.keys(values), disputes: {}, commandId: 'c' });

describe('unsent', () => {
  it('forgets what the server holds as it was typed, so that an old copy overwrites nothing later', () => {
    const left = unsent(
      kept({ 'baby.name': '周小满', 'baby.note': null }),
      { 'baby.name': '周小满', 'baby.note': null },
      new Map([['baby.name', '周小满']]),
    );

    expect(left.values).toEqual({});
    expect(left.typed).toEqual(['baby.name', 'baby.note']);
  });
  it('keeps what was typed during the save, and what the server did not take as it stood', () => {
    const left = unsent(
      kept({ 'baby.name': '周小满', 'birth.weight': 'many' }),
      { 'baby.name': '周小', 'birth.weight': 'many' },
      new Map([['baby.name', '周小']]),
    );

    expect(left.values).toEqual({ 'baby.name': '周小满', 'birth.weight': 'many' });
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PullConflict } from '../../../../schemas/generated/api.ts';
import { itemOf, keepDecisions, keptDecisions, openKeys } from './pull-decisions.ts';

const days = (key: string, made = 'hash-1'): PullConflict => ({
  key,
  group: 'rule',
  kind: 'changed',
  sentence: { 'zh-CN': '承诺时限两边都改了' },
  choices: ['ours', 'theirs', 'edit'],
  base: 2,
  ours: 4,
  theirs: 9,
  words: { base: { 'zh-CN': '2' }, ours: { 'zh-CN': '4' }, theirs: { 'zh-CN': '9' } },
  for: made,
  open: true,
  with: [],
});

describe('decisions about a pull', () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('survive a reload, each for the values it was made for, and for its own scenario', () => {
    keepDecisions('newborn', { a: { take: 'theirs', for: 'hash-1' }, b: { take: 'ours', for: 'hash-1' } });

    expect(keptDecisions('newborn', [days('a'), days('b', 'hash-2')])).toEqual({ a: { take: 'theirs', for: 'hash-1' } });
    expect(keptDecisions('another', [days('a')])).toEqual({});
  });

  it('ask again where the window keeps nothing, or something else', () => {
    kept.set('lianban.pull.newborn', 'no json');
    expect(keptDecisions('newborn', [days('a')])).toEqual({});
    vi.stubGlobal('sessionStorage', undefined);
    expect(() => keepDecisions('newborn', {})).not.toThrow();
    expect(keptDecisions('newborn', [days('a')])).toEqual({});
  });

  it('leave open what nobody decided, and show what each would come to', () => {
    const decisions = { a: { take: 'theirs' as const, for: 'hash-1' }, c: { take: 'edit' as const, value: 7, for: 'hash-1' } };

    expect(openKeys([days('a'), days('b'), days('c')], decisions)).toEqual(['b']);
    expect(itemOf(days('a'), decisions.a)).toMatchObject({
      open: false,
      decided: { decision: { take: 'theirs' } },
      words: { result: { 'zh-CN': '9' } },
    });
    expect(itemOf(days('b'), undefined)).toMatchObject({ open: true, state: 'conflict' });
    expect(itemOf(days('c'), decisions.c)).toMatchObject({
      decided: { decision: { take: 'edit', value: 7 } },
      words: { result: { 'zh-CN': '7' } },
    });
  });
});

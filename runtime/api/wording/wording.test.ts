import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { languageOf, wordsOf } from './index.ts';
import { zhCN } from './zh-CN.ts';

const runtime = path.join(import.meta.dirname, '../..');
const sources = ['api', 'services', 'engine/commands', 'engine/elements', 'compile/values', 'compile/identifiers', 'compile/fill-check.ts'];

/** Codes that requests are refused with, as the source names them. */
function codesInSource(): string[] {
  const files = sources.flatMap((part) => {
    if (part.endsWith('.ts')) return [path.join(runtime, part)];
    const folder = path.join(runtime, part);
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file));
  });
  // Reasons of a migration's plan carry a level; they refuse nothing and have sentences of their own.
  const codes = files
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.') && !file.includes('wording'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?:Error\(|reject\w*\(|(?<!level: '\w+', )code: )\s*'([a-z]\w*\.\w+)'/g)])
    .map((match) => match[1] ?? '');
  return [...new Set(codes)].sort();
}

describe('wording', () => {
  it('has words of its own, or of its group, for every code a request is refused with', () => {
    const codes = codesInSource();

    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !(code in zhCN) && !(`${code.split('.')[0]}.*` in zhCN))).toEqual([]);
  });

  it('says the same codes in both languages, and fills the same names', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zhCN));
    const names = (words: unknown) => [...JSON.stringify(words).matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
    for (const code of Object.keys(zhCN)) expect(names(en[code]), code).toEqual(names(zhCN[code]));
  });

  it('writes Chinese in the Chinese words and none in the English ones', () => {
    for (const [code, words] of Object.entries(zhCN)) expect(JSON.stringify(words), code).toMatch(/\p{Script=Han}/u);
    for (const [code, words] of Object.entries(en)) expect(JSON.stringify(words), code).not.toMatch(/\p{Script=Han}/u);
  });

  it('fills a sentence from the data, with instants as local time', () => {
    const data = { name: '王户宁', at: '2026-03-02T01:00:00.000Z' };

    expect(wordsOf('task.already_completed', 'zh-CN', data).title).toBe('王户宁 已在 2026-03-02 09:00 办理');
  });

  it('never shows a code it does not know', () => {
    expect(wordsOf('nothing.like_this', 'zh-CN', {}).title).toBe('系统出了问题');
    expect(wordsOf('task.nothing_like_this', 'en', {}).title).toBe('The task does not allow this now');
  });

  it.each([
    [undefined, 'zh-CN'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en-GB,en;q=0.9', 'en'],
    ['fr,en;q=0.5', 'en'],
    ['fr', 'zh-CN'],
  ])('takes the first language of %s that it speaks: %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

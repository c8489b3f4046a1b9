import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const here = import.meta.dirname;
const builder = join(here, '..');
const features = (language: string) => readdirSync(join(here, language)).filter((file) => file.endsWith('.ts'));
const texts = async (language: string, file: string): Promise<Record<string, string>> => (await import(join(here, language, file))).texts;
const all = async (language: string) => Object.assign({}, ...(await Promise.all(features(language).map((file) => texts(language, file)))));

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (['dist', 'i18n', 'e2e', 'portal'].includes(name)) return [];
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !name.includes('.test.') ? [path] : [];
  });
}

describe('texts', () => {
  it('exist in both languages, file by file, with the same keys and places', async () => {
    expect(features('en')).toEqual(features('zh-CN'));
    for (const file of features('zh-CN')) {
      const [zh, en] = [await texts('zh-CN', file), await texts('en', file)];
      expect(Object.keys(en).toSorted(), file).toEqual(Object.keys(zh).toSorted());
      for (const key of Object.keys(zh))
        expect(en[key]!.match(/\{\{\w+\}\}/g)?.toSorted() ?? [], key).toEqual(zh[key]!.match(/\{\{\w+\}\}/g)?.toSorted() ?? []);
    }
  });

  it('are there for every key the source names', async () => {
    const known = await all('zh-CN');
    const missing = sources(builder).flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const named = [
        ...text.matchAll(/(?<![\w.])t\(\s*['"]([\w.-]+)['"]/g),
        ...text.matchAll(/['"]((?:editing|flow|properties|form|studio|code|rehearse|ui|session)\.[\w.]*\w)['"]/g),
      ];
      return named
        .map((match) => match[1]!)
        .filter((key) => !(key in known) && !(`editing.${key}` in known) && !key.endsWith('.ts') && !key.endsWith('.tsx'))
        .map((key) => `${key} (${file.slice(builder.length + 1)})`);
    });

    expect([...new Set(missing)]).toEqual([]);
  });

  it('are given once', async () => {
    const seen = new Map<string, string>();
    for (const file of features('zh-CN')) {
      for (const key of Object.keys(await texts('zh-CN', file))) {
        expect(seen.get(key), `${key} in ${file}`).toBeUndefined();
        seen.set(key, file);
      }
    }
  });
});

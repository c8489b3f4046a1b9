import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = import.meta.dirname;
const rule = /\[([A-Z]{1,2}\d+)\]/g;

function testFiles(at: string): string[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return testFiles(join(at, entry.name));
    return entry.name.endsWith('.test.ts') ? [join(at, entry.name)] : [];
  });
}

/** First arguments of it( and it.each(…)( in the engine's tests. */
function titles(): string[] {
  return testFiles(folder).flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    return [...source.matchAll(/^\s*it(?:\.each\([\s\S]*?\))?\(\s*(['"`])(.*?)\1,/gm)].map((match) => match[2]!);
  });
}

const inSpec = [...readFileSync(join(folder, 'SPEC.md'), 'utf8').matchAll(/^- \[([A-Z]{1,2}\d+)\]/gm)].map((match) => match[1]!);

describe('SPEC.md', () => {
  it('[S13] every rule is tested and every test names its rules', () => {
    const own = titles();
    expect(own.filter((title) => !/^\[[A-Z]{1,2}\d+\]/.test(title))).toEqual([]);
    const tested = new Set(own.flatMap((title) => [...title.matchAll(rule)].map((match) => match[1]!)));
    expect([...tested].filter((id) => !inSpec.includes(id))).toEqual([]);
    expect(inSpec.filter((id) => !tested.has(id))).toEqual([]);
    expect(new Set(inSpec).size).toBe(inSpec.length);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const builder = path.join(import.meta.dirname, '..');

describe('the code editor', () => {
  it.each(['pages/studio/flow-page.tsx', 'pages/studio/scenario-layout.tsx', 'pages/studio/forms-page.tsx', 'app/main.tsx'])(
    'is no part of %s: it comes when a script is opened',
    (entry) => expect(packagesOf(path.join(builder, entry)).filter((name) => name.startsWith('monaco'))).toEqual([]),
  );

  it('is a part of the script desk', () => {
    expect(packagesOf(path.join(builder, 'code/monaco.ts'), true).some((name) => name.startsWith('monaco-editor'))).toBe(true);
  });
});

/** Packages that are loaded with a module: through all it imports at once, not what it asks for later. */
function packagesOf(entry: string, later = false): string[] {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file) || !/\.tsx?$/.test(file)) continue;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    const atOnce = [...text.matchAll(/^(?:import|export)\s(?!type\b)(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]/gm)];
    const found = later ? [...atOnce, ...text.matchAll(/import\(['"]([^'"]+)['"]\)/g)] : atOnce;
    for (const [, name = ''] of found) {
      const target = path.resolve(path.dirname(file), name);
      if (!name.startsWith('.')) packages.add(name);
      else if (existsSync(target)) waiting.push(target);
    }
  }
  expect(seen.size).toBeGreaterThan(0);
  return [...packages];
}

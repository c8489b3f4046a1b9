import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTemplates } from '../services/studio/templates.ts';
import { canonicalJson } from './canonical.ts';
import { folderOf, isFolderFile, packageOfFolder } from './folder.ts';
import type { ScenarioPackage } from './plan.ts';

const json = fc.jsonValue({ maxDepth: 3 });
const id = fc.oneof(
  fc.stringMatching(/^[a-zA-Z][A-Za-z0-9_]{0,8}$/),
  fc.constantFrom('a', 'A', 'aB', 'Ab', 'con', 'NUL', 'x.y', '%41', '%', 'ä ö', '中文', 'constructor', 'toString', ''),
);
const docId = fc.oneof(id, fc.constantFrom('ga/household', 'ga/Household', 'GA/household', '/', 'a//b', 'a/'));
const mapOf = (key: fc.Arbitrary<string>) => fc.dictionary(key, json, { maxKeys: 6 }).map((map) => ({ ...map }));
const script = fc.record({ name: json, source: fc.string({ unit: 'binary' }), limits: json }, { requiredKeys: ['source'] });
const packages = fc
  .record({
    nodes: mapOf(id),
    edges: fc.option(mapOf(id), { nil: undefined }),
    layout: fc.option(mapOf(id), { nil: undefined }),
    scripts: fc.option(fc.dictionary(id, fc.oneof(script, json), { maxKeys: 4 }), { nil: undefined }),
    tables: fc.option(mapOf(id), { nil: undefined }),
    other: json,
    forms: mapOf(docId),
    resources: mapOf(docId),
    contracts: mapOf(docId),
    cases: mapOf(docId),
    elements: mapOf(id),
    template: fc.option(json, { nil: undefined }),
  })
  .map(({ forms, resources, contracts, cases, elements, template, ...scenario }) => {
    const made = { scenario: { format: 'lianban.scenario/1', id: 'x', ...scenario }, forms, resources, contracts, cases, elements };
    // As it comes over the wire: nothing is undefined, and there are no prototypes.
    return JSON.parse(JSON.stringify(template === undefined ? made : { ...made, template })) as ScenarioPackage;
  });

describe('a package as a folder for git', () => {
  it('comes back the same, and is written again byte by byte, whatever is in it', () => {
    fc.assert(
      fc.property(packages, (pkg) => {
        const files = folderOf(pkg);

        const { package: back, findings } = packageOfFolder(files);

        expect(findings).toEqual([]);
        expect(JSON.stringify(sorted(back))).toBe(JSON.stringify(sorted(pkg)));
        expect(folderOf(back!)).toEqual(files);
        const names = Object.keys(files).map((name) => name.toLowerCase());
        expect(new Set(names).size, 'no two names differ only in case').toBe(names.length);
        expect(Object.keys(files).every(isFolderFile)).toBe(true);
      }),
    );
  });

  it('of every template comes back the same', async () => {
    const templates = await readTemplates(new URL('../../templates', import.meta.url).pathname);
    expect(templates.size).toBeGreaterThan(3);
    for (const [name, { package: pkg }] of templates) {
      const files = folderOf(pkg);
      const { package: back } = packageOfFolder(files);
      expect(canonicalJson(back as never), name).toBe(canonicalJson(JSON.parse(JSON.stringify(pkg))));
      expect(folderOf(back!), name).toEqual(files);
      expect(Object.keys(files).filter((file) => file.startsWith('nodes/'))).toHaveLength(Object.keys(pkg.scenario.nodes).length);
    }
  });

  it('does not depend on the order in which things were made', async () => {
    const pkg = (await readTemplates(new URL('../../templates', import.meta.url).pathname)).get('family/newborn')!.package;
    const turned = { ...pkg, scenario: { ...pkg.scenario, nodes: Object.fromEntries(Object.entries(pkg.scenario.nodes).reverse()) } };

    expect(Object.entries(folderOf(turned))).toEqual(Object.entries(folderOf(pkg)));
  });

  it('says which file cannot be read, and what is missing', () => {
    const broken = packageOfFolder({ 'lianban.json': '{}', 'scenario.json': '{', 'README.md': 'x' });
    expect(broken.findings).toMatchObject([{ code: 'file-unreadable', path: 'scenario.json' }]);
    expect(packageOfFolder({ 'README.md': 'x' }).findings).toMatchObject([{ code: 'folder-missing' }]);
    expect(packageOfFolder({ 'lianban.json': '{}', 'scenario.json': '{}', 'scripts/s.ts': '1' }).findings).toMatchObject([
      { code: 'folder-script' },
    ]);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}

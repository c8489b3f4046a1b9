import { describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { clonedPackage, inDepartments, lineageOf, templateKey, templateOfKey } from './cloned-package.ts';
import { mappingOf, matchDepartments } from './departments.ts';
import { covers } from './parts.ts';
import { nearnessOf, scoreOf } from './search.ts';

const text = (zh: string) => ({ 'zh-CN': zh });
const release = {
  scenario: {
    id: 'newborn',
    name: text('出生一件事'),
    departments: {
      wj: { name: text('卫生健康局'), rank: 'a1' },
      cdc: { name: text('疾控中心'), rank: 'a2' },
      ga: { name: text('公安局'), rank: 'a0' },
    },
    items: { it: { department: 'cdc' } },
    nodes: { n: { kind: 'joint', each: { departments: ['wj', 'cdc'] } } },
    data: { d: { contract: 'newborn/ga-population' }, e: { resource: 'x' } },
  },
  forms: { birth: { id: 'birth', department: 'wj' } },
  elements: {},
  resources: { 'ga/population': { owner: { department: 'ga' } } },
  contracts: { 'newborn/ga-population': { status: 'granted' } },
  cases: {
    c: { id: 'c', steps: [{ do: 'submit', values: { 'a.department': 'wj', department: 'wj' } }], expect: { departments: ['cdc'] } },
  },
  template: { id: 'family/newborn' },
} as unknown as ScenarioPackage;
const origin = { region: '330000', templateId: 'family/newborn', version: 4, hash: `sha256:${'a'.repeat(64)}` };

describe('the package of a clone', () => {
  it('has its own id and contracts to apply for, forms with their own lineage, and no grant', () => {
    const lineage = lineageOf(origin);

    const made = clonedPackage(release, { id: 'ours', name: text('我县'), lineage });

    expect(made.scenario).toMatchObject({ id: 'ours', name: text('我县'), lineage: { origin: '330000/family/newborn', baseVersion: 4 } });
    expect(made.scenario.data).toMatchObject({ d: { contract: 'ours/ga-population' }, e: { resource: 'x' } });
    expect([made.contracts, 'template' in made]).toEqual([{}, false]);
    expect(made.forms.birth?.lineage).toMatchObject({ origin: '330000/family/newborn/forms/birth' });
    // The release itself stays as it is.
    expect(release.scenario.lineage).toBeUndefined();
  });

  it('names the departments of its region everywhere but in what people answered', () => {
    const made = inDepartments(release, { cdc: 'sj', wj: 'wjw' });

    expect(Object.keys(made.scenario.departments)).toEqual(['wjw', 'sj', 'ga']);
    expect(made.scenario).toMatchObject({ items: { it: { department: 'sj' } }, nodes: { n: { each: { departments: ['wjw', 'sj'] } } } });
    expect(made.forms.birth?.department).toBe('wjw');
    expect(made.cases.c).toMatchObject({
      steps: [{ values: { 'a.department': 'wj', department: 'wj' } }],
      expect: { departments: ['sj'] },
    });
  });

  it('has one lane where two departments became one', () => {
    const made = inDepartments(release, { cdc: 'wj' });
    expect(Object.keys(made.scenario.departments)).toEqual(['wj', 'ga']);
    expect(made.scenario.nodes.n).toMatchObject({ each: { departments: ['wj'] } });
  });
});

describe('departments', () => {
  const organisation = (department: string, name: string, successor: string | null = null) => ({ department, name: text(name), successor });

  it('are matched by code, then by successor; a name alike is only suggested', () => {
    const own = [
      organisation('ga', '公安局'),
      organisation('cdc', '疾控中心', 'sj'),
      organisation('sj', '数据局'),
      organisation('wjw', '海盐县卫生健康局'),
    ];

    const matches = matchDepartments(release, own, {});

    expect(matches).toMatchObject([
      { code: 'ga', state: 'matched', to: 'ga' },
      { code: 'wj', state: 'unmatched', suggested: 'wjw' },
      { code: 'cdc', state: 'successor', to: 'sj' },
    ]);
    expect(mappingOf(matches)).toEqual({ cdc: 'sj' });
    expect(matchDepartments(release, own, { wj: 'wjw' })[1]).toMatchObject({ state: 'chosen', to: 'wjw' });
  });
});

describe('addresses and regions', () => {
  it('write a template as one part of an address and read it back', () => {
    expect(templateKey(origin)).toBe('330000~family~newborn');
    expect(templateOfKey('330000~family~newborn')).toEqual({ region: '330000', templateId: 'family/newborn' });
  });

  it.each([
    ['330000', '330424', true],
    ['330400', '330424', true],
    ['330424', '330424', true],
    ['330400', '331002', false],
    ['331000', '331002', true],
    ['330424', '330000', false],
  ])('say whether %s covers %s: %s', (upper, lower, expected) => {
    expect(covers(upper, lower)).toBe(expected);
  });
});

describe('searching', () => {
  const called = [
    { words: '生孩子', weight: 3 },
    { words: 'shenghaizi', weight: 2.7 },
    { words: '落户', weight: 3 },
  ];

  it('wants every word, and takes none of them as a pattern', () => {
    expect(scoreOf(called, '生孩子 落户')).toBeGreaterThan(scoreOf(called, '落户'));
    expect([scoreOf(called, '生孩子 退休'), scoreOf(called, '.*'), scoreOf(called, ' ')]).toEqual([0, 0, 1]);
  });

  it('finds what is near by letters or by sound', () => {
    expect(nearnessOf(called, '生孩纸')).toBeGreaterThan(0.5);
    expect(nearnessOf(called, '退休')).toBeLessThan(0.2);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile, declarationsFor } from './index.ts';
import type { CompileInput, ContractRights, ScenarioPackage } from './plan.ts';
import { contractIdOfUse } from './rights.ts';

const fixture = (side: 'right' | 'wrong'): ScenarioPackage =>
  JSON.parse(readFileSync(new URL(`../../schemas/fixtures/field-without-right/${side}.json`, import.meta.url), 'utf8')).package;
const pkg = fixture('right');
const contract = pkg.contracts.person!;
const codes = (input: CompileInput, of = pkg) => compile(of, input).findings.filter(({ severity }) => severity === 'error');
const pending = (fields: string[], state = 'answer'): ContractRights['applications'] => ({
  'sample/person': {
    number: 'SJ20260300001',
    state,
    words: { 'zh-CN': '待提供部门答复：公安局，2026-03-11 前' },
    ownerName: { 'zh-CN': '公安局' },
    fields,
  },
});

describe('what a scenario may read', () => {
  it('is said by the region where it is asked: what the package brings along does not count', () => {
    const findings = codes({ rights: { contracts: {}, applications: {} } });

    expect(findings).toEqual([expect.objectContaining({ code: 'data-use-without-contract', blocks: 'publish' })]);
  });

  it('when applied for, is told with the application, its side and its day; there is a plan to rehearse, and no publishing', () => {
    const result = compile(pkg, { rights: { contracts: {}, applications: pending(['city', 'income', 'name']) } });

    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({
        code: 'data-use-without-contract',
        blocks: 'publish',
        message: expect.objectContaining({ 'zh-CN': expect.stringContaining('申请 SJ20260300001 待提供部门答复：公安局，2026-03-11 前') }),
      }),
    ]);
    expect(result.plan).toBeDefined();
  });

  it('when granted, is simply there', () => {
    expect(codes({ rights: { contracts: { person: contract }, applications: {} } })).toEqual([]);
  });

  it('when a wider contract is applied for, waits for that alone', () => {
    const narrow = { ...contract, fields: ['city', 'name'] as typeof contract.fields };
    const rights = { contracts: { person: narrow }, applications: pending(['city', 'income', 'name']) };

    expect(codes({ rights })).toEqual([expect.objectContaining({ code: 'contract-too-narrow', blocks: 'publish' })]);
    // Decided against, the application helps no longer.
    const refused = { contracts: { person: narrow }, applications: pending(['city', 'income', 'name'], 'refused') };
    expect(codes({ rights: refused }).map(({ code }) => code)).toEqual(['contract-too-narrow', 'field-without-right']);
  });

  it('is not looked at when a published version is loaded: the reads themselves are', () => {
    expect(compile(fixture('wrong'), { rights: 'atRead' }).plan).toBeDefined();
  });
});

describe('a field outside the contract', () => {
  const narrow = { ...contract, fields: ['city', 'name'] as typeof contract.fields };
  const rights = { contracts: { person: narrow }, applications: {} };

  it('cannot be named by a script: its declarations do not have it', () => {
    expect(declarationsFor(pkg, 'sc_need', { contracts: { person: contract }, applications: {} })).toContain('income: number | null');
    expect(declarationsFor(pkg, 'sc_need', rights)).not.toContain('income');
  });

  it('cannot be named by an expression or a table either: each place is a finding', () => {
    const of = structuredClone(pkg);
    of.scenario.edges.e_check!.when = 'applicant.income > 1000';
    const places = codes({ rights }, of).filter(({ code }) => code === 'field-without-right');

    expect(places.map(({ path }) => path)).toContain('scenario/scripts/sc_need/reads');
    expect(places.map(({ path }) => path)).toContain('scenario/edges/e_check/when');
    expect(compile(of, { rights }).plan).toBeUndefined();
  });

  it('may be named when the applicant is asked for it: then it is no shared value', () => {
    const of = structuredClone(pkg);
    of.forms.card!.fields.fl_income = {
      section: 's_main',
      rank: 'a3',
      subject: 'applicant',
      key: 'income',
      type: 'integer',
      label: { 'zh-CN': '年收入', en: 'Income' },
    };

    expect(codes({ rights }, of).map(({ code }) => code)).toEqual(['contract-too-narrow']);
  });

  it('is not in the plan’s reads of a contract for another step', () => {
    const elsewhere = { ...contract, steps: ['n_check'] as NonNullable<typeof contract.steps> };

    expect(codes({ rights: { contracts: { person: elsewhere }, applications: {} } }).map(({ code }) => code)).toEqual([
      'contract-of-other-step',
    ]);
  });
});

describe('the id of a contract', () => {
  it('is the one the use names where it is the scenario’s own, else made of scenario and resource', () => {
    expect(contractIdOfUse('newborn', { contract: 'newborn/ga-father', resource: 'ga/household' })).toBe('newborn/ga-father');
    expect(contractIdOfUse('copy', { contract: 'newborn/ga-father', resource: 'ga/household' })).toBe('copy/ga-household');
    expect(contractIdOfUse('copy', { resource: 'ga/household' })).toBe('copy/ga-household');
  });
});

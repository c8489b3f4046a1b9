import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { changeSentence, diffPackages, mergePackages } from '../index.ts';
import { smallPackage, templatePackage } from '../testing/packages.ts';
import { scripts, tripleOf } from '../testing/triples.ts';

/** Sentences of everything that a change of the small package makes. */
function said(change: (pkg: ScenarioPackage) => void): string[] {
  const [before, after] = [smallPackage(), smallPackage()];
  change(after);
  return diffPackages(before, after).map((one) => changeSentence(one, { before, after })['zh-CN']);
}

describe('sentences', () => {
  it('[MG25] a limit is said with its unit and the name of its item', () => {
    expect(said((pkg) => Object.assign(pkg.scenario.items.it_a!, { promisedDays: 5 }))).toEqual([
      '「登记」承诺时限 由 3 个工作日 改为 5 个工作日',
    ]);
    expect(said((pkg) => Object.assign(pkg.scenario.clocks!.c_all!, { days: 4 }))).toEqual([
      '「总时限」办理时限 由 5 个工作日 改为 4 个工作日',
    ]);
    expect(said((pkg) => Object.assign(pkg.scenario.clocks!.c_all!, { unit: 'hours', days: 48 }))[0]).toBe(
      '「总时限」办理时限 由 5 小时 改为 48 小时',
    );
  });

  it('[MG25] steps, fields, rows and connections are called what people call them', () => {
    expect(said((pkg) => void delete pkg.scenario.nodes.n_wj)).toEqual(['删去环节「随访」']);
    const phone = { section: 'base', rank: 'a9', subject: 'mother', type: 'mobile' as const, label: { 'zh-CN': '手机' } };
    expect(said((pkg) => Object.assign(pkg.forms.main!.fields, { phone }))).toEqual(['「登记表」新增字段「手机」']);
    expect(said((pkg) => Object.assign(pkg.forms.main!.fields.age!, { section: 'more' }))).toEqual([
      '「登记表」的「年龄」所在分区 由 「基本」 改为 「其他」',
    ]);
    expect(said((pkg) => Object.assign(pkg.scenario.edges.e_3!, { to: 'n_end' }))).toEqual([
      '「登记审核」→「结束」去向 由 「随访」 改为 「结束」',
    ]);
    expect(said((pkg) => Object.assign(pkg.scenario.tables!.t_fee!.rows.r_2!.when, { age: '>= 35' }))).toEqual([
      '「收费」的第 2 行条件「年龄」 由 >= 30 改为 >= 35',
    ]);
    expect(said((pkg) => Object.assign(pkg.scenario.nodes.n_ga!, { reads: ['mother.name'] }))).toEqual([
      '「登记审核」可见的数据 减少 年龄',
    ]);
    expect(said((pkg) => Object.assign(pkg.scenario.edges.e_3!, { when: 'mother.age > 30 and mother.name = "x"' }))).toEqual([
      '「登记审核」→「随访」条件 新设',
    ]);
    expect(said((pkg) => Object.assign(pkg.scenario.edges.e_3!, { when: 'mother.age > 30' }))).toEqual([
      '「登记审核」→「随访」条件 设为 年龄 > 30',
    ]);
  });

  it('[MG25] a message says the names of the values it will hold', () => {
    const notice = (words: string) => ({
      to: { subject: 'mother' },
      channel: 'sms' as const,
      name: { 'zh-CN': '受理' },
      text: { 'zh-CN': words },
    });
    const [before, after] = [smallPackage(), smallPackage()];
    for (const [pkg, words] of [
      [before, '{mother.age}，已受理。'],
      [after, '{mother.age}，已受理，编号 {mother.unheard}。'],
    ] as const)
      Object.assign(pkg.scenario, { notifications: { nt: notice(words) } });

    const sentences = diffPackages(before, after).map((one) => changeSentence(one, { before, after })['zh-CN']);

    expect(sentences.join()).toContain('〔年龄〕，已受理，编号 〔…〕');
    expect(sentences.join()).not.toContain('mother');
  });

  it('[MG26] a conflict says what upstream did and what we did', () => {
    const [base, ours, theirs] = [smallPackage(), smallPackage(), smallPackage()];
    ours.scenario.items.it_a!.promisedDays = 4;
    theirs.scenario.items.it_a!.promisedDays = 2;
    const [item] = mergePackages({ base, ours, theirs }).items;
    const sides = { ours: { 'zh-CN': '本县', en: 'we' }, theirs: { 'zh-CN': '省模板', en: 'the province' } };
    expect(changeSentence(item!, { base, ours, theirs }, sides)).toEqual({
      'zh-CN': '省模板：「登记」承诺时限 由 3 个工作日 改为 2 个工作日；本县已改为 4 个工作日',
      en: 'the province: “Registration”: promised limit changed from 3 working days to 2 working days; we have changed it to 4 working days',
    });
  });

  it('[MG26] a step cut into two is said as such, and what we did to it beside', () => {
    const [base, ours, theirs] = [smallPackage(), smallPackage(), smallPackage()];
    const { n_ga, ...nodes } = theirs.scenario.nodes;
    theirs.scenario.nodes = {
      ...nodes,
      n_paper: { ...n_ga!, name: { 'zh-CN': '资料审核' } },
      n_site: { ...n_ga!, name: { 'zh-CN': '现场勘验' } },
    };
    Object.assign(theirs.scenario.edges.e_2!, { to: 'n_paper' });
    Object.assign(theirs.scenario.edges.e_3!, { from: 'n_site' });
    theirs.scenario.edges.e_9 = { from: 'n_paper', to: 'n_site', rank: 'a0' };
    Object.assign(ours.scenario.nodes.n_ga!, { dueDays: 1 });
    const { items, open } = mergePackages({ base, ours, theirs });
    expect(open).toEqual(['scenario/nodes/n_ga']);
    const item = items.find(({ key }) => key === 'scenario/nodes/n_ga')!;
    expect(item.kind).toBe('split');
    expect(changeSentence(item, { base, ours, theirs })['zh-CN']).toBe(
      '上游新版：「登记审核」拆成了「资料审核」「现场勘验」；本县也改了它',
    );
  });

  it('[MG27] no sentence shows an id, whatever was changed', () => {
    const shown = new Set<string>();
    fc.assert(
      fc.property(scripts, (script) => {
        const { base, ours, theirs } = tripleOf(script);
        const ids = idsOf([base, ours, theirs]);
        for (const change of diffPackages(base, theirs)) check(changeSentence(change, { before: base, after: theirs }), ids, change.key);
        const { items } = mergePackages({ base, ours, theirs });
        for (const item of items) check(changeSentence(item, { base, ours, theirs }), ids, item.key);
      }),
      { numRuns: 25 },
    );
    function check(text: { 'zh-CN': string; en?: string }, ids: ReadonlySet<string>, key: string) {
      for (const words of [text['zh-CN'], text.en ?? '']) {
        shown.add(words);
        const bad = words.match(/[A-Za-z][\w]*(?:[._][\w]+)+/g)?.find((word) => ids.has(word) || /^[a-z]{1,2}_/.test(word));
        expect(bad, `${key}: ${words}`).toBeUndefined();
        expect(words, key).not.toContain('undefined');
      }
    }
    expect(shown.size).toBeGreaterThan(100);
  });

  it('[MG27] every property of the templates that can change has words of its own', () => {
    const pkg = templatePackage('family/newborn');
    const none = { ...pkg, scenario: { ...pkg.scenario, nodes: {}, edges: {} }, forms: {} };
    for (const change of diffPackages(none, pkg)) expect(changeSentence(change, { before: none, after: pkg })['zh-CN']).toMatch(/新增/);
  });
});

function idsOf(packages: ScenarioPackage[]): Set<string> {
  const ids = new Set<string>();
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      ids.add(key);
      walk(inner);
    }
  };
  packages.forEach(walk);
  return ids;
}

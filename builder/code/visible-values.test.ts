import { describe, expect, it } from 'vitest';
import { createEditor } from '../editing/editor.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { filterTextOf } from './completion-text.ts';
import { declarationsWhileWriting, readsToAdd, sensitivePlaces, visibleValues } from './visible-values.ts';

describe('what a script may read', () => {
  it('is what is collected before its step, with who asks for it, in a scenario that never ran', () => {
    const values = visibleValues(samplePackage(), 's_amount');

    const region = values.find(({ path }) => path === 'mother.region')!;
    expect(region).toMatchObject({ name: { 'zh-CN': '户籍地' }, type: 'string', declared: false, sensitivity: 2 });
    expect(region.sources.length).toBeGreaterThan(0);
    expect(values.find(({ path }) => path === 'mother.days')).toMatchObject({ declared: true });
    // What the script itself works out, and what comes later, is not there yet.
    expect(values.map(({ path }) => path)).not.toContain('allowance.amount');
    expect(values.map(({ path }) => path)).not.toContain('baby.certificate');
  });

  it('is typed whether the script says so yet or not, and said once the text mentions it', () => {
    const pkg = samplePackage();
    const values = visibleValues(pkg, 's_amount');

    expect(declarationsWhileWriting(pkg, 's_amount', values)).toMatch(/region: string/);
    expect(readsToAdd('return { a: input.mother.region };', values)).toEqual(['mother.region']);
    expect(readsToAdd('// input.mother.region\nreturn input.mother.days;', values)).toEqual([]);
  });

  it('stops at a step moved before the form', () => {
    const editor = createEditor({ document: samplePackage() });
    const pkg = structuredClone(editor.state().document);
    // The script hangs right behind the beginning: nothing was asked yet.
    for (const edge of Object.values(pkg.scenario.edges)) if (edge.from === 'n_start') edge.to = 'n_amount';
    for (const [id, edge] of Object.entries(pkg.scenario.edges))
      if (edge.to === 'n_amount' && edge.from !== 'n_start') delete pkg.scenario.edges[id];
    pkg.scenario.scripts!.s_amount!.reads = [];

    expect(visibleValues(pkg, 's_amount')).toEqual([]);
  });

  it('is marked where it is sensitive', () => {
    const pkg = samplePackage();
    pkg.scenario.variables!['mother.secret'] = { name: { 'zh-CN': '病历' }, type: 'string', sensitivity: 4 };
    pkg.scenario.scripts!.s_amount!.reads.push('mother.secret');

    const source = 'const { days } = input.mother;\nreturn input.mother.secret;';
    const places = sensitivePlaces(source, visibleValues(pkg, 's_amount'));
    expect(places.map(({ at, length, value }) => [source.slice(at, at + length), value.sensitivity])).toEqual([['mother.secret', 4]]);
  });
});

describe('a completion is found', () => {
  it.each(['申', '人姓名', 'sqrxm', 'shenqing', 'applicant.name', 'name'])('by %s', (typed) => {
    expect(
      filterTextOf('申请人姓名', 'applicant.name')
        .split(' ')
        .some((word) => word.startsWith(typed)),
    ).toBe(true);
  });
});

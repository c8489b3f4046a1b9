import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentKind, validateDocument } from '../../../schemas/validate.ts';
import { installPlugins } from '../../plugins/registry.ts';
import licencePlate from '../../plugins/shipped/licence-plate/plugin.ts';
import twoPerson from '../../plugins/shipped/two-person/plugin.ts';
import { compile } from '../compile.ts';
import type { CompileInput, Finding, ScenarioPackage } from '../plan.ts';
import { edge, samplePackage, text, withFlow } from '../testing/sample.ts';

interface Fixture {
  package: ScenarioPackage;
  input?: CompileInput;
  findings: Finding[];
}
installPlugins([licencePlate, twoPerson]);
const folder = new URL('../../../schemas/fixtures/', import.meta.url);
const folders = readdirSync(folder).filter((name) => name !== 'documents');
const fixture = (rule: string, side: 'right' | 'wrong'): Fixture =>
  JSON.parse(readFileSync(new URL(`${rule}/${side}.json`, folder), 'utf8'));

describe.each(folders)('%s', (rule) => {
  it('finds nothing in the right fixture, and makes a plan of it', () => {
    const { package: pkg, input } = fixture(rule, 'right');

    const { findings, plan } = compile(pkg, input);

    expect(findings).toEqual([]);
    expect(plan?.scenario.id).toBe('sample');
  });

  it('finds exactly what is wrong in the wrong fixture', () => {
    const { package: pkg, input, findings } = fixture(rule, 'wrong');

    expect(findings.length).toBeGreaterThan(0);
    expect(compile(pkg, input).findings).toEqual(findings);
  });

  it('makes a plan only of what has no error', () => {
    const { package: pkg, input, findings } = fixture(rule, 'wrong');

    expect(compile(pkg, input).plan === undefined).toBe(findings.some((finding) => finding.severity === 'error'));
  });

  it('has fixtures that fit the schemas', () => {
    for (const side of ['right', 'wrong'] as const) {
      const { package: pkg } = fixture(rule, side);
      if (rule === 'document-malformed' && side === 'wrong') continue; // it is what the schemas refuse
      const documents = [pkg.scenario, ...Object.values(pkg.forms), ...Object.values(pkg.resources), ...Object.values(pkg.contracts)];
      expect(documents.flatMap((document) => validateDocument(documentKind(document.format)!, document))).toEqual([]);
    }
  });
});

describe('the rules together', () => {
  const wrong = folders.flatMap((rule) => fixture(rule, 'wrong').findings);

  it('show every code they can give in a wrong fixture', () => {
    const here = new URL('./', import.meta.url);
    const sources = readdirSync(here).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    const codes = sources.flatMap((name) =>
      [...readFileSync(new URL(name, here), 'utf8').matchAll(/(?:error|warning)\(\s*'([a-z-]+)'/g)].map((match) => match[1]!),
    );

    expect(new Set(codes).size).toBeGreaterThan(30);
    expect([...new Set(codes)].filter((code) => !wrong.some((finding) => finding.code === code))).toEqual([]);
  });

  it('say in both languages what to do, in whole sentences', () => {
    for (const { message } of wrong) {
      expect(message['zh-CN']).toMatch(/请|？$/);
      expect(message['zh-CN']).toMatch(/[。？]$/);
      expect(message.en).toMatch(/^[A-Z“].*[.?]$/s);
    }
  });

  it('point at something: every path begins with a document, every element has an id', () => {
    for (const { path, element } of wrong) {
      expect(path).toMatch(/^(scenario|forms|elements|resources|contracts)(\/|$)/);
      if (element) expect(element.id).not.toBe('');
    }
  });
});

const codesOf = (pkg: ScenarioPackage) => compile(pkg).findings.map(({ code, element }) => `${code} ${element?.id ?? ''}`);
const gate = (kind: 'exclusive' | 'parallel' | 'inclusive') => ({ kind, name: text(kind) });
const task = () => samplePackage().scenario.nodes.n_check!;
const { n_start, n_fill, n_end } = samplePackage().scenario.nodes as Record<string, ReturnType<typeof task>>;

describe('flows that are right', () => {
  it('a loop through an exclusive merge, with a way out', () => {
    const pkg = withFlow(
      samplePackage(),
      { n_start: n_start!, n_fill: n_fill!, g_in: gate('exclusive'), n_check: task(), g_out: gate('exclusive'), n_end: n_end! },
      ['n_start -> n_fill', 'n_fill -> g_in', 'g_in -> n_check', 'n_check -> g_out', 'g_out -> g_in', 'g_out -> n_end'],
    );
    Object.assign(pkg.scenario.edges.e_4!, { when: 'applicant.city = "台州"' });
    Object.assign(pkg.scenario.edges.e_5!, { default: true });

    expect(codesOf(pkg)).toEqual([]);
  });

  it('a fork inside a branch of a fork, one branch of which ends by itself', () => {
    const nodes = {
      n_start: n_start!,
      n_fill: n_fill!,
      g_f: gate('parallel'),
      g_g: gate('parallel'),
      n_a: task(),
      n_b: task(),
      n_c: task(),
      g_j: gate('parallel'),
      n_end: n_end!,
      n_side: n_end!,
    };
    const pkg = withFlow(samplePackage(), nodes, [
      'n_start -> n_fill',
      'n_fill -> g_f',
      'g_f -> n_a',
      'g_f -> g_g',
      'g_g -> n_b',
      'g_g -> n_c',
      'n_a -> g_j',
      'n_b -> g_j',
      'n_c -> n_side',
      'g_j -> n_end',
    ]);

    expect(codesOf(pkg)).toEqual([]);
  });

  it('an inclusive split joined inclusively', () => {
    const pkg = withFlow(
      samplePackage(),
      { n_start: n_start!, n_fill: n_fill!, g_s: gate('inclusive'), n_a: task(), n_b: task(), g_j: gate('inclusive'), n_end: n_end! },
      ['n_start -> n_fill', 'n_fill -> g_s', 'g_s -> n_a', 'g_s -> n_b', 'n_a -> g_j', 'n_b -> g_j', 'g_j -> n_end'],
    );
    Object.assign(pkg.scenario.edges.e_2!, { when: 'applicant.city = "台州"' });
    Object.assign(pkg.scenario.edges.e_3!, { default: true });

    expect(codesOf(pkg)).toEqual([]);
  });
});

describe('outcomes of a block', () => {
  const withBlock = (on: string[]) => {
    const inside = { parent: 'b_desk' };
    const nodes = {
      n_start: n_start!,
      n_fill: n_fill!,
      b_desk: { kind: 'block' as const, name: text('窗口') },
      n_in: { ...n_start!, ...inside },
      n_check: { ...task(), ...inside },
      n_yes: { ...n_end!, ...inside },
      n_no: { kind: 'end' as const, name: text('不予'), result: 'refused' as const, ...inside },
      n_end: n_end!,
    };
    const pkg = withFlow(samplePackage(), nodes, ['n_start -> n_fill', 'n_fill -> b_desk', 'n_in -> n_check']);
    const decisions = {
      yes: { name: text('是'), rank: 'a0', effect: 'agree' as const },
      no: { name: text('否'), rank: 'a1', effect: 'refuse' as const },
    };
    Object.assign(pkg.scenario.nodes.n_check!, { decisions });
    Object.assign(pkg.scenario.edges, { e_yes: edge('n_check', 'n_yes', { on: 'yes' }), e_no: edge('n_check', 'n_no', { on: 'no' }) });
    for (const outcome of on) pkg.scenario.edges[`e_out_${outcome}`] = edge('b_desk', 'n_end', { on: outcome });
    return pkg;
  };

  it('are the results of its ends', () => {
    expect(codesOf(withBlock(['completed', 'refused']))).toEqual([]);
  });

  it('need an edge each, and no other has one', () => {
    expect(codesOf(withBlock(['completed', 'expired']))).toEqual(['dangling-reference e_out_expired', 'outcome-without-edge b_desk']);
  });
});

describe('flows that are wrong', () => {
  it('a loop without a way out is told at the loop, not at everything before it', () => {
    const pkg = withFlow(samplePackage(), { n_start: n_start!, n_fill: n_fill!, n_a: task(), n_b: task(), n_end: n_end! }, [
      'n_start -> n_fill',
      'n_fill -> n_a',
      'n_a -> n_b',
      'n_b -> n_a',
    ]);

    expect(codesOf(pkg)).toEqual(['dead-end n_a', 'dead-end n_b', 'unreachable-node n_end']);
  });

  it('a loop nothing leads into is told at each of its nodes', () => {
    const pkg = withFlow(samplePackage(), { n_start: n_start!, n_fill: n_fill!, n_end: n_end!, n_a: task(), n_b: task() }, [
      'n_start -> n_fill',
      'n_fill -> n_end',
      'n_a -> n_b',
      'n_b -> n_a',
    ]);

    expect(codesOf(pkg)).toEqual(['dead-end n_a', 'unreachable-node n_a', 'dead-end n_b', 'unreachable-node n_b']);
  });

  it('a join that takes two edges of one branch waits for ever', () => {
    const pkg = withFlow(
      samplePackage(),
      { n_start: n_start!, n_fill: n_fill!, g_f: gate('parallel'), n_a: task(), n_b: task(), g_j: gate('parallel'), n_end: n_end! },
      ['n_start -> n_fill', 'n_fill -> g_f', 'g_f -> n_a', 'g_f -> n_b', 'n_b -> g_j', 'g_j -> n_end'],
    );
    const decisions = {
      yes: { name: text('是'), rank: 'a0', effect: 'agree' as const },
      no: { name: text('否'), rank: 'a1', effect: 'other' as const },
    };
    Object.assign(pkg.scenario.nodes.n_a!, { decisions });
    Object.assign(pkg.scenario.edges, { e_yes: edge('n_a', 'g_j', { on: 'yes' }), e_no: edge('n_a', 'g_j', { on: 'no', rank: 'a1' }) });

    expect(codesOf(pkg)).toEqual(['join-never-completes g_j']);
  });

  it('an inclusive split never promises a parallel join all of its branches', () => {
    const pkg = withFlow(
      samplePackage(),
      { n_start: n_start!, n_fill: n_fill!, g_s: gate('inclusive'), n_a: task(), n_b: task(), g_j: gate('parallel'), n_end: n_end! },
      ['n_start -> n_fill', 'n_fill -> g_s', 'g_s -> n_a', 'g_s -> n_b', 'n_a -> g_j', 'n_b -> g_j', 'g_j -> n_end'],
    );
    Object.assign(pkg.scenario.edges.e_2!, { when: 'applicant.city = "台州"' });
    Object.assign(pkg.scenario.edges.e_3!, { default: true });

    expect(codesOf(pkg)).toEqual(['join-never-completes g_j']);
  });

  it('what a parallel branch writes cannot be read in its sister', () => {
    const pkg = withFlow(
      samplePackage(),
      {
        n_start: n_start!,
        n_fill: n_fill!,
        g_f: gate('parallel'),
        n_a: { kind: 'script', name: text('算'), script: 's_a' },
        n_b: { ...task(), reads: ['child.score'] } as typeof n_end & {},
        g_j: gate('parallel'),
        n_end: n_end!,
      },
      ['n_start -> n_fill', 'n_fill -> g_f', 'g_f -> n_a', 'g_f -> n_b', 'n_a -> g_j', 'n_b -> g_j', 'g_j -> n_end'],
    );
    pkg.scenario.variables = { 'child.score': { name: text('得分'), type: 'number' } };
    pkg.scenario.scripts = { s_a: { name: text('算分'), language: 'typescript', source: '', reads: [], writes: ['child.score'] } };

    expect(codesOf(pkg)).toEqual(['field-read-before-collected n_b']);
  });
});

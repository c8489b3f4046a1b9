import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';
import { packageOf } from './package.ts';
import type { JsonValue, ScenarioPackage } from './plan.ts';
import { addRegister, edge, samplePackage, text, withFlow } from './testing/sample.ts';
import { visibleAt } from './visible.ts';

const folder = new URL('../../schemas/fixtures/', import.meta.url);
const packages: ScenarioPackage[] = readdirSync(folder)
  .filter((name) => name !== 'documents')
  .flatMap((name) => ['right', 'wrong'].map((side) => JSON.parse(readFileSync(new URL(`${name}/${side}.json`, folder), 'utf8')).package));

describe('compile never throws', () => {
  /** Replaces one value somewhere in a package by another. */
  const changed = (pkg: ScenarioPackage, steps: number[], value: unknown): ScenarioPackage => {
    const copy = structuredClone(pkg);
    let at: Record<string, unknown> = copy as unknown as Record<string, unknown>;
    for (const [index, step] of steps.entries()) {
      const keys = Object.keys(at);
      if (keys.length === 0) break;
      const key = keys[step % keys.length]!;
      const child = at[key];
      if (index === steps.length - 1 || child === null || typeof child !== 'object') {
        at[key] = value;
        break;
      }
      at = child as Record<string, unknown>;
    }
    return copy;
  };
  const anyPackage = fc.constantFrom(...packages);
  const somewhere = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 8 });

  it('on any JSON at all', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const { findings, plan } = compile(value as unknown as ScenarioPackage);
        expect(plan).toBeUndefined();
        expect(findings[0]?.code).toBe('document-malformed');
      }),
    );
  });

  it('on a package in which any value became any other JSON', () => {
    fc.assert(
      fc.property(anyPackage, somewhere, fc.jsonValue({ maxDepth: 2 }), (pkg, steps, value) => {
        const { findings, plan } = compile(changed(pkg, steps, value));
        expect(plan !== undefined || findings.some((finding) => finding.severity === 'error')).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('on a package in which a text became another id, path or expression', () => {
    const words = fc.constantFrom(
      'constructor',
      'toString',
      '__proto__',
      'n_fill',
      'n_check',
      'applicant.name',
      'applicant.constructor',
      'fill',
      'start',
      'parallel',
      '1 +',
      'x'.repeat(3000),
      '-',
      '((((',
      'date',
    );
    fc.assert(
      fc.property(anyPackage, somewhere, words, (pkg, steps, word) => {
        compile(changed(pkg, steps, word), { scripts: {}, params: { city: word } });
      }),
      { numRuns: 400 },
    );
  });

  it('on ids every object inherits', () => {
    const pkg = samplePackage((sample) => {
      const { scenario } = sample;
      Object.assign(scenario.nodes, { constructor: scenario.nodes.n_check! });
      scenario.edges = {
        toString: edge('n_start', 'n_fill'),
        valueOf: edge('n_fill', 'constructor'),
        e_3: edge('constructor', 'n_end'),
      } as unknown as typeof scenario.edges;
      Reflect.deleteProperty(scenario.nodes, 'n_check');
      sample.forms.card!.fields.fl_city!.key = 'hasOwnProperty';
    });
    const { plan, findings } = compile(pkg);

    expect(findings).toEqual([]);
    expect(plan!.nodes['constructor' as string]!.incoming.map(({ id }) => id)).toEqual(['valueOf']);
    expect(plan!.nodes.isPrototypeOf).toBeUndefined();
    const context = plan!.contextOf({ 'applicant.hasOwnProperty': '台州' }, { outcomes: {}, case: {} });
    expect((context.applicant as Record<string, unknown>).hasOwnProperty).toBe('台州');
  });

  it('on documents nested a hundred thousand levels deep', () => {
    let deep: JsonValue = [];
    for (let level = 0; level < 100_000; level++) deep = [deep];
    const pkg = samplePackage();
    (pkg.cases as Record<string, unknown>).deep = deep;

    expect(compile(pkg).findings.map(({ code }) => code)).toEqual(['document-malformed']);
  });

  it('on blocks that lie in each other', () => {
    const pkg = samplePackage(({ scenario }) => {
      scenario.nodes.b_a = { kind: 'block', name: text('甲'), parent: 'b_b' };
      scenario.nodes.b_b = { kind: 'block', name: text('乙'), parent: 'b_a' };
    });

    expect(compile(pkg).plan).toBeUndefined();
  });
});

describe('a plan', () => {
  const pkg = samplePackage((sample) => {
    addRegister(sample);
    sample.scenario.params = {
      county: { name: text('县'), type: 'string', value: '临海' },
      limit: { name: text('限额'), type: 'money', value: '10.50' },
    };
    sample.scenario.nodes.b_desk = { kind: 'block', name: text('窗口') };
    sample.scenario.nodes.n_in = { kind: 'start', name: text('进'), parent: 'b_desk', trigger: { type: 'form' } };
    sample.scenario.nodes.n_out = { kind: 'end', name: text('出'), parent: 'b_desk', result: 'completed' };
    sample.scenario.nodes.n_check!.parent = 'b_desk';
    sample.scenario.nodes.g = { kind: 'exclusive', name: text('判断') };
    sample.scenario.edges = {
      e_1: edge('n_start', 'n_fill'),
      e_2: edge('n_fill', 'b_desk'),
      e_3: edge('n_in', 'n_check'),
      e_4: edge('n_check', 'n_out'),
      e_5: edge('b_desk', 'g'),
      e_b: edge('g', 'n_end', { rank: 'a1', default: true }),
      e_a: edge('g', 'n_fill', {
        rank: 'a0',
        when: 'outcome.n_check = "agree" and param.county = "临海" and param.limit > 10 and case.submittedDate < date("2026-12-31")',
      }),
    };
  });
  const { plan } = compile(pkg);

  it('resolves nodes, blocks and edges in the order of their ranks', () => {
    expect(plan!.start).toBe('n_start');
    expect(plan!.blocks.b_desk).toEqual({ id: 'b_desk', start: 'n_in', nodes: ['n_check', 'n_in', 'n_out'] });
    expect(plan!.nodes.n_check!.block).toBe('b_desk');
    expect(plan!.nodes.n_check!.item).toBe('it_card');
    expect(plan!.nodes.g!.outgoing.map(({ id, isDefault }) => [id, isDefault])).toEqual([
      ['e_a', false],
      ['e_b', true],
    ]);
    expect([...plan!.nodes.b_desk!.upstream].sort()).toEqual(['b_desk', 'g', 'n_fill', 'n_start']);
  });

  it('conditions read parameters, outcomes and the case by their types', () => {
    const context = plan!.contextOf({}, { outcomes: { n_check: 'agree' }, case: { region: '331082', submittedDate: '2026-03-02' } });
    const when = plan!.edges.e_a!.when!;

    expect(when(context, { now: '2026-03-02T00:00:00Z' })).toEqual({ ok: true, value: true });
    expect(when(plan!.contextOf({}, { outcomes: {}, case: {} }), { now: '2026-03-02T00:00:00Z' })).toEqual({ ok: true, value: false });
  });

  it('a region’s parameters win over the template’s', () => {
    const local = compile(pkg, { params: { county: '仙居' } }).plan!;
    const context = local.contextOf({}, { outcomes: { n_check: 'agree' }, case: { submittedDate: '2026-03-02' } });

    expect(local.edges.e_a!.when!(context, { now: '2026-03-02T00:00:00Z' })).toEqual({ ok: true, value: false });
  });

  it('keys of a data use are expressions over the case', () => {
    const context = plan!.contextOf({ 'applicant.idNumber': '110101190001011236' }, { outcomes: {}, case: {} });

    expect(plan!.data.d_person!.keyExpressions.idNumber!(context, { now: '2026-03-02T00:00:00Z' })).toEqual({
      ok: true,
      value: '110101190001011236',
    });
    expect(plan!.data.d_person!.resourceDoc.id).toBe('person');
  });

  it('types, names and sensitivity are known for every path', () => {
    expect(plan!.types['applicant.idNumber']).toEqual({
      type: 'idCard',
      codes: undefined,
      sensitivity: 3,
      name: text('身份证号', 'ID number'),
    });
    expect(Object.keys(plan!.types)).toEqual(['applicant.name', 'applicant.idNumber', 'applicant.city']);
  });

  it('compiling twice gives the same hash and findings', () => {
    expect(compile(structuredClone(pkg)).plan!.hash).toBe(plan!.hash);
  });
});

describe('what a node sees', () => {
  const pkg = samplePackage((sample) => {
    sample.scenario.variables = { 'applicant.score': { name: text('得分'), type: 'number' } };
    sample.scenario.scripts = { s: { name: text('评分'), language: 'typescript', source: '', reads: [], writes: ['applicant.score'] } };
    sample.scenario.nodes.n_score = { kind: 'script', name: text('评分'), script: 's' };
    Object.assign(sample.scenario.edges, { e_3: edge('n_check', 'n_score'), e_4: edge('n_score', 'n_end') });
  });

  it('is what some way to it collects', () => {
    const form = ['applicant.city', 'applicant.idNumber', 'applicant.name'];
    expect(visibleAt(pkg, 'n_start')).toEqual([]);
    expect(visibleAt(pkg, 'n_fill')).toEqual(form);
    expect(visibleAt(pkg, 'n_score')).toEqual(form);
    expect(visibleAt(pkg, 'n_end')).toEqual([...form, 'applicant.score'].sort());
    expect(visibleAt(pkg, 'constructor')).toEqual([]);
  });
});

describe('where values are known', () => {
  const inside = (id: string) => ({ parent: 'n_free', name: text(id) });
  const free = (done?: string): ScenarioPackage => {
    const { n_start, n_fill, n_check, n_end } = samplePackage().scenario.nodes;
    const pkg = withFlow(
      samplePackage(),
      {
        n_start: n_start!,
        n_fill: n_fill!,
        n_end: n_end!,
        n_free: { kind: 'block', name: text('free'), adHoc: { order: 'parallel', ...(done ? { done } : {}) } },
        n_rule: { ...inside('rule'), kind: 'decision', table: 't_rule' },
        n_other: { ...n_check!, ...inside('other') } as typeof n_check & object,
        g_after: { kind: 'exclusive', name: text('after') },
        n_check: n_check!,
      },
      ['n_start -> n_fill', 'n_fill -> n_free', 'n_free -> g_after', 'g_after -> n_check', 'g_after -> n_end', 'n_check -> n_end'],
    );
    const [yes, no] = Object.values(pkg.scenario.edges).filter(({ from }) => from === 'g_after');
    Object.assign(yes!, { when: 'applicant.level = "high"' });
    Object.assign(no!, { default: true });
    pkg.scenario.variables = { 'applicant.level': { name: text('等级', 'Level'), type: 'string' } };
    pkg.scenario.tables = {
      t_rule: {
        name: text('规则', 'Rule'),
        hitPolicy: 'FIRST',
        inputs: { i: { name: text('城市', 'City'), rank: 'a0', expression: 'applicant.city', type: 'string' } },
        outputs: { o: { name: text('等级', 'Level'), rank: 'a0', path: 'applicant.level', type: 'string' } },
        // biome-ignore lint/suspicious/noThenProperty: the documents' own word for what a row gives
        rows: { r: { rank: 'a0', when: { i: '-' }, then: { o: '"high"' } } },
      },
    };
    return pkg;
  };

  it('steps people start see what came before their block, and what follows the block sees what they wrote', () => {
    expect(compile(free()).findings).toEqual([]);
    expect(compile(free('count(block.done) > 0')).findings).toEqual([]);
  });

  it('blocks drawn inside each other do not hold the check up', () => {
    const pkg = free();
    Object.assign(pkg.scenario.nodes.n_free!, { parent: 'n_free' });

    expect(compile(pkg).plan).toBeUndefined();
  });
});

describe('a package folder', () => {
  const sample = samplePackage();
  const files = {
    'README.md': '# hello',
    'scenario.json': sample.scenario,
    'elements.json': { format: 'lianban.data-elements/1', id: 'elements', name: text('数据元'), elements: sample.elements },
    'forms/card.json': sample.forms.card,
  };

  it('is read by folder and format', () => {
    const { package: pkg, findings } = packageOf(files);

    expect(findings).toEqual([]);
    expect(pkg!.forms.card).toBe(sample.forms.card);
    expect(compile(pkg!).plan).toBeDefined();
  });

  it('tells what is missing, misplaced, doubled or foreign', () => {
    const { findings } = packageOf({
      ...files,
      'forms/copy.json': sample.forms.card,
      'cases/card.json': sample.forms.card,
      'notes/x.json': {},
      'forms/noid.json': { format: 'lianban.form/1' },
      'forms/null.json': null,
    });

    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'file-format cases/card.json',
      'file-duplicate forms/copy.json',
      'file-format forms/noid.json',
      'file-format forms/null.json',
      'file-unknown notes/x.json',
    ]);
    expect(packageOf({}).findings.map(({ code }) => code)).toEqual(['file-missing']);
  });
});

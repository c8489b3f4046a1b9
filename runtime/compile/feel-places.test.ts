import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Calendar, Duration } from '../../schemas/generated/documents.ts';
import workdays from '../calendar/cn-workday.json' with { type: 'json' };
import { compile } from './compile.ts';
import type { ScenarioPackage } from './plan.ts';
import { edge, samplePackage, text } from './testing/sample.ts';

type Schema = { [key: string]: unknown };
const read = (name: string): Schema => JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));

/** Where the schema says FEEL: property names, `*` for any key, `[]` for list elements, `kind=…` and `def=…` for alternatives. */
function placesIn(root: Schema): string[][] {
  const found: string[][] = [];
  const walk = (schema: unknown, path: string[], seen: string[]): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const { $ref, properties, additionalProperties, items, oneOf, anyOf } = schema as Record<string, never>;
    if (typeof $ref === 'string') {
      const name = ($ref as string).replace(/^.*\//, '');
      if (name === 'feel') found.push(path);
      else if (($ref as string).startsWith('#/$defs/') && !seen.includes(name))
        walk((root.$defs as Schema)[name], [...path, `def=${name}`], [...seen, name]);
    }
    for (const [key, inner] of Object.entries((properties ?? {}) as Schema)) walk(inner, [...path, key], seen);
    if (additionalProperties) walk(additionalProperties, [...path, '*'], seen);
    if (items) walk(items, [...path, '[]'], seen);
    for (const one of [...((oneOf ?? []) as Schema[]), ...((anyOf ?? []) as Schema[])]) {
      const kind = (one.properties as Record<string, { const?: string }> | undefined)?.kind?.const;
      walk(one, kind === undefined ? path : [...path, `kind=${kind}`], seen);
    }
  };
  walk(root, [], []);
  return found;
}

const days: Duration = { amount: 5, unit: 'days' };
const desk = { department: 'ga', decisions: { agree: { name: text('同意'), rank: 'a0', effect: 'agree' } } };
/** A node of each kind that may hold an expression. */
const nodes: Record<string, object> = {
  start: { trigger: { type: 'form' } },
  end: { result: 'completed' },
  fill: { party: 'applicant', forms: ['f_card'] },
  consent: { party: 'applicant', statement: text('同意吗'), expires: days },
  task: desk,
  window: desk,
  assist: desk,
  pay: desk,
  seal: desk,
  joint: { participants: { p: { name: text('甲'), rank: 'a0', department: 'ga' } }, mode: { type: 'all' }, onRefuse: 'stop' },
  data: { data: 'd_x' },
  script: { script: 's_x' },
  decision: { table: 't_x' },
  notify: { notification: 'm_x' },
  issue: { outcome: 'o_x' },
  archive: {},
  transfer: { to: 'c_x' },
  call: { scenario: 'other' },
  timer: { wait: { duration: days } },
  catch: { event: { type: 'signal', signal: 's' } },
  throw: { event: { type: 'signal', signal: 's' } },
  boundary: { attachedTo: 'n_check', interrupting: true, event: { type: 'signal', signal: 's' } },
  complex: { activate: { count: 1 }, rest: 'ignore' },
  threads: { mode: 'split', count: '1' },
  block: {},
};
/** What an object needs beside its expression, by the definition that describes it. */
const shells: Record<string, object> = {
  loop: { test: 'before', while: 'false' },
  payment: { amount: '"5.00"', title: text('工本费'), paid: 'agree', unpaid: 'agree' },
  each: { order: 'sequential' },
  adHoc: { order: 'parallel', rest: 'cancel' },
  messageEvent: { type: 'message', message: 'm' },
  timerEvent: { type: 'timer' },
  conditionEvent: { type: 'condition', when: 'true' },
};
/** Keys for `*`. */
const keys: Record<string, string> = {
  items: 'it_card',
  forms: 'f_card',
  edges: 'e_1',
  messages: 'm',
  tables: 't_x',
  data: 'd_x',
  collect: 'applicant.city',
  inputs: 'i_x',
  outputs: 'o_x',
  rows: 'r_x',
  // biome-ignore lint/suspicious/noThenProperty: the word of the document's schema
  then: 'o_x',
  keys: 'k',
  values: 'v',
  sections: 's_main',
  fields: 'fl_city',
  materials: 'mt_x',
};

/** The sample with `source` at a place, and the path of it. */
function withSource(document: 'scenario' | 'form', place: string[], source: string): { pkg: ScenarioPackage; path: string } {
  const pkg = samplePackage((made) => {
    made.scenario.messages = { m: { name: text('消息') } };
    made.scenario.tables = {
      t_x: {
        name: text('表'),
        hitPolicy: 'COLLECT',
        inputs: { i_x: { name: text('城市'), rank: 'a0', expression: 'applicant.city', type: 'string' } },
        outputs: { o_x: { name: text('结果'), rank: 'a0', path: 'applicant.city', type: 'string' } },
        // biome-ignore lint/suspicious/noThenProperty: the word of the document's schema
        rows: { r_x: { rank: 'a0', when: {}, then: { o_x: '"x"' } } },
      },
    };
    made.scenario.data = {
      d_x: {
        name: text('读取'),
        rank: 'a0',
        resource: 'person',
        contract: 'person',
        keys: { k: '"1"' },
        provides: {},
        consent: false,
        fallback: 'ask',
      },
    } as never;
    made.scenario.materials = {
      mt_x: { name: text('材料'), rank: 'a0', required: true, accepts: [{ kind: 'tolerate', days: 5, when: 'true' }] },
    } as never;
    made.scenario.edges.e_x = edge('n_check', 'n_x');
  });
  let at = (document === 'scenario' ? pkg.scenario : pkg.forms.card) as unknown as Record<string, unknown>;
  const walked: string[] = [];
  const steps = place.filter((step) => !step.startsWith('def=') && !step.startsWith('kind='));
  const defs = place.flatMap((step, index) =>
    step.startsWith('def=') ? [[place.slice(0, index).filter((one) => !one.includes('=')).length, step.slice(4)] as const] : [],
  );
  const kind = place.find((step) => step.startsWith('kind='))?.slice(5);
  steps.forEach((step, index) => {
    const before = steps[index - 1] ?? '';
    const key =
      step === '*'
        ? before === 'nodes'
          ? 'n_x'
          : document === 'scenario' && steps[0] === 'nodes' && before === 'inputs'
            ? 'applicant.city'
            : keys[before]!
        : step === '[]'
          ? '0'
          : step;
    walked.push(key);
    if (index === steps.length - 1) {
      at[key] = source;
      return;
    }
    const shell =
      defs
        .filter(([depth]) => depth === index + 1)
        .map(([, name]) => shells[name])
        .at(-1) ?? shells[key];
    if (before === 'nodes') at[key] = { kind, name: text('这一步'), ...nodes[kind!] };
    else if (shell) at[key] = { ...shell };
    else if (key === 'activate' || key === 'wait') at[key] = {};
    else at[key] ??= steps[index + 1] === '[]' ? [] : {};
    at = at[key] as Record<string, unknown>;
  });
  return { pkg, path: `${document === 'scenario' ? 'scenario' : 'forms/card'}/${walked.join('/')}` };
}

const places = [
  ...placesIn(read('scenario/scenario')).map((place) => ['scenario', place] as const),
  ...placesIn(read('form/form')).map((place) => ['form', place] as const),
];
const named = places.map(([document, place]) => [`${document} ${place.join('/')}`, document, place] as const);

describe('every place where the schemas allow an expression', () => {
  it('is among those looked at here', () => {
    expect(named.length).toBeGreaterThan(100);
  });

  it.each(named)('%s: what cannot be read is told there', (_, document, place) => {
    const { pkg, path } = withSource(document, [...place], '1 +');

    const { findings } = compile(pkg);

    const there = findings.filter((finding) => path.startsWith(finding.path) || finding.path.startsWith(path));
    expect(findings.filter(({ code }) => code === 'document-malformed')).toEqual([]);
    expect(there.map(({ code }) => code).filter((code) => /expression|table-error/.test(code))).not.toEqual([]);
  });
});

describe('working days in a plan', () => {
  const calendar = workdays as unknown as Calendar;
  const withDays = samplePackage((pkg) => {
    pkg.forms.card!.fields.fl_city!.computed = 'string(add working days(@"2026-09-30", 1))';
    pkg.forms.card!.fields.fl_name!.visibleWhen = 'is working day(@"2026-10-10")';
    pkg.scenario.variables = { 'applicant.days': { name: text('天数'), type: 'number' } };
    pkg.scenario.tables = {
      t_x: {
        name: text('表'),
        hitPolicy: 'FIRST',
        inputs: {
          i_x: { name: text('间隔'), rank: 'a0', expression: 'working days between(@"2026-09-30", @"2026-10-10")', type: 'number' },
        },
        outputs: { o_x: { name: text('天数'), rank: 'a0', path: 'applicant.days', type: 'number' } },
        // biome-ignore lint/suspicious/noThenProperty: the word of the document's schema
        rows: { r_x: { rank: 'a0', when: { i_x: '> 0' }, then: { o_x: 'working days between(@"2026-09-30", @"2026-10-10")' } } },
      },
    };
  });

  it('are counted by the calendar the plan was compiled with, in conditions, expressions and tables', () => {
    const { plan } = compile(withDays, { calendar });
    const env = { now: '2026-09-01T00:00:00Z' };

    const fields = plan!.fills.n_fill!.fields;
    expect(fields['applicant.name']!.visible!({}, env)).toEqual({ ok: true, value: true });
    expect(plan!.tables.t_x!.evaluate({}, env)).toMatchObject({ ok: true, value: { values: { 'applicant.days': 3 } } });
    expect(fields['applicant.city']!.computed!({}, env)).toEqual({ ok: true, value: '2026-10-08' });
  });
});

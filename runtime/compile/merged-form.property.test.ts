import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataElement, FormField } from '../../schemas/generated/documents.ts';
import { mergedFormsOf } from './compile.ts';
import { declarationsOf, declaredPaths } from './declared.ts';
import { compare } from './maps.ts';
import type { JsonValue, MergedField, MergedForm, ScenarioPackage } from './plan.ts';
import { sampleForm, samplePackage, text } from './testing/sample.ts';

const env = { now: '2026-03-02T02:00:00Z' };
const subjects = ['applicant', 'child'];
const keys = ['size', 'title', 'kind'];
const codes = ['a', 'b', 'c'];

/** One department's field: which value, under which rules, and whether it is required there. */
interface Drawn {
  subject: string;
  key: string;
  element: Partial<DataElement>;
  required: boolean;
  shown: boolean;
}
type DrawnForm = Drawn[];

const limits = {
  size: fc.record(
    { minimum: fc.integer({ min: 0, max: 10 }), maximum: fc.integer({ min: 10, max: 20 }) },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Partial<DataElement>>,
  title: fc.record(
    {
      minLength: fc.integer({ min: 1, max: 4 }),
      maxLength: fc.integer({ min: 4, max: 12 }),
      pattern: fc.constantFrom('[a-z]+', '[a-m]+', 'a.*'),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Partial<DataElement>>,
  kind: fc.subarray(codes, { minLength: 1 }).map((list) => ({
    codes: Object.fromEntries(list.map((code) => [code, { name: text(code), rank: code }])),
  })),
};
const types = { size: 'integer', title: 'string', kind: 'code' } as const;

const field: fc.Arbitrary<Drawn> = fc.constantFrom(...keys).chain((key) =>
  fc.record({
    subject: fc.constantFrom(...subjects),
    key: fc.constant(key),
    element: limits[key as keyof typeof limits],
    required: fc.boolean(),
    shown: fc.boolean(),
  }),
);
const forms = fc.array(fc.uniqueArray(field, { maxLength: 6, selector: ({ subject, key }) => `${subject}.${key}` }), {
  minLength: 1,
  maxLength: 4,
});

function packageOfForms(drawn: readonly DrawnForm[], order: readonly number[] = drawn.map((_, index) => index)): ScenarioPackage {
  return samplePackage((pkg) => {
    const uses: string[] = [];
    for (const index of order) {
      const fields: Record<string, FormField> = {};
      for (const [position, { subject, key, element, required, shown }] of drawn[index]!.entries()) {
        const id = `e${index}_${position}`;
        pkg.elements[id] = { code: id, name: text(key), type: types[key as keyof typeof types], sensitivity: 1, ...element };
        const visible = shown ? {} : { visibleWhen: 'applicant.name = "林"' };
        fields[`fl_${position}`] = { section: 's_main', rank: `a${position}`, subject, key, element: id, required, ...visible };
      }
      pkg.forms[`form${index}`] = sampleForm(`form${index}`, index % 2 ? 'wj' : 'ga', fields);
      pkg.scenario.forms[`f_${index}`] = { form: `form${index}`, item: 'it_card' };
      uses.push(`f_${index}`);
    }
    (pkg.scenario.nodes.n_fill as { forms: string[] }).forms.push(...uses);
  });
}
const merged = (pkg: ScenarioPackage): MergedForm => mergedFormsOf(pkg).n_fill!;

/** Everything that is said of a question, without the order things are listed in. Conditions are compared by what they answer. */
function contentOf(form: MergedForm) {
  const contexts = [{ applicant: { name: '林' } }, { applicant: { name: '王' } }];
  const answers = (condition: MergedField['required'] | undefined) =>
    typeof condition === 'function' ? contexts.map((context) => condition(context, env)) : (condition ?? 'always');
  const fields = Object.values(form.fields).map((one) => ({
    ...one,
    needs: one.needs.map((need) => JSON.stringify(need)).sort(compare),
    required: answers(one.required),
    visible: answers(one.visible),
  }));
  return { counts: form.counts, fields: fields.sort((a, b) => compare(a.path, b.path)) };
}

describe('any number of forms', () => {
  it('unite to the same questions in whatever order they are listed', () => {
    fc.assert(
      fc.property(forms, fc.infiniteStream(fc.nat()), (drawn, numbers) => {
        const order = drawn.map((_, index) => index).sort(() => (numbers.next().value % 2 ? 1 : -1));

        expect(contentOf(merged(packageOfForms(drawn, order)))).toEqual(contentOf(merged(packageOfForms(drawn))));
      }),
      { numRuns: 150 },
    );
  });

  it('lose no field: each is a need of exactly one question, and each question stands in exactly one section', () => {
    fc.assert(
      fc.property(forms, (drawn) => {
        const form = merged(packageOfForms(drawn));
        const needs = Object.values(form.fields).flatMap((one) => one.needs.map((need) => `${need.form} ${need.field} ${one.path}`));
        const wanted = drawn.flatMap((fields, index) =>
          fields.map(({ subject, key }, position) => `form${index} fl_${position} ${subject}.${key}`),
        );
        const own = needs.filter((need) => !need.startsWith('card '));

        expect([...own].sort()).toEqual([...wanted].sort());
        expect(form.counts.formFields).toBe(needs.length);
        expect(form.counts.asked + form.counts.shared + form.counts.derived).toBe(Object.keys(form.fields).length);
        expect(form.sections.flatMap(({ fields }) => fields).sort()).toEqual(Object.keys(form.fields).sort());
      }),
      { numRuns: 150 },
    );
  });

  it('take a value exactly when every one of them takes it', () => {
    const values: Record<string, fc.Arbitrary<JsonValue>> = {
      size: fc.integer({ min: -2, max: 24 }),
      title: fc.stringMatching(/^[a-z]{1,14}$/),
      kind: fc.constantFrom(...codes, 'd'),
    };
    fc.assert(
      fc.property(
        forms,
        fc.constantFrom(...keys).chain((key) => fc.tuple(fc.constant(key), values[key]!)),
        (drawn, [key, value]) => {
          const declarations = declarationsOf(packageOfForms(drawn));
          const declared = declaredPaths(declarations);
          for (const subject of subjects) {
            const path = `${subject}.${key}`;
            const own = declarations.filter((one) => one.path === path);
            if (own.length === 0) continue;

            expect(declared[path]!.check(value, env).ok, path).toBe(own.every((one) => one.check(value, env).ok));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never ask less strictly with one more form', () => {
    fc.assert(
      fc.property(
        forms,
        fc.uniqueArray(field, { minLength: 1, maxLength: 3, selector: ({ subject, key }) => `${subject}.${key}` }),
        (drawn, more) => {
          const before = merged(packageOfForms(drawn));
          const after = merged(packageOfForms([...drawn, more]));

          for (const [path, one] of Object.entries(before.fields)) {
            const then = after.fields[path]!;
            for (const name of ['minimum', 'minLength'] as const)
              if (one.limits?.[name] !== undefined) expect(then.limits![name]).toBeGreaterThanOrEqual(one.limits[name]);
            for (const name of ['maximum', 'maxLength'] as const)
              if (one.limits?.[name] !== undefined) expect(then.limits![name]).toBeLessThanOrEqual(one.limits[name]);
            for (const code of Object.keys(then.codes ?? {})) expect(Object.keys(one.codes ?? {})).toContain(code);
            if (one.required === true) expect(then.required).toBe(true);
            if (one.visible === undefined) expect(then.visible).toBeUndefined();
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

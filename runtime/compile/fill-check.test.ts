import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormField } from '../../schemas/generated/documents.ts';
import { compile } from './compile.ts';
import type { FillContext, JsonValue, Plan, ScenarioPackage } from './plan.ts';
import { addRegister, samplePackage, text } from './testing/sample.ts';

const id = '110101190001011236';
const env = { now: '2026-03-02T02:00:00Z' };
const field = (more: Partial<FormField>): FormField => ({ section: 's_main', rank: 'a3', subject: 'applicant', ...more });
const planOf = (pkg: ScenarioPackage): Plan => {
  const { plan, findings } = compile(pkg);
  expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);
  return plan!;
};

interface Given {
  before?: Record<string, JsonValue>;
  shared?: Record<string, JsonValue>;
  missing?: string[];
  only?: string[];
}
function check(plan: Plan, values: Record<string, JsonValue>, { before = {}, shared = {}, missing = [], only }: Given = {}) {
  const given: FillContext = {
    context: plan.contextOf(before, { outcomes: {}, case: { region: '331082', submittedDate: '2026-03-02' } }),
    env,
    shared,
    missing: new Set(missing),
  };
  const checked = plan.checkFill(plan.fills.n_fill!, values, given, only && new Set(only));
  return checked.ok ? { ...checked.values } : checked.problems.map((problem) => `${problem.path} ${problem.code}`);
}
const full = { 'applicant.name': '王芳', 'applicant.idNumber': id };

describe('a whole form', () => {
  const plan = planOf(samplePackage());

  it('values come back normalised', () => {
    expect(check(plan, { 'applicant.name': ' 王芳 ', 'applicant.idNumber': '110101 19000101 1236', 'applicant.city': null })).toEqual(full);
  });

  it('every problem is listed at once', () => {
    expect(check(plan, { 'applicant.idNumber': '1', 'applicant.city': 5, 'child.name': 'x', 'constructor.name': 'x' })).toEqual([
      'applicant.idNumber idCard.length',
      'applicant.city value.text',
      'child.name field.foreign',
      'constructor.name field.foreign',
      'applicant.name field.required',
    ]);
  });

  it('a value the case already has need not be sent again, but may not be emptied', () => {
    expect(check(plan, { 'applicant.idNumber': id }, { before: { 'applicant.name': '王芳' } })).toEqual({ 'applicant.idNumber': id });
    expect(check(plan, { ...full, 'applicant.name': '' }, { before: { 'applicant.name': '王芳' } })).toEqual([
      'applicant.name field.required',
    ]);
  });
});

describe('shared values', () => {
  const plan = planOf(samplePackage(addRegister));
  const shared = { 'applicant.name': '王芳', 'applicant.city': '台州' };
  const mine = { 'applicant.idNumber': id };

  it('are read-only: sending the same is fine, another is refused', () => {
    expect(check(plan, { ...mine, ...shared }, { shared })).toEqual(mine);
    expect(check(plan, mine, { shared })).toEqual(mine);
    expect(check(plan, { ...mine, 'applicant.name': '李四' }, { shared })).toEqual(['applicant.name field.readOnly']);
  });

  it('are asked when the source was refused, failed or had no value', () => {
    expect(check(plan, mine, { missing: ['d_person'] })).toEqual(['applicant.name field.required']);
    expect(check(plan, { ...mine, 'applicant.name': '李四' }, { missing: ['d_person'] })).toEqual({ ...mine, 'applicant.name': '李四' });
    expect(check(plan, { ...mine, 'applicant.name': '李四' }, { shared: { 'applicant.city': '台州' } })).toEqual({
      ...mine,
      'applicant.name': '李四',
    });
  });

  it('may be changed where the use says so', () => {
    const editable = planOf(
      samplePackage((pkg) => {
        addRegister(pkg);
        pkg.scenario.data!.d_person!.editable = true;
      }),
    );
    expect(check(editable, { ...mine, 'applicant.name': '李四' }, { shared })).toEqual({ ...mine, 'applicant.name': '李四' });
  });
});

describe('conditions', () => {
  const plan = planOf(
    samplePackage((pkg) => {
      Object.assign(pkg.forms.card!.fields, {
        fl_child: field({ key: 'hasChild', type: 'boolean', label: text('有孩子吗') }),
        fl_count: field({
          key: 'children',
          type: 'integer',
          label: text('几个'),
          rank: 'a4',
          required: true,
          visibleWhen: 'applicant.hasChild = true',
        }),
        fl_fee: field({
          key: 'fee',
          type: 'money',
          label: text('费用'),
          rank: 'a5',
          computed: 'if applicant.children = null then 0 else applicant.children * 12.5',
        }),
        fl_total: field({ key: 'total', type: 'money', label: text('合计'), rank: 'a2V', computed: 'applicant.fee + 1' }),
      });
    }),
  );

  it('a hidden field is not required, and refused when sent', () => {
    expect(check(plan, full)).toEqual({ ...full, 'applicant.fee': '0.00', 'applicant.total': '1.00' });
    expect(check(plan, { ...full, 'applicant.children': 2 })).toContain('applicant.children field.hidden');
    expect(check(plan, { ...full, 'applicant.children': null })).toEqual({ ...full, 'applicant.fee': '0.00', 'applicant.total': '1.00' });
  });

  it('a shown one is required', () => {
    expect(check(plan, { ...full, 'applicant.hasChild': true })).toEqual(['applicant.children field.required']);
  });

  it('computed values are computed here, one from another in any order, and cannot be sent differently', () => {
    const values = { ...full, 'applicant.hasChild': true, 'applicant.children': 3 };

    expect(check(plan, values)).toEqual({ ...values, 'applicant.fee': '37.50', 'applicant.total': '38.50' });
    expect(check(plan, { ...values, 'applicant.fee': '37.5' })).toEqual({
      ...values,
      'applicant.fee': '37.50',
      'applicant.total': '38.50',
    });
    expect(check(plan, { ...values, 'applicant.fee': '0.00' })).toEqual(['applicant.fee field.readOnly']);
  });
});

describe('a supplement', () => {
  const plan = planOf(samplePackage(addRegister));
  const before = { ...full, 'applicant.city': '台州' };

  it('opens the fields named and nothing else', () => {
    expect(check(plan, { 'applicant.city': '杭州' }, { before, only: ['applicant.city'] })).toEqual({ 'applicant.city': '杭州' });
    expect(check(plan, { 'applicant.city': '杭州', 'applicant.idNumber': id }, { before, only: ['applicant.city'] })).toEqual([
      'applicant.idNumber field.notOpen',
    ]);
  });

  it('lets a shared value be corrected when an officer asked for it', () => {
    expect(check(plan, { 'applicant.name': '王方' }, { before, shared: { 'applicant.name': '王芳' }, only: ['applicant.name'] })).toEqual({
      'applicant.name': '王方',
    });
  });

  it('may empty an optional value and no required one', () => {
    expect(check(plan, { 'applicant.city': '' }, { before, only: ['applicant.city'] })).toEqual({ 'applicant.city': null });
    expect(check(plan, { 'applicant.name': null }, { before, only: ['applicant.name'] })).toEqual(['applicant.name field.required']);
  });
});

describe('one value', () => {
  const plan = planOf(samplePackage());

  it('is checked by its declared type', () => {
    expect(plan.checkValue('applicant.idNumber', '110101 19000101 1236', env)).toEqual({ ok: true, value: id });
    expect(plan.checkValue('applicant.name', 'x'.repeat(51), env)).toEqual({
      ok: false,
      problem: { path: 'applicant.name', code: 'value.tooLong', data: { max: 50 } },
    });
    expect(plan.checkValue('toString.x', 1, env)).toEqual({ ok: false, problem: { path: 'toString.x', code: 'field.foreign' } });
  });
});

describe('whatever is sent', () => {
  const plan = planOf(samplePackage(addRegister));
  const shared = { 'applicant.city': '台州' };
  const paths = fc.constantFrom(
    'applicant.name',
    'applicant.idNumber',
    'applicant.city',
    'child.name',
    '__proto__.x',
    'constructor.y',
    'name',
  );
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
    fc.constantFrom<JsonValue>(id, '台州', '王芳', ' 王芳 ', null, ''),
  );

  it('gets an answer, never an exception, and no other object is changed', () => {
    fc.assert(
      fc.property(fc.dictionary(paths, values, { noNullPrototype: true }), (sent) => {
        check(plan, sent, { shared, before: sent });
        expect(({} as Record<string, unknown>).x).toBeUndefined();
      }),
    );
  });

  it('what is accepted is accepted again unchanged', () => {
    const right = fc.record({
      'applicant.name': fc.string({ minLength: 1, maxLength: 60 }),
      'applicant.idNumber': fc.constantFrom(id, ` ${id.slice(0, 6)} ${id.slice(6)}`),
    });
    fc.assert(
      fc.property(right, (sent) => {
        const once = check(plan, sent, { shared });
        if (!Array.isArray(once)) expect(check(plan, once, { shared })).toEqual(once);
      }),
    );
  });
});

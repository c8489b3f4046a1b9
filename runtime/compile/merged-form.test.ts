import { describe, expect, it } from 'vitest';
import type { FormField } from '../../schemas/generated/documents.ts';
import { compile, mergedFormsOf } from './compile.ts';
import type { MergedForm, ScenarioPackage } from './plan.ts';
import { addRegister, edge, sampleForm, samplePackage, text } from './testing/sample.ts';

const field = (more: Partial<FormField>): FormField => ({ section: 's_main', rank: 'a0', subject: 'applicant', ...more });

/** A second department's form beside the first. */
function withSecondForm(fields: Record<string, FormField>, change: (pkg: ScenarioPackage) => void = () => undefined): MergedForm {
  const pkg = samplePackage((sample) => {
    sample.forms.health = sampleForm('health', 'wj', fields);
    sample.scenario.items.it_health = {
      name: text('体检', 'Check-up'),
      rank: 'a1',
      department: 'wj',
      promisedDays: 3,
      legalBasis: text('母婴保健法', 'Maternal Health Act'),
    };
    sample.scenario.forms.f_health = { form: 'health', item: 'it_health' };
    (sample.scenario.nodes.n_fill as { forms: string[] }).forms.push('f_health');
    change(sample);
  });
  const { plan, findings } = compile(pkg);
  expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);
  return plan!.fills.n_fill!;
}

describe('union', () => {
  it('asks a field of two forms once and keeps who needs it, for which item and by what law', () => {
    const form = withSecondForm({
      fl_n: field({ element: 'name', why: text('核对产妇身份', 'To identify the mother') }),
      fl_sex: field({ element: 'sex', subject: 'child', rank: 'a1' }),
    });

    expect(Object.keys(form.fields)).toEqual(['applicant.name', 'applicant.idNumber', 'applicant.city', 'child.sex']);
    expect(form.counts).toEqual({ formFields: 5, asked: 4, shared: 0, derived: 0 });
    expect(form.fields['applicant.name']!.needs).toEqual([
      {
        form: 'card',
        field: 'fl_name',
        department: 'ga',
        item: 'it_card',
        legalBasis: text('居民身份证法', 'ID Card Act'),
        why: undefined,
        source: undefined,
        demand: 'always',
      },
      {
        form: 'health',
        field: 'fl_n',
        department: 'wj',
        item: 'it_health',
        legalBasis: text('母婴保健法', 'Maternal Health Act'),
        why: text('核对产妇身份', 'To identify the mother'),
        source: undefined,
        demand: 'no',
      },
    ]);
  });

  it('takes label, codes and unit from the field, else from its element', () => {
    const form = withSecondForm({ fl_sex: field({ element: 'sex', subject: 'child' }) });

    expect(form.fields['child.sex']).toMatchObject({ label: text('性别', 'Sex'), type: 'code', sensitivity: 2, element: 'sex' });
    expect(Object.keys(form.fields['child.sex']!.codes!)).toEqual(['1', '2']);
    expect(form.fields['applicant.city']!.label).toEqual(text('居住城市', 'City'));
  });

  it('the same element of two subjects, or under a key of its own, is another question', () => {
    const form = withSecondForm({
      fl_child: field({ element: 'name', subject: 'child' }),
      fl_work: field({ element: 'name', key: 'employer', rank: 'a1' }),
    });

    expect(Object.keys(form.fields)).toContain('child.name');
    expect(form.fields['applicant.employer']).toMatchObject({ element: 'name', type: 'string' });
  });

  it('fields hidden from the applicant are no part of it', () => {
    const form = withSecondForm({ fl_x: field({ key: 'remark', type: 'text', label: text('备注'), views: { applicant: 'hide' } }) });

    expect(form.fields['applicant.remark']).toBeUndefined();
    expect(form.counts.formFields).toBe(3);
  });
});

describe('sections', () => {
  it('forms with the same section by id and title share it; others keep their own', () => {
    const form = withSecondForm(
      {
        fl_sex: field({ element: 'sex', subject: 'child' }),
        fl_more: field({ section: 's_more', key: 'more', type: 'string', label: text('更多') }),
        fl_other: field({ section: 's_other', key: 'other', type: 'string', label: text('其他') }),
      },
      (pkg) => {
        pkg.forms.health!.sections.s_more = { title: text('补充', 'More'), rank: 'a1' };
        pkg.forms.health!.sections.s_other = { title: text('其他', 'Other'), rank: 'a0V' };
      },
    );

    expect(form.sections.map(({ id, fields }) => [id, fields])).toEqual([
      ['s_main', ['applicant.name', 'applicant.idNumber', 'applicant.city', 'child.sex']],
      ['s_other', ['applicant.other']],
      ['s_more', ['applicant.more']],
    ]);
  });

  it('a section id used for another topic gets the name of its form in front', () => {
    const form = withSecondForm({ fl_sex: field({ element: 'sex', subject: 'child' }) }, (pkg) => {
      pkg.forms.health!.sections.s_main!.title = text('孩子', 'The child');
    });

    expect(form.sections.map(({ id, title }) => [id, title['zh-CN']])).toEqual([
      ['s_main', '基本信息'],
      ['f_health.s_main', '孩子'],
    ]);
  });
});

describe('the stricter wins', () => {
  const env = { now: '2026-03-02T02:00:00Z' };
  const inCity = { applicant: { city: '台州' } };
  const away = { applicant: { city: '杭州' } };

  it('required in one form is required', () => {
    expect(
      withSecondForm({ fl_n: field({ key: 'city', type: 'string', label: text('城市'), required: true }) }).fields['applicant.city']!
        .required,
    ).toBe(true);
  });

  it('required under a condition in one form and not in the other keeps the condition', () => {
    const { required } = withSecondForm({ fl_n: field({ element: 'sex', subject: 'child', required: 'applicant.city = "台州"' }) }).fields[
      'child.sex'
    ]!;

    expect(typeof required).toBe('function');
    const condition = required as Exclude<typeof required, boolean>;
    expect(condition(inCity, env)).toEqual({ ok: true, value: true });
    expect(condition(away, env)).toEqual({ ok: true, value: false });
  });

  it('shown when one form shows it, required only where that form shows it', () => {
    const merged = withSecondForm({
      fl_a: field({ element: 'sex', subject: 'child', required: true, visibleWhen: 'applicant.city = "台州"' }),
      fl_b: field({ element: 'sex', subject: 'child', rank: 'a1', visibleWhen: 'applicant.city = "杭州"' }),
    }).fields['child.sex']!;
    const required = merged.required as Exclude<typeof merged.required, boolean>;

    expect(merged.visible!(inCity, env)).toEqual({ ok: true, value: true });
    expect(merged.visible!(away, env)).toEqual({ ok: true, value: true });
    expect(merged.visible!({ applicant: { city: '宁波' } }, env)).toEqual({ ok: true, value: false });
    expect(required(inCity, env)).toEqual({ ok: true, value: true });
    expect(required(away, env)).toEqual({ ok: true, value: false });
  });

  it('a form that does not apply shows nothing of its own, and its section goes with it', () => {
    const form = withSecondForm({ fl_sex: field({ section: 's_more', element: 'sex', subject: 'child', required: true }) }, (pkg) => {
      pkg.forms.health!.sections.s_more = { title: text('更多'), rank: 'a1' };
      pkg.scenario.forms.f_health!.applicable = 'applicant.city = "台州"';
    });

    expect(form.fields['child.sex']!.visible!(away, env)).toEqual({ ok: true, value: false });
    expect(form.sections[1]!.visible!(away, env)).toEqual({ ok: true, value: false });
    expect(form.sections[1]!.visible!(inCity, env)).toEqual({ ok: true, value: true });
    expect(form.sections[0]!.visible).toBeUndefined();
  });
});

describe('supply', () => {
  it('what a prefill read gives is shared and read-only, unless the use lets it be edited', () => {
    const form = compile(samplePackage(addRegister)).plan!.fills.n_fill!;
    expect(form.counts).toEqual({ formFields: 3, asked: 1, shared: 2, derived: 0 });
    expect(form.fields['applicant.name']).toMatchObject({ supply: 'shared', data: 'd_person', editable: false });
    expect(form.prefill).toEqual(['d_person']);

    const editable = samplePackage((pkg) => {
      addRegister(pkg);
      pkg.scenario.data!.d_person!.editable = true;
    });
    expect(compile(editable).plan!.fills.n_fill!.fields['applicant.name']!.editable).toBe(true);
  });

  it('computed fields are derived', () => {
    const form = withSecondForm({
      fl_c: field({ key: 'greeting', type: 'string', label: text('称呼'), computed: '"您好，" + applicant.name' }),
    });

    expect(form.fields['applicant.greeting']).toMatchObject({ supply: 'derived', editable: false });
    expect(form.fields['applicant.greeting']!.computed!({ applicant: { name: '王芳' } }, { now: '2026-01-01T00:00:00Z' })).toEqual({
      ok: true,
      value: '您好，王芳',
    });
  });

  it('what an earlier step gives on every way is not asked again; on some ways it is', () => {
    const twice = (optional: boolean) =>
      samplePackage((pkg) => {
        pkg.scenario.nodes.n_more = { kind: 'fill', name: text('再填', 'Fill in more'), party: 'applicant', forms: ['f_card'] };
        pkg.scenario.edges = {
          e_1: edge('n_start', 'n_fill'),
          e_2: edge('n_fill', 'n_check'),
          e_3: edge('n_check', 'n_more'),
          e_4: edge('n_more', 'n_end'),
        };
        if (!optional) return;
        pkg.scenario.nodes.g = { kind: 'exclusive', name: text('跳过吗', 'Skip?') };
        Object.assign(pkg.scenario.edges, {
          e_1: edge('n_start', 'g'),
          e_5: edge('g', 'n_fill', { when: 'case.region = "331082"' }),
          e_6: edge('g', 'n_check', { default: true, rank: 'a1' }),
        });
      });

    expect(compile(twice(false)).plan!.fills.n_more!.counts).toEqual({ formFields: 3, asked: 0, shared: 0, derived: 3 });
    expect(compile(twice(true)).plan!.fills.n_more!.counts).toEqual({ formFields: 3, asked: 3, shared: 0, derived: 0 });
  });

  it('a form that is filled in again after a return is still asked', () => {
    const pkg = samplePackage((sample) => {
      const check = sample.scenario.nodes.n_check as { decisions: object };
      Object.assign(check.decisions, { back: { name: text('退回', 'Send back'), rank: 'a1', effect: 'other' } });
      sample.scenario.edges.e_back = edge('n_check', 'n_fill', { on: 'back', rank: 'a1' });
    });

    expect(compile(pkg).plan!.fills.n_fill!.counts.asked).toBe(3);
  });
});

describe('while drawing', () => {
  it('the merged form is there in spite of errors, and empty for what is no scenario', () => {
    const broken = samplePackage((pkg) => {
      pkg.scenario.edges = {};
    });

    expect(compile(broken).plan).toBeUndefined();
    expect(mergedFormsOf(broken).n_fill!.counts.asked).toBe(3);
    expect(mergedFormsOf({} as ScenarioPackage)).toEqual({});
  });

  it('an officer’s form takes the officer’s view', () => {
    const pkg = samplePackage((sample) => {
      sample.forms.desk = sampleForm('desk', 'ga', {
        fl_no: field({ key: 'cardNumber', type: 'string', label: text('证号'), required: true }),
        fl_in: field({ key: 'inner', type: 'string', label: text('内部'), rank: 'a1', views: { officer: 'hide' } }),
      });
      sample.scenario.forms.f_desk = { form: 'desk' };
      Object.assign(sample.scenario.nodes.n_check!, { form: 'f_desk' });
    });
    const { plan } = compile(pkg);

    expect(Object.keys(plan!.deskForms.n_check!.fields)).toEqual(['applicant.cardNumber']);
    expect([...plan!.views.ga!].sort()).toEqual(['applicant.cardNumber', 'applicant.city', 'applicant.idNumber', 'applicant.name']);
    expect([...plan!.views.wj!]).toEqual([]);
  });
});

describe('rules that differ', () => {
  const seats = (element: string, more: Partial<FormField> = {}) => field({ element, key: 'seats', rank: 'a3', ...more });
  const elements = (pkg: ScenarioPackage) => {
    pkg.elements.seats = { code: 'S1', name: text('座位数'), type: 'integer', sensitivity: 1, minimum: 1, maximum: 500 };
    pkg.elements.fireSeats = { code: 'S2', name: text('容纳人数'), type: 'integer', sensitivity: 1, minimum: 50 };
    pkg.forms.card!.fields.fl_seats = seats('seats');
  };

  it('are united to the stricter, and the form says which department’s rule that is', () => {
    const merged = withSecondForm({ fl_s: seats('fireSeats') }, elements).fields['applicant.seats']!;

    expect(merged.limits).toEqual({ minimum: 50, maximum: 500 });
    expect(merged.differences).toEqual([
      { rule: 'minimum', stricter: [{ form: 'health', field: 'fl_s' }], looser: [{ form: 'card', field: 'fl_seats' }] },
      { rule: 'maximum', stricter: [{ form: 'card', field: 'fl_seats' }], looser: [{ form: 'health', field: 'fl_s' }] },
    ]);
  });

  it('say who requires what another form leaves open', () => {
    const merged = withSecondForm({ fl_s: seats('seats', { required: true }) }, elements).fields['applicant.seats']!;

    expect(merged.required).toBe(true);
    expect(merged.differences).toEqual([
      { rule: 'required', stricter: [{ form: 'health', field: 'fl_s' }], looser: [{ form: 'card', field: 'fl_seats' }] },
    ]);
    expect(merged.needs.map(({ demand }) => demand)).toEqual(['no', 'always']);
  });

  it('refuse a value that only one form would take', () => {
    const pkg = samplePackage((sample) => {
      elements(sample);
      sample.forms.health = sampleForm('health', 'wj', { fl_s: seats('fireSeats') });
      sample.scenario.forms.f_health = { form: 'health' };
      (sample.scenario.nodes.n_fill as { forms: string[] }).forms.push('f_health');
    });
    const { plan } = compile(pkg);

    expect(plan!.checkValue('applicant.seats', 20, { now: '2026-03-02T02:00:00Z' })).toMatchObject({
      ok: false,
      problem: { code: 'value.tooSmall' },
    });
  });
});

describe('order', () => {
  it('within a topic, what is about one person stands together; topics go by rank', () => {
    const form = withSecondForm(
      {
        fl_child: field({ element: 'name', subject: 'child' }),
        fl_mobile: field({ key: 'mobile', type: 'mobile', label: text('手机'), rank: 'a9' }),
        fl_first: field({ section: 's_first', key: 'first', type: 'string', label: text('先问') }),
      },
      (pkg) => {
        pkg.forms.health!.sections.s_first = { title: text('先问'), rank: 'Zz' };
      },
    );

    expect(form.sections.map(({ id, fields }) => [id, fields])).toEqual([
      ['s_first', ['applicant.first']],
      ['s_main', ['applicant.name', 'applicant.idNumber', 'applicant.city', 'applicant.mobile', 'child.name']],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { FormField } from '../../schemas/generated/documents.ts';
import { compile } from './compile.ts';
import type { FillContext, JsonValue, Plan } from './plan.ts';
import { samplePackage, text } from './testing/sample.ts';

const env = { now: '2026-03-02T02:00:00Z' };
const trips: FormField = {
  section: 's_main',
  rank: 'b0',
  subject: 'applicant',
  key: 'trips',
  type: 'table',
  label: text('出行'),
  required: true,
  minRows: 1,
  maxRows: 4,
  columns: {
    place: { rank: 'a0', label: text('地点'), type: 'string', required: true },
    days: { rank: 'a1', label: text('天数'), type: 'integer' },
    cost: { rank: 'a2', label: text('费用'), type: 'money', required: 'row.days > 3' },
    perDay: { rank: 'a3', label: text('每天'), type: 'money', computed: 'decimal(row.cost / row.days, 2)' },
    dear: { rank: 'a4', label: text('偏贵'), type: 'boolean', computed: 'row.perDay > 100' },
  },
};
const total: FormField = {
  section: 's_main',
  rank: 'b1',
  subject: 'applicant',
  key: 'total',
  type: 'money',
  label: text('合计'),
  computed: 'sum(applicant.trips.cost)',
};

function plan(): Plan {
  const pkg = samplePackage();
  const form = pkg.forms.card!;
  const { plan, findings } = compile({
    ...pkg,
    forms: { ...pkg.forms, card: { ...form, fields: { ...form.fields, fl_trips: trips, fl_total: total } } },
  });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan!;
}
const made = plan();
function check(rows: JsonValue, more: Record<string, JsonValue> = {}) {
  const given: FillContext = { context: made.contextOf({}, { outcomes: {}, case: {} }), env, shared: {}, missing: new Set() };
  const values = { 'applicant.name': '王芳', 'applicant.idNumber': '110101190001011236', 'applicant.trips': rows, ...more };
  const checked = made.checkFill(made.fills.n_fill!, values, given);
  if (checked.ok) return { trips: checked.values['applicant.trips'], total: checked.values['applicant.total'] };
  return checked.problems.map(({ path, row, column, code }) => [path, row, column, code].filter((part) => part !== undefined).join(' '));
}

describe('a table in a form', () => {
  it('has its cells computed row by row, one reading another, and the form reads them', () => {
    expect(check([{ place: '杭州', days: 4, cost: '1000' }, {}, { place: '宁波', days: '２', cost: 50 }])).toEqual({
      trips: [
        { place: '杭州', days: 4, cost: '1000.00', perDay: '250.00', dear: true },
        { place: '宁波', days: 2, cost: '50.00', perDay: '25.00', dear: false },
      ],
      total: '1050.00',
    });
  });

  it('asks for a cell where the condition of its row holds, naming the row as it was sent', () => {
    expect(check([{}, { place: '杭州', days: 2 }, { place: '宁波', days: 5 }])).toEqual(['applicant.trips 2 cost field.required']);
  });

  it('refuses computed cells that say something else, and takes those that say the same', () => {
    const row = { place: '杭州', days: 4, cost: '1000' };
    expect(check([{ ...row, perDay: '250' }])).toMatchObject({ trips: [{ perDay: '250.00' }] });
    expect(check([{ ...row, perDay: '1' }])).toEqual(['applicant.trips 0 perDay field.readOnly']);
  });

  it('lists every wrong cell with its row and column', () => {
    expect(check([{ days: 1.5 }, { place: 'x', extra: 1 }])).toEqual([
      'applicant.trips 0 days value.integer',
      'applicant.trips 0 place field.required',
      'applicant.trips 1 extra field.foreign',
    ]);
  });

  it('is required like any field, and has as many rows as it may', () => {
    expect(check([])).toEqual(['applicant.trips field.required']);
    expect(check([{}, { place: ' ' }])).toEqual(['applicant.trips field.required']);
    expect(check(Array.from({ length: 5 }, () => ({ place: 'x' })))).toEqual(['applicant.trips value.tooManyRows']);
  });
});

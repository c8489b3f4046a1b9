import { describe, expect, it } from 'vitest';
import { testPackage } from '../../../runtime/cases/testing/package-tests.ts';

const template = testPackage(import.meta.dirname, { atLeast: 26 });

/** Where each of the seven materials is in a form; the two certificates are made on the way and read by the desks. */
const places: Record<string, string> = {
  applicantId: 'applicant.idNumber',
  deceasedId: 'deceased.idNumber',
  household: 'household.number',
  kinship: 'kinship.scan',
  bank: 'benefit.bankCard',
};

describe('the after-death package', () => {
  const shares = () =>
    Object.values(template().pkg.scenario.tables!.t_share!.rows).map(({ when, then }) => ({
      item: JSON.parse(when.i_item!) as string,
      materials: JSON.parse(then.o_materials!) as string[],
    }));

  it('asks in the form of each item for exactly the materials its row of the table names', () => {
    const { pkg } = template();
    for (const { item, materials } of shares()) {
      const form = pkg.forms[`farewell-${item}`]!;
      const paths = Object.values(form.fields).map(({ subject, key, element }) => `${subject}.${key ?? element}`);
      const asked = Object.keys(places).filter((material) => paths.includes(places[material]!));
      expect(asked.toSorted(), item).toEqual(materials.filter((material) => Object.hasOwn(places, material)).toSorted());
      expect(pkg.scenario.items[`it_${item}`]!.materials, item).toHaveLength(materials.length);
    }
  });

  it('collects seven materials once for forty-one uses: two in full come out of the flow, five are one question each', () => {
    const { plan, runs } = template();
    const all = shares();

    expect(all.flatMap(({ materials }) => materials)).toHaveLength(41);
    expect(new Set(all.flatMap(({ materials }) => materials)).size).toBe(7);
    expect(template().pkg.template!.figures!.materials).toEqual({ before: 41, after: 1 });
    for (const [material, path] of Object.entries(places)) {
      expect(plan.fills.n_fill!.fields[path], material).toBeDefined();
      expect(plan.fills.n_fill!.fields[path]!.needs.length, material).toBeGreaterThan(1);
    }
    expect(runs.get('all-items')!.state.fields['share.list']!.value).toEqual(all);
  });

  it('never comes to the ordinary certificate unless the cause was found natural', () => {
    for (const [id, { state }] of template().runs) {
      if (state.fields['death.cause']?.value === 'normal') continue;
      expect(state.visits.n_cert, id).toBeUndefined();
      expect(state.issued.o_cert, id).toBeUndefined();
    }
  });

  it('looks at the funeral subsidy only after the registration has ended, and pays nobody of the six groups', () => {
    for (const [id, { trace, state }] of template().runs) {
      const order = trace.map(({ node }) => node);
      if (order.includes('n_groups')) expect(order.indexOf('n_issue_household'), id).toBeLessThan(order.indexOf('n_groups'));
      const reasons = state.fields['subsidy.reasons']?.value;
      if (Array.isArray(reasons) && reasons.length > 0) expect(state.issued.o_subsidy, id).toBeUndefined();
    }
  });

  it('keeps a sealed fund open until the heirs are settled: its limit runs on', () => {
    const { state } = template().runs.get('sealed-is-not-done')!;

    expect(['running', 'suspended']).toContain(state.clocks.c_fund!.status);
    expect(state.issued.o_fund).toBeUndefined();
    expect(template().runs.get('all-items')!.state.clocks.c_fund!.status).toBe('met');
  });

  it('names a public form for every field, and a basis for every item', () => {
    for (const form of Object.values(template().pkg.forms))
      for (const [id, field] of Object.entries(form.fields)) expect(field.source, `${form.id} ${id}`).toBeTruthy();
    for (const [id, item] of Object.entries(template().pkg.scenario.items)) {
      expect(item.legalBasis?.['zh-CN'], id).toContain('第');
      expect(item.promisedDays, id).toBeLessThanOrEqual(item.statutoryDays!);
    }
  });
});

/** Every rule of a form: what the chips on the fields say and the logic table lists, in form order. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { ranked } from '../editing/rank.ts';
import { shapeOf } from './order.ts';

type Form = ScenarioPackage['forms'][string];
export type RuleKind = 'shown' | 'required' | 'computed' | 'default';

export interface FormRule {
  /** The field, or the section when there is none. */
  field?: string;
  section: string;
  /** Column of a table field. */
  column?: string;
  kind: RuleKind;
  feel: string;
}

const known = new WeakMap<Form, FormRule[]>();

export function rulesOf(form: Form): FormRule[] {
  const before = known.get(form);
  if (before) return before;
  const rules = shapeOf(form).sections.flatMap(({ id: section, fields }) => {
    const own = form.sections[section]?.visibleWhen;
    const first: FormRule[] = own ? [{ section, kind: 'shown', feel: own }] : [];
    return [...first, ...fields.flatMap((field) => rulesOfField(form, field))];
  });
  known.set(form, rules);
  return rules;
}

export function rulesOfField(form: Form, field: string): FormRule[] {
  const doc = form.fields[field];
  if (!doc) return [];
  const place = { field, section: doc.section };
  const rule = (kind: RuleKind, feel: unknown, column?: string): FormRule[] =>
    typeof feel === 'string' ? [{ ...place, kind, feel, ...(column ? { column } : {}) }] : [];
  return [
    ...rule('shown', doc.visibleWhen),
    ...rule('required', doc.required),
    ...rule('computed', doc.computed),
    ...rule('default', doc.default),
    ...ranked(doc.columns).flatMap(([column, spec]) => [
      ...rule('required', spec.required, column),
      ...rule('computed', spec.computed, column),
    ]),
  ];
}

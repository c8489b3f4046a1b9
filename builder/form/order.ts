/** The shape of a form: which fields stand in which section, in order. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { fieldsInOrder } from '../editing/paths.ts';
import { ranked } from '../editing/rank.ts';

type Form = ScenarioPackage['forms'][string];
export interface Shape {
  sections: { id: string; fields: string[] }[];
  /** Place of every field over the whole form, from 1. */
  place: ReadonlyMap<string, number>;
}

const known = new WeakMap<Form, Shape>();

/** A form never changes once made, so its shape is worked out once for all parts of the page. */
export function shapeOf(form: Form): Shape {
  const before = known.get(form);
  if (before) return before;
  const bySection = Map.groupBy(ranked(form.fields), ([, field]) => field.section);
  const sections = ranked(form.sections).map(([id]) => ({ id, fields: (bySection.get(id) ?? []).map(([field]) => field) }));
  const place = new Map(fieldsInOrder(form).map(([id], i) => [id, i + 1]));
  const shape = { sections, place };
  known.set(form, shape);
  return shape;
}

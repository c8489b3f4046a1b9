/** Values a scenario knows: where they come from, what they are called, and who asks for them. */

import { pathOfField as pathOf } from '../../runtime/compile/declared.ts';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { CodeList, FormField, Text, ValueType } from '../../schemas/generated/documents.ts';
import { ranked } from './rank.ts';

export interface KnownValue {
  path: string;
  subject: string;
  subjectName: Text;
  name: Text;
  type: ValueType;
  codes?: CodeList;
  sensitivity: number;
  /** Departments whose forms ask for it. */
  departments: string[];
  /** Form fields bound to it, as [form id, field id]. */
  fields: [string, string][];
}

export { pathOfField as pathOf } from '../../runtime/compile/declared.ts';

/** Level of a value that says none: internal, as the compiler has it. */
const unsaid = 2;

/** Every value of the package by path: form fields first, then declared variables. */
export function knownValues(pkg: ScenarioPackage): ReadonlyMap<string, KnownValue> {
  const before = knownOf.get(pkg);
  if (before) return before;
  const known = collectValues(pkg);
  knownOf.set(pkg, known);
  return known;
}

/** A package never changes once made, so what it knows is worked out once, however many parts of a page ask. */
const knownOf = new WeakMap<ScenarioPackage, ReadonlyMap<string, KnownValue>>();

function collectValues(pkg: ScenarioPackage): Map<string, KnownValue> {
  const known = new Map<string, KnownValue>();
  const { scenario, elements } = pkg;
  const subjectName = (subject: string): Text => scenario.subjects[subject]?.name ?? { 'zh-CN': subject };
  for (const use of Object.values(scenario.forms)) {
    const form = pkg.forms[use.form];
    for (const [id, field] of form ? fieldsInOrder(form) : []) {
      const path = pathOf(field);
      if (!path || !form) continue;
      const element = field.element ? elements[field.element] : undefined;
      const value = known.get(path) ?? {
        path,
        subject: field.subject,
        subjectName: subjectName(field.subject),
        name: field.label ?? element?.name ?? { 'zh-CN': '' },
        type: field.type ?? element?.type ?? 'string',
        codes: field.codes ?? element?.codes,
        sensitivity: element?.sensitivity ?? unsaid,
        departments: [],
        fields: [],
      };
      if (!value.departments.includes(form.department)) value.departments.push(form.department);
      value.fields.push([form.id, id]);
      known.set(path, value);
    }
  }
  for (const [path, spec] of Object.entries(scenario.variables ?? {})) {
    if (known.has(path)) continue;
    const subject = path.split('.')[0]!;
    const element = spec.element ? elements[spec.element] : undefined;
    known.set(path, {
      path,
      subject,
      subjectName: subjectName(subject),
      name: spec.name,
      type: spec.type ?? element?.type ?? 'string',
      codes: spec.codes ?? element?.codes,
      sensitivity: spec.sensitivity ?? element?.sensitivity ?? unsaid,
      departments: [],
      fields: [],
    });
  }
  return known;
}

/** Fields of a form as people meet them: by section, then by rank. */
export function fieldsInOrder(form: ScenarioPackage['forms'][string]): [string, FormField][] {
  const order = new Map(ranked(form.sections).map(([id], i) => [id, i]));
  return ranked(form.fields).sort(([, a], [, b]) => (order.get(a.section) ?? 0) - (order.get(b.section) ?? 0));
}

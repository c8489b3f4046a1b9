/** Is this already asked, or known as a data element? Offered before the same thing is asked twice. */

import { likeness, nearDuplicate } from '../../runtime/compile/labels.ts';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { DataElement, Text } from '../../schemas/generated/documents.ts';
import type { NewField } from '../editing/commands/forms.ts';
import { type KnownValue, knownValues } from '../editing/paths.ts';

export type Duplicate =
  /** Asked in this very form: nothing to add. */
  | { kind: 'here'; field: string; name: Text }
  /** Asked in another form of the scenario: a reference makes one question of both. */
  | { kind: 'asked'; value: KnownValue; element: string | undefined; key: string | undefined }
  /** A data element of this name, asked nowhere yet for this subject. `doc` comes along when the package does not have it. */
  | { kind: 'element'; element: string; name: Text; doc?: DataElement; collectedBy?: Text[]; asked?: AskedElsewhere };

/** How another form or scenario asks for the element: 母亲姓名 is the 姓名 of the mother. */
export interface AskedElsewhere {
  label: Text;
  subject: string;
  subjectName: Text;
}

/** What the field standard knows: elements found by name on the server. */
export interface KnownElement {
  id: string;
  doc: DataElement;
  collectedBy?: Text[];
  asked?: AskedElsewhere;
}

interface Wanted {
  form: string;
  subject: string;
  label: string;
  /** From the server's search, beside what the package holds. */
  standard?: readonly KnownElement[];
}

/** The nearest thing of that name: in this form, in others, among data elements. */
export function duplicateOf(pkg: ScenarioPackage, { form, subject, label, standard = [] }: Wanted): Duplicate | undefined {
  const best = nearest<Duplicate>();
  for (const [id, field] of Object.entries(pkg.forms[form]?.fields ?? {})) {
    const name = field.label ?? (field.element ? pkg.elements[field.element]?.name : undefined);
    // Within a form people do ask for likes of each other; only the same words are the same question.
    if (name && field.subject === subject && score(label, [name]) === 1) best.offer(1.02, () => ({ kind: 'here', field: id, name }));
  }
  for (const value of knownValues(pkg).values()) {
    const [first] = value.fields;
    if (value.subject !== subject || !first || value.fields.some(([f]) => f === form)) continue;
    const field = pkg.forms[first[0]]?.fields[first[1]];
    if (!field) continue;
    const names = [value.name, field.element ? pkg.elements[field.element]?.name : undefined];
    // Asked already weighs more than known by name only.
    best.offer(score(label, names) + 0.01, () => ({ kind: 'asked', value, element: field.element, key: field.key }));
  }
  const here = new Set(Object.values(pkg.forms[form]?.fields ?? {}).map((field) => `${field.subject} ${field.element}`));
  const free = (element: string) => !here.has(`${subject} ${element}`);
  for (const [element, doc] of Object.entries(pkg.elements))
    if (free(element)) best.offer(score(label, [doc.name]), () => ({ kind: 'element', element, name: doc.name }));
  for (const { id, doc, collectedBy, asked } of standard) {
    if (here.has(`${asked?.subject ?? subject} ${id}`) || (!asked && pkg.elements[id])) continue;
    const make = (): Duplicate => ({ kind: 'element', element: id, name: asked?.label ?? doc.name, doc, collectedBy, asked });
    best.offer(score(label, [asked?.label ?? doc.name]) - 0.005, make);
  }
  return best.found();
}

const score = (label: string, names: (Text | undefined)[]) =>
  Math.max(0, ...names.map((name) => (name ? likeness(label, name['zh-CN']) : 0)));

function nearest<T>(): { offer(score: number, make: () => T): void; found(): T | undefined } {
  let best: { score: number; make: () => T } | undefined;
  return {
    offer: (points, make) => {
      if (points >= nearDuplicate && points > (best?.score ?? 0)) best = { score: points, make };
    },
    found: () => best?.make(),
  };
}

/** The same value as elsewhere: one question for both. */
export function referenceTo(duplicate: Duplicate, field: NewField): NewField {
  const { type: _type, codes: _codes, columns: _columns, key: _key, label: _label, ...rest } = field;
  // The words come from the element, so that one thing is called the same everywhere.
  if (duplicate.kind === 'here') return field;
  if (duplicate.kind === 'element') {
    const { asked } = duplicate;
    return asked
      ? { ...rest, subject: asked.subject, label: asked.label, element: duplicate.element }
      : { ...rest, element: duplicate.element };
  }
  if (duplicate.element) return { ...rest, element: duplicate.element };
  return { ...rest, label: duplicate.value.name, key: duplicate.key, type: duplicate.value.type, codes: duplicate.value.codes };
}

/** Data elements a reference brings into the package. */
export const broughtAlong = (duplicate: Duplicate): Record<string, DataElement> | undefined =>
  duplicate.kind === 'element' && duplicate.doc ? { [duplicate.element]: duplicate.doc } : undefined;

/** Whose data it is, when the package does not know that person yet. */
export const subjectBrought = (pkg: ScenarioPackage, duplicate: Duplicate): Record<string, Text> | undefined =>
  duplicate.kind === 'element' && duplicate.asked && !pkg.scenario.subjects[duplicate.asked.subject]
    ? { [duplicate.asked.subject]: duplicate.asked.subjectName }
    : undefined;

/** The value a reference means: two references of one form must not mean the same. */
export const meaningOf = (duplicate: Duplicate, subject: string): string =>
  duplicate.kind === 'here'
    ? duplicate.field
    : duplicate.kind === 'asked'
      ? duplicate.value.path
      : `${duplicate.asked?.subject ?? subject}.${duplicate.element}`;

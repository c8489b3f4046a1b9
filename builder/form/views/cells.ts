/** Fields as the people at one place see them. */
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { DataElement, FormField, Text } from '../../../schemas/generated/documents.ts';
import { shapeOf } from '../order.ts';

export type Place = 'applicant' | 'window' | 'officer' | 'print';
export type Access = 'edit' | 'read' | 'hide';

/** What the place may do with a field; officers and papers read unless the form says otherwise. */
export const accessOf = (field: FormField, place: Place): Access =>
  field.views?.[place] ?? (place === 'officer' || place === 'print' ? 'read' : 'edit');

export interface SeenField {
  id: string;
  field: FormField;
  element: DataElement | undefined;
  label: Text | undefined;
  access: Access;
}
export interface SeenSection {
  id: string;
  title: Text;
  fields: SeenField[];
}

/** Sections with what a place sees of them, and what it does not. */
export function seenBy(pkg: ScenarioPackage, form: string, place: Place): { sections: SeenSection[]; hidden: SeenField[] } {
  const doc = pkg.forms[form]!;
  const hidden: SeenField[] = [];
  const sections = shapeOf(doc).sections.map(({ id, fields }) => {
    const seen = fields.map((field): SeenField => {
      const own = doc.fields[field]!;
      const element = own.element ? pkg.elements[own.element] : undefined;
      return { id: field, field: own, element, label: own.label ?? element?.name, access: accessOf(own, place) };
    });
    hidden.push(...seen.filter(({ access }) => access === 'hide'));
    return { id, title: doc.sections[id]!.title, fields: seen.filter(({ access }) => access !== 'hide') };
  });
  return { sections: sections.filter(({ fields }) => fields.length > 0), hidden };
}

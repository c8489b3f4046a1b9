/** A form with the elements it is bound to: checked, hashed, and cut into what lists and look-ups need. */
import type { DataElement, Form } from '../../../schemas/generated/documents.ts';
import { validateDocument } from '../../../schemas/validate.ts';
import { canonicalHash, formFindings } from '../../compile/index.ts';
import type { Finding } from '../../compile/plan.ts';
import type { FormFieldRow } from '../../store/forms.ts';

/** Everything wrong with a form: by its schema, then by the compiler. */
export function findingsOf(form: Form, elements: Record<string, DataElement>): Finding[] {
  const wrongShape = validateDocument('form', form);
  if (wrongShape.length > 0) return wrongShape;
  return formFindings(form, elements);
}

/** Ids of the elements a form is bound to, those of columns too. Tolerates a form of any shape. */
export function elementIds(form: Form): string[] {
  const ids = Object.values(form.fields ?? {}).flatMap((field) => [
    field?.element,
    ...Object.values(field?.columns ?? {}).map((column) => column?.element),
  ]);
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}

/** What makes two forms the same: their content, whatever their number and origin. */
export function formHash({ version: _, lineage: _lineage, ...content }: Form): string {
  return canonicalHash(content);
}

export function versionHash(form: Form, elements: Record<string, DataElement>): string {
  return canonicalHash({ form: formHash(form), elements });
}

/** One row per field, for the shelves and the question who asks this already. */
export function fieldRows(form: Form): FormFieldRow[] {
  return Object.entries(form.fields ?? {}).flatMap(([field, doc]) => {
    if (typeof doc !== 'object' || doc === null || typeof doc.subject !== 'string') return [];
    return [
      {
        field,
        element: doc.element ?? null,
        subject: doc.subject,
        subjectName: form.subjects?.[doc.subject]?.name ?? null,
        label: doc.label ?? null,
        type: doc.type ?? null,
      },
    ];
  });
}

export function countsOf(findings: readonly Finding[]): { errors: number; warnings: number } {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: findings.length - errors };
}

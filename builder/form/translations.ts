/** What of a form has no English yet. Missing English falls back to Chinese for readers; here it is counted and found. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { Text } from '../../schemas/generated/documents.ts';
import { ranked } from '../editing/rank.ts';
import { shapeOf } from './order.ts';

export interface Untranslated {
  /** The field, or the section when there is none. */
  field?: string;
  section: string;
  /** Which text: `title`, `label`, `hint`, `why`, `legalBasis`, `code.<code>`, `column.<id>`. */
  what: string;
}

type Form = ScenarioPackage['forms'][string];
const known = new WeakMap<Form, Untranslated[]>();

export function untranslatedOf(form: Form): Untranslated[] {
  const before = known.get(form);
  if (before) return before;
  const list = shapeOf(form).sections.flatMap(({ id: section, fields }) => [
    ...missing(form.sections[section]?.title).map(() => ({ section, what: 'title' })),
    ...fields.flatMap((field) => ofField(form, section, field)),
  ]);
  known.set(form, list);
  return list;
}

function ofField(form: Form, section: string, field: string): Untranslated[] {
  const doc = form.fields[field]!;
  const of = (what: string, text: Text | undefined) => missing(text).map(() => ({ field, section, what }));
  return [
    ...of('label', doc.label),
    ...of('hint', doc.hint),
    ...of('why', doc.why),
    ...of('legalBasis', doc.legalBasis),
    ...ranked(doc.codes).flatMap(([code, entry]) => of(`code.${code}`, entry.name)),
    ...ranked(doc.columns).flatMap(([column, spec]) => of(`column.${column}`, spec.label)),
  ];
}

const missing = (text: Text | undefined): [] | [true] => (text && !text.en?.trim() ? [true] : []);

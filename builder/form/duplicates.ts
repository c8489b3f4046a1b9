/** Is this already asked, or known as a data element? Offered before the same thing is asked twice. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { Text } from '../../schemas/generated/documents.ts';
import { type KnownValue, knownValues } from '../editing/paths.ts';

export type Duplicate =
  /** Asked in another form of the scenario: a reference makes one question of both. */
  | { kind: 'asked'; value: KnownValue; element: string | undefined; key: string | undefined }
  /** A data element of this name, asked nowhere yet for this subject. */
  | { kind: 'element'; element: string; name: Text };

const plain = (label: string) => label.replace(/[\s（）()·:：]/g, '').replace(/(号码|编号|号)$/, '号');

/** The nearest thing of that name; what the form itself already asks does not count. */
export function duplicateOf(
  pkg: ScenarioPackage,
  { form, subject, label }: { form: string; subject: string; label: string },
): Duplicate | undefined {
  const wanted = plain(label);
  if (wanted.length < 2) return undefined;
  const same = (name: Text | undefined) => name !== undefined && plain(name['zh-CN']) === wanted;
  for (const value of knownValues(pkg).values()) {
    const [first] = value.fields;
    if (value.subject !== subject || !first || value.fields.some(([f]) => f === form)) continue;
    const field = pkg.forms[first[0]]?.fields[first[1]];
    if (!field || !(same(value.name) || same(field.element ? pkg.elements[field.element]?.name : undefined))) continue;
    return { kind: 'asked', value, element: field.element, key: field.key };
  }
  const element = Object.entries(pkg.elements).find(([, doc]) => same(doc.name));
  return element && { kind: 'element', element: element[0], name: element[1].name };
}

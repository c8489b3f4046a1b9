import type { JsonValue } from '../../../../runtime/compile/plan.ts';
import type { CodeList, Text, ValueType } from '../../../../schemas/generated/documents.ts';

interface Words {
  t: (key: string, more?: Record<string, unknown>) => string;
  text: (text: Text | string | undefined) => string;
}

/** A value as people read it: names of codes, yes and no, nothing as a dash. */
export function shownValue(value: JsonValue, field: { type: ValueType; codes?: CodeList }, { t, text }: Words): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) return value.map((entry) => shownValue(entry, field, { t, text })).join(t('flow.listComma')) || '—';
  if (typeof value === 'boolean') return t(value ? 'ui.yes' : 'ui.no');
  const code = field.codes?.[String(value)];
  if (code) return text(code.name);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A refusal of the form check beside its field. */
export function problemWords(t: Words['t'], code: string, label: string): string {
  return t(`rehearse.problem.${code.split('.').at(-1)}`, { name: label, defaultValue: t('rehearse.problem.format', { name: label }) });
}

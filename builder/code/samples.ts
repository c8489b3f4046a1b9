/** Sample values for trying things out; never a real person's. */
import type { JsonValue, ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { ValueType } from '../../schemas/generated/documents.ts';
import { type KnownValue, pathOf } from '../editing/paths.ts';
import { ranked } from '../editing/rank.ts';
import { structured } from './trial-values.ts';

/** An example as text: of the data element, of the code list, or something plain of the type. */
export function sampleFor(pkg: ScenarioPackage, value: KnownValue | undefined): string {
  if (!value) return '';
  const element = elementOf(pkg, value);
  const code = ranked(value.codes)[0]?.[0];
  return element?.example ?? code ?? plain[value.type];
}

const plain: Record<ValueType, string> = {
  string: '样例',
  text: '样例',
  number: '1',
  integer: '1',
  money: '1000.00',
  boolean: 'true',
  date: '2026-03-02',
  dateTime: '2026-03-02T09:00:00Z',
  code: '1',
  codes: '1',
  region: '330000',
  address: '样例地址 1 号',
  idCard: '11010119900307109X',
  uscc: '91330000000000000X',
  mobile: '13800000000',
  email: 'sample@example.org',
  bankCard: '6200000000000005',
  file: '',
  table: '',
  signature: '',
  dateRange: '{"from":"2026-03-02","to":"2026-03-08"}',
  cascade: '',
};

function elementOf(pkg: ScenarioPackage, value: KnownValue) {
  const [form, field] = value.fields[0] ?? [];
  const doc = form && field ? pkg.forms[form]?.fields[field] : undefined;
  if (doc && pathOf(doc) === value.path && doc.element) return pkg.elements[doc.element];
  const variable = pkg.scenario.variables?.[value.path]?.element;
  return variable ? pkg.elements[variable] : undefined;
}

/** What was typed, as a value of its type; empty is missing. */
export function typedValue(text: string, type: ValueType): JsonValue {
  if (text.trim() === '') return null;
  if (type === 'number' || type === 'integer') return Number(text);
  if (type === 'boolean') return text === 'true';
  if (structured.includes(type)) return parsed(text);
  if (type === 'codes') return text.split(/[,，]/).map((part) => part.trim());
  return text;
}

/** What has parts is typed as JSON; a text that is none stays a text, and the script says what it misses. */
function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** Script input nested by subject. */
export function inputOf(values: readonly [path: string, text: string, type: ValueType][]): Record<string, Record<string, JsonValue>> {
  const input: Record<string, Record<string, JsonValue>> = {};
  for (const [path, text, type] of values) {
    const [subject, name] = path.split('.') as [string, string];
    input[subject] = { ...input[subject], [name]: typedValue(text, type) };
  }
  return input;
}

/** What came back, in the words of the resource: where the records stand, which name is which field, which code is which. */
import type { FieldSource, PathSource, ResponseMapping } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { valueAt } from './paths.ts';

/** The service answered, and says itself that it could not: its own status field. */
export class ServiceRefusedError extends Error {}
/** The answer is JSON, but not where or what the mapping says. */
export class MappingError extends Error {}

type Fields = Record<string, FieldSource>;

/** Records as the resource names them. `{ records: [] }` for "no such record", however the service says it. */
export function mapResponse(answer: unknown, mapping: ResponseMapping | undefined): JsonValue[] {
  const { status, records = 'records', fields } = mapping ?? {};
  if (status) {
    const said = String(valueAt(answer, status.path) ?? '');
    if (status.noRecord?.includes(said)) return [];
    if (!status.ok.includes(said)) throw new ServiceRefusedError('The service answered that it cannot.');
  }
  const found = valueAt(answer, records);
  if (found === undefined || found === null) {
    if (mapping && found === null) return [];
    throw new MappingError(`The answer has nothing at ${records}.`);
  }
  const list = Array.isArray(found) ? found : [found];
  return fields ? list.map((record) => mapRecord(record, fields)) : list;
}

function mapRecord(record: JsonValue, fields: Fields): JsonValue {
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw new MappingError('A record of the answer is no object.');
  const mapped: Record<string, JsonValue> = { ...record };
  for (const [name, source] of Object.entries(fields)) mapped[name] = 'constant' in source ? source.constant : converted(record, source);
  return mapped;
}

function converted(record: JsonValue, { path, codes, as }: PathSource): JsonValue {
  const value = valueAt(record, path) ?? null;
  if (value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (codes && Object.hasOwn(codes, text)) return codes[text]!;
  return as ? conversions[as](text, value) : value;
}

type Conversion = (text: string, value: JsonValue) => JsonValue;
const yes = new Set(['Y', 'y', 'YES', 'Yes', 'yes', 'true', 'TRUE', '1', '是', '有']);
const no = new Set(['N', 'n', 'NO', 'No', 'no', 'false', 'FALSE', '0', '否', '无']);

/** A text a conversion does not know stays as it came: the check against the resource refuses it by name. */
const conversions: Record<NonNullable<PathSource['as']>, Conversion> = {
  text: (text) => text,
  number: (text) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text),
  // By digits, not by division: 0.1 + 0.2 is no way to count money.
  fen: (text) => {
    const [, sign, digits] = /^(-?)(\d{1,18})$/.exec(text.trim()) ?? [];
    if (digits === undefined) return text;
    const padded = digits.padStart(3, '0');
    return `${sign}${BigInt(padded.slice(0, -2))}.${padded.slice(-2)}`;
  },
  compactDate: (text) => text.replace(/^(\d{4})(\d{2})(\d{2})(\d{6})?$/, '$1-$2-$3'),
  slashDate: (text) =>
    text.replace(
      /^(\d{4})\/(\d{1,2})\/(\d{1,2})(\s.*)?$/,
      (_, year, month, day) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    ),
  // Dates are local, as everywhere: Asia/Shanghai.
  epochSeconds: (text) => (/^\d{1,11}$/.test(text) ? new Date((Number(text) + 8 * 3600) * 1000).toISOString().slice(0, 10) : text),
  yesNo: (text, value) => (yes.has(text) ? true : no.has(text) ? false : value),
};

/** Is an answer what the resource promises? The record is cut to the fields asked for, normalised, and checked. */
import type { DataResource } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import { valueCheck } from '../compile/values/check.ts';

export type RecordVerdict =
  | { ok: true; record: Record<string, JsonValue> }
  | { ok: false; kind: 'noRecord' | 'severalRecords'; message: string }
  /** `field`: whose value is not what the resource promises. */
  | { ok: false; kind: 'invalid'; message: string; field?: string };

/** `answer`: `{ "records": [ … ] }`, as every connector hands it over. A field the record lacks is null. */
export function checkRecords(answer: unknown, resource: DataResource, fields: readonly string[], now: string): RecordVerdict {
  const records = isObject(answer) && Array.isArray(answer.records) ? answer.records : undefined;
  if (!records) return { ok: false, kind: 'invalid', message: 'The answer holds no list of records.' };
  if (records.length === 0) return { ok: false, kind: 'noRecord', message: 'The register has no record.' };
  if (records.length > 1 && resource.cardinality === 'one')
    return { ok: false, kind: 'severalRecords', message: 'The register has several records where one was expected.' };
  const [first] = records;
  if (!isObject(first)) return { ok: false, kind: 'invalid', message: 'The record is no object.' };

  const record: Record<string, JsonValue> = {};
  for (const name of fields) {
    const value = Object.hasOwn(first, name) ? first[name] : null;
    const checked = checkField(value, resource.fields[name]!, now);
    if (!checked.ok) return { ok: false, kind: 'invalid', message: `The field ${name} is not what the resource promises.`, field: name };
    record[name] = checked.value;
  }
  return { ok: true, record };
}

function checkField(
  value: unknown,
  { type, codes }: DataResource['fields'][string],
  now: string,
): { ok: true; value: JsonValue } | { ok: false } {
  if (value === null || value === undefined) return { ok: true, value: null };
  // Without a type of its own the field takes any plain value; its data element checks it when it enters the case.
  if (!type) return typeof value === 'object' ? { ok: false } : { ok: true, value: value as JsonValue };
  return valueCheck({ type, codes })(value as JsonValue, { now });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A case handed over to the courier is a parcel; the number it gets there is the waybill. */
import type { JsonValue } from '../compile/plan.ts';
import type { Outcome } from '../engine/types.ts';

/** What the courier reads of the values a step hands over. */
export function parcelOf(values: JsonValue | undefined): Record<string, JsonValue> {
  const given = typeof values === 'object' && values !== null && !Array.isArray(values) ? values : {};
  return Object.fromEntries(['name', 'mobile', 'address', 'content'].map((name) => [name, given[name] ?? '']));
}

/** The receipt of a parcel as that of any hand-over. */
export function receiptOf(outcome: Outcome): Outcome {
  if (!outcome.ok) return outcome;
  const { value } = outcome;
  const waybill = typeof value === 'object' && value !== null && !Array.isArray(value) ? value.waybill : undefined;
  return typeof waybill === 'string'
    ? { ok: true, value: { number: waybill } }
    : { ok: false, kind: 'invalid', message: 'The courier gave no waybill.' };
}

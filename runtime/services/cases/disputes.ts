import type { JsonValue } from '../../compile/plan.ts';

/** What an applicant says instead of a shared value, and why. */
export interface DisputeView {
  value: JsonValue;
  reason?: string;
}

/** A dispute is kept with its reason beside the shared value: `{ value, reason }`. */
export function disputeOf(stored: JsonValue | undefined): DisputeView | undefined {
  if (stored === undefined) return undefined;
  if (
    stored !== null &&
    typeof stored === 'object' &&
    !Array.isArray(stored) &&
    Object.hasOwn(stored, 'value') &&
    typeof stored.reason === 'string'
  ) {
    return { value: stored.value ?? null, reason: stored.reason };
  }
  return { value: stored };
}

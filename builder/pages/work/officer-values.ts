/** Values of an officer's form as they are sent. */
import type { JsonValue, Section } from '../../../schemas/generated/api.ts';

/** Fields the desk fills in now. */
export const askedFields = (sections: Section[]) =>
  sections
    .filter((section) => section.visible)
    .flatMap((section) => section.fields.filter((field) => field.visible && field.mode === 'ask'));

/**
 * What the officer saw is what is sent: the values the form came with, under what was typed since. One that was there and was
 * emptied is sent as taken back; what is hidden is not sent.
 */
export function sentOutputs(sections: Section[], typed: Record<string, JsonValue>): Record<string, JsonValue> {
  const shown = askedFields(sections).flatMap((field): [string, JsonValue][] => {
    const value = Object.hasOwn(typed, field.path) ? typed[field.path]! : field.value;
    const emptied = value === null && field.value !== undefined;
    return value === undefined || (value === null && !emptied) ? [] : [[field.path, value]];
  });
  return Object.fromEntries(shown);
}

/** Values of an officer's form as they are sent. */
import type { JsonValue, Section } from '../../../schemas/generated/api.ts';

/** Fields the desk fills in now. */
export const askedFields = (sections: Section[]) =>
  sections
    .filter((section) => section.visible)
    .flatMap((section) => section.fields.filter((field) => field.visible && field.mode === 'ask'));

/** What the officer saw is what is sent: the values the form came with, under what was typed since; emptied ones are left out. */
export function sentOutputs(sections: Section[], typed: Record<string, JsonValue>): Record<string, JsonValue> {
  const shown = askedFields(sections).map(
    (field) => [field.path, Object.hasOwn(typed, field.path) ? typed[field.path] : field.value] as const,
  );
  return Object.fromEntries(shown.filter((entry): entry is readonly [string, JsonValue] => entry[1] !== undefined && entry[1] !== null));
}

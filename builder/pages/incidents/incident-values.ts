/** What an operator types in place of what a step would have given, as the values the server takes. */
import type { IncidentChoices, JsonValue } from '../../../schemas/generated/api.ts';

type Choice = IncidentChoices['values'][number];

/** Empty texts are left out; numbers and yes or no by their type. Undefined where a text is none of its type. */
export function valuesOf(
  choices: readonly Choice[],
  typed: Readonly<Record<string, string>>,
): Record<string, JsonValue> | { wrong: string } {
  const values: Record<string, JsonValue> = {};
  for (const { path, type } of choices) {
    const text = typed[path]?.trim() ?? '';
    if (text === '') continue;
    const value = typedAs(type, text);
    if (value === undefined) return { wrong: path };
    values[path] = value;
  }
  return values;
}

function typedAs(type: Choice['type'], text: string): JsonValue | undefined {
  switch (type) {
    case 'number':
    case 'integer': {
      const number = Number(text);
      return Number.isFinite(number) && (type === 'number' || Number.isInteger(number)) ? number : undefined;
    }
    case 'boolean':
      return ['是', 'yes', 'true', '1'].includes(text.toLowerCase())
        ? true
        : ['否', 'no', 'false', '0'].includes(text.toLowerCase())
          ? false
          : undefined;
    case 'money':
      return /^-?\d+(\.\d{1,2})?$/.test(text) ? Number(text).toFixed(2) : undefined;
    default:
      return text;
  }
}

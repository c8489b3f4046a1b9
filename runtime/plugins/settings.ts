import type { JsonValue } from '../compile/plan.ts';
import type { NodePlugin, SettingSpec } from './plugin.ts';

/** The settings with their defaults, and the names of those that are unknown or do not fit. */
export function settingsOf(
  { settings }: Pick<NodePlugin, 'settings'>,
  given: Readonly<Record<string, JsonValue>> = {},
): { values: Record<string, JsonValue>; wrong: string[] } {
  const wrong = Object.keys(given).filter((name) => !Object.hasOwn(settings, name) || !fits(settings[name]!, given[name]!));
  const values = Object.fromEntries(
    Object.entries(settings).flatMap(([name, spec]): [string, JsonValue][] => {
      const value = given[name] ?? spec.default;
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { values, wrong };
}

export function fits({ type, minimum, maximum }: SettingSpec, value: JsonValue): boolean {
  if (type === 'boolean') return typeof value === 'boolean';
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= (minimum ?? Number.NEGATIVE_INFINITY) &&
    value <= (maximum ?? Number.POSITIVE_INFINITY)
  );
}

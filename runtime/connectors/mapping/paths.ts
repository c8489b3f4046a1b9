/** Values by their place in somebody else's JSON: `data.list[0].xm`. Own properties only, so no place reaches a prototype. */
import type { JsonValue } from '../../compile/plan.ts';

type Step = string | number;

/** `data.list[0]` -> ['data', 'list', 0]. */
export function stepsOf(path: string): Step[] {
  return path.split('.').flatMap((part): Step[] => {
    const [, name = part, index] = /^(.*?)\[(\d{1,3})\]$/.exec(part) ?? [];
    return index === undefined ? [name] : [name, Number(index)];
  });
}

/** undefined when there is nothing at the place. */
export function valueAt(value: unknown, path: string): JsonValue | undefined {
  let at: unknown = value;
  for (const step of stepsOf(path)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<Step, unknown>)[step];
  }
  return at as JsonValue | undefined;
}

/** A new object with the values set at their places; names with dots make objects. */
export function objectOf(places: Readonly<Record<string, JsonValue>>): Record<string, JsonValue> {
  const result: Record<string, JsonValue> = Object.create(null);
  for (const [path, value] of Object.entries(places)) {
    const steps = stepsOf(path).map(String);
    let at = result;
    for (const step of steps.slice(0, -1)) {
      const next = at[step];
      const inner: Record<string, JsonValue> =
        typeof next === 'object' && next !== null && !Array.isArray(next) ? (next as Record<string, JsonValue>) : Object.create(null);
      at[step] = inner;
      at = inner;
    }
    at[steps.at(-1)!] = value;
  }
  return result;
}

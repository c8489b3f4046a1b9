/** What a hostile text must not change in the process that runs it. */
import type { JsonValue } from '../../compile/plan.ts';

const watched = { Object, Array, String, Number, Map, Promise, RegExp, Date, JSON, Math, Function, Error };

/** Own property names of the built-in objects and their prototypes, and which functions stand behind them. */
export function hostPrint(): Map<string, unknown> {
  const print = new Map<string, unknown>();
  for (const [name, value] of Object.entries(watched)) {
    for (const owner of [value, (value as { prototype?: object }).prototype]) {
      if (!owner) continue;
      for (const key of Reflect.ownKeys(owner)) {
        // The last match of a regular expression changes with every one this process uses.
        if (owner === RegExp && typeof key === 'string' && key !== 'prototype') continue;
        const property = Object.getOwnPropertyDescriptor(owner, key);
        print.set(`${name}${owner === value ? '' : '.prototype'}.${String(key)}`, property?.value ?? property?.get);
      }
    }
  }
  for (const key of Reflect.ownKeys(globalThis)) print.set(`global ${String(key)}`, true);
  return print;
}

/** A sentence when something differs from `before`. */
export function changedHost(before: Map<string, unknown>): string | undefined {
  const after = hostPrint();
  for (const [key, value] of after) if (!before.has(key) || !Object.is(before.get(key), value)) return `the host's ${key} changed`;
  for (const key of before.keys()) if (!after.has(key)) return `the host lost ${key}`;
  if (({} as { polluted?: unknown }).polluted !== undefined) return 'Object.prototype is polluted';
  return undefined;
}

/** Merges as careless code would: a `__proto__` in the value would reach Object.prototype. */
export function mergeCarelessly(target: Record<string, unknown>, value: JsonValue): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, part] of Object.entries(value)) {
    if (part !== null && typeof part === 'object') {
      target[key] ??= {};
      mergeCarelessly(target[key] as Record<string, unknown>, part);
    } else target[key] = part;
  }
}

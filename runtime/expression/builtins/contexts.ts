/** Built-in functions on contexts. */
import { grow, type Run, spend } from '../limits.ts';
import { entryOf } from '../properties.ts';
import { type Feel, type FeelContext, type FeelList, isContext } from '../values.ts';
import { fn, way } from './define.ts';

function put(run: Run, context: FeelContext, keys: readonly string[], value: Feel): Feel {
  const [key, ...rest] = keys;
  if (key === undefined) return null;
  grow(run, context.size + 1);
  const made = new Map(context);
  if (rest.length === 0) return made.set(key, value);
  const nested = context.get(key);
  const inner = nested !== undefined && isContext(nested) ? put(run, nested, rest, value) : null;
  return inner === null ? null : made.set(key, inner);
}

function merge(run: Run, contexts: FeelList): Feel {
  if (!contexts.every(isContext)) return null;
  const made = new Map<string, Feel>();
  for (const context of contexts) {
    grow(run, context.size);
    for (const [key, value] of context) made.set(key, value);
  }
  return made;
}

function fromEntries(run: Run, entries: FeelList): Feel {
  const made = new Map<string, Feel>();
  grow(run, entries.length);
  for (const entry of entries) {
    const key = isContext(entry) ? entry.get('key') : undefined;
    if (!isContext(entry) || typeof key !== 'string' || !entry.has('value') || made.has(key)) return null;
    made.set(key, entry.get('value') ?? null);
  }
  return made;
}

const texts = (list: FeelList): list is string[] => list.length > 0 && list.every((key) => typeof key === 'string');

export const contextFunctions = {
  'get value': fn(way('m: context, key: string', (_run, context: FeelContext, key: string) => entryOf(context, key))),
  'get entries': fn(
    way('m: context', (run, context: FeelContext) => {
      grow(run, context.size * 2);
      return [...context].map(
        ([key, value]) =>
          new Map<string, Feel>([
            ['key', key],
            ['value', value],
          ]),
      );
    }),
  ),
  context: fn(way('entries: list', fromEntries)),
  'context put': fn(
    way('context: context, key: string, value: any', (run, context, key: string, value) => put(run, context, [key], value)),
    way('context: context, keys: list, value: any', (run, context, keys: FeelList, value) => {
      spend(run, keys.length);
      return texts(keys) && keys.length <= 32 ? put(run, context, keys, value) : null;
    }),
  ),
  'context merge': fn(way('contexts: list', merge)),
};

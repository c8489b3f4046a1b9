/** Names: resolved to a place while compiling where that is possible, so that an evaluation only walks. */
import type { Ast } from './ast.ts';
import { builtins } from './builtins/index.ts';
import type { Run } from './limits.ts';
import { entryOf, propertyOf, spacedKey } from './properties.ts';
import { type Feel, type FeelContext, type FeelList, grown, isContext, isPlain, lift } from './values.ts';

/** One name in force while an expression runs. */
export interface Scope {
  readonly up: Scope | null;
  readonly value: Feel;
}
export type Code = (run: Run, scope: Scope | null) => Feel;

/**
 * What the compiler knows of each scope: `one` holds a single name, `keys` a context being built, `item` an element
 * of a filtered list, whose entries are names only known when it runs.
 */
export type Names = { readonly up: Names | null } & (
  | { readonly kind: 'one'; readonly name: string; readonly growing?: boolean }
  | { readonly kind: 'keys'; readonly keys: ReadonlySet<string> }
  | { readonly kind: 'item' }
);

type Place = { hops: number; how: 'value' | 'growing' | 'entry' | 'item' };

/** Places a name may stand in, nearest first; the last one is certain unless it is an `item`. */
function placesOf(name: string, names: Names | null): { places: Place[]; certain: boolean } {
  const places: Place[] = [];
  let hops = 0;
  for (let scope = names; scope; scope = scope.up) {
    if (scope.kind === 'one' && scope.name === name) {
      places.push({ hops, how: scope.growing ? 'growing' : 'value' });
      return { places, certain: true };
    }
    if (scope.kind === 'keys' && scope.keys.has(name)) {
      places.push({ hops, how: 'entry' });
      return { places, certain: true };
    }
    if (scope.kind === 'item') {
      places.push({ hops, how: 'item' });
      if (name === 'item') return { places, certain: true };
    }
    hops += 1;
  }
  return { places, certain: false };
}

function scopeAt(scope: Scope | null, hops: number): Feel {
  let at = scope;
  for (let left = hops; left > 0 && at; left -= 1) at = at.up;
  return at ? at.value : null;
}

/** Reads a name. Names found in no scope are read from the evaluation context, then from the built-in functions. */
export function lookupCode(name: string, names: Names | null, reads: Set<string>): Code {
  const { places, certain } = placesOf(name, names);
  const [first] = places;
  if (!first) return globalCode(name, reads);
  if (certain && places.length === 1) return placeCode(first, name);
  const outer = certain ? placeCode(places[places.length - 1] as Place, name) : globalCode(name, undefined);
  const items = places.filter((place) => place.how === 'item').map((place) => place.hops);
  return (run, scope) => {
    for (const hops of items) {
      const item = scopeAt(scope, hops);
      if (isContext(item) && hasEntry(item, name)) return entryOf(item, name);
    }
    const value = outer(run, scope);
    if (value !== null || items.length === 0) return value;
    // Dates and durations have properties as well: dates[year = 2026].
    return propertyOf(run, scopeAt(scope, items[0] as number), name);
  };
}

const hasEntry = (context: FeelContext, name: string): boolean => context.has(name) || spacedKey(context.keys(), name) !== undefined;

function placeCode(place: Place, name: string): Code {
  const { hops, how } = place;
  if (how === 'entry') {
    return (_run, scope) => {
      const value = scopeAt(scope, hops);
      return isContext(value) ? entryOf(value, name) : null;
    };
  }
  // `partial` still grows after it was read, so a reader gets a copy.
  if (how === 'growing') return (run, scope) => grown(run, scopeAt(scope, hops) as FeelList);
  if (how === 'item') {
    return (_run, scope) => {
      const value = scopeAt(scope, hops);
      return isContext(value) && value.has('item') ? (value.get('item') ?? null) : value;
    };
  }
  if (hops === 0) return (_run, scope) => (scope ? scope.value : null);
  return (_run, scope) => scopeAt(scope, hops);
}

function globalCode(name: string, reads: Set<string> | undefined): Code {
  const builtin = builtins.get(name) ?? null;
  if (!builtin && name !== '?') reads?.add(name);
  return (run) => {
    const value = ownValue(run.context, name);
    return value === undefined ? builtin : lift(run, value);
  };
}

/** An own value of a plain object: prototypes are never looked at. */
function ownValue(object: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  const key = spacedKey(Object.keys(object), name);
  return key === undefined ? undefined : object[key];
}

/** The names of `a.b.c`, when it starts with a name; undefined for a path on anything else. */
export function chainOf(ast: Ast): string[] | undefined {
  if (ast.type === 'name') return [ast.name];
  const head = ast.type === 'path' ? chainOf(ast.target) : undefined;
  return head && ast.type === 'path' ? [...head, ast.name] : undefined;
}

/** `mother.idNumber` of the evaluation context in one go; undefined when the first name may be a local one. */
export function chainCode(ast: Ast, names: Names | null, reads: Set<string>): Code | undefined {
  const chain = chainOf(ast);
  const [first, second, ...rest] = chain ?? [];
  if (first === undefined || second === undefined) return undefined;
  const { places, certain } = placesOf(first, names);
  if (certain) return undefined;
  reads.add(`${first}.${second}`);
  if (places.length > 0) return undefined;
  return (run) => {
    let value = ownValue(run.context, first);
    value = isPlain(value) ? ownValue(value, second) : propertyOf(run, lift(run, value), second);
    for (const name of rest) value = isPlain(value) ? ownValue(value, name) : propertyOf(run, lift(run, value), name);
    return lift(run, value);
  };
}

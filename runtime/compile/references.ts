/** Where a value is used in a package, and following it when its path changes. */

import { isDesk } from './desks.ts';
import type { ScenarioPackage } from './plan.ts';
import { renameInScript } from './rename-script.ts';

export { renameInScript };

/** Where a place is, from the root of the package. */
export type ReferencePath = readonly string[];

/** FEEL: the dotted name on its own, outside string literals. */
export function renameInFeel(source: string, from: string, to: string): string {
  const pattern = new RegExp(`(?<![\\w.])${from.replaceAll('.', '\\s*\\.\\s*')}(?![\\w])`, 'g');
  return source
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(pattern, to)))
    .join('');
}

/** Notification words: `{mother.name}`. */
export const renameInWords = (source: string, from: string, to: string) => source.replaceAll(`{${from}}`, `{${to}}`);

/** How a place mentions paths: an expression, a script, words with places, paths as values and keys, or as keys alone. */
export type Mention = 'feel' | 'script' | 'words' | 'path' | 'paths' | 'keys' | 'names' | 'collect';
type Walk = (at: ReferencePath, value: unknown, kind: Mention) => void;

/** Members that hold an expression wherever they stand in a node, a message, a material or a column. */
const expressionMembers = new Set(['when', 'while', 'until', 'over', 'times', 'count', 'done', 'key', 'region', 'required', 'computed']);
/** Members that are maps of expressions. */
const expressionMaps = new Set(['values', 'inputs', 'collect']);

/** Expressions of a document whose members say what they are: events, loops, instances, calls. */
function walkExpressions(value: unknown, at: ReferencePath, visit: Walk): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const place = [...at, key];
    if (typeof member === 'string' && (expressionMembers.has(key) || expressionMaps.has(at.at(-1) ?? ''))) visit(place, member, 'feel');
    else if (key === 'provides' && typeof member === 'object') visit(place, member, 'paths');
    // What several give together is a map from the path to what it is worked out by.
    else if (key === 'collect' && typeof member === 'object') {
      walkExpressions(member, place, visit);
      visit(place, member, 'collect');
    } else walkExpressions(member, place, visit);
  }
}

/** Visits every place of the package that may name a path. */
export function walkReferences(pkg: ScenarioPackage, visit: Walk): void {
  const { scenario } = pkg;
  const each = <T>(map: Record<string, T> | undefined, at: ReferencePath, see: (entry: T, at: ReferencePath) => void) => {
    for (const [id, entry] of Object.entries(map ?? {})) see(entry, [...at, id]);
  };
  const feel = (at: ReferencePath, value: unknown) => {
    if (typeof value === 'string') visit(at, value, 'feel');
  };
  each(scenario.edges, ['scenario', 'edges'], (edge, at) => feel([...at, 'when'], edge.when));
  each(scenario.items, ['scenario', 'items'], (item, at) => feel([...at, 'applicable'], item.applicable));
  each(scenario.forms, ['scenario', 'forms'], (use, at) => feel([...at, 'applicable'], use.applicable));
  each(scenario.nodes, ['scenario', 'nodes'], (node, at) => {
    if (isDesk(node) && node.reads) visit([...at, 'reads'], node.reads, 'paths');
    if (node.kind === 'start' && node.given) visit([...at, 'given'], node.given, 'paths');
    if (node.kind === 'transfer' && node.number) visit([...at, 'number'], node.number, 'path');
    // The other side of each pair is a path of the scenario that is called.
    if (node.kind === 'call' && node.outputs) visit([...at, 'outputs'], node.outputs, 'names');
    walkExpressions(node, at, visit);
  });
  each(scenario.messages, ['scenario', 'messages'], (message, at) => walkExpressions(message, at, visit));
  each(scenario.materials, ['scenario', 'materials'], (slot, at) => walkExpressions(slot, at, visit));
  each(scenario.data, ['scenario', 'data'], (use, at) => {
    each(use.keys, [...at, 'keys'], (key, place) => feel(place, key));
    each(use.provides, [...at, 'provides'], (path, place) => visit(place, path, 'path'));
  });
  each(scenario.tables, ['scenario', 'tables'], (table, at) => {
    each(table.inputs, [...at, 'inputs'], (input, place) => feel([...place, 'expression'], input.expression));
    each(table.outputs, [...at, 'outputs'], (output, place) => visit([...place, 'path'], output.path, 'path'));
    each(table.rows, [...at, 'rows'], (row, place) => {
      each(row.when, [...place, 'when'], (cell, cellAt) => feel(cellAt, cell));
      each(row.then, [...place, 'then'], (cell, cellAt) => feel(cellAt, cell));
    });
  });
  each(scenario.scripts, ['scenario', 'scripts'], (script, at) => {
    visit([...at, 'reads'], script.reads, 'paths');
    visit([...at, 'writes'], script.writes, 'paths');
    visit([...at, 'source'], script.source, 'script');
  });
  each(scenario.notifications, ['scenario', 'notifications'], (notification, at) => {
    each(notification.text as unknown as Record<string, string>, [...at, 'text'], (words, place) => visit(place, words, 'words'));
  });
  each(scenario.outcomes, ['scenario', 'outcomes'], (outcome, at) => {
    visit([...at, 'number'], outcome.number, 'path');
    visit([...at, 'fields'], outcome.fields, 'paths');
  });
  each(pkg.forms, ['forms'], (form, at) => {
    each(form.sections, [...at, 'sections'], (section, place) => feel([...place, 'visibleWhen'], section.visibleWhen));
    each(form.fields, [...at, 'fields'], (field, place) => {
      for (const key of ['visibleWhen', 'computed', 'default', 'required'] as const) feel([...place, key], field[key]);
      each(field.columns, [...place, 'columns'], (column, columnAt) => walkExpressions(column, columnAt, visit));
      each(field.columns, [...place, 'columns'], (column, columnAt) => {
        for (const key of ['computed', 'required'] as const) feel([...columnAt, key], column[key]);
      });
    });
  });
  each(pkg.cases, ['cases'], (test, at) => {
    visit([...at, 'steps'], test.steps, 'keys');
    if (test.expect.asked) visit([...at, 'expect', 'asked'], test.expect.asked, 'paths');
    if (test.expect.fields) visit([...at, 'expect', 'fields'], test.expect.fields, 'keys');
  });
}

/** The value of one place after the path changed its name; the same value when it does not mention it. */
export function renameAt(kind: Mention, value: unknown, from: string, to: string): unknown {
  if (kind === 'feel') return renameInFeel(value as string, from, to);
  if (kind === 'script') return renameInScript(value as string, from, to);
  if (kind === 'words') return renameInWords(value as string, from, to);
  if (kind === 'collect') return collectRenamed(value as Record<string, string>, from, to);
  if (kind === 'names') return renameNames(value as Record<string, unknown>, from, to);
  return renameDeep(value, from, to);
}

/** The package with every mention of the moved paths following them. */
export function movedInPackage(pkg: ScenarioPackage, moves: readonly { from: string; to: string }[]): ScenarioPackage {
  let moved = pkg;
  for (const { from, to } of moves) {
    const changes: [ReferencePath, unknown][] = [];
    walkReferences(moved, (at, value, kind) => {
      const next = renameAt(kind, value, from, to);
      if (next !== value) changes.push([at, next]);
    });
    for (const [at, next] of changes) moved = replacedAt(moved, at, next);
  }
  return moved;
}

function replacedAt<T>(value: T, [key, ...rest]: ReferencePath, next: unknown): T {
  if (key === undefined) return next as T;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  (copy as Record<string, unknown>)[key] = replacedAt((value as Record<string, unknown>)[key], rest, next);
  return copy as T;
}

/** Paths that are given, each by an expression: written as a whole, since its members move. */
function collectRenamed(map: Record<string, string>, from: string, to: string): Record<string, string> {
  const next = Object.entries(map).map(([key, feel]): [string, string] => [key === from ? to : key, renameInFeel(feel, from, to)]);
  return next.some(([key, feel]) => map[key] !== feel) ? Object.fromEntries(next) : map;
}

/** Keys of one map; its values mean something else. */
const renameNames = (map: Record<string, unknown>, from: string, to: string) =>
  from in map ? Object.fromEntries(Object.entries(map).map(([key, value]) => [key === from ? to : key, value])) : map;

/** Paths held as a value or as a key, at any depth. */
function renameDeep(value: unknown, from: string, to: string): unknown {
  if (value === from) return to;
  if (Array.isArray(value)) {
    const next = value.map((entry) => renameDeep(entry, from, to));
    return next.some((entry, i) => entry !== value[i]) ? next : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const next = entries.map(([key, entry]): [string, unknown] => [key === from ? to : key, renameDeep(entry, from, to)]);
  return next.some(([key, entry], i) => key !== entries[i]![0] || entry !== entries[i]![1]) ? Object.fromEntries(next) : value;
}

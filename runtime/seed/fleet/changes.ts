/**
 * Changes people make to a package, drawn from a number: the same number draws the same changes. Each is one address and the
 * value it has afterwards, so that whoever wants to know whether it is still there needs nothing else.
 */
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';

type Path = readonly string[];
export interface DrawnChange {
  path: Path;
  before?: JsonValue;
  after: JsonValue;
}
type Tree = { [key: string]: JsonValue };

/** Small, even, and the same everywhere: mulberry32. */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What came back from a database has its members in another order; what is drawn must not depend on it. */
function sortedEntries<T>(values: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Chinese words of the package that people see and may change: of steps, items, messages, questions. Locked elements are left out. */
function wordPlaces(pkg: ScenarioPackage): Path[] {
  const locked = new Set(Object.entries(pkg.scenario.locks ?? {}).flatMap(([id, lock]) => (lock === 'locked' ? [id] : [])));
  const found: Path[] = [];
  const walk = (value: JsonValue | undefined, path: Path): void => {
    if (!isTree(value) || locked.has(path.at(-1) ?? '')) return;
    for (const [key, member] of sortedEntries(value)) {
      if (key === 'zh-CN' && typeof member === 'string') found.push([...path, key]);
      else walk(member, [...path, key]);
    }
  };
  const { nodes, items, notifications, outcomes, clocks } = pkg.scenario as unknown as Record<string, JsonValue | undefined>;
  for (const [name, map] of Object.entries({ nodes, items, notifications, outcomes, clocks })) walk(map, ['scenario', name]);
  for (const [id, form] of sortedEntries(pkg.forms)) walk(form.fields as unknown as JsonValue, ['forms', id, 'fields']);
  // Words with expressions in them are not touched: a bracket too many would be another kind of change.
  return found.filter((path) => !String(valueAt(pkg, path)).includes('{'));
}

/** Values of the region: the first thing a county changes. */
function paramPlaces(pkg: ScenarioPackage): Path[] {
  return sortedEntries(pkg.scenario.params ?? {}).flatMap(([id, { value }]) =>
    typeof value === 'string' && !/^[\\w-]*$/.test(value) ? [['scenario', 'params', id, 'value']] : [],
  );
}

export function valueAt(root: unknown, path: Path): JsonValue | undefined {
  let value = root as JsonValue | undefined;
  for (const key of path) value = isTree(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** So many words changed, each somewhere else, with this mark behind them; and a question nobody else asks. */
export function drawChanges(
  pkg: ScenarioPackage,
  { seed, count, mark, field }: { seed: number; count: number; mark: string; field: string },
): DrawnChange[] {
  const random = drawing(seed);
  const places = [...paramPlaces(pkg).slice(0, 1), ...shuffled(wordPlaces(pkg), random)].slice(0, count - 1);
  const words = places.map((path): DrawnChange => {
    const before = valueAt(pkg, path)!;
    return { path, before, after: `${String(before)}${mark}` };
  });
  return [...words, newQuestion(pkg, field, mark)];
}

/** A question that may stay empty, at the end of the first form. */
function newQuestion(pkg: ScenarioPackage, id: string, mark: string): DrawnChange {
  const [formId, form] = sortedEntries(pkg.forms)[0]!;
  const [, sample] = sortedEntries(form.fields)[0]!;
  const after = {
    section: sample.section,
    rank: `z${id.length}`,
    subject: sample.subject,
    key: id,
    type: 'text',
    label: { 'zh-CN': `备注${mark}`, en: 'Note' },
  };
  return { path: ['forms', formId, 'fields', id], after: after as unknown as JsonValue };
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const drawn = [...values];
  for (let last = drawn.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [drawn[last], drawn[other]] = [drawn[other]!, drawn[last]!];
  }
  return drawn;
}

/** The package with the changes made; what was there stays untouched. */
export function withChanges(pkg: ScenarioPackage, changes: readonly DrawnChange[]): ScenarioPackage {
  return changes.reduce<Tree>(
    (tree, { path, after }) => withValue(tree, path, after),
    pkg as unknown as Tree,
  ) as unknown as ScenarioPackage;
}

/** Only what lies on the way is copied: ninety clones of a large package share the rest. */
function withValue(tree: Tree, [key, ...rest]: Path, value: JsonValue): Tree {
  return { ...tree, [key!]: rest.length === 0 ? value : withValue((tree[key!] ?? {}) as Tree, rest, value) };
}

/** The localisation sheet: what a template declares that each region fills in for itself. Pure. */
import type { LocalisationPoint } from '../../../schemas/generated/api.ts';
import type { Template, Text, ValueType } from '../../../schemas/generated/documents.ts';
import type { FieldProblem, JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { lockAt, pathOfKey } from '../../merge/index.ts';
import { isRecord, valueAt } from './places.ts';

type Declared = NonNullable<Template['localise']>[string];
export interface Point extends Declared {
  id: string;
  kind: LocalisationPoint['kind'];
  /** Where the value itself is. */
  at: readonly string[];
  range?: { min?: number; max?: number };
}

/** Points of a release in their order; those whose place is gone are left out. */
export function pointsOf(release: ScenarioPackage): Point[] {
  const rows = Object.entries(release.template?.localise ?? {}).sort(([a, one], [b, other]) =>
    one.rank === other.rank ? (a < b ? -1 : 1) : one.rank < other.rank ? -1 : 1,
  );
  return rows.flatMap(([id, declared]) => pointOf(id, declared, release) ?? []);
}

function pointOf(id: string, declared: Declared, release: ScenarioPackage): Point | undefined {
  const target = pathOfKey(declared.target);
  const found = valueAt(release, target);
  const isParam = target[0] === 'scenario' && target[1] === 'params' && target.length === 3;
  if (isParam && isRecord(found)) {
    const { type } = found as { type: ValueType };
    return { ...declared, id, kind: kindOfType(type), at: [...target, 'value'], ...rangeAt(release, [...target, 'value']) };
  }
  const kind = kindOfValue(target, found);
  if (kind === undefined) return undefined;
  const at = kind === 'materials' ? materialsAt(target) : target;
  return { ...declared, id, kind, at, ...(kind === 'number' ? rangeAt(release, target) : {}) };
}

function kindOfType(type: ValueType): Point['kind'] {
  if (type === 'integer' || type === 'number' || type === 'money') return 'number';
  return type === 'boolean' || type === 'date' ? type : 'text';
}

function kindOfValue(target: readonly string[], value: unknown): Point['kind'] | undefined {
  const [root, map, , member] = target;
  if (root !== 'scenario') return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : undefined;
  if (map === 'nodes' && target.length === 3 && value !== undefined) return 'slot';
  if (map === 'items' && (member === 'materials' || (target.length === 3 && value !== undefined))) return 'materials';
  // A line of the landing page may be empty in the template.
  if (map === 'audience' && value === undefined) return member === undefined && target[2] !== 'help' ? 'words' : 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  return isRecord(value) && typeof value['zh-CN'] === 'string' ? 'words' : undefined;
}

const materialsAt = (target: readonly string[]) => (target.length === 3 ? [...target, 'materials'] : target);

function rangeAt({ scenario }: ScenarioPackage, path: readonly string[]): Pick<Point, 'range'> {
  const lock = lockAt(scenario.locks, path)?.lock;
  return typeof lock === 'object' ? { range: lock.tunable } : {};
}

/** What stands there now. Of materials: those the region added. */
export function localValueOf(point: Point, local: ScenarioPackage, upstream: ScenarioPackage): JsonValue {
  const value = valueAt(local, point.at);
  if (point.kind !== 'materials') return point.kind === 'slot' ? null : ((value ?? null) as JsonValue);
  const names = new Set(materialNames(valueAt(upstream, point.at)).map((name) => name['zh-CN']));
  return materialNames(value)
    .filter((name) => !names.has(name['zh-CN']))
    .map((name) => ({ name: name as unknown as JsonValue }));
}

export function upstreamValueOf(point: Point, upstream: ScenarioPackage): JsonValue {
  if (point.kind === 'materials') return [];
  return point.kind === 'slot' ? null : ((valueAt(upstream, point.at) ?? null) as JsonValue);
}

/** What is wrong with a value, if anything. */
export function pointProblem(point: Point, value: JsonValue): FieldProblem | undefined {
  const refuse = (code: string, data: Record<string, JsonValue> = {}): FieldProblem => ({
    path: `values/${point.id}`,
    code,
    data: { name: point.name as unknown as JsonValue, ...data },
  });
  switch (point.kind) {
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return refuse('localisation.number');
      const { min, max } = point.range ?? {};
      if (min !== undefined && value < min) return refuse('localisation.at_least', { min });
      if (max !== undefined && value > max) return refuse('localisation.at_most', { max });
      return undefined;
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : refuse('localisation.choice');
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? undefined : refuse('localisation.date');
    case 'words':
      return isText(value) ? undefined : refuse('localisation.text');
    case 'materials':
      return Array.isArray(value) && value.length <= 30 && value.every((one) => isRecord(one) && isText(one.name))
        ? undefined
        : refuse('localisation.materials');
    case 'slot':
      return refuse('localisation.slot');
    default:
      return typeof value === 'string' && value.trim() !== '' && value.length <= 400 ? undefined : refuse('localisation.text');
  }
}

/** The package with the point's value; null takes the upstream default. */
export function withPoint(point: Point, local: ScenarioPackage, value: JsonValue, upstream: ScenarioPackage): ScenarioPackage {
  if (point.kind === 'slot') return local;
  if (point.kind !== 'materials') return withValue(local, point.at, value ?? valueAt(upstream, point.at));
  const given = (valueAt(upstream, point.at) ?? []) as JsonValue[];
  const added = ((value ?? []) as unknown as { name: Text }[]).map(({ name }) => ({ name, source: 'upload' }));
  return withValue(local, point.at, [...given, ...added]);
}

const isText = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['zh-CN'] === 'string' &&
  value['zh-CN'].trim() !== '' &&
  value['zh-CN'].length <= 1000 &&
  (value.en === undefined || (typeof value.en === 'string' && value.en.length > 0)) &&
  Object.keys(value).every((key) => key === 'zh-CN' || key === 'en');
const materialNames = (value: unknown): Text[] =>
  Array.isArray(value) ? value.flatMap((one) => (isRecord(one) && isText(one.name) ? [one.name as unknown as Text] : [])) : [];

function withValue(root: ScenarioPackage, path: readonly string[], value: unknown): ScenarioPackage {
  const set = (node: unknown, [part, ...rest]: readonly string[]): unknown => {
    if (part === undefined) return value;
    const record = isRecord(node) ? node : {};
    const inner = set(record[part], rest);
    if (inner !== undefined) return { ...record, [part]: inner };
    const { [part]: _, ...others } = record;
    return others;
  };
  return set(root, path) as ScenarioPackage;
}

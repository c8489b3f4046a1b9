/** Edits as people make them, chosen by numbers so that fast-check can shrink them. Each gives a package that fits the schemas. */
import type { Form, Node, Scenario } from '../../../schemas/generated/documents.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { isObject, isText, type JsonObject, type Maybe, type Path, valueAt, withValueAt } from './parts.ts';

/** Which edit, where, and what with. */
export type Edit = readonly [kind: number, place: number, value: number];
type Make = (pkg: ScenarioPackage, place: number, value: number) => ScenarioPackage;

/** A package after some edits. */
export const edited = (pkg: ScenarioPackage, edits: readonly Edit[]): ScenarioPackage =>
  edits.reduce((at, [kind, place, value]) => kinds[kind % kinds.length]!(at, place, value), pkg);

const set = (pkg: ScenarioPackage, path: Path, value: Maybe): ScenarioPackage =>
  withValueAt(pkg as unknown as JsonObject, path, value) as unknown as ScenarioPackage;
const pick = <T>(list: readonly T[], at: number): T | undefined => (list.length === 0 ? undefined : list[at % list.length]);
const words = (value: number) => ({ 'zh-CN': `改动${value}`, en: `Change ${value}` });
const ids = (map: object | undefined) => Object.keys(map ?? {}).sort();

type Fits = (value: JsonValue, path: Path) => boolean;
/** Places below an object, by the name of the search: edits share what they do not touch. */
const kept = new WeakMap<object, Map<string, Path[]>>();

/** Every place of a package where a predicate holds, outside of lists. It may look at the document, the map and the last name. */
function placesOf(pkg: ScenarioPackage, name: string, fits: Fits): Path[] {
  return below(pkg as unknown as JsonObject, [], name, fits);
}
/** Paths from the object on: the same one may stand in two places. */
function below(value: JsonObject, path: Path, name: string, fits: Fits): Path[] {
  const known = kept.get(value) ?? new Map<string, Path[]>();
  kept.set(value, known);
  const before = known.get(name);
  if (before) return before;
  const found: Path[] = [];
  for (const key of Object.keys(value).sort()) {
    const inner = value[key]!;
    const at = [...path, key];
    if (fits(inner, at)) found.push([key]);
    if (isObject(inner) && !isText(inner)) for (const rest of below(inner, at, name, fits)) found.push([key, ...rest]);
  }
  known.set(name, found);
  return found;
}

const dayNames = new Set(['days', 'dueDays', 'promisedDays', 'statutoryDays', 'amberDays', 'minutes', 'sensitivity']);
const limitOf = (name: string) => (name === 'sensitivity' ? 4 : 60);

const changeNumber: Make = (pkg, place, value) => {
  const path = pick(
    placesOf(pkg, 'number', (at, [...names]) => typeof at === 'number' && dayNames.has(names.at(-1)!)),
    place,
  );
  return path ? set(pkg, path, 1 + (value % limitOf(path.at(-1)!))) : pkg;
};
const changeText: Make = (pkg, place, value) => {
  const path = pick(
    placesOf(pkg, 'text', (at) => isText(at)),
    place,
  );
  if (!path) return pkg;
  const text = valueAt(pkg, path) as { 'zh-CN': string; en?: string };
  if (value % 3 === 0) return set(pkg, path, { ...text, 'zh-CN': `${value % 7}说` });
  return set(pkg, path, value % 3 === 1 ? { ...text, en: `Said ${value % 7}` } : words(value % 9));
};
const optional = new Set([
  'hint',
  'description',
  'legalBasis',
  'dueDays',
  'why',
  'asks',
  'visibleWhen',
  'amberDays',
  'ends',
  'fee',
  'summary',
]);
const removeOptional: Make = (pkg, place) => {
  const path = pick(
    placesOf(pkg, 'optional', (_, at) => at.length > 3 && optional.has(at.at(-1)!) && at[0] !== 'cases'),
    place,
  );
  return path ? set(pkg, path, undefined) : pkg;
};
const changeCondition: Make = (pkg, place, value) => {
  const path = pick(
    placesOf(pkg, 'when', (at, names) => typeof at === 'string' && names[1] === 'edges' && names.at(-1) === 'when'),
    place,
  );
  return path ? set(pkg, path, `case.region = "33${value % 5}000"`) : pkg;
};

/** A step put into an edge. */
const insertStep: Make = (pkg, place, value) => {
  const edge = pick(ids(pkg.scenario.edges), place);
  if (edge === undefined) return pkg;
  const { from, to } = pkg.scenario.edges[edge]!;
  const parent = pkg.scenario.nodes[from]?.parent;
  const department = pick(ids(pkg.scenario.departments), value) ?? 'ga';
  const id = `n_new${value % 6}`;
  if (Object.hasOwn(pkg.scenario.nodes, id)) return pkg;
  const node = {
    kind: 'task',
    name: words(value),
    department,
    decisions: { agree: { name: words(0), rank: 'a0', effect: 'agree' } },
    ...(parent ? { parent } : {}),
  };
  const grown = set(set(pkg, ['scenario', 'nodes', id], node), ['scenario', 'edges', edge, 'to'], id);
  return set(grown, ['scenario', 'edges', `e_new${value % 6}`], { from: id, to, rank: 'a0' });
};
/** A step taken out, its ways led past it, and everything that names it. */
const removeStep: Make = (pkg, place) => {
  const id = pick(
    ids(pkg.scenario.nodes).filter((node) => !['start', 'end', 'block'].includes(pkg.scenario.nodes[node]!.kind)),
    place,
  );
  if (id === undefined) return pkg;
  const { scenario } = pkg;
  const to = Object.values(scenario.edges).find((edge) => edge.from === id)?.to;
  const edges = Object.fromEntries(
    Object.entries(scenario.edges).flatMap(([key, edge]): [string, JsonValue][] => {
      if (edge.from === id || (edge.to === id && to === undefined)) return [];
      return [[key, (edge.to === id ? { ...edge, to } : edge) as unknown as JsonValue]];
    }),
  );
  const without = set(set(pkg, ['scenario', 'edges'], edges), ['scenario', 'nodes', id], undefined);
  return withoutMentions(set(without, ['scenario', 'layout', id], undefined), id);
};
function withoutMentions(pkg: ScenarioPackage, id: string): ScenarioPackage {
  let at = pkg;
  for (const [key, clock] of Object.entries(pkg.scenario.clocks ?? {})) {
    if (clock.starts === id) at = set(at, ['scenario', 'clocks', key], undefined);
    else if (clock.ends === id) at = set(at, ['scenario', 'clocks', key, 'ends'], undefined);
  }
  for (const [key, paper] of Object.entries(pkg.scenario.papers ?? {}))
    if (paper.at === id) at = set(at, ['scenario', 'papers', key], undefined);
  for (const [key, node] of Object.entries(pkg.scenario.nodes)) {
    if ((node as { attachedTo?: string }).attachedTo === id) at = removeNode(at, key);
    if ((node as { retain?: string }).retain === id) at = set(at, ['scenario', 'nodes', key, 'retain'], undefined);
    const { separate } = node as { separate?: string[] };
    if (separate?.includes(id)) {
      const left = separate.filter((other) => other !== id);
      at = set(at, ['scenario', 'nodes', key, 'separate'], left.length > 0 ? left : undefined);
    }
  }
  return at;
}
function removeNode(pkg: ScenarioPackage, id: string): ScenarioPackage {
  const edges = Object.entries(pkg.scenario.edges).filter(([, edge]) => edge.from !== id && edge.to !== id);
  return set(set(pkg, ['scenario', 'edges'], Object.fromEntries(edges) as unknown as JsonObject), ['scenario', 'nodes', id], undefined);
}
const addEdge: Make = (pkg, place, value) => {
  const nodes = ids(pkg.scenario.nodes);
  const [from, to] = [pick(nodes, place), pick(nodes, value)];
  return from && to ? set(pkg, ['scenario', 'edges', `e_new${value % 6}`], { from, to, rank: 'a5' }) : pkg;
};
const removeEdge: Make = (pkg, place) => {
  const id = pick(ids(pkg.scenario.edges), place);
  return id ? set(pkg, ['scenario', 'edges', id], undefined) : pkg;
};
const moveNode: Make = (pkg, place, value) => {
  const id = pick(ids(pkg.scenario.nodes), place);
  return id ? set(pkg, ['scenario', 'layout', id], { x: value % 400, y: 10 }) : pkg;
};

const formAt = (pkg: ScenarioPackage, place: number) => pick(ids(pkg.forms), place);
const addField: Make = (pkg, place, value) => {
  const form = formAt(pkg, place);
  if (form === undefined) return pkg;
  const section = pick(ids(pkg.forms[form]!.sections), value);
  const subject = pick(ids(pkg.scenario.subjects), value);
  if (!section || !subject) return pkg;
  const field = { section, rank: `a${value % 4}`, subject, type: 'string', key: `extra${value % 5}`, label: words(value % 3) };
  return set(pkg, ['forms', form, 'fields', `x_new${value % 5}`], field);
};
const fieldAt = (pkg: ScenarioPackage, place: number): { path: Path; field: Form['fields'][string] } | undefined => {
  const form = formAt(pkg, place);
  const id = form === undefined ? undefined : pick(ids(pkg.forms[form]!.fields), Math.floor(place / 3));
  return id === undefined ? undefined : { path: ['forms', form!, 'fields', id], field: pkg.forms[form!]!.fields[id]! };
};
const removeField: Make = (pkg, place) => {
  const at = fieldAt(pkg, place);
  return at ? set(pkg, at.path, undefined) : pkg;
};
const changeField: Make = (pkg, place, value) => {
  const at = fieldAt(pkg, place);
  if (!at) return pkg;
  const options: [string, Maybe][] = [
    ['required', value % 2 === 0],
    ['rank', `b${value % 9}`],
    ['hint', words(value % 4)],
    ['label', words(value % 4)],
    ['views', { applicant: value % 2 === 0 ? 'edit' : 'read' }],
    ['section', pick(ids(valueAt(pkg, [...at.path.slice(0, 2), 'sections']) as JsonObject), value)],
  ];
  const [name, next] = options[value % options.length]!;
  return next === undefined ? pkg : set(pkg, [...at.path, name], next);
};

const tableAt = (pkg: ScenarioPackage, place: number): [string, NonNullable<Scenario['tables']>[string]] | undefined => {
  const id = pick(ids(pkg.scenario.tables), place);
  return id === undefined ? undefined : [id, pkg.scenario.tables![id]!];
};
const changeRow: Make = (pkg, place, value) => {
  const [id, table] = tableAt(pkg, place) ?? [];
  const row = table && pick(ids(table.rows), value);
  const input = table && pick(ids(table.inputs), place);
  return id && row && input ? set(pkg, ['scenario', 'tables', id, 'rows', row, 'when', input], `> ${value % 20}`) : pkg;
};
const rowOf = (rank: string, then: JsonObject) => ({ rank, when: {}, then });
const addRow: Make = (pkg, place, value) => {
  const [id, table] = tableAt(pkg, place) ?? [];
  const output = table && pick(ids(table.outputs), value);
  if (!id || !output) return pkg;
  return set(pkg, ['scenario', 'tables', id, 'rows', `r_new${value % 5}`], rowOf(`a${value % 4}`, { [output]: `"${value % 3}"` }));
};
const removeRow: Make = (pkg, place, value) => {
  const [id, table] = tableAt(pkg, place) ?? [];
  const row = table && pick(ids(table.rows), value);
  return id && row ? set(pkg, ['scenario', 'tables', id, 'rows', row], undefined) : pkg;
};
const changeScript: Make = (pkg, place, value) => {
  const id = pick(ids(pkg.scenario.scripts), place);
  if (id === undefined) return pkg;
  const lines = pkg.scenario.scripts![id]!.source.split('\n');
  const at = value % lines.length;
  const change = value % 4;
  if (change === 0) lines.splice(at, 0, `// ${value % 11}`);
  else if (change === 1 && lines.length > 1) lines.splice(at, 1);
  else if (change === 2) lines[at] = `${lines[at]} // ${value % 11}`;
  else return set(pkg, ['scenario', 'scripts', id, 'source'], lines.join('\r\n').replaceAll('\r\r', '\r'));
  return set(pkg, ['scenario', 'scripts', id, 'source'], lines.join('\n'));
};
const lists = new Set(['reads', 'prefill', 'synonyms', 'suspendedBy', 'materials', 'fields', 'departments', 'writes']);
const changeList: Make = (pkg, place, value) => {
  const path = pick(
    placesOf(pkg, 'list', (at, names) => Array.isArray(at) && lists.has(names.at(-1)!) && names[0] !== 'contracts' && names[0] !== 'cases'),
    place,
  );
  if (!path) return pkg;
  const list = [...(valueAt(pkg, path) as JsonValue[])];
  if (value % 3 === 0 && list.length > 1) list.splice(value % list.length, 1);
  else if (value % 3 === 1 && list.length > 1) list.push(list.shift()!);
  else if (list.length > 0 && isObject(list[0]))
    list.splice(value % list.length, 0, {
      ...(list[value % list.length] as JsonObject),
      ...(path.at(-1) === 'fields' ? { label: words(value % 5) } : { name: words(value % 5) }),
    });
  else if (path.at(-1) === 'synonyms') list.splice(value % (list.length + 1), 0, `词${value % 9}`);
  else if (path.at(-1) === 'reads' || path.at(-1) === 'writes') list.splice(value % (list.length + 1), 0, `mother.extra${value % 9}`);
  return set(pkg, path, [...new Map(list.map((one) => [JSON.stringify(one), one])).values()]);
};
const changeParam: Make = (pkg, place, value) => {
  const id = pick(ids(pkg.scenario.params), place);
  if (id === undefined) return set(pkg, ['scenario', 'params', `p_new${value % 3}`], { name: words(0), type: 'integer', value: value % 5 });
  return set(pkg, ['scenario', 'params', id, 'value'], value % 2 === 0 ? value % 40 : `值${value % 6}`);
};
const changeKind: Make = (pkg, place) => {
  const id = pick(
    ids(pkg.scenario.nodes).filter((node) => pkg.scenario.nodes[node]!.kind === 'task'),
    place,
  );
  return id
    ? set(pkg, ['scenario', 'nodes', id], {
        ...(pkg.scenario.nodes[id] as Node & { kind: 'task' }),
        kind: 'window',
      } as unknown as JsonObject)
    : pkg;
};
const changeCase: Make = (pkg, place, value) => {
  const id = pick(ids(pkg.cases), place);
  if (id === undefined) return pkg;
  if (value % 5 === 0) return set(pkg, ['cases', id], undefined);
  if (value % 5 === 1)
    return set(pkg, ['cases', `copy-${value % 4}`], { ...pkg.cases[id], id: `copy-${value % 4}` } as unknown as JsonObject);
  return set(pkg, ['cases', id, 'expect', 'status'], value % 2 === 0 ? 'running' : 'refused');
};
const dropMap: Make = (pkg, place) => {
  const name = pick(['roles', 'messages', 'signals', 'errors', 'layout', 'locks', 'params'] as const, place)!;
  if (name in pkg.scenario) return set(pkg, ['scenario', name], place % 2 === 0 ? undefined : {});
  return set(pkg, ['scenario', name], {});
};
const renameField: Make = (pkg, place, value) => {
  const at = fieldAt(pkg, place);
  if (!at || Object.hasOwn(pkg.forms[at.path[1]!]!.fields, `x_name${value % 3}`)) return pkg;
  return set(set(pkg, at.path, undefined), [...at.path.slice(0, 3), `x_name${value % 3}`], at.field as unknown as JsonObject);
};

const kinds: readonly Make[] = [
  changeNumber,
  changeText,
  removeOptional,
  changeCondition,
  insertStep,
  removeStep,
  addEdge,
  removeEdge,
  moveNode,
  addField,
  removeField,
  changeField,
  changeRow,
  addRow,
  removeRow,
  changeScript,
  changeList,
  changeParam,
  changeKind,
  changeCase,
  dropMap,
  renameField,
];

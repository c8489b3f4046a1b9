/** Where a value is mentioned, by the things people know: what a new name would change. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { Text } from '../../schemas/generated/documents.ts';
import { pathOf } from './paths.ts';
import { renameAt, walkReferences } from './references.ts';

export type MentionKind =
  | 'questions'
  | 'values'
  | 'edges'
  | 'nodes'
  | 'items'
  | 'forms'
  | 'materials'
  | 'messages'
  | 'data'
  | 'tables'
  | 'scripts'
  | 'notifications'
  | 'outcomes'
  | 'fields'
  | 'sections'
  | 'cases';

export interface MentionedIn {
  kind: MentionKind;
  id: string;
  name: Text | undefined;
  /** Places in it; a list or a text counts as one. */
  places: number;
}

/** Everything that mentions the path, each thing once, in the order of the document; first what asks for it or declares it. */
export function mentionsOf(pkg: ScenarioPackage, path: string): MentionedIn[] {
  const found = new Map<string, MentionedIn>();
  const count = (kind: MentionKind, id: string, name: Text | undefined, places = 1) => {
    const known = found.get(`${kind} ${id}`) ?? { kind, id, name, places: 0 };
    known.places += places;
    found.set(`${kind} ${id}`, known);
  };
  for (const form of Object.values(pkg.forms))
    for (const [id, field] of Object.entries(form.fields))
      if (pathOf(field) === path) count('questions', `${form.id}/${id}`, field.label ?? pkg.elements[field.element ?? '']?.name);
  const declared = pkg.scenario.variables?.[path];
  if (declared) count('values', path, declared.name);
  const other = `${path}Renamed`;
  walkReferences(pkg, (at, value, kind) => {
    const next = renameAt(kind, value, path, other);
    if (next === value) return;
    const [root = '', map = '', id = '', inner = ''] = at;
    if (root === 'cases') count('cases', map, pkg.cases[map]?.name);
    else if (root === 'forms') count(...inForm(pkg, map, id === 'fields' ? 'fields' : 'sections', inner));
    // What a script reads and writes is said by its text.
    else if (map === 'scripts')
      count('scripts', id, pkg.scenario.scripts?.[id]?.name, inner === 'source' ? timesIn(next as string, other) : 0);
    else count(map as MentionKind, id, nameIn(pkg, map, id));
  });
  return [...found.values()];
}

function inForm(pkg: ScenarioPackage, form: string, map: 'fields' | 'sections', id: string): [MentionKind, string, Text | undefined] {
  const doc = pkg.forms[form];
  const field = doc?.fields[id];
  const name = map === 'fields' ? (field?.label ?? pkg.elements[field?.element ?? '']?.name) : doc?.sections[id]?.title;
  return [map, `${form}/${id}`, name];
}

const timesIn = (source: string, path: string) => source.split(path.split('.')[1]!).length - 1;

function nameIn(pkg: ScenarioPackage, map: string, id: string): Text | undefined {
  const { scenario } = pkg;
  if (map === 'edges') {
    const edge = scenario.edges[id];
    return edge?.name ?? scenario.nodes[edge?.from ?? '']?.name;
  }
  if (map === 'forms') return pkg.forms[scenario.forms[id]?.form ?? '']?.name;
  return (scenario as unknown as Record<string, Record<string, { name?: Text }> | undefined>)[map]?.[id]?.name;
}

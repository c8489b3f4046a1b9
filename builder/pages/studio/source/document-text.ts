/** The documents of a package as texts one may edit, and a text put back into the package. Pure. */
import { written } from '../../../../runtime/compile/folder.ts';
import type { ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import type { DocumentKind } from '../../../code/json.ts';

export interface SourceFile {
  /** Path as people see it, and as the folder for git names it. */
  path: string;
  kind: DocumentKind | undefined;
}

/** What may be edited here; grants, data resources and the template's own sheet have their own places. */
export function filesOf(pkg: ScenarioPackage): SourceFile[] {
  return [
    { path: 'scenario.json', kind: 'scenario' },
    ...Object.keys(pkg.forms).map((id): SourceFile => ({ path: `forms/${id}.json`, kind: 'form' })),
    { path: 'elements.json', kind: undefined },
    ...Object.keys(pkg.cases).map((id): SourceFile => ({ path: `cases/${id}.json`, kind: 'case' })),
  ];
}

export function textOf(pkg: ScenarioPackage, path: string): string {
  return written(documentAt(pkg, path) ?? null);
}

function documentAt(pkg: ScenarioPackage, path: string): unknown {
  if (path === 'scenario.json') return pkg.scenario;
  if (path === 'elements.json') return pkg.elements;
  const { map, id } = placeOf(path);
  return map === 'forms' ? pkg.forms[id] : pkg.cases[id];
}

function placeOf(path: string): { map: 'forms' | 'cases'; id: string } {
  const [map = '', ...rest] = path.replace(/\.json$/, '').split('/');
  return { map: map === 'forms' ? 'forms' : 'cases', id: rest.join('/') };
}

export type ReadText = { ok: true; package: ScenarioPackage } | { ok: false; line: number };

/** The package with the text in the place of its document; the line of the first fault when it is no JSON object. */
export function withText(pkg: ScenarioPackage, path: string, text: string): ReadText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, line: faultIn(text) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ok: false, line: 1 };
  value = inOrderOf(documentAt(pkg, path), value);
  if (path === 'scenario.json') return { ok: true, package: { ...pkg, scenario: value as ScenarioPackage['scenario'] } };
  if (path === 'elements.json') return { ok: true, package: { ...pkg, elements: value as ScenarioPackage['elements'] } };
  const { map, id } = placeOf(path);
  return { ok: true, package: { ...pkg, [map]: { ...pkg[map], [id]: value } } };
}

/** The same value with the keys in the order the document had: only what was edited is a change. */
function inOrderOf(before: unknown, after: unknown): unknown {
  if (Array.isArray(after)) return after.map((one, at) => inOrderOf(Array.isArray(before) ? before[at] : undefined, one));
  if (!isMap(before) || !isMap(after)) return after;
  const keys = [
    ...Object.keys(before).filter((key) => Object.hasOwn(after, key)),
    ...Object.keys(after).filter((key) => !Object.hasOwn(before, key)),
  ];
  return Object.fromEntries(keys.map((key) => [key, inOrderOf(before[key], after[key])]));
}
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Line of the first fault. Engines word it differently, and some do not name the place: the shortest beginning that is no beginning of
 * any JSON text is looked for by its lines.
 */
function faultIn(text: string): number {
  const lines = text.split('\n');
  let at = 0;
  for (const line of lines) {
    at += 1;
    if (!mayGoOn(lines.slice(0, at).join('\n'), line)) return at;
  }
  return at;
}

/** Whether a text cut off at the end of a line can still become JSON: whatever is open is closed for a try. */
function mayGoOn(begun: string, line: string): boolean {
  if (line.trim() === '') return true;
  const open: string[] = [];
  let inText = false;
  for (let at = 0; at < begun.length; at += 1) {
    const sign = begun[at]!;
    if (inText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') inText = false;
      else if (sign === '\n') return false;
    } else if (sign === '"') inText = true;
    else if (sign === '{' || sign === '[') open.push(sign === '{' ? '}' : ']');
    else if (sign === '}' || sign === ']') if (open.pop() !== sign) return false;
  }
  if (inText) return false;
  const ends = open.toReversed().join('');
  const trimmed = begun.trimEnd();
  const tries = [trimmed + ends, `${trimmed}${trimmed.endsWith(':') ? 'null' : ''}${ends}`, `${trimmed.replace(/,$/, '')}${ends}`];
  return tries.some((one) => {
    try {
      JSON.parse(one);
      return true;
    } catch {
      return false;
    }
  });
}

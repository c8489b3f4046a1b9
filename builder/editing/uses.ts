/** Who names a subject and who mentions a value: what is looked at before one of them goes. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { referencesOf } from '../../runtime/merge/references.ts';
import type { Text } from '../../schemas/generated/documents.ts';
import { type DocumentPath, getIn } from './document.ts';
import { mentionsOf } from './mentions.ts';
import { knownValues } from './paths.ts';
import { type Mention, renameAt, walkReferences } from './references.ts';

/** Properties of steps, certificates and messages that name a subject. */
export function subjectReferences(pkg: ScenarioPackage, id: string): DocumentPath[] {
  return referencesOf(pkg).flatMap(({ from, to }) => (to.join('/') === `scenario/subjects/${id}` ? [from] : []));
}

export interface ValueReference {
  at: DocumentPath;
  kind: Mention;
}

/** Places that mention a value, but the questions that ask for it. */
export function valueReferences(pkg: ScenarioPackage, path: string): ValueReference[] {
  const found: ValueReference[] = [];
  walkReferences(pkg, (at, value, kind) => {
    if (renameAt(kind, value, path, `${path}Elsewhere`) !== value) found.push({ at, kind });
  });
  return found;
}

/** Something that would lose what it names: its kind as a text key, and its name. */
export interface Use {
  kind: string;
  name: Text | undefined;
  count?: number;
}

/** What a subject is needed for, one line each. */
export function usesOfSubject(pkg: ScenarioPackage, id: string): Use[] {
  const named = subjectReferences(pkg, id).map(
    ([, map = '', entry = '']): Use => ({ kind: map, name: getIn(pkg, ['scenario', map, entry, 'name']) as Text | undefined }),
  );
  const forms = Object.values(pkg.forms).flatMap((form): Use[] => {
    const count = Object.values(form.fields).filter(({ subject }) => subject === id).length;
    return count > 0 ? [{ kind: 'questionsOf', name: form.name, count }] : [];
  });
  const values = [...knownValues(pkg).values()].filter(({ subject, fields }) => subject === id && fields.length === 0);
  return [...forms, ...values.map(({ name }) => ({ kind: 'values', name })), ...named];
}

/** What mentions a value, one line each however often it does; its own declaration is none. */
export const usesOfValue = (pkg: ScenarioPackage, path: string): Use[] =>
  mentionsOf(pkg, path).flatMap(({ kind, name }) => (kind === 'values' ? [] : [{ kind, name }]));

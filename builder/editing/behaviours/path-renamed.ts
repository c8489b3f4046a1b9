import { renameAt, walkReferences } from '../references.ts';
import type { Behaviour } from './behaviours.ts';

/** A value changed its path: expressions, scripts, tables, data uses, words and case tests follow. */
export const pathRenamed: Behaviour<'path.renamed'> = (r, { from, to }) => {
  const changes: [readonly string[], unknown][] = [];
  walkReferences(r.document, (at, value, kind) => {
    const next = renameAt(kind, value, from, to);
    if (next !== value) changes.push([at, next]);
  });
  for (const [at, next] of changes) r.set(at, next);
};

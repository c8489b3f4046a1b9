/** What one command changes, written down so that undo can put it back. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { type DocumentPath, getIn, keyIndex, setIn } from './document.ts';

/** One place before and after. undefined means absent; `at` is where the key stood among its siblings. */
export interface Change {
  path: DocumentPath;
  before: unknown;
  after: unknown;
  at: number;
}

/** What happened, in words of the domain: behaviours hook on these, whatever command made them. */
export type Happening =
  | { type: 'node.deleted'; node: string }
  | { type: 'edge.deleted'; edge: string }
  /** Put down on purpose where nothing leads to them yet. */
  | { type: 'nodes.loose'; nodes: string[] }
  | { type: 'path.renamed'; from: string; to: string }
  | { type: 'path.removed'; path: string }
  | { type: 'decision.deleted'; node: string; decision: string };

export interface Recording {
  readonly document: ScenarioPackage;
  get(path: DocumentPath): unknown;
  set(path: DocumentPath, value: unknown): void;
  remove(path: DocumentPath): void;
  happened(happening: Happening): void;
  newId(prefix: string): string;
  readonly changes: Change[];
  readonly happenings: Happening[];
}

/** `newId` must give an id not used so far; it is called once per new element, redo reuses the recorded one. */
export function createRecording(start: ScenarioPackage, newId: (prefix: string) => string): Recording {
  let document = start;
  const changes: Change[] = [];
  const happenings: Happening[] = [];
  const set = (path: DocumentPath, after: unknown) => {
    const before = getIn(document, path);
    if (before === after || (before !== undefined && JSON.stringify(before) === JSON.stringify(after))) return;
    // A missing parent is recorded as the thing that was added, or undo would leave an empty one behind.
    const missing = path.findIndex((_, i) => i > 0 && getIn(document, path.slice(0, i)) === undefined);
    if (missing > 0) {
      if (after !== undefined) set(path.slice(0, missing), setIn({}, path.slice(missing), after));
      return;
    }
    changes.push({ path, before, after, at: before === undefined ? -1 : keyIndex(document, path) });
    document = setIn(document, path, after);
  };
  return {
    get document() {
      return document;
    },
    get: (path) => getIn(document, path),
    set,
    remove: (path) => set(path, undefined),
    happened: (happening) => void happenings.push(happening),
    newId,
    changes,
    happenings,
  };
}

/** Puts the changes back, last first. */
export function revert(document: ScenarioPackage, changes: readonly Change[]): ScenarioPackage {
  return changes.reduceRight((doc, { path, before, at }) => setIn(doc, path, before, at), document);
}

/** Makes the changes again. */
export function replay(document: ScenarioPackage, changes: readonly Change[]): ScenarioPackage {
  return changes.reduce((doc, { path, after }) => setIn(doc, path, after), document);
}

/** The changes that lead the other way, in the order in which they are made. */
export const inverse = (changes: readonly Change[]): Change[] =>
  changes.toReversed().map(({ path, before, after, at }) => ({ path, before: after, after: before, at }));

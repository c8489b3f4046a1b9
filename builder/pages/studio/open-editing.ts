import calendar from '../../../runtime/calendar/cn-workday.json' with { type: 'json' };
import { canonicalHash } from '../../../runtime/compile/index.ts';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { problemOf } from '../../api/client.ts';
import { type Autosave, createAutosave, type SaveAnswer } from '../../editing/autosave.ts';
import { type Checks, type ChecksOptions, createChecks } from '../../editing/checks.ts';
import { together } from '../../editing/colleagues.ts';
import { asShared, createEditor, type Editor } from '../../editing/editor.ts';
import type { Journal } from '../../editing/journal.ts';
import type { KeptHistory, UndoShelf } from '../../editing/undo-shelf.ts';

/** Working days as published: clocks are reckoned here as on the server. */
export const workdays = calendar as unknown as Calendar;

interface Opening {
  rev: number;
  /** As the server has it. */
  document: ScenarioPackage;
  journal: Journal;
  save(rev: number, document: ScenarioPackage): Promise<{ rev: number; savedAt: string }>;
  /** The draft as the server has it now. */
  latest(): Promise<{ rev: number; document: ScenarioPackage }>;
  /** What of the document is saved. */
  kept(document: ScenarioPackage): unknown;
  /** Undo and redo of the last visit, and where they go on being kept. */
  undo?: { shelf: UndoShelf; kept: KeptHistory | undefined };
  /** Who changed the draft last. */
  editedBy: string;
  checks: Omit<ChecksOptions, 'document' | 'calendar'>;
  /** A colleague's changes came in beside mine. */
  onMerged?(editedBy: string | undefined): void;
}

export interface OpenedEditing {
  editor: Editor;
  autosave: Autosave;
  checks: Checks;
  /** Work that the last visit could not save was found in this browser and is back in the document. */
  recovered: boolean;
  /** Saves what is left, then ends. */
  close(): void;
}

/** Document, autosave and checks of one draft, from opening its pages to leaving them. */
export function openEditing({ rev, document, journal, undo, save, latest, kept, editedBy, checks: how, onMerged }: Opening): OpenedEditing {
  const same = (a: ScenarioPackage, b: ScenarioPackage) => canonicalHash(kept(a)) === canonicalHash(kept(b));
  const found = journal.read();
  const left = found && !same(found.document, document) ? found : undefined;
  // Work left behind on an older revision: with what it started from it is brought together with what others saved since.
  const joined = left?.base && left.rev !== rev ? together({ base: left.base, mine: left.document, theirs: document }) : undefined;
  const whole = joined?.open.length === 0 ? joined.result : undefined;
  const recovered = left?.rev === rev || whole !== undefined;
  const mine = whole ?? left?.document;
  const print = (pkg: ScenarioPackage) => canonicalHash(kept(pkg));
  const opened = mine ?? document;
  const editor = createEditor({ document: opened, ...(undo?.kept ? { history: standingOn(undo.kept, print(opened)) } : {}) });
  let last = editor.state().document;
  const autosave = createAutosave({
    rev,
    document,
    journal,
    save: (base, next) => answerOf(save(base, next)),
    latest,
    same,
    merge: (drafts) => {
      const { result, open } = together(drafts);
      return open.length === 0 ? result : undefined;
    },
    onMerged: (document, by) => {
      // What is heard from the editor below is this very document: it is known to be on its way already.
      last = document;
      editor.merge(document);
      checks.changed(document);
      onMerged?.(by);
    },
    // Work left behind on an older revision is not mixed in silently: the comparison decides.
    left: left && !recovered ? { document: left.document, base: left.base, editedBy } : undefined,
  });
  const checks = createChecks({ ...how, document: editor.state().document, calendar: workdays });
  const shelving = undo && keepUndo(editor, undo.shelf, print);
  const unsubscribe = editor.subscribe(() => {
    const next = editor.state().document;
    if (next === last) return;
    last = next;
    autosave.changed(next);
    checks.changed(next);
  });
  if (recovered && mine) autosave.changed(mine);
  const leave = () => void autosave.flush();
  window.addEventListener('pagehide', leave);
  window.addEventListener('online', leave);
  return {
    editor,
    autosave,
    checks,
    recovered,
    close: () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('online', leave);
      unsubscribe();
      shelving?.stop();
      void autosave.flush().finally(() => autosave.stop());
      checks.stop();
    },
  };
}

/** Steps of the last visit: exact where the document is as it was left; else others worked on it, and they reach only what is mine. */
function standingOn({ past, future, print }: KeptHistory, now: string): Pick<KeptHistory, 'past' | 'future'> {
  return print === now ? { past, future } : { past: past.map(asShared), future: future.map(asShared) };
}

/** Milliseconds of rest before the document is looked at as a whole: too much work between two keys. */
const rest = 500;

/** Every step is written as it is made; on what document they stand follows when the hands rest, or when the window is left. */
function keepUndo(editor: Editor, shelf: UndoShelf, print: (document: ScenarioPackage) => string): { stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = editor.state();
  const whole = () => {
    clearTimeout(timer);
    if (timer === undefined) return;
    timer = undefined;
    const { past, future, document } = editor.state();
    shelf.write({ past, future, print: print(document) });
  };
  const unsubscribe = editor.subscribe(() => {
    const { past, future } = editor.state();
    const changed = past !== told.past || future !== told.future;
    told = editor.state();
    if (changed) shelf.write({ past, future });
    clearTimeout(timer);
    timer = setTimeout(whole, rest);
  });
  window.addEventListener('pagehide', whole);
  return {
    stop: () => {
      unsubscribe();
      window.removeEventListener('pagehide', whole);
      whole();
    },
  };
}

async function answerOf(saving: Promise<{ rev: number; savedAt: string }>): Promise<SaveAnswer> {
  try {
    return { kind: 'saved', ...(await saving) };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status === 0) return { kind: 'offline' };
    if (problem.code === 'draft.stale')
      return { kind: 'stale', editedBy: typeof problem.editedBy === 'string' ? problem.editedBy : undefined };
    if (problem.status === 422) {
      const said = (problem.problems ?? []).flatMap((one) => ('message' in one && typeof one.message === 'string' ? [one.message] : []));
      const whole = [problem.title, problem.detail].filter((line) => line !== undefined);
      return { kind: 'refused', reasons: [...new Set([...whole, ...said])] };
    }
    return { kind: 'failed', traceId: problem.traceId };
  }
}

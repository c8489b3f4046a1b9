import calendar from '../../../runtime/calendar/cn-workday.json' with { type: 'json' };
import { canonicalHash } from '../../../runtime/compile/index.ts';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { problemOf } from '../../api/client.ts';
import { type Autosave, createAutosave, type SaveAnswer } from '../../editing/autosave.ts';
import { type Checks, type ChecksOptions, createChecks } from '../../editing/checks.ts';
import { createEditor, type Editor } from '../../editing/editor.ts';
import type { Journal } from '../../editing/journal.ts';

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
  /** Who changed the draft last. */
  editedBy: string;
  checks: Omit<ChecksOptions, 'document' | 'calendar'>;
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
export function openEditing({ rev, document, journal, save, latest, kept, editedBy, checks: how }: Opening): OpenedEditing {
  const same = (a: ScenarioPackage, b: ScenarioPackage) => canonicalHash(kept(a)) === canonicalHash(kept(b));
  const found = journal.read();
  const left = found && !same(found.document, document) ? found : undefined;
  const recovered = left?.rev === rev;
  const editor = createEditor({ document: left?.document ?? document });
  const autosave = createAutosave({
    rev,
    document,
    journal,
    save: (base, next) => answerOf(save(base, next)),
    latest,
    same,
    // Work left behind on an older revision is not mixed in silently: the comparison decides.
    left: left && !recovered ? { document: left.document, editedBy } : undefined,
  });
  const checks = createChecks({ ...how, document: editor.state().document, calendar: workdays });
  let last = editor.state().document;
  const unsubscribe = editor.subscribe(() => {
    const next = editor.state().document;
    if (next === last) return;
    last = next;
    autosave.changed(next);
    checks.changed(next);
  });
  if (recovered) autosave.changed(left.document);
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
      void autosave.flush().finally(() => autosave.stop());
      checks.stop();
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
    return { kind: 'failed', traceId: problem.traceId };
  }
}

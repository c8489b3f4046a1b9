import { useEffect, useState } from 'react';
import calendar from '../../../runtime/calendar/cn-workday.json' with { type: 'json' };
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { problemOf } from '../../api/client.ts';
import { checkPackage, type Draft, putDraft } from '../../api/scenarios.ts';
import { createAutosave, type SaveAnswer } from '../../editing/autosave.ts';
import { createChecks } from '../../editing/checks.ts';
import { createEditor } from '../../editing/editor.ts';
import { createJournal } from '../../editing/journal.ts';
import type { ScenarioSession } from '../../editing/react/session.tsx';

export const workdays = calendar as unknown as Calendar;

export interface OpenedScenario {
  session: ScenarioSession;
  /** Work that the last visit could not save was found in this browser and is back in the document. */
  recovered: boolean;
}

/** Opens a draft for editing: document, autosave and checks live as long as the scenario's pages are open. */
export function useScenarioOpened(id: string, draft: Draft | undefined): OpenedScenario | undefined {
  const [opened, setOpened] = useState<OpenedScenario>();
  useEffect(() => {
    if (!draft) return undefined;
    const journal = createJournal(window.localStorage, id);
    const left = journal.read();
    const recovered = left !== undefined && left.rev === draft.rev && JSON.stringify(left.document) !== JSON.stringify(draft.package);
    const editor = createEditor({ document: recovered ? left.document : draft.package });
    const autosave = createAutosave({ rev: draft.rev, document: draft.package, journal, save: (rev, document) => save(id, rev, document) });
    const checks = createChecks({
      document: editor.state().document,
      calendar: workdays,
      ask: async (document, signal) => (await checkPackage(id, document, signal)).findings,
    });
    let last = editor.state().document;
    const unsubscribe = editor.subscribe(() => {
      const { document } = editor.state();
      if (document === last) return;
      last = document;
      autosave.changed(document);
      checks.changed(document);
    });
    // Work left behind on an older revision is not mixed in silently: the comparison decides.
    if (recovered) autosave.changed(left.document);
    setOpened({
      session: {
        id,
        editor,
        autosave,
        checks,
        live: draft.live,
        editedBy: draft.editedBy,
        editedAt: draft.editedAt,
        changed: draft.changed,
      },
      recovered,
    });
    const leave = () => void autosave.flush();
    window.addEventListener('pagehide', leave);
    window.addEventListener('online', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('online', leave);
      unsubscribe();
      void autosave.flush().finally(() => autosave.stop());
      checks.stop();
      setOpened(undefined);
    };
  }, [id, draft]);
  return opened;
}

async function save(id: string, rev: number, document: Parameters<typeof putDraft>[2]): Promise<SaveAnswer> {
  try {
    return { kind: 'saved', ...(await putDraft(id, rev, document)) };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status === 0) return { kind: 'offline' };
    if (problem.status === 409) return { kind: 'stale', editedBy: typeof problem.editedBy === 'string' ? problem.editedBy : undefined };
    return { kind: 'failed', traceId: problem.traceId };
  }
}

import { useEffect, useState } from 'react';
import { checkPackage, type Draft, getDraft, putDraft } from '../../api/scenarios.ts';
import { createJournal } from '../../editing/journal.ts';
import type { ScenarioSession } from '../../editing/react/session.tsx';
import { openEditing } from './open-editing.ts';

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
    const { recovered, close, ...editing } = openEditing({
      rev: draft.rev,
      document: draft.package,
      journal: createJournal(window.localStorage, id),
      save: (rev, document) => putDraft(id, rev, document),
      latest: async () => {
        const now = await getDraft(id);
        return { rev: now.rev, document: now.package };
      },
      kept: (document) => document,
      editedBy: draft.editedBy,
      checks: { ask: async (document, signal) => (await checkPackage(id, document, signal)).findings },
    });
    const { live, editedBy, editedAt, changed } = draft;
    setOpened({ session: { id, ...editing, live, editedBy, editedAt, changed }, recovered });
    return () => {
      close();
      setOpened(undefined);
    };
  }, [id, draft]);
  return opened;
}

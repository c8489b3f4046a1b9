import { useEffect, useState } from 'react';
import { checkPackage, type Draft, getDraft, putDraft } from '../../api/scenarios.ts';
import { useSession } from '../../api/session.ts';
import { createJournal } from '../../editing/journal.ts';
import type { ScenarioSession } from '../../editing/react/session.tsx';
import { type OpenedEditing, openEditing } from './open-editing.ts';
import { undoKept } from './undo-kept.ts';

export interface OpenedScenario {
  session: ScenarioSession;
  /** Work that the last visit could not save was found in this browser and is back in the document. */
  recovered: boolean;
}

/** Opens a draft for editing: document, autosave and checks live as long as the scenario's pages are open. */
export function useScenarioOpened(id: string, draft: Draft | undefined): OpenedScenario | undefined {
  const [opened, setOpened] = useState<OpenedScenario>();
  const { data: signedIn } = useSession();
  const account = signedIn?.account.id;
  useEffect(() => {
    if (!draft || !account) return undefined;
    let editing: OpenedEditing | undefined;
    let left = false;
    void undoKept(account, `${draft.region}/${id}`).then((undo) => {
      if (left) return;
      editing = openEditing({
        rev: draft.rev,
        document: draft.package,
        journal: createJournal(window.localStorage, id),
        undo,
        save: (rev, document) => putDraft(id, rev, document),
        latest: async () => {
          const now = await getDraft(id);
          return { rev: now.rev, document: now.package };
        },
        kept: (document) => document,
        editedBy: draft.editedBy,
        checks: { ask: async (document, signal) => (await checkPackage(id, document, signal)).findings },
      });
      const { recovered, close: _, ...parts } = editing;
      const { live, editedBy, editedAt, changed } = draft;
      setOpened({ session: { id, ...parts, live, editedBy, editedAt, changed }, recovered });
    });
    return () => {
      left = true;
      editing?.close();
      setOpened(undefined);
    };
  }, [id, draft, account]);
  return opened;
}

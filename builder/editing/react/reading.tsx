/** A scenario that is only looked at: the gallery's preview, the picture of an upgrade. Nothing is checked and nothing is saved. */
import { type ReactNode, useMemo } from 'react';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import { createEditor } from '../editor.ts';
import { ScenarioProvider, type ScenarioSession } from './session.tsx';

const nothing = () => {};
const silent = () => nothing;

function readingSession(document: ScenarioPackage): ScenarioSession {
  const editor = createEditor({ document });
  const saved = { kind: 'saved' } as const;
  const checked = { findings: [], document };
  return {
    id: document.scenario.id,
    editor: { ...editor, execute: () => ({ done: false, reason: 'editing.reading' }) },
    autosave: {
      state: () => saved,
      rev: () => 0,
      subscribe: silent,
      changed: nothing,
      flush: async () => saved,
      rebase: nothing,
      base: () => document,
      refresh: async () => {},
      stop: nothing,
    },
    checks: { state: () => checked, subscribe: silent, changed: nothing, setRights: nothing, stop: nothing },
    live: null,
    editedBy: '',
    editedAt: '',
    changed: false,
  };
}

export function ReadingProvider({ document, children }: { document: ScenarioPackage; children: ReactNode }) {
  const session = useMemo(() => readingSession(document), [document]);
  return <ScenarioProvider session={session}>{children}</ScenarioProvider>;
}

/** The only bridge between the document store and React: one session per opened scenario. */
import { App } from 'antd';
import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import type { Autosave } from '../autosave.ts';
import type { Checks, ChecksState } from '../checks.ts';
import type { Label } from '../command.ts';
import type { CommandArgs, CommandId } from '../commands/commands.ts';
import type { Editor, EditorState } from '../editor.ts';

export interface ScenarioSession {
  id: string;
  editor: Editor;
  autosave: Autosave;
  checks: Checks;
  live: { version: number; publishedAt: string } | null;
  editedBy: string;
  editedAt: string;
  /** The draft differs from what is live. */
  changed: boolean;
  /** A form of a department's library stands alone in its package: there is no flow around it. */
  library?: boolean;
}

const Context = createContext<ScenarioSession | undefined>(undefined);

export function ScenarioProvider({ session, children }: { session: ScenarioSession; children: ReactNode }) {
  return <Context value={session}>{children}</Context>;
}

export function useScenarioSession(): ScenarioSession {
  const session = useContext(Context);
  if (!session) throw new Error('used outside a scenario');
  return session;
}

export function useEditorState(): EditorState {
  const { editor } = useScenarioSession();
  return useSyncExternalStore(editor.subscribe, editor.state);
}

export const useDocument = () => useEditorState().document;
/** One part of the document. What uses it is drawn again only when that very part changed, so long forms stay quick. */
export function usePart<T>(select: (document: EditorState['document']) => T): T {
  const { editor } = useScenarioSession();
  return useSyncExternalStore(editor.subscribe, () => select(editor.state().document));
}
/** The document as it is when asked, for what a press does: nothing is drawn again because it changed. */
export function useNow(): () => EditorState['document'] {
  const { editor } = useScenarioSession();
  return useCallback(() => editor.state().document, [editor]);
}
export function useSaveState() {
  const { autosave } = useScenarioSession();
  return useSyncExternalStore(autosave.subscribe, autosave.state);
}
export function useChecks(): ChecksState {
  const { checks } = useScenarioSession();
  return useSyncExternalStore(checks.subscribe, checks.state);
}

/** Words of a history label: 删除「公安受理」. */
export function useLabelWords(): (label: Label) => string {
  const { t } = useTranslation();
  const text = useText();
  return useCallback((label) => t(label.key, { name: text(label.name) || t('editing.unnamed') }), [t, text]);
}

export type Execute = <K extends CommandId>(id: K, args: CommandArgs<K>) => boolean;

/** Makes changes; a refused one says why. True when it was made. */
export function useExecute(): Execute {
  const { editor } = useScenarioSession();
  const { message } = App.useApp();
  const { t } = useTranslation();
  return useCallback(
    (id, args) => {
      const result = editor.execute(id, args);
      if (result.done) return true;
      void message.warning(t(result.reason));
      announce(t(result.reason));
      return false;
    },
    [editor, message, t],
  );
}

/** Undo and redo, each telling what it took back or made again; with what there is to undo and redo. */
export function useHistory() {
  const { past, future } = useEditorState();
  return { past, future, ...useUndo() };
}

/** The same two for a tool that stands on every step or question: it is not drawn again at each edit. */
export function useUndo() {
  const { editor } = useScenarioSession();
  const words = useLabelWords();
  const { message } = App.useApp();
  const { t } = useTranslation();
  const undo = useCallback(() => {
    const step = editor.undo();
    if (step)
      announce(t(step.left ? 'editing.undoLeft' : step.partly ? 'editing.undonePartly' : 'editing.undone', { what: words(step.label) }));
    if (step?.left) void message.warning(t('editing.undoLeft', { what: words(step.label) }));
  }, [editor, message, t, words]);
  const redo = useCallback(() => {
    const step = editor.redo();
    if (step) announce(t(step.left ? 'editing.undoLeft' : 'editing.redone', { what: words(step.label) }));
  }, [editor, t, words]);
  return { undo, redo };
}

/** Copying and pasting steps: kept in this browser, so that they reach every other scenario that is opened in it. */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Clip, clipOf, copySteps } from '../editing/clipboard.ts';
import type { Spot } from '../editing/commands/lanes.ts';
import { gapsOf } from '../editing/commands/paste.ts';
import { useExecute, useScenarioSession, useUndo } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { announce } from '../ui/live.tsx';
import { showToast } from '../ui/toast.tsx';
import { gapStart } from './gap-words.ts';

const key = 'lianban.steps';

function keep(clip: Clip): void {
  const text = JSON.stringify(clip);
  try {
    localStorage.setItem(key, text);
  } catch {
    // A browser that keeps nothing still has the clipboard of the system.
  }
  void navigator.clipboard?.writeText(text).catch(() => undefined);
}
function kept(): Clip | undefined {
  try {
    return clipOf(localStorage.getItem(key) ?? '');
  } catch {
    return undefined;
  }
}

interface Place {
  edges?: string[];
  at?: Spot;
  parent?: string;
}

export interface StepClipboard {
  copy(steps: readonly string[]): void;
  /** Puts in what was copied last; gives the first of the new steps. */
  paste(place: Place): string | undefined;
  /** The same steps once more, behind themselves. */
  duplicate(steps: readonly string[], place: Place): string | undefined;
}

export function useStepClipboard(): StepClipboard {
  const { t } = useTranslation();
  const text = useText();
  const { editor } = useScenarioSession();
  const execute = useExecute();
  const { undo } = useUndo();
  const copy = useCallback(
    (steps: readonly string[]) => {
      const clip = copySteps(editor.state().document, steps);
      const count = Object.keys(clip.nodes).length;
      if (count === 0) return;
      keep(clip);
      announce(t('flow.copied', { count }));
      showToast(t('flow.copied', { count }));
    },
    [editor, t],
  );
  const put = useCallback(
    (clip: Clip, place: Place): string | undefined => {
      const before = editor.state().document;
      const gaps = gapsOf(clip, before);
      if (!execute('steps.paste', { clip, ...place, missing: gapStart })) return undefined;
      const names = [...new Set(gaps.map(({ name }) => text(name)))].filter(Boolean).join(t('flow.listComma'));
      const count = Object.keys(clip.nodes).length;
      const words = gaps.length > 0 ? t('flow.pasted.gaps', { count, gaps: gaps.length, names }) : t('flow.pasted', { count });
      showToast(words, { label: t('editing.undo'), run: undo });
      announce(words);
      return Object.keys(editor.state().document.scenario.nodes).find((id) => !before.scenario.nodes[id]);
    },
    [editor, execute, t, text, undo],
  );
  const paste = useCallback(
    (place: Place) => {
      const clip = kept();
      if (clip) return put(clip, place);
      showToast(t('flow.pasteNothing'));
      announce(t('flow.pasteNothing'));
      return undefined;
    },
    [put, t],
  );
  const duplicate = useCallback(
    (steps: readonly string[], place: Place) => put(copySteps(editor.state().document, steps), place),
    [editor, put],
  );
  return useMemo(() => ({ copy, paste, duplicate }), [copy, paste, duplicate]);
}

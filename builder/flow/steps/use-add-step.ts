import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewStep } from '../../editing/commands/new-step.ts';
import { useExecute, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { useSteps } from './step-view.tsx';

/** Puts a step where `edges` arrive; it is chosen, and its name is ready to be typed. False when it was refused. */
export function useAddStep(): (edges: string[], step: NewStep) => boolean {
  const { t } = useTranslation();
  const text = useText();
  const { editor } = useScenarioSession();
  const execute = useExecute();
  const { select, setRenaming, setAdding } = useSteps();
  return useCallback(
    (edges, step) => {
      const before = new Set(Object.keys(editor.state().document.scenario.nodes));
      if (!execute('node.add', { edges, step })) return false;
      setAdding(undefined);
      const { nodes, edges: all } = editor.state().document.scenario;
      // The step itself comes before what it brings along (a meeting point, the inside of a block).
      const added = Object.keys(nodes).find((node) => !before.has(node) && edges.some((edge) => all[edge]?.to === node));
      if (!added) return true;
      select(added);
      announce(t('flow.added', { name: text(nodes[added]?.name) }));
      setTimeout(() => {
        document.querySelector<HTMLElement>(`[data-item="${added}"]`)?.focus();
        if (nodes[added]?.kind !== 'end') setRenaming(added, true);
      });
      return true;
    },
    [editor, execute, select, setAdding, setRenaming, t, text],
  );
}

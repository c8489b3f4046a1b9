import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useExecute, useHistory } from '../../editing/react/session.tsx';
import { treeOf } from '../../editing/tree.ts';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { showToast } from '../../ui/toast.tsx';
import { neighbours } from './neighbours.ts';

/** Deletes a step, heals the path, and offers to take that back for ten seconds. */
export function useDeleteStep(): (step: string) => boolean {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  const { undo } = useHistory();
  return useCallback(
    (step) => {
      const name = text(scenario.nodes[step]?.name);
      const done = execute('node.delete', { node: step });
      if (done) showToast(t('flow.deleted', { name }), { label: t('editing.undo'), run: undo });
      return done;
    },
    [execute, scenario, t, text, undo],
  );
}

/** Moves a step one place earlier or later in its own line, into or past what stands there. */
export function useMoveStep(): (step: string, by: -1 | 1) => void {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  return useCallback(
    (step, by) => {
      const place = neighbours(treeOf(scenario, scenario.nodes[step]?.parent), step)?.[by === -1 ? 'before' : 'after'];
      if (!place) {
        announce(t('flow.cannotMove'));
        return;
      }
      if (execute('node.move', { node: step, edges: place }))
        announce(t(by === -1 ? 'flow.movedUp' : 'flow.movedDown', { name: text(scenario.nodes[step]?.name) }));
    },
    [execute, scenario, t, text],
  );
}

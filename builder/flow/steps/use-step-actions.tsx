import { App } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { stepOf } from '../../editing/commands/surgery.ts';
import { isGateway } from '../../editing/graph.ts';
import { useExecute, useNow, useUndo } from '../../editing/react/session.tsx';
import { treeOf } from '../../editing/tree.ts';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { showToast } from '../../ui/toast.tsx';
import { brokenBy } from '../broken-references.ts';
import { edgeWords } from '../edge-words.ts';
import { neighbours } from './neighbours.ts';
import { BrokenList, KeepBranch } from './step-questions.tsx';

/**
 * Deletes a step, heals the path, and offers to take that back for ten seconds. A split with steps in it asks which branch is to
 * stay; what the step leaves pointing nowhere is listed before, to be put right with it. True when it was done at once.
 */
export function useDeleteStep(): (step: string) => boolean {
  const { t } = useTranslation();
  const text = useText();
  const now = useNow();
  const execute = useExecute();
  const { undo } = useUndo();
  const { modal } = App.useApp();
  return useCallback(
    (step) => {
      const pkg = now();
      const { scenario } = pkg;
      const node = scenario.nodes[step];
      const name = text(node?.name);
      const run = (keep?: string, mend?: boolean) => {
        const done = execute('node.delete', { node: step, keep, mend });
        if (done) showToast(t('flow.deleted', { name }), { label: t('editing.undo'), run: undo });
        return done;
      };
      const withReferences = (keep?: string): boolean => {
        const broken = brokenBy(pkg, 'node.delete', { node: step, keep });
        if (broken.length === 0) return run(keep);
        modal.confirm({
          title: t('flow.broken', { count: broken.length }),
          content: <BrokenList findings={broken} note={t('flow.broken.deleting', { name })} />,
          okText: t('flow.broken.mend'),
          cancelText: t('ui.cancel'),
          onOk: () => void run(keep, true),
        });
        return false;
      };
      const shown = node && isGateway(node) ? stepOf(treeOf(scenario, node.parent), step) : undefined;
      const full = shown?.type === 'split' ? shown.branches.filter((branch) => branch.sequence.steps.length > 0) : [];
      if (shown?.type !== 'split' || full.length === 0) return withReferences();
      let keep: string | undefined = full[0]!.edge;
      modal.confirm({
        title: t('flow.keep', { name }),
        content: (
          <KeepBranch
            first={keep}
            branches={full.map(({ edge, sequence }) => ({
              edge,
              name: edgeWords(scenario, edge, { t, text }),
              steps: sequence.steps.length,
            }))}
            onChange={(next) => {
              keep = next;
            }}
          />
        ),
        okText: t('flow.keep.delete'),
        cancelText: t('ui.cancel'),
        onOk: () => void withReferences(keep),
      });
      return false;
    },
    [execute, modal, now, t, text, undo],
  );
}

/** Moves a step to where `edges` arrive; what would then be read too early is listed before. */
export function useMoveTo(): (step: string, edges: string[], words: string) => void {
  const { t } = useTranslation();
  const text = useText();
  const now = useNow();
  const execute = useExecute();
  const { modal } = App.useApp();
  return useCallback(
    (step, edges, words) => {
      const pkg = now();
      const name = text(pkg.scenario.nodes[step]?.name);
      const run = () => {
        if (!execute('node.move', { node: step, edges })) return;
        announce(words);
        // Drawn at another place, the card is another element: the focus goes along with the step.
        setTimeout(() => document.querySelector<HTMLElement>(`[data-item="${step}"]`)?.focus());
      };
      const broken = brokenBy(pkg, 'node.move', { node: step, edges });
      if (broken.length === 0) return run();
      modal.confirm({
        title: t('flow.broken', { count: broken.length }),
        content: <BrokenList findings={broken} note={t('flow.broken.moving', { name })} />,
        okText: t('flow.broken.move'),
        cancelText: t('ui.cancel'),
        onOk: run,
      });
    },
    [execute, modal, now, t, text],
  );
}

/** Moves a step one place earlier or later in its own line, into or past what stands there. */
export function useMoveStep(): (step: string, by: -1 | 1) => void {
  const { t } = useTranslation();
  const text = useText();
  const now = useNow();
  const moveTo = useMoveTo();
  return useCallback(
    (step, by) => {
      const { scenario } = now();
      const place = neighbours(treeOf(scenario, scenario.nodes[step]?.parent), step)?.[by === -1 ? 'before' : 'after'];
      const name = text(scenario.nodes[step]?.name);
      if (place) moveTo(step, place, t(by === -1 ? 'flow.movedUp' : 'flow.movedDown', { name }));
      else announce(t('flow.cannotMove'));
    },
    [moveTo, now, t, text],
  );
}

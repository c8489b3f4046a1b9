import { type KeyboardEvent, type RefObject, useCallback } from 'react';
import { useNow } from '../../editing/react/session.tsx';
import type { StepTree } from '../../editing/tree.ts';
import { useStepClipboard } from '../use-clipboard.ts';
import { placeAfter } from './neighbours.ts';
import type { StepViewProps } from './step-view.tsx';
import { useDeleteStep, useMoveStep } from './use-step-actions.tsx';

interface Options {
  root: RefObject<HTMLOListElement | null>;
  tree: StepTree;
  props: StepViewProps;
}

const items = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>('[role="treeitem"]')];

/**
 * Keys of the step view. They work only while a step or branch itself has the focus: never in an input, never while a Chinese
 * input method composes. Matched on `code`, so that the layout and the input method do not matter.
 */
export function useStepKeys({ root, tree, props }: Options) {
  const remove = useDeleteStep();
  const move = useMoveStep();
  const clipboard = useStepClipboard();
  const now = useNow();
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const item = event.target as HTMLElement;
      if (item.getAttribute('role') !== 'treeitem' || event.nativeEvent.isComposing || !root.current) return;
      const id = item.dataset.item ?? '';
      const step = now().scenario.nodes[id] ? id : undefined;
      const go = (to: HTMLElement | undefined) => {
        to?.focus();
        to?.scrollIntoView({ block: 'nearest' });
      };
      const all = items(root.current);
      const here = all.indexOf(item);
      const show = (added: string | undefined) => {
        if (!added) return;
        props.onSelect(added);
        setTimeout(() => go(root.current?.querySelector<HTMLElement>(`[data-item="${added}"]`) ?? undefined));
      };
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      const done = (act: () => void) => {
        event.preventDefault();
        event.stopPropagation();
        act();
      };
      const { code } = event;
      if (event.altKey && step && !props.readOnly && (code === 'ArrowUp' || code === 'ArrowDown'))
        return done(() => move(step, code === 'ArrowUp' ? -1 : 1));
      if ((event.ctrlKey || event.metaKey) && !event.altKey && step) {
        if (code === 'KeyC') return done(() => clipboard.copy([step]));
        if (props.readOnly) return;
        const place = { edges: placeAfter(tree, step) };
        if (code === 'KeyX')
          return done(() => {
            clipboard.copy([step]);
            if (remove(step)) go(all[here - 1]);
          });
        if (code === 'KeyV') return done(() => show(clipboard.paste(place)));
        if (code === 'KeyD') return done(() => show(clipboard.duplicate([step], place)));
      }
      if (!plain) return;
      if (code === 'ArrowDown') return done(() => go(all[here + 1]));
      if (code === 'ArrowUp') return done(() => go(all[here - 1]));
      if (code === 'Home') return done(() => go(all[0]));
      if (code === 'End') return done(() => go(all.at(-1)));
      if (code === 'ArrowLeft' || code === 'ArrowRight') return done(() => go(sideways(all, item, code === 'ArrowLeft' ? -1 : 1)));
      if (code === 'Enter' || code === 'NumpadEnter') return done(() => props.onOpen(step ?? id));
      if (event.key === '?') return done(props.onHelp);
      if (code === 'KeyA' && id.startsWith('edge-') && !props.readOnly) return done(() => props.onAdd(id.slice('edge-'.length)));
      if (props.readOnly || !step) return;
      if (code === 'F2') return done(() => props.onRename(step));
      if (code === 'KeyA') return done(() => props.onAdd(placeAfter(tree, step)?.[0]));
      if (code === 'Delete' || code === 'Backspace')
        return done(() => {
          const next = all[here - 1] ?? all[here + 1];
          if (remove(step)) go(next);
        });
    },
    [root, now, tree, props, move, remove, clipboard],
  );
}

/** The sibling branch to the left or right; from a step, the branches around it count. */
function sideways(all: HTMLElement[], item: HTMLElement, by: -1 | 1): HTMLElement | undefined {
  const branch = item.dataset.branchOf ? item : item.parentElement?.closest<HTMLElement>('[data-branch-of]');
  if (!branch) return by === 1 ? all[all.indexOf(item) + 1] : undefined;
  const siblings = all.filter((other) => other.dataset.branchOf === branch.dataset.branchOf);
  return (
    siblings[siblings.indexOf(branch) + by] ??
    (by === -1 ? (branch.parentElement?.closest<HTMLElement>('[role="treeitem"]') ?? undefined) : undefined)
  );
}

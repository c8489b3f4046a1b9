import { type DragEvent, useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { useMoveTo } from './use-step-actions.tsx';

const format = 'application/x-lianban-step';

/**
 * Dragging a card onto a ＋ moves the step there: the pointer's way of what Alt+Up and Alt+Down do. One listener for the whole
 * tree: two hundred cards and places of their own would make every edit slow.
 */
export function useStepDrag() {
  const { t } = useTranslation();
  const text = useText();
  const now = useNow();
  const moveTo = useMoveTo();
  const carried = useRef<string>(undefined);
  const over = useRef<Element>(undefined);
  const leave = useCallback((next?: Element) => {
    if (over.current === next) return;
    over.current?.classList.remove('slot-over');
    next?.classList.add('slot-over');
    over.current = next;
  }, []);
  const onDragStart = (event: DragEvent<HTMLElement>) => {
    const step = (event.target as Element).closest<HTMLElement>('[data-step-id]')?.dataset.stepId;
    if (!step) return;
    carried.current = step;
    event.dataTransfer.setData(format, step);
    event.dataTransfer.effectAllowed = 'move';
    event.currentTarget.classList.add('steps-dragging');
  };
  const placeAt = (event: DragEvent<HTMLElement>) => (event.target as Element).closest<HTMLElement>('[data-place]') ?? undefined;
  const onDragOver = (event: DragEvent<HTMLElement>) => {
    if (!carried.current) return;
    const place = placeAt(event);
    leave(place);
    if (place) event.preventDefault();
  };
  const end = (event: DragEvent<HTMLElement>) => {
    leave();
    carried.current = undefined;
    event.currentTarget.classList.remove('steps-dragging');
  };
  const onDrop = (event: DragEvent<HTMLElement>) => {
    const step = carried.current;
    const edges = placeAt(event)?.dataset.place?.split(' ');
    end(event);
    if (!step || !edges) return;
    event.preventDefault();
    moveTo(step, edges, t('flow.moved', { name: text(now().scenario.nodes[step]?.name) }));
  };
  return { onDragStart, onDragOver, onDrop, onDragEnd: end };
}

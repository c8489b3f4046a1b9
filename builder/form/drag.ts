/** Dragging fields and new ones. Every drag has a twin by keys and buttons; this is the pointer's way only. */
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useState } from 'react';
import type { ValueType } from '../../schemas/generated/documents.ts';
import type { FormActions, NewAt } from './actions.ts';
import { shapeOf } from './order.ts';

type Carried = { field: string } | { type: ValueType };
const carried = (data: Record<string | symbol, unknown>): Carried | undefined =>
  typeof data.field === 'string' || typeof data.type === 'string' ? (data as unknown as Carried) : undefined;

/** Makes the handle of an element drag something. */
export function useDraggable(element: HTMLElement | null, what: Carried, handle?: HTMLElement | null): void {
  const key = JSON.stringify(what);
  useEffect(() => {
    if (!element) return undefined;
    return draggable({
      element,
      dragHandle: handle ?? undefined,
      getInitialData: () => ({ ...(JSON.parse(key) as Carried) }),
    });
  }, [element, handle, key]);
}

interface Target {
  actions: FormActions;
  section: string;
  /** The field dropped on; without it the end of the section. */
  field?: string;
  /** A new field of this type is wanted at this place. */
  onNew: NewAt;
}

/** Takes drops and says at which edge the thing would land. */
export function useDropPlace(element: HTMLElement | null, { actions, section, field, onNew }: Target): 'above' | 'below' | undefined {
  const [edge, setEdge] = useState<'above' | 'below'>();
  useEffect(() => {
    if (!element) return undefined;
    const edgeAt = (y: number): 'above' | 'below' => {
      const box = element.getBoundingClientRect();
      return y < box.top + box.height / 2 ? 'above' : 'below';
    };
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => carried(source.data) !== undefined,
      onDrag: ({ location }) => setEdge(field ? edgeAt(location.current.input.clientY) : 'below'),
      onDragLeave: () => setEdge(undefined),
      onDrop: ({ source, location }) => {
        setEdge(undefined);
        // A field inside a section is a target inside a target: only the inner one acts.
        if (location.current.dropTargets[0]?.element !== element) return;
        land(carried(source.data), { actions, section, field, onNew }, edgeAt(location.current.input.clientY));
      },
    });
  }, [element, actions, section, field, onNew]);
  return edge;
}

function land(what: Carried | undefined, { actions, section, field, onNew }: Target, edge: 'above' | 'below'): void {
  if (!what) return;
  const siblings = siblingsIn(actions, section);
  const at = field ? siblings.indexOf(field) + (edge === 'below' ? 1 : 0) : siblings.length;
  if ('type' in what) {
    const before = siblings[at];
    onNew(what.type, before ? { before } : { section });
    return;
  }
  if (what.field === field) return;
  const from = siblings.indexOf(what.field);
  actions.move(what.field, from >= 0 && from < at ? at - 1 : at, section);
}

const siblingsIn = (actions: FormActions, section: string): string[] =>
  shapeOf(actions.document()).sections.find(({ id }) => id === section)?.fields ?? [];

import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { isDesk } from '../../../runtime/compile/desks.ts';
import type { Spot } from '../../editing/commands/lanes.ts';
import type { NewStep } from '../../editing/commands/new-step.ts';
import { type Connection, connectionOf } from '../../editing/connecting.ts';
import { useExecute, useScenarioSession, useUndo } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { Lane } from './layout.ts';

export interface LaneEditing {
  /** What a line between two steps of the picture would do. */
  may(from: string, to: string): Connection;
  connect(from: string, to: string): void;
  reconnect(edge: string, ends: { from: string; to: string }): void;
  deleteEdge(edge: string): void;
  /** Puts a step down in a lane, behind `from` when it is given; gives its id. */
  place(step: NewStep, where: { lane?: Lane; at?: Spot; from?: string; alone?: boolean }): string | undefined;
}

/** Drawing in the lane view. All of it goes through the commands of the step view, so undo is the same. */
export function useLaneEditing(): LaneEditing {
  const { t } = useTranslation();
  const text = useText();
  const { editor } = useScenarioSession();
  const execute = useExecute();
  const { undo } = useUndo();
  // A group of steps is drawn by its steps: a line from its end leaves the group, a line to its start enters it.
  const meant = useCallback(
    (from: string, to: string) => {
      const { nodes } = editor.state().document.scenario;
      const [source, target] = [nodes[from], nodes[to]];
      const same = source?.parent === target?.parent;
      return {
        from: !same && source?.kind === 'end' && source.parent ? source.parent : from,
        to: !same && target?.kind === 'start' && target.parent ? target.parent : to,
      };
    },
    [editor],
  );
  const may = useCallback(
    (from: string, to: string) => {
      const ends = meant(from, to);
      return connectionOf(editor.state().document.scenario, ends.from, ends.to);
    },
    [editor, meant],
  );
  const connect = useCallback(
    (from: string, to: string) => {
      const ends = meant(from, to);
      if (execute('edge.connect', ends))
        announce(t('flow.lanes.connected', { name: text(editor.state().document.scenario.nodes[to]?.name) }));
    },
    [editor, execute, meant, t, text],
  );
  const reconnect = useCallback(
    (edge: string, { from, to }: { from: string; to: string }) => {
      const ends = meant(from, to);
      execute('edge.reconnect', { edge, ...ends });
    },
    [execute, meant],
  );
  const deleteEdge = useCallback(
    (edge: string) => {
      if (execute('edge.delete', { edge })) showToast(t('flow.lanes.edgeGone'), { label: t('editing.undo'), run: undo });
    },
    [execute, t, undo],
  );
  const place = useCallback<LaneEditing['place']>(
    (step, { lane, at, from, alone }) => {
      const before = editor.state().document.scenario.nodes;
      const desk = isDesk({ kind: step.kind } as Parameters<typeof isDesk>[0]);
      const department = desk ? (lane?.department ?? step.department) : step.department;
      if (!execute('step.place', { step: { ...step, department }, at, from, alone })) return undefined;
      announce(t('flow.added', { name: text(step.name) }));
      return Object.keys(editor.state().document.scenario.nodes).find((id) => !before[id]);
    },
    [editor, execute, t, text],
  );
  return { may, connect, reconnect, deleteEdge, place };
}

/** The document being edited: commands in, history kept, listeners told. No React. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { runBehaviours } from './behaviours/behaviours.ts';
import { type CommandDefinition, type Label, Refused } from './command.ts';
import { type CommandArgs, type CommandId, commands } from './commands/commands.ts';
import { nothingComesLoose } from './loose.ts';
import { type Change, createRecording, inverse, type Recording, replay, revert } from './recording.ts';
import { undoMine } from './undo-mine.ts';

/** One completed action of the person: what one press of undo takes back. */
export interface HistoryStep {
  label: Label;
  changes: readonly Change[];
  /** A colleague's changes came in since: only what is still mine of it is taken back. */
  shared?: true;
}

/** What undo took back. `left`: nothing, since a colleague built on it; `partly`: all but what a colleague changed further. */
export type Undoing = HistoryStep & { left?: true; partly?: true };

export interface EditorState {
  document: ScenarioPackage;
  past: readonly HistoryStep[];
  future: readonly HistoryStep[];
  /** Counts changes of the document, undo and redo included. */
  edits: number;
}

export interface Editor {
  state(): EditorState;
  subscribe(listener: () => void): () => void;
  /** Makes one change. A refused one changes nothing and gives the reason, a text key. */
  execute<K extends CommandId>(id: K, args: CommandArgs<K>): { done: true } | { done: false; reason: string };
  undo(): Undoing | undefined;
  redo(): Undoing | undefined;
  /** A colleague's changes are in this document beside mine; history stays, and reaches only what is mine. */
  merge(document: ScenarioPackage): void;
  /** A document from elsewhere (a colleague's draft) takes the place of this one; history starts anew. */
  replace(document: ScenarioPackage): void;
}

/** Undo goes back at least this far. */
export const historyLimit = 200;

export interface EditorOptions {
  document: ScenarioPackage;
  /** What was done to this very document before: steps that are still to be undone and redone. */
  history?: { past: readonly HistoryStep[]; future: readonly HistoryStep[] };
  /** Random part of new ids; the editor makes sure that an id is free. */
  random?: () => string;
}

export function createEditor({ document, history, random = randomPart }: EditorOptions): Editor {
  let state: EditorState = { document, past: history?.past ?? [], future: history?.future ?? [], edits: 0 };
  const listeners = new Set<() => void>();
  const update = (next: Partial<EditorState>) => {
    state = { ...state, ...next, edits: state.edits + 1 };
    for (const listener of listeners) listener();
  };
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    execute: (id, args) => {
      const definition = commands[id] as CommandDefinition<typeof args>;
      const label = definition.label(state.document, args);
      const recording = createRecording(
        state.document,
        freeId(() => recording.document, random),
      );
      try {
        definition.run(recording, args);
        runBehaviours(recording);
        const meant = recording.happenings.flatMap((one) => (one.type === 'nodes.loose' ? one.nodes : []));
        nothingComesLoose(state.document.scenario, recording.document.scenario, meant);
      } catch (error) {
        if (error instanceof Refused) return { done: false, reason: error.reason };
        throw error;
      }
      if (recording.changes.length === 0) return { done: true };
      const past = [...state.past, { label, changes: recording.changes }].slice(-historyLimit);
      update({ document: recording.document, past, future: [] });
      return { done: true };
    },
    undo: () => {
      const step = state.past.at(-1);
      if (!step) return undefined;
      const past = state.past.slice(0, -1);
      if (!step.shared) {
        update({ document: revert(state.document, step.changes), past, future: [...state.future, step] });
        return step;
      }
      const undone = undoMine(state.document, step.changes);
      if (!undone) {
        update({ past });
        return { ...step, left: true };
      }
      update({ document: undone.document, past, future: [...state.future, { ...step, changes: undone.back }] });
      return undone.partly ? { ...step, partly: true } : step;
    },
    redo: () => {
      const step = state.future.at(-1);
      if (!step) return undefined;
      const future = state.future.slice(0, -1);
      if (!step.shared) {
        update({ document: replay(state.document, step.changes), past: [...state.past, step], future });
        return step;
      }
      // Making again is taking back the taking back.
      const again = undoMine(state.document, inverse(step.changes));
      if (!again) {
        update({ future });
        return { ...step, left: true };
      }
      update({ document: again.document, past: [...state.past, { ...step, changes: inverse(again.back) }], future });
      return again.partly ? { ...step, partly: true } : step;
    },
    merge: (next) => update({ document: next, past: state.past.map(asShared), future: state.future.map(asShared) }),
    replace: (next) => update({ document: next, past: [], future: [] }),
  };
}

/** Of a document that others worked on since: only what is still mine of the step is taken back. */
export const asShared = (step: HistoryStep): HistoryStep => (step.shared ? step : { ...step, shared: true });

function freeId(document: () => ScenarioPackage, random: () => string): Recording['newId'] {
  // Ids may be asked for before anything is written with them.
  const given = new Set<string>();
  return (prefix) => {
    for (;;) {
      const id = `${prefix}_${random()}`;
      const { scenario } = document();
      const maps = [
        scenario.nodes,
        scenario.edges,
        scenario.forms,
        scenario.scripts,
        scenario.tables,
        scenario.notifications,
        scenario.outcomes,
      ];
      if (given.has(id) || maps.some((map) => map && Object.hasOwn(map, id))) continue;
      given.add(id);
      return id;
    }
  };
}

/** 5 characters of base 36: short enough for a web address, free enough for many clones. */
function randomPart(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(5)), (byte) => (byte % 36).toString(36)).join('');
}

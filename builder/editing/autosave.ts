/**
 * Saves the draft shortly after the last change and says in what state the work is.
 *
 * States: `saved` -> (edit) -> `waiting` -> `saving` -> `saved`; a lost connection leads to `offline`, any other failure to
 * `failed` (both try again), a newer draft of somebody else to `stale`, which only a decision of the person leaves.
 * A save whose answer was lost is recognised by what the server has: one's own work is never taken for somebody else's.
 * A journal in the browser holds the document from the first unsaved change on, so closing the tab loses nothing.
 */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { Journal } from './journal.ts';

export type SaveState =
  | { kind: 'saved'; at?: string }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'offline' }
  | { kind: 'failed'; traceId?: string }
  | { kind: 'stale'; editedBy?: string };

export type SaveAnswer =
  | { kind: 'saved'; rev: number; savedAt: string }
  | { kind: 'stale'; editedBy?: string }
  | { kind: 'offline' }
  | { kind: 'failed'; traceId?: string };

interface Taken {
  kind: 'saved';
  rev: number;
  savedAt?: string;
  /** What the server has, where it is not what was sent last. */
  document?: ScenarioPackage;
}

export interface AutosaveOptions {
  rev: number;
  document: ScenarioPackage;
  save(rev: number, document: ScenarioPackage): Promise<SaveAnswer>;
  journal: Journal;
  /** The draft as the server has it now; asked for when a save is refused as stale. */
  latest?(): Promise<{ rev: number; document: ScenarioPackage }>;
  /** Whether both would be saved as the same. */
  same?(a: ScenarioPackage, b: ScenarioPackage): boolean;
  /** Work left behind on an older revision: nothing is saved before the person has compared it with the newer one. */
  left?: { document: ScenarioPackage; editedBy?: string };
  /** Milliseconds after the last change; default 1200, so that a change is kept within two seconds. */
  delay?: number;
  /** Milliseconds before another try after a failure; default 5000. */
  retry?: number;
}

export interface Autosave {
  state(): SaveState;
  rev(): number;
  subscribe(listener: () => void): () => void;
  changed(document: ScenarioPackage): void;
  /** Saves now what is not saved yet; resolves when nothing is left to do or it cannot be done. */
  flush(): Promise<SaveState>;
  /** After a comparison: go on from this revision, keeping what is here or what was read. */
  rebase(rev: number, document: ScenarioPackage, dirty: boolean): void;
  stop(): void;
}

export function createAutosave({ save, journal, latest, same, left, delay = 1200, retry = 5000, ...start }: AutosaveOptions): Autosave {
  let state: SaveState = left ? { kind: 'stale', editedBy: left.editedBy } : { kind: 'saved' };
  let rev = start.rev;
  let current = left?.document ?? start.document;
  let saved = start.document;
  /** Sent from this revision without an answer: the server may have taken any of them. */
  let unanswered: ScenarioPackage[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  const listeners = new Set<() => void>();
  const become = (next: SaveState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const later = (wait: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), wait);
  };
  /** The newer draft may be what was sent from here and answered to nobody. */
  const ownAnswer = async (document: ScenarioPackage): Promise<Taken | undefined> => {
    if (!latest || !same) return undefined;
    const theirs = await latest().catch(() => undefined);
    const taken = theirs && [document, ...unanswered].find((one) => same(one, theirs.document));
    return taken && { kind: 'saved', rev: theirs.rev, document: taken };
  };
  const once = async () => {
    const document = current;
    become({ kind: 'saving' });
    const sent = await save(rev, document);
    const answer: Taken | Exclude<SaveAnswer, { kind: 'saved' }> = sent.kind === 'stale' ? ((await ownAnswer(document)) ?? sent) : sent;
    if (answer.kind === 'saved') {
      rev = answer.rev;
      saved = answer.document ?? document;
      unanswered = [];
      if (current === saved) {
        journal.clear();
        become({ kind: 'saved', at: answer.savedAt });
      } else {
        journal.write({ rev, document: current });
        become({ kind: 'waiting' });
        later(delay);
      }
      return;
    }
    if (answer.kind !== 'stale' && !unanswered.includes(document)) unanswered.push(document);
    become(answer);
    if (answer.kind !== 'stale') later(retry);
  };
  const run = async (): Promise<void> => {
    clearTimeout(timer);
    if (running) await running;
    if (current === saved || state.kind === 'stale') return;
    running = once().finally(() => {
      running = undefined;
    });
    await running;
  };
  return {
    state: () => state,
    rev: () => rev,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed: (document) => {
      current = document;
      if (current === saved) {
        journal.clear();
        if (state.kind === 'waiting') become({ kind: 'saved' });
        return;
      }
      journal.write({ rev, document });
      if (state.kind === 'stale') return;
      if (state.kind !== 'saving') become({ kind: 'waiting' });
      later(delay);
    },
    flush: async () => {
      await run();
      // A change made while the last save was on its way needs one more.
      if (current !== saved && state.kind === 'waiting') await run();
      return state;
    },
    rebase: (next, document, dirty) => {
      rev = next;
      unanswered = [];
      current = document;
      saved = dirty ? saved : document;
      become({ kind: dirty ? 'waiting' : 'saved' });
      if (dirty) {
        journal.write({ rev, document });
        later(0);
      } else journal.clear();
    },
    stop: () => clearTimeout(timer),
  };
}

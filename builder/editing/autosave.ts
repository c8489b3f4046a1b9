/**
 * Saves the draft shortly after the last change and says in what state the work is.
 *
 * States: `saved` -> (edit) -> `waiting` -> `saving` -> `saved`; a lost connection leads to `offline`, any other failure to
 * `failed` (both try again), what the server does not allow to `refused` (until the next edit), a newer draft of somebody else to `stale`, which only a decision of the person leaves.
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
  /** The draft may not be like this (a lock of its template): said with the reasons, tried again when it is another one. */
  | { kind: 'refused'; reasons: string[] }
  | { kind: 'stale'; editedBy?: string };

export type SaveAnswer =
  | { kind: 'saved'; rev: number; savedAt: string }
  | { kind: 'stale'; editedBy?: string }
  | { kind: 'offline' }
  | { kind: 'failed'; traceId?: string }
  | { kind: 'refused'; reasons: string[] };

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
  /** Brings a colleague's draft together with mine; undefined leaves it to a person to compare. */
  merge?(drafts: { base: ScenarioPackage; mine: ScenarioPackage; theirs: ScenarioPackage }): ScenarioPackage | undefined;
  /** The document goes on as this: mine and what a colleague saved meanwhile. */
  onMerged?(document: ScenarioPackage, editedBy?: string): void;
  /** Work left behind on an older revision: nothing is saved before the person has compared it with the newer one. */
  left?: { document: ScenarioPackage; base?: ScenarioPackage; editedBy?: string };
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
  rebase(rev: number, document: ScenarioPackage, dirty: boolean, theirs?: ScenarioPackage): void;
  /** What this page last knew to be on the server: what both sides of a comparison started from. */
  base(): ScenarioPackage | undefined;
  /** Asks for what colleagues saved and takes it in when it is newer. */
  refresh(): Promise<void>;
  stop(): void;
}

export function createAutosave(options: AutosaveOptions): Autosave {
  const { save, journal, latest, same, merge, onMerged, left, delay = 1200, retry = 5000, ...start } = options;
  let state: SaveState = left ? { kind: 'stale', editedBy: left.editedBy } : { kind: 'saved' };
  let rev = start.rev;
  let current = left?.document ?? start.document;
  let saved = left?.base ?? start.document;
  /** Whether `saved` is what the work here started from. */
  let known = !left || left.base !== undefined;
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
  /** The newer draft may be what was sent from here and answered to nobody; else it is a colleague's, and is taken in. */
  const newer = async (document: ScenarioPackage, editedBy: string | undefined): Promise<Taken | 'merged' | undefined> => {
    const theirs = await latest?.().catch(() => undefined);
    if (!theirs) return undefined;
    const taken = same && [document, ...unanswered].find((one) => same(one, theirs.document));
    if (taken) return { kind: 'saved', rev: theirs.rev, document: taken };
    return takeIn(theirs, editedBy) ? 'merged' : undefined;
  };
  /** Goes on from a colleague's draft with mine brought in; false when a person has to compare. */
  const takeIn = (theirs: { rev: number; document: ScenarioPackage }, editedBy: string | undefined): boolean => {
    const mine = current;
    const result = mine === saved ? theirs.document : merge?.({ base: saved, mine, theirs: theirs.document });
    if (!result) return false;
    rev = theirs.rev;
    saved = theirs.document;
    unanswered = [];
    current = result;
    if (same?.(result, saved)) {
      saved = result;
      journal.clear();
      become({ kind: 'saved' });
    } else {
      journal.write({ rev, document: result, base: saved });
      become({ kind: 'waiting' });
      later(0);
    }
    onMerged?.(result, editedBy);
    return true;
  };
  const once = async () => {
    const document = current;
    become({ kind: 'saving' });
    const sent = await save(rev, document);
    const known = sent.kind === 'stale' ? await newer(document, sent.editedBy) : undefined;
    if (known === 'merged') return;
    const answer: Taken | Exclude<SaveAnswer, { kind: 'saved' }> = known ?? (sent as Exclude<SaveAnswer, { kind: 'saved' }> | Taken);
    if (answer.kind === 'saved') {
      rev = answer.rev;
      saved = answer.document ?? document;
      unanswered = [];
      if (current === saved) {
        journal.clear();
        become({ kind: 'saved', at: answer.savedAt });
      } else {
        journal.write({ rev, document: current, base: saved });
        become({ kind: 'waiting' });
        later(delay);
      }
      return;
    }
    // Refused is an answer: the server has not taken it, and will not take the same again.
    const goesOn = answer.kind === 'offline' || answer.kind === 'failed';
    if (goesOn && !unanswered.includes(document)) unanswered.push(document);
    become(answer);
    if (goesOn) later(retry);
    else if (answer.kind === 'refused' && current !== document) later(delay);
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
        if (state.kind === 'waiting' || state.kind === 'refused') become({ kind: 'saved' });
        return;
      }
      journal.write({ rev, document, base: known ? saved : undefined });
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
    rebase: (next, document, dirty, theirs) => {
      rev = next;
      unanswered = [];
      current = document;
      saved = dirty ? (theirs ?? saved) : document;
      known = true;
      become({ kind: dirty ? 'waiting' : 'saved' });
      if (dirty) {
        journal.write({ rev, document, base: saved });
        later(0);
      } else journal.clear();
    },
    base: () => (known ? saved : undefined),
    refresh: async () => {
      if (running) await running;
      if (state.kind === 'stale' || !merge) return;
      const theirs = await latest?.().catch(() => undefined);
      // A save that went out meanwhile has its own answer.
      if (!theirs || theirs.rev <= rev || running || (state.kind as SaveState['kind']) === 'stale') return;
      if (!takeIn(theirs, undefined)) become({ kind: 'stale' });
    },
    stop: () => clearTimeout(timer),
  };
}

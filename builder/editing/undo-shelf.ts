/**
 * Undo and redo of one person's window in one scenario, kept in the browser: alive after a reload. Steps are written one by one as
 * they are made; a page says which of them stand in the past and which in the future, and on what document.
 */
import type { HistoryStep } from './editor.ts';

export interface KeptHistory {
  past: readonly HistoryStep[];
  future: readonly HistoryStep[];
  /** Fingerprint of the document these steps end at; left out when the window was gone before it was known. */
  print?: string;
}

export interface ShelfPage {
  past: readonly string[];
  future: readonly string[];
  print?: string;
  at: number;
}

/** Where steps lie. `save` is one transaction; a browser that forbids it forgets, and editing goes on. */
export interface ShelfStorage {
  /** The page of this window, or (not `own`) of the last one that was open in the same scenario, with its steps. */
  load(scope: ShelfScope): Promise<{ page: ShelfPage; steps: ReadonlyMap<string, HistoryStep>; own: boolean } | undefined>;
  save(scope: ShelfScope, written: { page: ShelfPage; added: readonly [string, HistoryStep][]; removed: readonly string[] }): void;
}

/** Another person at the same computer has a history of their own, and so has another window. */
export interface ShelfScope {
  account: string;
  scenario: string;
  window: string;
}

export interface UndoShelf {
  read(): Promise<KeptHistory | undefined>;
  write(history: KeptHistory): void;
}

interface ShelfOptions {
  storage: ShelfStorage;
  scope: ShelfScope;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Makes the names of this window's steps differ from those of every other. */
  prefix: string;
  /** Milliseconds that opening a scenario waits for what was kept; default 1500. */
  patience?: number;
}

export function createUndoShelf({ storage, scope, now, prefix, patience = 1500 }: ShelfOptions): UndoShelf {
  const names = new WeakMap<HistoryStep, string>();
  let written = new Set<string>();
  let count = 0;
  const nameOf = (step: HistoryStep): string => {
    const known = names.get(step);
    if (known) return known;
    count += 1;
    const name = `${prefix}-${count}`;
    names.set(step, name);
    return name;
  };
  return {
    async read() {
      const found = await orNothing(storage.load(scope), patience);
      if (!found) return undefined;
      const { page, steps, own } = found;
      const standing = (list: readonly string[]) => list.map((name) => steps.get(name));
      // What lies before a gap can no longer be reached, in either direction: both lists end at the document.
      const past = fromTheEnd(standing(page.past));
      const future = fromTheEnd(standing(page.future));
      for (const [name, step] of steps) names.set(step, name);
      written = new Set(own ? steps.keys() : []);
      return { past, future, ...(page.print === undefined ? {} : { print: page.print }) };
    },
    write({ past, future, print }) {
      const steps = new Map([...past, ...future].map((step) => [nameOf(step), step]));
      const added = [...steps].filter(([name]) => !written.has(name));
      const removed = [...written].filter((name) => !steps.has(name));
      written = new Set(steps.keys());
      const page = { past: past.map(nameOf), future: future.map(nameOf), at: now(), ...(print === undefined ? {} : { print }) };
      storage.save(scope, { page, added, removed });
    },
  };
}

function fromTheEnd(steps: readonly (HistoryStep | undefined)[]): HistoryStep[] {
  const gap = steps.lastIndexOf(undefined);
  return steps.slice(gap + 1).filter((step) => step !== undefined);
}

/** A storage that fails, or does not answer, is an empty one: opening a scenario does not wait for it. */
async function orNothing<T>(asked: Promise<T | undefined>, patience: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
  });
  try {
    return await Promise.race([asked, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

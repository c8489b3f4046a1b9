/** Which field is chosen: its own small store, so that choosing one of three hundred draws two of them again. */
import { useSyncExternalStore } from 'react';

export interface Selection {
  get(): string | undefined;
  set(field: string | undefined): void;
  subscribe(listener: () => void): () => void;
}

export function createSelection(first: string | undefined): Selection {
  let chosen = first;
  const listeners = new Set<() => void>();
  return {
    get: () => chosen,
    set: (field) => {
      if (field === chosen) return;
      chosen = field;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useChosen = (selection: Selection, field: string): boolean =>
  useSyncExternalStore(selection.subscribe, () => selection.get() === field);
export const useSelected = (selection: Selection): string | undefined => useSyncExternalStore(selection.subscribe, selection.get);

/** What is not on the server yet, kept in the browser. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';

export interface JournalEntry {
  /** Revision the document was edited from. */
  rev: number;
  document: ScenarioPackage;
  /** What the server had at that revision; left out when the browser has no room for both. */
  base?: ScenarioPackage;
}
export interface Journal {
  read(): JournalEntry | undefined;
  write(entry: JournalEntry): void;
  clear(): void;
}
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** One entry per scenario. A full or forbidden storage is no reason to stop editing: the server copy is the one that counts. */
export function createJournal(storage: Storage | undefined, scenario: string): Journal {
  const key = `lianban.journal.${scenario}`;
  const quietly = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch {
      return undefined;
    }
  };
  return {
    read: () =>
      quietly(() => {
        const text = storage?.getItem(key);
        return text ? (JSON.parse(text) as JournalEntry) : undefined;
      }),
    write: ({ base, ...entry }) => {
      const kept = quietly(() => {
        storage?.setItem(key, JSON.stringify({ ...entry, base }));
        return true;
      });
      if (!kept && base) quietly(() => storage?.setItem(key, JSON.stringify(entry)));
    },
    clear: () => void quietly(() => storage?.removeItem(key)),
  };
}

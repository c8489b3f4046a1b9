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
  let written: { base: ScenarioPackage; text: string } | undefined;
  return {
    read: () =>
      quietly(() => {
        const text = storage?.getItem(key);
        return text ? (JSON.parse(text) as JournalEntry) : undefined;
      }),
    write: ({ base, ...entry }) => {
      const text = JSON.stringify(entry);
      // Written at every edit, and what was saved last is the same for many of them.
      if (base && base !== written?.base) written = { base, text: JSON.stringify(base) };
      const kept = quietly(() => {
        storage?.setItem(key, base && written ? `${text.slice(0, -1)},"base":${written.text}}` : text);
        return true;
      });
      if (!kept && base) quietly(() => storage?.setItem(key, text));
    },
    clear: () => void quietly(() => storage?.removeItem(key)),
  };
}

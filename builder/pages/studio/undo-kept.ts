/** Where this browser keeps undo and redo; none when it does not let us. */
import { createUndoDatabase } from '../../editing/undo-database.ts';
import { createUndoShelf, type KeptHistory, type ShelfStorage, type UndoShelf } from '../../editing/undo-shelf.ts';
import { randomWord, windowId } from './window-id.ts';

let database: ShelfStorage | undefined;
function storageOf(): ShelfStorage | undefined {
  try {
    database ??= createUndoDatabase(indexedDB, Date.now);
    return database;
  } catch {
    return undefined;
  }
}

/** What this person could undo in a scenario when they left it. */
export async function undoKept(
  account: string,
  scenario: string,
): Promise<{ shelf: UndoShelf; kept: KeptHistory | undefined } | undefined> {
  const storage = storageOf();
  if (!storage) return undefined;
  const shelf = createUndoShelf({ storage, scope: { account, scenario, window: windowId }, now: Date.now, prefix: randomWord() });
  return { shelf, kept: await shelf.read() };
}

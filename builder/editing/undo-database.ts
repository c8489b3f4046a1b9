/** Undo steps in IndexedDB: they may be large, and `undefined` in them means that nothing stood there, which JSON cannot say. */
import type { HistoryStep } from './editor.ts';
import type { ShelfPage, ShelfScope, ShelfStorage } from './undo-shelf.ts';

interface PageRecord extends ShelfPage {
  key: string;
  format: 1;
}
interface StepRecord {
  key: string;
  name: string;
  step: HistoryStep;
}

const days = 30;
const prefixOf = ({ account, scenario }: ShelfScope) => `${account}/${scenario}/`;
const keyOf = (scope: ShelfScope) => `${prefixOf(scope)}${scope.window}`;
/** Everything that begins like this. */
const rangeOf = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

export function createUndoDatabase(factory: IDBFactory, now: () => number): ShelfStorage {
  const opened = open(factory);
  // A browser that keeps nothing for us is told by `load`; nobody else waits for it.
  opened.catch(() => undefined);
  void opened.then((db) => forgetOld(db, now() - days * 86_400_000)).catch(() => undefined);
  let database: IDBDatabase | undefined;
  void opened.then(
    (db) => {
      database = db;
    },
    () => undefined,
  );
  return {
    async load(scope) {
      const db = await opened;
      const reading = db.transaction(['pages', 'steps'], 'readonly');
      const own = await answer<PageRecord | undefined>(reading.objectStore('pages').get(keyOf(scope)));
      const page = own ?? (await newest(reading, scope));
      if (page?.format !== 1) return undefined;
      const records = await answer<StepRecord[]>(reading.objectStore('steps').getAll(rangeOf(`${page.key} `)));
      const wanted = new Set([...page.past, ...page.future]);
      const steps = new Map(records.filter(({ name }) => wanted.has(name)).map(({ name, step }) => [name, step]));
      return { page, steps, own: own !== undefined };
    },
    save(scope, { page, added, removed }) {
      // Without waiting: a window that is being left gets no second turn.
      if (!database) return;
      try {
        const key = keyOf(scope);
        const writing = database.transaction(['pages', 'steps'], 'readwrite');
        const steps = writing.objectStore('steps');
        for (const [name, step] of added) steps.put({ key: `${key} ${name}`, name, step } satisfies StepRecord);
        for (const name of removed) steps.delete(`${key} ${name}`);
        writing.objectStore('pages').put({ ...page, key, format: 1 } satisfies PageRecord);
        writing.commit();
      } catch {
        // Full, or closed by a newer version in another window: the history of this window ends with it.
      }
    },
  };
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open('lianban.undo', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('pages', { keyPath: 'key' });
      request.result.createObjectStore('steps', { keyPath: 'key' });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('Another window holds an older database.'));
  });
}

function answer<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
}

async function newest(reading: IDBTransaction, scope: ShelfScope): Promise<PageRecord | undefined> {
  const pages = await answer<PageRecord[]>(reading.objectStore('pages').getAll(rangeOf(prefixOf(scope))));
  return pages.reduce<PageRecord | undefined>((last, page) => (last && last.at >= page.at ? last : page), undefined);
}

async function forgetOld(db: IDBDatabase, before: number): Promise<void> {
  const writing = db.transaction(['pages', 'steps'], 'readwrite');
  const pages = await answer<PageRecord[]>(writing.objectStore('pages').getAll());
  for (const { key, at } of pages) {
    if (at >= before) continue;
    writing.objectStore('pages').delete(key);
    writing.objectStore('steps').delete(rangeOf(`${key} `));
  }
}

/** LISTEN on one connection of its own. Only a hint: when it is lost, polling finds the work a second later. */
import type pg from 'pg';
import { type Store, withoutProblems } from './store.ts';

const channel = 'lianban_jobs';
const retryMs = 2_000;

export function createHint({ store, onHint }: { store: Store; onHint: () => void }) {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = true;

  async function connect(): Promise<void> {
    if (stopped) return;
    const next = store.connect();
    client = next;
    next.on('error', withoutProblems);
    next.on('notification', onHint);
    next.once('end', () => {
      if (client !== next) return;
      client = undefined;
      again();
    });
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
      onHint();
    } catch {
      next.removeAllListeners('end');
      await next.end().catch(withoutProblems);
      if (client === next) client = undefined;
      again();
    }
  }

  function again(): void {
    if (!stopped) timer = setTimeout(() => void connect(), retryMs);
  }

  return {
    start(): void {
      stopped = false;
      void connect();
    },
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end().catch(withoutProblems);
    },
  };
}

/** Tells workers of other processes that there is work: at most once per `everyMs`, outside every transaction. */
export function createNotifier(store: Store, everyMs = 10): { hint(): void } {
  let waiting = false;
  return {
    hint() {
      if (waiting) return;
      waiting = true;
      setTimeout(() => {
        waiting = false;
        store.query({ name: 'hint', text: `SELECT pg_notify('${channel}', '')` }).catch(withoutProblems);
      }, everyMs).unref();
    },
  };
}

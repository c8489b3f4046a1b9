/** Loads something from the server and says which of the five states the page is in. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Problem, problemOf, request } from '../api/client.ts';
import { usePortal } from './context.tsx';

export type Loaded<T> = { state: 'loading' } | { state: 'problem'; problem: Problem } | { state: 'ready'; data: T };

export interface Load<T> {
  loaded: Loaded<T>;
  reload(): void;
  /** Replaces the data with what an action answered. */
  set(data: T): void;
}

/** `path` undefined: nothing to load yet. Reloads when the path changes, or the person unless it is `open` to all alike. */
export function useLoad<T>(path: string | undefined, { open = false }: { open?: boolean } = {}): Load<T> {
  const { session, expire } = usePortal();
  // A session that ended does not empty the page; the next one loads it anew only for another person.
  const reader = useRef(session?.account.id);
  if (session) reader.current = session.account.id;
  const account = open ? undefined : reader.current;
  const [loaded, setLoaded] = useState<Loaded<T>>(() => firstAnswer(open ? path : undefined) ?? { state: 'loading' });
  // What came with the page is not asked for again; only its first reader has it.
  const given = useRef(loaded.state === 'ready' ? path : undefined);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: account and round are reasons to load again, not inputs
  useEffect(() => {
    if (!path) return;
    if (given.current === path && round === 0) {
      delete answers[path];
      return;
    }
    given.current = undefined;
    const abort = new AbortController();
    setLoaded({ state: 'loading' });
    request<T>(path, { signal: abort.signal }).then(
      (data) => {
        if (!abort.signal.aborted) setLoaded({ state: 'ready', data });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const problem = problemOf(error);
        if (problem.status === 401) expire();
        setLoaded({ state: 'problem', problem });
      },
    );
    return () => abort.abort();
  }, [path, account, round, expire]);

  // What was refused for want of a session is asked for again once there is one.
  const refused = loaded.state === 'problem' && loaded.problem.status === 401;
  useEffect(() => {
    if (refused && session) setRound((n) => n + 1);
  }, [refused, session]);

  return {
    loaded,
    reload: useCallback(() => setRound((n) => n + 1), []),
    set: useCallback((data: T) => setLoaded({ state: 'ready', data }), []),
  };
}

/** Answers the server put into the page, by path (runtime/api/landing.ts). */
const answers = JSON.parse(globalThis.document?.getElementById('first-answers')?.textContent ?? '{}') as Record<string, unknown>;

function firstAnswer<T>(path: string | undefined): Loaded<T> | undefined {
  return path !== undefined && Object.hasOwn(answers, path) ? { state: 'ready', data: answers[path] as T } : undefined;
}

/** From the first line to the last: who asks us to end, with which exit code, and what must be stopped then, newest first. */

export interface Lifetime {
  /** Aborted when somebody asks us to end; starts under way give up. */
  signal: AbortSignal;
  /** Resolves to the exit code when somebody asks us to end. */
  ended: Promise<number>;
  end(code: number): void;
  /** Adds something to be stopped. */
  owns(stop: () => Promise<unknown>): void;
  stopAll(): Promise<void>;
}

export function createLifetime(): Lifetime {
  const controller = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  const stops: (() => Promise<unknown>)[] = [];
  return {
    signal: controller.signal,
    ended,
    end(code) {
      resolve(code);
      controller.abort();
    },
    owns: (stop) => void stops.push(stop),
    async stopAll() {
      for (const stop of stops.splice(0).reverse()) await stop().catch(() => {});
    },
  };
}

/** Ctrl-C, `kill`, a closed terminal, and the death of the process that started us all end this life in order. */
export function endOnSignals(lifetime: Lifetime): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => lifetime.end(0));
  process.on('disconnect', () => lifetime.end(1));
}

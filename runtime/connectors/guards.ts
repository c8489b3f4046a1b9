/** Timeout, retry and breaker per connection and path. */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { Connection } from '../../schemas/generated/documents.ts';
import { HttpStatusError } from './http/http-connection.ts';
import { NotAllowedError } from './http/network-guard.ts';

/** A refusal of the other side or of our guard does not get better by trying again, and says nothing about its health. */
function isPassing(error: unknown): boolean {
  if (error instanceof NotAllowedError || error instanceof SyntaxError) return false;
  return error instanceof HttpStatusError ? error.retryable : true;
}

export interface Guarded {
  execute<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T>;
  isOpen(): boolean;
}

/** The breaker opens after five failures in a row and lets one call try again after ten seconds. */
export function createGuards() {
  const guards = new Map<string, Guarded>();
  return (connection: Connection, path: string): Guarded => {
    const name = `${connection.baseUrl}|${path}|${connection.timeoutMs}|${connection.retries}`;
    const known = guards.get(name);
    if (known) return known;
    const passing = handleWhen(isPassing);
    const breaker = circuitBreaker(passing, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) });
    const again = handleWhen((error) => isPassing(error) && !(error instanceof BrokenCircuitError));
    const policy: IPolicy = wrap(
      retry(again, { maxAttempts: connection.retries, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1000 }) }),
      breaker,
      timeout(connection.timeoutMs, TimeoutStrategy.Aggressive),
    );
    const made: Guarded = {
      execute: (call) => policy.execute(({ signal }) => call(signal)),
      isOpen: () => breaker.state === CircuitState.Open,
    };
    guards.set(name, made);
    return made;
  };
}

/** What went wrong, as the engine's outcome names it. */
export function failureOf(error: unknown): { kind: 'timeout' | 'down' | 'denied' | 'invalid'; message: string } {
  if (error instanceof TaskCancelledError) return { kind: 'timeout', message: 'The service did not answer in time.' };
  if (error instanceof BrokenCircuitError)
    return { kind: 'down', message: 'The service failed several times and is left alone for a moment.' };
  if (error instanceof NotAllowedError) return { kind: 'denied', message: error.message };
  if (error instanceof SyntaxError) return { kind: 'invalid', message: 'The service answered something that is not JSON.' };
  if (error instanceof HttpStatusError)
    return error.retryable ? { kind: 'down', message: error.message } : { kind: 'denied', message: error.message };
  return { kind: 'down', message: 'The service cannot be reached.' };
}

/**
 * What stands around every call: retry with full jitter, then a slot of the connection (bulkhead), then the breaker of the
 * path, then the time limit. Each connection of each region has its own, so a slow department never holds another's slots.
 */
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  type IPolicy,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { HttpStatusError, TooLargeError } from './http/http-connection.ts';
import { NotAllowedError } from './http/network-guard.ts';
import { MappingError, ServiceRefusedError } from './mapping/response.ts';
import { QueryRefusedError, TooPowerfulError } from './sql/sql-kind.ts';

/** A refusal of the other side or of our guard does not get better by trying again, and says nothing about its health. */
function isPassing(error: unknown): boolean {
  // The database stopped a query that took too long: it may be busy.
  if (error instanceof QueryRefusedError && error.code === '57014') return true;
  if (final.some((kind) => error instanceof kind)) return false;
  // A wrong password: 28P01, 28000. Again and again would only lock the account.
  if (isRefusedLogin(error)) return false;
  return error instanceof HttpStatusError ? error.retryable : true;
}
const final = [NotAllowedError, SyntaxError, MappingError, ServiceRefusedError, QueryRefusedError, TooPowerfulError, TooLargeError];

/** The database does not know this login or password. */
export function isRefusedLogin(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('28');
}

export interface Limits {
  timeoutMs: number;
  retries: number;
  /** Default 8. */
  concurrent?: number;
}
export type BreakerState = 'closed' | 'open' | 'halfOpen';
export interface Guards {
  /** `place`: region and connection. `path`: what has a breaker of its own. */
  execute<T>(place: string, path: string, limits: Limits, call: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** The worst of a connection's breakers. */
  breaker(place: string): BreakerState;
  /** Slots in use and calls that wait for one, by place. */
  slots(place: string): { used: number; waiting: number };
}

const defaultConcurrent = 8;
interface Place {
  /** What the guards were made from. */
  limits: string;
  bulkhead: ReturnType<typeof bulkhead>;
  paths: Map<string, { policy: IPolicy; state: () => CircuitState }>;
}
/** Calls that may wait per slot; the next one is refused at once. */
const waitingPerSlot = 4;

/** The breaker opens after five failures in a row and lets one call try again after ten seconds. */
export function createGuards(): Guards {
  const places = new Map<string, Place>();

  function placeOf(name: string, limits: Limits): Place {
    const known = places.get(name);
    const written = JSON.stringify([limits.timeoutMs, limits.retries, limits.concurrent]);
    // Other limits, other guards: what is under way ends under the old ones.
    if (known?.limits === written) return known;
    const concurrent = limits.concurrent ?? defaultConcurrent;
    const made: Place = { limits: written, bulkhead: bulkhead(concurrent, concurrent * waitingPerSlot), paths: new Map() };
    places.set(name, made);
    return made;
  }

  return {
    execute(name, path, limits, call) {
      const place = placeOf(name, limits);
      let guarded = place.paths.get(path);
      if (!guarded) {
        const breaker = circuitBreaker(handleWhen(isBad), { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) });
        const again = handleWhen((error) => isBad(error) && !(error instanceof BrokenCircuitError));
        const backoff = new ExponentialBackoff({ initialDelay: 50, maxDelay: 1000, generator: fullJitterGenerator });
        guarded = {
          policy: wrap(
            retry(again, { maxAttempts: limits.retries, backoff }),
            place.bulkhead,
            breaker,
            timeout(limits.timeoutMs, TimeoutStrategy.Aggressive),
          ),
          state: () => breaker.state,
        };
        place.paths.set(path, guarded);
      }
      return guarded.policy.execute((context) => call(context.signal));
    },
    breaker(name) {
      const states = [...(places.get(name)?.paths.values() ?? [])].map(({ state }) => state());
      if (states.includes(CircuitState.Open)) return 'open';
      return states.includes(CircuitState.HalfOpen) ? 'halfOpen' : 'closed';
    },
    slots(name) {
      const place = places.get(name);
      if (!place) return { used: 0, waiting: 0 };
      const [concurrent = defaultConcurrent] = (JSON.parse(place.limits) as (number | null)[])
        .slice(2)
        .map((value) => value ?? defaultConcurrent);
      return { used: concurrent - place.bulkhead.executionSlots, waiting: concurrent * waitingPerSlot - place.bulkhead.queueSlots };
    },
  };
}

/** Too many at once is our own doing: no reason to try again at once, and none to call the service ill. */
function isBad(error: unknown): boolean {
  return isPassing(error) && !(error instanceof BulkheadRejectedError);
}

/** What went wrong, as the engine's outcome names it. */
export function failureOf(error: unknown): { kind: 'timeout' | 'down' | 'denied' | 'invalid'; message: string } {
  if (error instanceof TaskCancelledError) return { kind: 'timeout', message: 'The service did not answer in time.' };
  if (error instanceof BrokenCircuitError)
    return { kind: 'down', message: 'The service failed several times and is left alone for a moment.' };
  if (error instanceof BulkheadRejectedError) return { kind: 'down', message: 'The service is busy: too many calls wait for it.' };
  if (error instanceof NotAllowedError || error instanceof TooPowerfulError) return { kind: 'denied', message: error.message };
  if (error instanceof QueryRefusedError) return { kind: error.code === '57014' ? 'timeout' : 'denied', message: error.message };
  if (isRefusedLogin(error)) return { kind: 'denied', message: 'The login was refused.' };
  if (error instanceof SyntaxError) return { kind: 'invalid', message: 'The service answered something that is not JSON.' };
  if (error instanceof MappingError || error instanceof TooLargeError) return { kind: 'invalid', message: error.message };
  if (error instanceof ServiceRefusedError) return { kind: 'down', message: error.message };
  if (error instanceof HttpStatusError)
    return error.retryable ? { kind: 'down', message: error.message } : { kind: 'denied', message: error.message };
  return { kind: 'down', message: 'The service cannot be reached.' };
}

import { UnavailableError } from '../services/errors.ts';

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
/** SQLSTATE: shutting down, starting up, connection lost, too many connections, disk or memory exhausted, timeouts. */
const stateCodes = /^(57P0[0-5]|08...|53...|57014)$/;
const words =
  /Connection terminated|timeout exceeded when trying to connect|Timeout acquiring a connection|Client has encountered a connection error|Connection ended|not queryable/i;

/** Is the database away, so that the same request may succeed in a moment? */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof UnavailableError) return true;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && (networkCodes.has(code) || stateCodes.test(code))) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  return words.test(error.message);
}

/** Turns a lost database into a 503 with Retry-After; every other error stays what it is. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof UnavailableError || !isDatabaseAway(error)) return error;
  return new UnavailableError('service.unavailable', { retryAfter: 2, cause: error });
}

/** Did the commit fail because another officer holds a task it completes? */
export function isHeldByAnother(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 'LB001';
}

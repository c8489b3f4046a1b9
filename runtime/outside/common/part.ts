/** A system of the outside world with ways of its own: its tables, the paths it answers, and how. */
import type pg from 'pg';
import type { createAuthenticator } from '../authentication.ts';
import type { Fault } from '../services.ts';

export interface Answer {
  status: number;
  body: unknown;
  /** A page for people, in place of JSON. */
  html?: string;
}
export interface PartRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  headers: Record<string, string | string[] | undefined>;
  /** idempotency-key; empty when there is none. */
  key: string;
  fault: Fault | undefined;
}
export interface PartContext {
  pool: pg.Pool;
  authenticator: ReturnType<typeof createAuthenticator>;
  /** The secret of a name. */
  secret(name: string): string;
  now(): number;
}
export interface Part {
  /** Statements that make its tables; may run any number of times. */
  schema: string;
  /** Beginning of its paths, with the closing slash. */
  prefix: string;
  answer(request: PartRequest, context: PartContext): Promise<Answer | 'drop'>;
}

export const answer = (status: number, body: unknown): Answer => ({ status, body });
export const refusal = (status: number, error: string): Answer => answer(status, { error });
export const textOf = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

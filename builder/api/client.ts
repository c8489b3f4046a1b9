/** Calls to the server: one place for the session's token, problem documents, and telling "offline" from "refused". */
import type { FieldProblem, Finding } from '../../runtime/compile/plan.ts';

/** RFC 9457 problem document, as every route answers it. */
export interface Problem {
  status: number;
  code: string;
  title?: string;
  detail?: string;
  traceId?: string;
  problems?: FieldProblem[];
  findings?: Finding[];
  [more: string]: unknown;
}

/** A request that was answered with a problem, or (status 0) not answered at all. */
export class RequestError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'RequestError';
    this.problem = problem;
  }
  get offline(): boolean {
    return this.problem.status === 0;
  }
}

let csrf: string | undefined;
/** Set by the session; every unsafe request carries it. */
export const setCsrfToken = (token: string | undefined): void => {
  csrf = token;
};

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** Sent as they are, instead of `body`. */
  bytes?: Blob;
  /** Beside those of every request. */
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export async function request<T>(path: string, { method = 'GET', body, bytes, headers: more, signal }: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', ...more };
  // Refusals are worded by the server: in the language of the screen, not of the browser.
  const language = globalThis.document?.documentElement.lang;
  if (language) headers['accept-language'] = language;
  if (bytes) headers['content-type'] = 'application/octet-stream';
  else if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET' && csrf) headers['x-lianban-csrf'] = csrf;
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers,
      signal,
      credentials: 'same-origin',
      body: bytes ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new RequestError({ status: 0, code: 'network.offline' });
  }
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    return undefined;
  });
  // Cut off in the middle: not answered, as far as anybody here can tell.
  if (response.ok && answer === undefined) throw new RequestError({ status: 0, code: 'network.offline' });
  if (response.ok) return answer as T;
  throw new RequestError({ code: 'server.failed', ...(typeof answer === 'object' ? answer : {}), status: response.status } as Problem);
}

/** What went wrong, as a problem; anything that is no answer of the server is a fault of ours. */
export function problemOf(error: unknown): Problem {
  return error instanceof RequestError ? error.problem : { status: -1, code: 'app.failed' };
}

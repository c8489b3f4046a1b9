import type { FieldProblem, JsonValue } from '../compile/plan.ts';

export type ErrorData = Record<string, JsonValue>;

/**
 * A request that cannot be met. `code` is dotted and worded in the api's i18n; `status` is the HTTP status the api
 * answers with; `data` fills the sentence and holds no personal data.
 *
 * @example throw new ConflictError('task.already_completed', { name: '王芳', at: '2026-03-02T01:00:00Z' })
 */
export class CodedError extends Error {
  readonly code: string;
  readonly status: number;
  readonly data: ErrorData;
  readonly problems: FieldProblem[] | undefined;
  /** Seconds after which trying again may succeed (Retry-After); only with status 429 and 503. */
  readonly retryAfter: number | undefined;

  constructor(
    code: string,
    {
      status = 400,
      data = {},
      problems,
      retryAfter,
      cause,
    }: { status?: number; data?: ErrorData; problems?: FieldProblem[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.status = status;
    this.data = data;
    this.problems = problems;
    this.retryAfter = retryAfter;
  }
}

/** 404: it does not exist, or it belongs to a region or person that must not even know that it does. */
export class NotFoundError extends CodedError {
  constructor(code: string, data: ErrorData = {}) {
    super(code, { status: 404, data });
  }
}

/** 409: somebody else was first; `data` says who and when. */
export class ConflictError extends CodedError {
  constructor(code: string, data: ErrorData = {}) {
    super(code, { status: 409, data });
  }
}

/** 403: the thing may be known to the person, but not done by them. */
export class ForbiddenError extends CodedError {
  constructor(code: string, data: ErrorData = {}) {
    super(code, { status: 403, data });
  }
}

/** 422: the values were refused; `problems` are shown beside their fields. */
export class InvalidError extends CodedError {
  constructor(code: string, problems: FieldProblem[] = [], data: ErrorData = {}) {
    super(code, { status: 422, data, problems });
  }
}

/** 503: the database or a part behind it is away; the same request may succeed after `retryAfter` seconds. */
export class UnavailableError extends CodedError {
  constructor(code = 'service.unavailable', { retryAfter = 2, cause }: { retryAfter?: number; cause?: unknown } = {}) {
    super(code, { status: 503, retryAfter, cause });
  }
}

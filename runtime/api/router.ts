/**
 * Routes are declared once. The declaration yields validation, the OpenAPI document and the access check; what is not
 * declared is not there. Access is decided from the matched declaration alone, never from the text of the address.
 */
import type { Api } from '../../schemas/generated/api.ts';
import { CodedError, ForbiddenError, NotFoundError } from '../services/errors.ts';
import type { GrantRole, OpenSession, RequestFacts, SessionActor } from '../services/identity/index.ts';
import { type SchemaName, validatorOf } from './validators.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/**
 * `citizen` is an account of a person; a list: a person, or a grant with one of the roles in any region (services check
 * which region).
 */
export type Access = 'public' | 'signedIn' | 'loopbackOrAdmin' | readonly (GrantRole | 'citizen')[];

type In<N> = [N] extends [SchemaName] ? Api[N] : undefined;
export interface FileAnswer {
  type: string;
  name: string;
  /** Whole, or piece by piece as it is made: a long export is never in memory at once. */
  content: Uint8Array | AsyncIterable<string>;
  /** Shown in the page; without it the browser saves it. Only for types that cannot act. */
  inline?: boolean;
}
export interface Cookies {
  /** Sets the session cookie, or takes it away. */
  session(token: string | undefined): void;
  token: string | undefined;
}
export interface RouteRequest<A extends Access, P, Q, B> extends RequestFacts {
  actor: A extends 'public' | 'loopbackOrAdmin' ? SessionActor | undefined : SessionActor;
  open: A extends 'public' | 'loopbackOrAdmin' ? OpenSession | undefined : OpenSession;
  params: In<P>;
  query: In<Q>;
  body: In<B>;
  language: 'zh-CN' | 'en';
  cookies: Cookies;
  sent: Sent;
}

/** The request as it came, for signatures over it. */
export interface Sent {
  bytes: Uint8Array;
  header(name: string): string;
}

export interface RouteDeclaration {
  method: Method;
  /** With `:name` for parameters; the whole path, `/api` included. */
  path: string;
  summary: string;
  access: Access;
  params?: SchemaName;
  query?: SchemaName;
  body?: SchemaName;
  /** Status of success. Default 200; 204 has no body. */
  status: 200 | 201 | 204;
  /** The body is a piece of a file (application/octet-stream): handed over as `sent.bytes`. */
  bytes?: true;
  response?: SchemaName | 'pdf' | 'file' | 'text' | 'openapi';
  /** Problem statuses beyond those that access, parameters and body bring by themselves. */
  refuses: readonly number[];
  /** Largest body in bytes. */
  bodyLimit: number;
  /** No CSRF header is asked: there is no session yet whose right could be misused. */
  withoutCsrf: boolean;
  /** Reading personal data: one audit line per answered request. */
  audited?: string;
}
export interface Route extends RouteDeclaration {
  /** Checks what came in and answers; `request` holds unchecked parts. */
  handle(request: Unchecked): Promise<unknown>;
}
export interface Unchecked extends RequestFacts {
  actor?: SessionActor;
  open?: OpenSession;
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
  language: 'zh-CN' | 'en';
  cookies: Cookies;
  sent: Sent;
}

interface RouteInput<A extends Access, P, Q, B>
  extends Omit<RouteDeclaration, 'access' | 'params' | 'query' | 'body' | 'status' | 'refuses' | 'bodyLimit' | 'withoutCsrf'> {
  access: A;
  params?: P;
  query?: Q;
  body?: B;
  status?: 200 | 201 | 204;
  refuses?: readonly number[];
  bodyLimit?: number;
  withoutCsrf?: boolean;
}

/** 256 kB: a long form with every value filled stays far below. */
export const defaultBodyLimit = 256 * 1024;

/**
 * Declares a route. The handler gets checked, typed parts and gives back the body of the answer.
 *
 * @example route({ method: 'GET', path: '/api/tasks/:taskId', access: ['officer'], params: 'TaskKey', response: 'TaskPage', summary: '…',
 *   handle: ({ actor, params }) => cases.taskPage({ actor, ...params }) })
 */
export function route<
  const A extends Access,
  const R extends SchemaName | 'pdf' | 'file' | 'text' | 'openapi' | undefined = undefined,
  const P extends SchemaName | undefined = undefined,
  const Q extends SchemaName | undefined = undefined,
  const B extends SchemaName | undefined = undefined,
>(
  input: RouteInput<A, P, Q, B> & {
    response?: R;
    handle(request: RouteRequest<A, P, Q, B>): [R] extends [undefined] ? Promise<void> : Promise<Answer<R>> | Answer<R>;
  },
): Route {
  const { handle, ...declaration } = input;
  const check = {
    params: input.params && validatorOf(input.params),
    query: input.query && validatorOf(input.query),
    body: input.body && validatorOf(input.body),
  };
  return {
    ...(declaration as RouteInput<Access, SchemaName, SchemaName, SchemaName>),
    status: input.status ?? (input.response === undefined ? 204 : 200),
    refuses: input.refuses ?? [],
    bodyLimit: input.bodyLimit ?? defaultBodyLimit,
    withoutCsrf: input.withoutCsrf ?? false,
    async handle(request) {
      // A key of the wrong shape names nothing that could exist.
      if (check.params?.(request.params)) throw new NotFoundError('request.not_found');
      const query = check.query ? request.query : undefined;
      if (!check.query && Object.keys(request.query).length > 0)
        refuse({ path: Object.keys(request.query)[0] ?? '', code: 'request.unknown' });
      const wrong = check.query?.(request.query) ?? check.body?.(request.body);
      if (wrong) refuse(wrong);
      return handle({ ...request, query } as unknown as RouteRequest<A, P, Q, B>);
    },
  };
}
type Answer<R> = R extends SchemaName
  ? Api[R]
  : R extends 'pdf' | 'file'
    ? FileAnswer
    : R extends 'text'
      ? string
      : R extends 'openapi'
        ? object
        : never;

function refuse(problem: { path: string; code: string }): never {
  throw new CodedError('request.invalid', { status: 400, problems: [{ path: problem.path, code: problem.code }] });
}

/** Default deny: the only way past this is a declaration that lets the actor in. */
export function checkAccess(access: Access, actor: SessionActor | undefined, { loopback }: { loopback: boolean }): void {
  if (access === 'public') return;
  if (access === 'loopbackOrAdmin' && loopback) return;
  if (!actor) throw new CodedError('session.missing', { status: 401 });
  if (access === 'signedIn') return;
  const allowed = access === 'loopbackOrAdmin' ? (['admin'] as const) : access;
  if (allowed.some((who) => (who === 'citizen' ? actor.kind === 'person' : actor.grants.some((grant) => grant.role === who)))) return;
  throw new ForbiddenError('access.role');
}

/** Puts the parts of the HTTP side together. What a request may do is decided by the matched declaration alone. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import { Counter, Histogram, Registry } from 'prom-client';
import type { Config } from '../config/config.ts';
import { CodedError, NotFoundError } from '../services/errors.ts';
import type { OpenSession } from '../services/identity/index.ts';
import type { LoggerPort } from '../services/ports.ts';
import { fillPage, landingOf } from './landing.ts';
import { cookieOf, cookiesOf } from './middleware/cookies.ts';
import { checkCsrf } from './middleware/csrf.ts';
import { readJson, readOctets } from './middleware/read-body.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { createSignInLimits } from './middleware/sign-in-limits.ts';
import { staticFiles } from './middleware/static-files.ts';
import { problemOf } from './problem.ts';
import { checkAccess, type FileAnswer, type Route, type Unchecked } from './router.ts';
import { type ApiServices, routesOf } from './routes/index.ts';
import { languageOf } from './wording/index.ts';

export interface ApiParts {
  services: ApiServices;
  config: Pick<Config, 'publicUrl'>;
  logger: LoggerPort;
  metrics?: Registry;
  /** Folder of the built browser parts. Default builder/dist. */
  dist?: string;
  /** Routes beside the declared ones: a test uses it to show that such a route is found out. */
  extra?: Route[];
}

export interface Api {
  app: Koa;
  /** Every declared route. */
  routes: readonly Route[];
  /** Method and path of everything the router answers to. */
  registered(): { method: string; path: string }[];
}

/** The Koa app with all routes; `main.ts` gives it to an HTTP server. */
export async function createApi(parts: ApiParts): Promise<Koa> {
  return (await buildApi(parts)).app;
}

export async function buildApi(parts: ApiParts): Promise<Api> {
  // Links and cookies are made from it; falling back to what a request claims would let its sender choose them.
  if (parts.config.publicUrl === '') throw new Error('PUBLIC_URL must be set: the address people reach the product at.');
  const metrics = parts.metrics ?? new Registry();
  const limits = createSignInLimits();
  const { services, config, extra = [] } = parts;
  const routes: Route[] = [];
  routes.push(...routesOf({ services, config, metrics, limits, all: () => routes }), ...extra);
  const routers = routersOf(routes, parts);

  const app = new Koa({ proxy: false });
  app.silent = true;
  app.use(securityHeaders({ https: parts.config.publicUrl.startsWith('https:') }));
  app.use(observed(parts.logger, metrics));
  app.use(refusing(parts.logger));
  app.use(
    await staticFiles(parts.dist ?? path.join(import.meta.dirname, '../../builder/dist'), {
      async fill(address, page) {
        const landing = await landingOf(address, {
          regions: () => services.identity.regions(),
          services: () => services.studio.offers.list({}),
          service: (key) => services.studio.offers.get(key),
        });
        return landing && fillPage(page, landing);
      },
    }),
  );
  app.use((ctx, next) => routers.get(placeOf(ctx.path))?.answer(ctx, next) ?? next());
  app.use(() => {
    throw new NotFoundError('request.not_found');
  });
  return {
    app,
    routes,
    registered: () =>
      [...routers.values()].flatMap(({ router }) =>
        router.stack.flatMap((layer) =>
          layer.methods.filter((method) => method !== 'HEAD').map((method) => ({ method, path: String(layer.path) })),
        ),
      ),
  };
}

/** The first two parts of an address name a resource: `/api/tasks`. */
function placeOf(address: string): string {
  const end = address.indexOf('/', address.indexOf('/', 1) + 1);
  return address.startsWith('/api/') && end > 0 ? address.slice(0, end) : address;
}

/** One router per resource: the library tries every pattern it holds, a hundred of them for each request. */
function routersOf(routes: readonly Route[], parts: ApiParts): Map<string, { router: Router; answer: Middleware }> {
  const routers = new Map<string, Router>();
  for (const route of routes) {
    const place = placeOf(route.path);
    // Upper case, a closing slash or anything encoded is another path, and another path is not there.
    const router = routers.get(place) ?? new Router({ sensitive: true, strict: true });
    router.register(route.path, [route.method.toLowerCase()], [answering(route, parts)], { name: route.path });
    routers.set(place, router);
  }
  return new Map([...routers].map(([place, router]) => [place, { router, answer: router.routes() as Middleware }]));
}

/** Limits of the server itself: a slow or endless request frees its connection. */
export function hardenServer(server: Server): Server {
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 10_000;
  server.maxHeadersCount = 100;
  return server;
}

/** Id, log line and figures of each request. Neither addresses nor texts nor bodies of people are written. */
function observed(logger: LoggerPort, metrics: Registry): Middleware {
  const labelNames = ['method', 'route', 'status'] as const;
  const seconds = new Histogram({
    name: 'lianban_http_seconds',
    help: 'Time to answer, by route',
    labelNames,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [metrics],
  });
  const refusals = new Counter({
    name: 'lianban_http_refusals_total',
    help: 'Refused requests, by code',
    labelNames: ['code'],
    registers: [metrics],
  });
  return async (ctx, next) => {
    const started = performance.now();
    // Our own id, always: one sent by the client could forge somebody's lines in the log.
    ctx.state.requestId = randomUUID();
    ctx.set('X-Request-Id', ctx.state.requestId);
    ctx.set('Cache-Control', 'no-store');
    await next();
    const route = typeof ctx.state.route === 'string' ? ctx.state.route : ctx.path.startsWith('/api') ? 'unknown' : 'page';
    const ms = performance.now() - started;
    seconds.observe({ method: ctx.method, route, status: String(ctx.status) }, ms / 1000);
    if (ctx.state.code) refusals.inc({ code: ctx.state.code });
    const { requestId, accountId, object, code } = ctx.state;
    logger.info({ requestId, method: ctx.method, route, status: ctx.status, ms: Math.round(ms), accountId, object, code }, 'request');
  };
}

/** The one place where an error becomes an answer. */
function refusing(logger: LoggerPort): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const traceId: string = ctx.state.requestId;
      const { status, retryAfter, known, body } = problemOf(error, { language: languageOf(ctx.get('accept-language')), traceId });
      ctx.state.code = body.code;
      if (!known) logger.error({ requestId: traceId, err: error }, 'request failed');
      if (retryAfter !== undefined) ctx.set('Retry-After', String(retryAfter));
      if (!ctx.req.complete) ctx.set('Connection', 'close');
      ctx.set('Content-Language', languageOf(ctx.get('accept-language')));
      ctx.status = status;
      ctx.body = JSON.stringify(body);
      ctx.type = 'application/problem+json; charset=utf-8';
    }
  };
}

/** Session, access, CSRF, body, handler, audit: in this order, for every declared route. */
function answering(route: Route, { services, config }: ApiParts): Middleware {
  return async (ctx) => {
    ctx.state.route = route.path;
    const params = (ctx as Context & { params: Record<string, string> }).params;
    ctx.state.object = params.caseNo ?? params.taskId ?? params.number ?? params.id;
    const facts = { requestId: ctx.state.requestId as string, address: ctx.req.socket.remoteAddress ?? '' };
    const open = await sessionOf(ctx, services);
    ctx.state.accountId = open?.actor.accountId;
    checkAccess(route.access, open?.actor, { loopback: isLoopback(ctx) });
    if (route.method !== 'GET' && !route.withoutCsrf) checkCsrf(ctx.get('x-lianban-csrf'), open);
    const sent: Unchecked['sent'] = { bytes: new Uint8Array(), header: (name) => ctx.get(name) };
    if (route.bytes) sent.bytes = await readOctets(ctx.req, route.bodyLimit);
    const request: Unchecked = {
      ...facts,
      actor: open?.actor,
      open,
      params,
      query: queryOf(ctx),
      body: route.body
        ? await readJson(ctx.req, route.bodyLimit, (bytes) => {
            sent.bytes = bytes;
          })
        : undefined,
      sent,
      language: languageOf(ctx.get('accept-language')),
      cookies: cookiesOf(ctx, config.publicUrl),
    };
    const answer = await route.handle(request);
    if (route.audited) await auditRead(route.audited, { services, open, answer, object: ctx.state.object, ...facts });
    send(ctx, route, answer);
  };
}

async function sessionOf(ctx: Context, services: ApiServices): Promise<OpenSession | undefined> {
  const token = cookieOf(ctx);
  return token ? services.identity.sessionOf(token) : undefined;
}

/** A person's data is only shown once the line that says who saw it is written. */
async function auditRead(
  action: string,
  input: { services: ApiServices; open: OpenSession | undefined; answer: unknown; object?: string; requestId: string; address: string },
): Promise<void> {
  const { actor } = input.open ?? {};
  if (!actor) return;
  const region = (input.answer as { region?: unknown }).region;
  await input.services.identity.audit({
    region: typeof region === 'string' ? region : (actor.grants[0]?.region ?? '000000'),
    accountId: actor.accountId,
    accountName: actor.name,
    action,
    object: input.object ?? '',
    result: 'done',
    address: input.address,
    requestId: input.requestId,
  });
}

/** A repeated parameter is refused: two readers of one address must never read two different things. */
function queryOf(ctx: Context): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(ctx.query)) {
    if (Array.isArray(value)) throw new CodedError('request.invalid', { status: 400, problems: [{ path: key, code: 'request.type' }] });
    query[key] = value;
  }
  return query;
}

/** From this machine, and not passed on by a proxy that runs on it. */
function isLoopback(ctx: Context): boolean {
  const address = ctx.req.socket.remoteAddress ?? '';
  const forwarded = ctx.get('x-forwarded-for') !== '' || ctx.get('forwarded') !== '';
  return !forwarded && (address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1');
}

/**
 * A file of a stranger is shown with no rights of our pages: no script, no form, an origin of its own. Browsers show no PDF at
 * all in such a box, so a PDF keeps the rest of the rules; what could act in it was refused when it came.
 */
function policyOfFile({ type }: FileAnswer): string {
  const rules =
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";
  return type === 'application/pdf' ? rules : `${rules}; sandbox`;
}

function send(ctx: Context, route: Route, answer: unknown): void {
  ctx.status = route.status;
  if (route.status === 204) return;
  if (route.response === 'pdf' || route.response === 'file') {
    const file = answer as FileAnswer;
    ctx.type = file.type;
    ctx.attachment(file.name, { type: file.inline ? 'inline' : 'attachment' });
    if (route.response === 'file') ctx.set('Content-Security-Policy', policyOfFile(file));
    // Shown beside the task by our own page, and by nobody else's.
    if (file.inline) ctx.set('X-Frame-Options', 'SAMEORIGIN');
    ctx.body = file.content instanceof Uint8Array ? Buffer.from(file.content) : Readable.from(file.content);
    return;
  }
  if (route.response === 'text') {
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = answer as string;
    return;
  }
  ctx.body = JSON.stringify(answer);
  ctx.type = 'application/json; charset=utf-8';
}

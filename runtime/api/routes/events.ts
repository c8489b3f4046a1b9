import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Events from outside: signed by another system, or sent by an administrator by hand. */
export function eventRoutes({ services: { events } }: RouteParts): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/events/:region/:connection',
      summary:
        'Take in a message or signal of another system. Headers: Idempotency-Key, X-Lianban-Timestamp, X-Lianban-Signature: sha256=HMAC-SHA256 (hex) of timestamp.key.body',
      // The signature is the sign-in: there is no session whose right could be misused.
      access: 'public',
      withoutCsrf: true,
      params: 'EventSourceKey',
      body: 'EventInput',
      response: 'EventAccepted',
      status: 201,
      bodyLimit: 64 * 1024,
      refuses: [401, 403, 422, 429],
      handle: ({ params, body, sent: { bytes, header } }) =>
        events.ingest({
          ...params,
          event: body,
          bytes,
          timestamp: header('x-lianban-timestamp'),
          idempotencyKey: header('idempotency-key'),
          signature: header('x-lianban-signature'),
        }),
    }),
    route({
      method: 'POST',
      path: '/api/events',
      summary: 'Send a message or signal by hand, with the reason',
      access: ['admin'],
      body: 'EventSend',
      response: 'EventAccepted',
      status: 201,
      refuses: [422],
      handle: ({ actor, body, requestId, address }) => events.send({ actor, ...body, requestId, address }),
    }),
    route({
      method: 'GET',
      path: '/api/events/recent',
      summary: 'The latest events of a region, and what became of them',
      access: ['admin'],
      query: 'EventListQuery',
      response: 'EventList',
      handle: ({ actor, query }) => events.list({ actor, ...query }),
    }),
  ];
}

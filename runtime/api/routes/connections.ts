import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Connections to outside systems: kept by administrators, looked at and tried by the keepers of their departments. */
export function connectionRoutes({ services: { connections } }: RouteParts): Route[] {
  const seen = ['admin', 'keeper'] as const;
  return [
    route({
      method: 'GET',
      path: '/api/connections',
      summary: 'Connections of a region, with how they stand',
      access: seen,
      query: 'ConnectionQuery',
      response: 'ConnectionList',
      handle: ({ actor, query }) => connections.list({ actor, ...query }),
    }),
    route({
      method: 'GET',
      path: '/api/connections/:id',
      summary: 'One connection; its secret is never shown',
      access: seen,
      params: 'ConnectionKey',
      query: 'ConnectionQuery',
      response: 'ConnectionView',
      handle: ({ actor, params, query }) => connections.get({ actor, ...params, ...query }),
    }),
    route({
      method: 'PUT',
      path: '/api/connections/:id',
      summary: 'Make or change a connection',
      access: ['admin'],
      params: 'ConnectionKey',
      body: 'ConnectionSave',
      response: 'ConnectionView',
      refuses: [409, 422],
      handle: ({ actor, requestId, address, params, body }) => connections.save({ actor, requestId, address, ...params, ...body }),
    }),
    route({
      method: 'DELETE',
      path: '/api/connections/:id',
      summary: 'Remove a connection that no resource uses',
      access: ['admin'],
      params: 'ConnectionKey',
      query: 'ConnectionQuery',
      refuses: [409],
      handle: ({ actor, requestId, address, params, query }) => connections.remove({ actor, requestId, address, ...params, ...query }),
    }),
    route({
      method: 'PUT',
      path: '/api/connections/:id/secret',
      summary: 'Set another secret; the one before is accepted and tried for some hours more',
      access: ['admin'],
      params: 'ConnectionKey',
      body: 'SecretChange',
      response: 'ConnectionView',
      refuses: [422],
      handle: ({ actor, requestId, address, params, body }) => connections.changeSecret({ actor, requestId, address, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/connections/:id/test',
      summary: 'Try the connection, step by step',
      access: seen,
      params: 'ConnectionKey',
      body: 'ConnectionTry',
      response: 'ConnectionTest',
      handle: ({ actor, requestId, address, params, body }) => connections.test({ actor, requestId, address, ...params, ...body }),
    }),
  ];
}

import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

const mostPieceBytes = 8 * 1024 * 1024;

/** Files into data resources: begun, sent in pieces, watched, and a report of the rows that were rejected. */
export function importRoutes({ services: { imports } }: RouteParts): Route[] {
  const access = ['keeper', 'admin'] as const;
  return [
    route({
      method: 'GET',
      path: '/api/imports',
      summary: 'Imports of my department, newest first',
      access,
      query: 'ImportListQuery',
      response: 'ImportList',
      handle: ({ actor, query }) => imports.list({ actor, ...query }),
    }),
    route({
      method: 'GET',
      path: '/api/imports/fields',
      summary: 'What the columns of a file may fill, and how the last file was read',
      access,
      query: 'ImportFieldsQuery',
      response: 'ImportFields',
      refuses: [404],
      handle: ({ actor, query }) => imports.fields({ actor, ...query }),
    }),
    route({
      method: 'POST',
      path: '/api/imports/preview',
      summary: 'How the beginning of a file is read, and which column probably fills which field',
      access,
      body: 'ImportPreviewRequest',
      response: 'ImportPreview',
      bodyLimit: 1_500_000,
      refuses: [404],
      handle: ({ actor, body }) => imports.preview({ actor, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/imports',
      summary: 'Begin an import; the pieces of its file follow',
      access,
      body: 'ImportStart',
      response: 'ImportView',
      status: 201,
      refuses: [404, 422],
      handle: ({ actor, requestId, address, body }) => imports.start({ actor, requestId, address, ...body }),
    }),
    route({
      method: 'GET',
      path: '/api/imports/:id',
      summary: 'How far an import has come, and the first rejected rows',
      access,
      params: 'ImportKey',
      query: 'ImportQuery',
      response: 'ImportView',
      handle: ({ actor, params, query }) => imports.get({ actor, ...params, ...query }),
    }),
    route({
      method: 'PUT',
      path: '/api/imports/:id/content',
      summary: 'The next piece of the file, at most 8 MB; the last one begins the import',
      access,
      params: 'ImportKey',
      query: 'ImportPieceQuery',
      bytes: true,
      bodyLimit: mostPieceBytes,
      response: 'ImportView',
      refuses: [409, 422],
      handle: ({ actor, params, query, sent }) => imports.addPiece({ actor, ...params, ...query, content: sent.bytes }),
    }),
    route({
      method: 'POST',
      path: '/api/imports/:id/cancel',
      summary: 'Stop an import; the rows before stay',
      access,
      params: 'ImportKey',
      body: 'ImportQuery',
      response: 'ImportView',
      refuses: [409],
      handle: ({ actor, requestId, address, params, body }) => imports.cancel({ actor, requestId, address, ...params, ...body }),
    }),
    route({
      method: 'GET',
      path: '/api/imports/:id/rejected',
      summary: 'The rejected rows as CSV: row, column, reason, value',
      access,
      params: 'ImportKey',
      query: 'ImportQuery',
      response: 'file',
      handle: ({ actor, params, query, language }) => imports.rejected({ actor, language, ...params, ...query }),
    }),
  ];
}

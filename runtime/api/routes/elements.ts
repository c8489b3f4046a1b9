import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Twenty thousand elements with code lists, in base64. */
const fileLimit = 12 * 1024 * 1024 + 4096;

/** The field standard of a region. Reading is for whoever makes forms or data; changing for the department that keeps it. */
export function elementRoutes({ services: { elements } }: RouteParts): Route[] {
  const readers = ['keeper', 'designer', 'steward'] as const;
  return [
    route({
      method: 'GET',
      path: '/api/elements',
      summary: 'Data elements, found by Chinese, English, pinyin, key or code',
      access: readers,
      query: 'ElementListQuery',
      response: 'ElementList',
      handle: ({ actor, query }) => elements.list({ actor, ...query }),
    }),
    route({
      method: 'POST',
      path: '/api/elements',
      summary: 'Add a data element',
      access: ['keeper'],
      body: 'ElementCreate',
      status: 201,
      response: 'ElementRow',
      refuses: [404, 409, 422],
      handle: ({ actor, body, requestId, address }) => elements.create({ actor, requestId, address, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/elements/similar',
      summary: 'What asks the same or nearly the same already',
      access: readers,
      body: 'SimilarAsk',
      response: 'CollectedAnswer',
      handle: ({ actor, body }) => elements.similar({ actor, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/elements/import',
      summary: 'Look at a file of data elements, or take it in',
      access: ['keeper'],
      body: 'ElementImport',
      bodyLimit: fileLimit,
      response: 'ElementImportAnswer',
      refuses: [404, 422],
      handle: ({ actor, body, requestId, address }) => elements.importElements({ actor, requestId, address, ...body }),
    }),
    route({
      method: 'GET',
      path: '/api/elements/export/:format',
      summary: 'The field standard as a file',
      access: readers,
      params: 'ElementExportKey',
      query: 'ElementExportQuery',
      response: 'file',
      handle: ({ actor, params, query }) => elements.exportElements({ actor, ...params, ...query }),
    }),
    route({
      method: 'GET',
      path: '/api/elements/:elementId',
      summary: 'A data element and who collects it',
      access: readers,
      params: 'ElementKey',
      query: 'RegionQuery',
      response: 'ElementPage',
      handle: ({ actor, params, query }) => elements.element({ actor, ...params, ...query }),
    }),
    route({
      method: 'PUT',
      path: '/api/elements/:elementId',
      summary: 'Change a data element',
      access: ['keeper'],
      params: 'ElementKey',
      query: 'RegionQuery',
      body: 'ElementChange',
      response: 'ElementRow',
      refuses: [409, 422],
      handle: ({ actor, params, query, body, requestId, address }) =>
        elements.change({ actor, requestId, address, ...params, ...query, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/elements/:elementId/retire',
      summary: 'Offer a data element for new fields no more',
      access: ['keeper'],
      params: 'ElementKey',
      query: 'RegionQuery',
      body: 'ElementRetire',
      response: 'ElementRow',
      refuses: [409, 422],
      handle: ({ actor, params, query, body, requestId, address }) =>
        elements.retire({ actor, requestId, address, ...params, ...query, ...body }),
    }),
  ];
}

import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** All clones of a template as its publisher sees them, and releases that go out in waves. */
export function fleetRoutes({ services: { fleet, upgrades } }: RouteParts): Route[] {
  const template = { access: ['designer'], params: 'FleetTemplateKey' } as const;
  const clone = { access: ['designer'], params: 'FleetCloneKey' } as const;
  return [
    route({
      ...template,
      method: 'GET',
      path: '/api/templates/:template/fleet',
      summary: 'Every clone: version, drift, open conflicts, running cases, what it is blocked by',
      response: 'FleetPage',
      handle: ({ actor, params }) => fleet.page({ actor, ...params }),
    }),
    route({
      ...template,
      method: 'GET',
      path: '/api/templates/:template/waves',
      summary: 'Releases that go out in waves',
      response: 'WavePlanList',
      handle: ({ actor, params }) => fleet.waves({ actor, ...params }),
    }),
    route({
      ...template,
      method: 'PUT',
      path: '/api/templates/:template/waves',
      summary: 'Plan the waves of a release, or change those that have not begun',
      body: 'WavePlanWrite',
      response: 'WavePlan',
      refuses: [409, 422],
      handle: ({ actor, params, body, requestId, address }) => fleet.planWaves({ actor, ...params, ...body, requestId, address }),
    }),
    route({
      access: ['designer'],
      params: 'WaveKey',
      method: 'POST',
      path: '/api/templates/:template/waves/:version',
      summary: 'Begin the next wave, pause, go on, stop',
      body: 'WaveAction',
      response: 'WavePlan',
      refuses: [409, 422],
      handle: ({ actor, params, body, requestId, address }) => fleet.actOnWaves({ actor, ...params, ...body, requestId, address }),
    }),
    route({
      ...clone,
      query: 'CommentQuery',
      method: 'GET',
      path: '/api/templates/:template/fleet/:region/:scenario/comments',
      summary: 'Words between the publisher and one clone',
      response: 'MergeComments',
      handle: ({ actor, params, query }) => upgrades.cloneComments({ actor, ...params, ...(query.key ? { key: query.key } : {}) }),
    }),
    route({
      ...clone,
      method: 'POST',
      path: '/api/templates/:template/fleet/:region/:scenario/comments',
      summary: 'Write to a clone about a change or the whole',
      body: 'CommentWrite',
      status: 201,
      response: 'MergeComments',
      handle: ({ actor, params, body }) => upgrades.cloneComment({ actor, ...params, ...body }),
    }),
  ];
}

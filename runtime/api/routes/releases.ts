import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** How a version comes to the people: who agrees, when it counts and for whom, and back again. */
export function releaseRoutes({ services: { releases } }: RouteParts): Route[] {
  const own = { access: ['designer'], params: 'ScenarioKey', query: 'RegionQuery' } as const;
  const review = { access: ['designer', 'keeper'], params: 'ReleaseReviewKey' } as const;
  return [
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/release',
      summary: 'What counts of the versions, who has to agree, whom a release reaches',
      response: 'ReleasePage',
      handle: ({ actor, params, query }) => releases.page({ actor, ...params, ...query }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/release/review',
      summary: 'Ask the reform office and each department whose part changes to agree',
      body: 'ReleaseAsk',
      response: 'ReleasePage',
      async handle({ actor, params, query, body, requestId, address }) {
        await releases.ask({ actor, ...params, ...query, ...body, requestId, address });
        return releases.page({ actor, ...params, ...query });
      },
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/release/review/close',
      summary: 'Take the question back; a rule of the region stays',
      response: 'ReleasePage',
      refuses: [409],
      async handle({ actor, params, query, requestId, address }) {
        await releases.close({ actor, ...params, ...query, requestId, address });
        return releases.page({ actor, ...params, ...query });
      },
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/release/stop',
      summary: 'End the trial, or take back what waits for its time; cases that began on it go on',
      response: 'ReleasePage',
      refuses: [409],
      handle: ({ actor, params, query, requestId, address }) => releases.stop({ actor, ...params, ...query, requestId, address }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/release/widen',
      summary: 'Another share of the new cases, or all of them, start on the tried version',
      body: 'ReleaseWiden',
      response: 'ReleasePage',
      refuses: [409],
      handle: ({ actor, params, query, body, requestId, address }) =>
        releases.widen({ actor, ...params, ...query, ...body, requestId, address }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/release/roll-back',
      summary: 'New cases start on the version before; none is lost',
      body: 'ReleaseRollBack',
      response: 'ReleasePage',
      refuses: [409],
      handle: ({ actor, params, query, body, requestId, address }) =>
        releases.rollBack({ actor, ...params, ...query, ...body, requestId, address }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/release/withdraw',
      summary: 'Take the service from the portal, with words for citizens; open cases go on',
      body: 'ReleaseWithdraw',
      response: 'ReleasePage',
      refuses: [409],
      handle: ({ actor, params, query, body, requestId, address }) =>
        releases.withdraw({ actor, ...params, ...query, ...body, requestId, address }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/release/offer-again',
      summary: 'Offer a withdrawn service again',
      response: 'ReleasePage',
      refuses: [409],
      handle: ({ actor, params, query, requestId, address }) => releases.offerAgain({ actor, ...params, ...query, requestId, address }),
    }),
    route({
      method: 'GET',
      path: '/api/release-reviews',
      summary: 'Releases that wait for me to agree',
      access: ['designer', 'keeper'],
      response: 'ReleaseReviewList',
      handle: ({ actor }) => releases.reviews({ actor }),
    }),
    route({
      ...review,
      method: 'GET',
      path: '/api/release-reviews/:region/:scenario/:part',
      summary: 'What a release changes in one part, and nothing else of it',
      response: 'ReleaseReviewPage',
      handle: ({ actor, params }) => releases.review({ actor, ...params }),
    }),
    route({
      ...review,
      method: 'POST',
      path: '/api/release-reviews/:region/:scenario/:part',
      summary: 'Agree to the changes of one part, or not',
      body: 'ReleaseSign',
      response: 'ReleaseReviewPage',
      refuses: [403, 409],
      handle: ({ actor, params, body, requestId, address }) => releases.sign({ actor, ...params, ...body, requestId, address }),
    }),
    route({
      method: 'GET',
      path: '/api/release-rule',
      summary: 'Whether releases of the region must be agreed to',
      access: ['admin'],
      query: 'RegionQuery',
      response: 'ReleaseRule',
      handle: ({ actor, query }) => releases.rule({ actor, ...query }),
    }),
    route({
      method: 'PUT',
      path: '/api/release-rule',
      summary: 'Require that releases of the region are agreed to, or not',
      access: ['admin'],
      query: 'RegionQuery',
      body: 'ReleaseRuleSave',
      response: 'ReleaseRule',
      handle: ({ actor, query, body, requestId, address }) => releases.saveRule({ actor, ...query, ...body, requestId, address }),
    }),
  ];
}

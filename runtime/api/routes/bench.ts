import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

const packageLimit = 4 * 1024 * 1024;

/** Cases of a scenario: run after every save, generated, compared between versions, real ones replayed on the draft. */
export function benchRoutes({ services: { bench } }: RouteParts): Route[] {
  const own = { access: ['designer'], params: 'ScenarioKey', query: 'RegionQuery' } as const;
  return [
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/case-results',
      summary: 'The last run of the case tests on the saved draft, with what they cover',
      response: 'CaseBench',
      handle: ({ actor, params, query }) => bench.results({ actor, ...params, ...query }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/case-generation',
      summary: 'A case that reaches a branch, or why there is none',
      body: 'CaseGeneration',
      response: 'CaseGenerated',
      bodyLimit: packageLimit,
      refuses: [404, 422],
      handle: ({ actor, params, query, body }) => bench.generate({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/case-comparison',
      summary: 'The same cases on two versions, or on a version and the draft: what goes differently',
      body: 'CaseComparisonQuery',
      response: 'CaseComparison',
      refuses: [404, 422],
      handle: ({ actor, params, query, body }) => bench.compare({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/case-replay',
      summary: 'Finished cases of the region replayed on the draft: which decisions, fields and dates change; masked',
      body: 'CaseReplayQuery',
      response: 'CaseReplay',
      refuses: [404, 422],
      handle: ({ actor, params, query, body, requestId, address }) =>
        bench.replay({ actor, ...params, ...query, ...body, requestId, address }),
    }),
  ];
}

import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** A whole package: documents of sixty nodes with forms and case tests stay below 2 MB. */
const packageLimit = 4 * 1024 * 1024;

/** For experts: a scenario kept in a git repository, and a document written as a whole. */
export function repositoryRoutes({ services: { repositories } }: RouteParts): Route[] {
  const own = { access: ['designer'], params: 'ScenarioKey', query: 'RegionQuery' } as const;
  return [
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/repository',
      summary: 'Where the scenario is kept in git; never the secret',
      response: 'Repository',
      handle: ({ actor, params, query }) => repositories.repository({ actor, ...params, ...query }),
    }),
    route({
      ...own,
      method: 'PUT',
      path: '/api/scenarios/:id/repository',
      summary: 'Keep the scenario in a git repository',
      body: 'RepositoryBinding',
      response: 'Repository',
      refuses: [503],
      handle: ({ actor, params, query, body, requestId, address }) =>
        repositories.bind({ actor, ...params, ...query, to: body, requestId, address }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/repository/push',
      summary: 'Push the draft as a commit; nobody else’s work is overwritten',
      body: 'RepositoryPush',
      response: 'RepositoryPushed',
      refuses: [409, 422],
      handle: ({ actor, params, query, body, requestId, address }) =>
        repositories.push({ actor, ...params, ...query, ...body, requestId, address }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/repository/pull',
      summary: 'Merge what was changed there into the draft; conflicts leave it as it is',
      body: 'RepositoryPull',
      response: 'RepositoryPulled',
      refuses: [409, 422],
      handle: ({ actor, params, query, body, requestId, address }) =>
        repositories.pull({ actor, ...params, ...query, ...body, requestId, address }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/whole-check',
      summary: 'Whether a document may take the place of the draft: its shape, and the locks of the template',
      body: 'PackageCheck',
      response: 'FindingList',
      bodyLimit: packageLimit,
      handle: ({ actor, params, query, body }) => repositories.checkWhole({ actor, ...params, ...query, ...body }),
    }),
  ];
}

import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Running cases and a new version: plan, begin, move in parts, undo. */
export function migrationRoutes({ services: { migrations } }: RouteParts): Route[] {
  const own = { access: ['designer'], params: 'ScenarioKey', query: 'RegionQuery' } as const;
  const one = { access: ['designer'], params: 'MigrationKey', query: 'RegionQuery' } as const;
  return [
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/migrations/plan',
      summary: 'What would become of the running cases; nothing is changed',
      body: 'MigrationOrder',
      response: 'MigrationPlan',
      refuses: [404],
      handle: ({ actor, params, query, body }) => migrations.plan({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/migrations',
      summary: 'Migrations of running cases',
      response: 'MigrationList',
      handle: ({ actor, params, query }) => migrations.list({ actor, ...params, ...query }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/migrations',
      summary: 'Keep a plan case by case; nothing is moved yet',
      body: 'MigrationOrder',
      status: 201,
      response: 'MigrationProgress',
      refuses: [404],
      handle: ({ actor, params, query, body, requestId, address }) =>
        migrations.begin({ actor, ...params, ...query, ...body, requestId, address }),
    }),
    route({
      ...one,
      method: 'GET',
      path: '/api/scenarios/:id/migrations/:migrationId',
      summary: 'How far a migration is',
      response: 'MigrationProgress',
      handle: ({ actor, params, query }) => migrations.progress({ actor, ...params, ...query }),
    }),
    route({
      ...one,
      method: 'POST',
      path: '/api/scenarios/:id/migrations/:migrationId/move',
      summary: 'Move some of the cases that wait; repeat until none does',
      body: 'MigrationMove',
      response: 'MigrationProgress',
      handle: ({ actor, params, query, body, requestId, address }) =>
        migrations.move({ actor, ...params, ...query, ...body, requestId, address }),
    }),
    route({
      ...one,
      method: 'POST',
      path: '/api/scenarios/:id/migrations/:migrationId/undo',
      summary: 'Put back the cases nobody has acted on since',
      body: 'MigrationUndo',
      response: 'MigrationProgress',
      handle: ({ actor, params, query, requestId, address }) => migrations.undo({ actor, ...params, ...query, requestId, address }),
    }),
  ];
}

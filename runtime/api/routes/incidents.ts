import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Failures that need a person: operators and administrators of the region act, supervisors look on. Input is masked. */
export function incidentRoutes({ services: { incidents } }: RouteParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/incidents',
      summary: 'Failures of the region’s cases that wait',
      access: ['operator', 'admin', 'supervisor'],
      query: 'IncidentListQuery',
      response: 'IncidentList',
      handle: ({ actor, query }) => incidents.list({ actor, ...query }),
    }),
    route({
      method: 'GET',
      path: '/api/incidents/:incidentId',
      summary: 'One failure: place, masked input, what can be done',
      access: ['operator', 'admin', 'supervisor'],
      params: 'IncidentKey',
      response: 'IncidentPage',
      audited: 'incident.read',
      handle: ({ actor, params }) => incidents.show({ actor, id: params.incidentId }),
    }),
    route({
      method: 'POST',
      path: '/api/incidents/:incidentId/act',
      summary: 'Try again, leave the step with data, go to another step, or end the case',
      access: ['operator', 'admin'],
      params: 'IncidentKey',
      body: 'IncidentAct',
      response: 'Done',
      refuses: [403, 404, 409, 422],
      audited: 'incident.acted',
      handle: ({ actor, params, body }) => incidents.act({ actor, id: params.incidentId, ...body }),
    }),
  ];
}

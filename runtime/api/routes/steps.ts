import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Blocks whose steps people start, and steps of which there can be more. */
export function stepRoutes({ services: { cases } }: RouteParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/cases/:caseNo/steps',
      summary: 'Steps that can be started now, and steps of which more can be added',
      access: ['officer', 'operator'],
      params: 'CaseKey',
      response: 'CaseSteps',
      handle: ({ actor, params }) => cases.caseSteps({ actor, ...params }),
    }),
    route({
      method: 'POST',
      path: '/api/cases/:caseNo/steps',
      summary: 'Start a step, or add one more of a step',
      access: ['officer', 'operator'],
      params: 'CaseKey',
      body: 'CaseStepInput',
      response: 'TaskDone',
      refuses: [409, 422],
      handle: ({ actor, params, body }) => cases.beginStep({ actor, ...params, ...body }),
    }),
  ];
}

import { worded } from '../problem.ts';
import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Applications a citizen is filling in. */
export function draftRoutes({ services: { cases } }: RouteParts): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/drafts',
      summary: 'Open the form of a service',
      access: ['citizen'],
      body: 'DraftStart',
      status: 201,
      response: 'Draft',
      refuses: [404, 409],
      handle: ({ actor, body }) => cases.startDraft({ actor, ...body }),
    }),
    route({
      method: 'GET',
      path: '/api/drafts',
      summary: 'My unfinished applications',
      access: ['citizen'],
      response: 'DraftList',
      handle: ({ actor }) => cases.drafts({ actor }),
    }),
    route({
      method: 'GET',
      path: '/api/drafts/:id',
      summary: 'One application with its questions',
      access: ['citizen'],
      params: 'DraftKey',
      response: 'Draft',
      handle: ({ actor, params }) => cases.draft({ actor, ...params }),
    }),
    route({
      method: 'PUT',
      path: '/api/drafts/:id/consents',
      summary: 'Agree to data sources or refuse them; the reads are done before it answers',
      access: ['citizen'],
      params: 'DraftKey',
      body: 'DraftConsents',
      response: 'Draft',
      refuses: [409, 422],
      handle: ({ actor, params, body }) => cases.saveConsents({ actor, ...params, ...body }),
    }),
    route({
      method: 'PUT',
      path: '/api/drafts/:id/values',
      summary: 'Save what was typed so far',
      access: ['citizen'],
      params: 'DraftKey',
      body: 'DraftValues',
      response: 'Draft',
      refuses: [409, 422],
      handle: ({ actor, params, body }) => cases.saveValues({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/drafts/:id/check',
      summary: 'What is missing or wrong',
      access: ['citizen'],
      params: 'DraftKey',
      body: 'DraftCheck',
      response: 'ProblemList',
      refuses: [409],
      async handle({ actor, params, body }) {
        const { problems } = await cases.check({ actor, ...params, ...body });
        return { problems: problems.map(worded) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/drafts/:id/submit',
      summary: 'Hand in the application',
      access: ['citizen'],
      params: 'DraftKey',
      body: 'DraftSubmit',
      status: 201,
      response: 'CaseStarted',
      refuses: [409, 422],
      handle: ({ actor, params, body }) => cases.submit({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/cases',
      summary: 'Start and hand in at once',
      // A citizen for themselves, or the window for somebody at the counter.
      access: ['citizen', 'officer'],
      body: 'CaseStart',
      status: 201,
      response: 'CaseStarted',
      refuses: [404, 409, 422],
      handle: ({ actor, body }) => cases.startAndSubmit({ actor, ...body }),
    }),
  ];
}

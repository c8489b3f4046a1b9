import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** A form of a thousand fields with code lists stays below 2 MB. */
const formLimit = 2 * 1024 * 1024;

/** Forms that departments publish and keep. Which department is decided in the service. */
export function formRoutes({ services: { forms } }: RouteParts): Route[] {
  const seen = { access: ['keeper', 'designer'], params: 'FormKey', query: 'RegionQuery' } as const;
  const kept = { access: ['keeper'], params: 'FormKey', query: 'RegionQuery' } as const;
  return [
    route({
      method: 'GET',
      path: '/api/forms',
      summary: 'Forms of my department; for designers those of the region',
      access: ['keeper', 'designer'],
      query: 'FormListQuery',
      response: 'FormList',
      handle: ({ actor, query }) => forms.list({ actor, ...query }),
    }),
    route({
      method: 'POST',
      path: '/api/forms',
      summary: 'Begin a form, empty, from another one or from a document',
      access: ['keeper'],
      body: 'FormCreate',
      bodyLimit: formLimit,
      status: 201,
      response: 'FormCreated',
      refuses: [404, 409, 422],
      handle: ({ actor, body, requestId, address }) => forms.create({ actor, requestId, address, ...body }),
    }),
    route({
      ...seen,
      method: 'GET',
      path: '/api/forms/:formId',
      summary: 'The draft of a form with the data elements it is bound to',
      response: 'FormDraft',
      handle: ({ actor, params, query }) => forms.draft({ actor, ...params, ...query }),
    }),
    route({
      ...kept,
      method: 'PUT',
      path: '/api/forms/:formId',
      summary: 'Save the draft; never over somebody else’s changes',
      body: 'FormSave',
      bodyLimit: formLimit,
      response: 'FormSaved',
      refuses: [409, 422],
      handle: ({ actor, params, query, body }) => forms.saveDraft({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...seen,
      method: 'POST',
      path: '/api/forms/:formId/check',
      summary: 'Check a form: schema, expressions, field standard',
      body: 'FormCheck',
      bodyLimit: formLimit,
      response: 'FindingList',
      handle: ({ actor, params, query, body }) => forms.check({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...seen,
      method: 'POST',
      path: '/api/forms/:formId/impact',
      summary: 'Who uses the form, how many cases run on it, and what the draft changes for each',
      body: 'FormImpactAsk',
      bodyLimit: formLimit,
      response: 'FormImpact',
      handle: ({ actor, params, query, body }) => forms.impact({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...kept,
      method: 'POST',
      path: '/api/forms/:formId/submit',
      summary: 'Hand the draft to a second person for review',
      body: 'FormSubmit',
      response: 'FormDraft',
      refuses: [409, 422],
      handle: ({ actor, params, query, body, requestId, address }) =>
        forms.submit({ actor, requestId, address, ...params, ...query, ...body }),
    }),
    route({
      ...kept,
      method: 'POST',
      path: '/api/forms/:formId/recall',
      summary: 'Take the draft back from review',
      body: 'FormRecall',
      response: 'FormDraft',
      refuses: [409],
      handle: ({ actor, params, query, body, requestId, address }) =>
        forms.recall({ actor, requestId, address, ...params, ...query, ...body }),
    }),
    route({
      ...kept,
      method: 'POST',
      path: '/api/forms/:formId/release',
      summary: 'Release what was submitted as an immutable version; not one’s own work',
      body: 'FormRelease',
      status: 201,
      response: 'FormLive',
      refuses: [409, 422],
      handle: ({ actor, params, query, body, requestId, address }) =>
        forms.release({ actor, requestId, address, ...params, ...query, ...body }),
    }),
    route({
      ...kept,
      method: 'POST',
      path: '/api/forms/:formId/return',
      summary: 'Return what was submitted, with remarks',
      body: 'FormReturn',
      response: 'FormDraft',
      refuses: [409],
      handle: ({ actor, params, query, body, requestId, address }) =>
        forms.return({ actor, requestId, address, ...params, ...query, ...body }),
    }),
    route({
      ...kept,
      method: 'POST',
      path: '/api/forms/:formId/withdraw',
      summary: 'Offer the form to no scenario any more; those that have it go on',
      body: 'FormWithdraw',
      response: 'FormDraft',
      refuses: [409],
      handle: ({ actor, params, query, body, requestId, address }) =>
        forms.withdraw({ actor, requestId, address, ...params, ...query, ...body }),
    }),
    route({
      ...seen,
      method: 'GET',
      path: '/api/forms/:formId/versions',
      summary: 'Released versions',
      response: 'FormVersionList',
      handle: ({ actor, params, query }) => forms.versions({ actor, ...params, ...query }),
    }),
    route({
      ...seen,
      method: 'GET',
      path: '/api/forms/:formId/versions/:version',
      params: 'FormVersionKey',
      summary: 'One released version',
      response: 'FormVersionPage',
      handle: ({ actor, params, query }) => forms.version({ actor, ...params, ...query }),
    }),
    route({
      method: 'POST',
      path: '/api/forms/:formId/adopt',
      summary: 'Take a released version into the draft of a scenario',
      access: ['designer'],
      params: 'FormKey',
      query: 'RegionQuery',
      body: 'FormAdopt',
      response: 'FormAdopted',
      refuses: [409],
      handle: ({ actor, params, query, body, requestId, address }) =>
        forms.adopt({ actor, requestId, address, ...params, ...query, ...body }),
    }),
  ];
}

import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** A citizen's own cases: tracking, correcting, certificates, rating, and consents asked of them. */
export function myCaseRoutes({ services: { cases } }: RouteParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/my/cases',
      summary: 'My cases',
      access: ['citizen'],
      response: 'MyCaseList',
      handle: ({ actor }) => cases.myCases({ actor }),
    }),
    route({
      method: 'GET',
      path: '/api/my/cases/:caseNo',
      summary: 'Where one case stands',
      access: ['citizen'],
      params: 'CaseKey',
      response: 'Tracking',
      handle: ({ actor, params }) => cases.tracking({ actor, ...params }),
    }),
    route({
      method: 'POST',
      path: '/api/my/cases/:caseNo/form',
      summary: 'The open form as these answers make it; nothing is kept',
      access: ['citizen'],
      params: 'CaseKey',
      body: 'FormAnswers',
      response: 'FormNow',
      refuses: [409],
      handle: ({ actor, params, body }) => cases.formNow({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/my/cases/:caseNo/supplement',
      summary: 'Answer what was asked to be corrected',
      access: ['citizen'],
      params: 'CaseKey',
      body: 'SupplementAnswer',
      response: 'Tracking',
      refuses: [409, 422],
      handle: ({ actor, params, body }) => cases.answerSupplement({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/my/cases/:caseNo/withdraw',
      summary: 'Withdraw the application',
      access: ['citizen'],
      params: 'CaseKey',
      body: 'Withdrawal',
      response: 'Tracking',
      refuses: [409],
      handle: ({ actor, params, body }) => cases.withdraw({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/my/cases/:caseNo/rating',
      summary: 'Rate the service',
      access: ['citizen'],
      params: 'CaseKey',
      body: 'RatingInput',
      response: 'Rating',
      refuses: [409, 422],
      async handle({ actor, params, body }) {
        const given = await cases.rate({ actor, ...params, ...body });
        return 'stars' in given ? given : (given.rating ?? { stars: body.stars });
      },
    }),
    route({
      method: 'GET',
      path: '/api/my/cases/:caseNo/documents/:id',
      summary: 'A certificate as PDF',
      access: ['citizen'],
      params: 'DocumentKey',
      response: 'pdf',
      async handle({ actor, params }) {
        const { content, fileName } = await cases.document({ actor, ...params });
        return { type: 'application/pdf', name: fileName, content };
      },
    }),
    route({
      method: 'POST',
      path: '/api/my/cases/:caseNo/papers/:id/acknowledge',
      summary: 'Acknowledge a statutory paper',
      access: ['citizen'],
      params: 'PaperKey',
      body: 'Acknowledgement',
      response: 'Tracking',
      refuses: [409],
      handle: ({ actor, params, body }) => cases.acknowledgePaper({ actor, ...params, ...body }),
    }),
    route({
      method: 'GET',
      path: '/api/my/consents',
      summary: 'Cases that wait for my consent as second party',
      access: ['citizen'],
      response: 'WaitingConsentList',
      handle: ({ actor }) => cases.waitingConsents({ actor }),
    }),
    route({
      method: 'POST',
      path: '/api/my/consents/:caseNo',
      summary: 'Agree or refuse as second party',
      access: ['citizen'],
      params: 'CaseKey',
      body: 'ConsentDecision',
      response: 'Done',
      refuses: [409],
      handle: ({ actor, params, body }) => cases.consent({ actor, ...params, ...body }),
    }),
  ];
}

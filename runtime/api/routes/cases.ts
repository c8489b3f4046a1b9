import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Cases as officers see them, cut to what their department may see. */
export function caseRoutes({ services: { cases } }: RouteParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/cases',
      summary: 'Search cases by number or name',
      access: ['officer', 'supervisor', 'operator'],
      query: 'CaseSearchQuery',
      response: 'CaseList',
      audited: 'case.searched',
      handle: ({ actor, query }) => cases.searchCases({ actor, ...query }),
    }),
    route({
      method: 'GET',
      path: '/api/cases/:caseNo',
      summary: 'One case',
      access: ['officer', 'supervisor', 'operator'],
      params: 'CaseKey',
      response: 'CasePage',
      audited: 'case.read',
      handle: ({ actor, params }) => cases.casePage({ actor, ...params }),
    }),
    route({
      method: 'GET',
      path: '/api/cases/:caseNo/history',
      summary: 'Every line of the journal in words',
      access: ['officer', 'supervisor'],
      params: 'CaseKey',
      response: 'CaseHistory',
      audited: 'case.read',
      handle: ({ actor, params }) => cases.caseHistory({ actor, ...params }),
    }),
    route({
      method: 'GET',
      path: '/api/cases/:caseNo/documents/:id',
      summary: 'A certificate of a case as PDF',
      access: ['officer'],
      params: 'DocumentKey',
      response: 'pdf',
      audited: 'document.read',
      async handle({ actor, params }) {
        const { content, fileName } = await cases.document({ actor, ...params });
        return { type: 'application/pdf', name: fileName, content };
      },
    }),
    route({
      method: 'POST',
      path: '/api/cases/:caseNo/clocks/:clock/suspend',
      summary: 'Stop a legal clock with its legal basis',
      access: ['officer'],
      params: 'ClockKey',
      body: 'ClockSuspension',
      response: 'CasePage',
      audited: 'clock.suspended',
      refuses: [409, 422],
      handle: ({ actor, params, body }) => cases.suspendClock({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/cases/:caseNo/clocks/:clock/resume',
      summary: 'Let a stopped clock run again',
      access: ['officer'],
      params: 'ClockKey',
      body: 'ClockResumption',
      response: 'CasePage',
      audited: 'clock.resumed',
      refuses: [409, 422],
      handle: ({ actor, params, body }) => cases.resumeClock({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/cases/:caseNo/clocks/:clock/extend',
      summary: 'Extend a limit once, with reason and approval',
      access: ['officer'],
      params: 'ClockKey',
      body: 'ClockExtension',
      response: 'CasePage',
      audited: 'clock.extended',
      refuses: [409, 422],
      handle: ({ actor, params, body }) => cases.extendClock({ actor, ...params, ...body }),
    }),
  ];
}

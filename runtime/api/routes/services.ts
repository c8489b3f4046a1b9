import { worded } from '../problem.ts';
import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** What anybody may see before signing in: regions, services, and whether a certificate is real. */
export function serviceRoutes({ services: { identity, studio, cases } }: RouteParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/regions',
      summary: 'Regions',
      access: 'public',
      response: 'RegionList',
      handle: () => identity.regions(),
    }),
    route({
      method: 'GET',
      path: '/api/services',
      summary: 'Services one can apply for',
      access: 'public',
      query: 'ServiceListQuery',
      response: 'ServiceList',
      handle: ({ query }) => studio.offers.list(query),
    }),
    route({
      method: 'GET',
      path: '/api/services/:region/:scenario',
      summary: 'One service: items, what is needed, what is read with consent',
      access: 'public',
      params: 'ServiceKey',
      response: 'Service',
      handle: ({ params }) => studio.offers.get(params),
    }),
    route({
      method: 'POST',
      path: '/api/services/:region/:scenario/fit',
      summary: 'What the answers to the situation questions mean; nothing is kept',
      access: 'public',
      withoutCsrf: true,
      params: 'ServiceKey',
      body: 'FitAnswers',
      response: 'Fit',
      async handle({ params, body }) {
        const { problems, ...fit } = await cases.fit({ ...params, ...body });
        return { ...fit, problems: problems.map(worded) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/verify/:number',
      summary: 'Is this certificate real?',
      access: 'public',
      params: 'CertificateKey',
      query: 'CertificateQuery',
      response: 'CertificateCheck',
      handle: ({ params, query }) => cases.verify({ ...params, ...query }),
    }),
  ];
}

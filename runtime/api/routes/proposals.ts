import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Local changes offered to the publisher of the template, and its answers. */
export function proposalRoutes({ services: { proposals } }: RouteParts): Route[] {
  const one = { access: ['designer'], params: 'ProposalKey' } as const;
  return [
    route({
      access: ['designer'],
      method: 'GET',
      path: '/api/proposals',
      summary: 'Proposals sent or received, newest first',
      query: 'ProposalQuery',
      response: 'ProposalList',
      handle: ({ actor, query }) => proposals.list({ actor, ...query }),
    }),
    route({
      access: ['designer'],
      method: 'POST',
      path: '/api/proposals',
      summary: 'Offer local changes to the publisher of the template',
      body: 'ProposalSend',
      status: 201,
      response: 'Proposal',
      refuses: [404, 409, 422],
      handle: ({ actor, body, requestId, address }) => proposals.send({ actor, ...body, requestId, address }),
    }),
    route({
      access: ['designer'],
      method: 'GET',
      path: '/api/proposals/evidence',
      summary: 'What local changes did, computed from the cases of the region',
      query: 'EvidenceQuery',
      response: 'Evidence',
      refuses: [404, 409],
      handle: ({ actor, query }) => proposals.evidence({ actor, ...query }),
    }),
    route({
      ...one,
      method: 'GET',
      path: '/api/proposals/:region/:proposalId',
      summary: 'One proposal, element by element',
      response: 'Proposal',
      handle: ({ actor, params }) => proposals.get({ actor, ...params }),
    }),
    route({
      ...one,
      method: 'POST',
      path: '/api/proposals/:region/:proposalId/answer',
      summary: 'Take one element into the own draft, or decline it with a reason',
      body: 'ProposalAnswer',
      response: 'Proposal',
      refuses: [409, 422],
      handle: ({ actor, params, body, requestId, address }) => proposals.answer({ actor, ...params, ...body, requestId, address }),
    }),
    route({
      ...one,
      method: 'POST',
      path: '/api/proposals/:region/:proposalId/withdraw',
      summary: 'Take a proposal back that nobody has answered',
      body: 'ProposalWithdraw',
      response: 'Proposal',
      refuses: [409],
      handle: ({ actor, params, body, requestId, address }) => proposals.withdraw({ actor, ...params, ...body, requestId, address }),
    }),
  ];
}

import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Several people in one draft: comments, the messages they bring, and who changed what. */
export function togetherRoutes({ services: { studio } }: RouteParts): Route[] {
  const own = { access: ['designer'], params: 'ScenarioKey', query: 'RegionQuery' } as const;
  return [
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/comments',
      summary: 'What was said about the draft, its steps and questions',
      response: 'DraftCommentList',
      handle: ({ actor, params, query }) => studio.comments({ actor, ...params, ...query }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/comments',
      summary: 'Say something about the draft; whoever is named gets a message',
      body: 'DraftCommentWrite',
      status: 201,
      response: 'DraftComment',
      refuses: [404, 422],
      handle: ({ actor, params, query, body }) => studio.writeComment({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/comments/:comment/resolution',
      params: 'DraftCommentKey',
      summary: 'Resolve a conversation, or open it again',
      body: 'DraftCommentResolution',
      response: 'DraftComment',
      handle: ({ actor, params, query, body }) => studio.resolveComment({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/colleagues',
      summary: 'Who else may open the scenario, and be named in a comment',
      response: 'ColleagueList',
      handle: ({ actor, params, query }) => studio.colleagues({ actor, ...params, ...query }),
    }),
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/history',
      query: 'DraftHistoryQuery',
      summary: 'Who changed what in the draft, save by save',
      response: 'DraftHistory',
      handle: ({ actor, params, query }) => studio.history({ actor, ...params, ...query }),
    }),
    route({
      method: 'GET',
      path: '/api/messages',
      access: ['designer'],
      summary: 'Comments I was named in',
      response: 'StaffMessageList',
      handle: ({ actor }) => studio.messages({ actor }),
    }),
    route({
      method: 'POST',
      path: '/api/messages/seen',
      access: ['designer'],
      summary: 'I have seen this message, or all of them',
      body: 'StaffMessagesSeen',
      handle: ({ actor, body }) => studio.messagesSeen({ actor, ...body }),
    }),
  ];
}

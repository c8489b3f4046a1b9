import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Tasks waiting for an officer. Which desk may see and decide what is the services' matter. */
export function taskRoutes({ services: { cases } }: RouteParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/tasks',
      summary: 'My desk',
      // Supervisors and operators have no desk: an empty list, and the search beside it.
      access: ['officer', 'supervisor', 'operator'],
      query: 'TaskListQuery',
      response: 'TaskList',
      handle: ({ actor, query }) => cases.inbox({ actor, ...query }),
    }),
    route({
      method: 'GET',
      path: '/api/tasks/:taskId',
      summary: 'One task with the data it needs',
      access: ['officer'],
      params: 'TaskKey',
      response: 'TaskPage',
      audited: 'task.read',
      handle: ({ actor, params }) => cases.taskPage({ actor, ...params }),
    }),
    route({
      method: 'POST',
      path: '/api/tasks/:taskId/form',
      summary: 'The form of the desk as these answers make it; nothing is kept',
      access: ['officer'],
      params: 'TaskKey',
      body: 'FormAnswers',
      response: 'FormNow',
      refuses: [409],
      handle: ({ actor, params, body }) => cases.taskForm({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/tasks/:taskId/claim',
      summary: 'Take the task',
      access: ['officer'],
      params: 'TaskKey',
      body: 'TaskRev',
      response: 'TaskPage',
      refuses: [409],
      audited: 'task.claimed',
      handle: ({ actor, params, body }) => cases.claim({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/tasks/:taskId/release',
      summary: 'Give the task back',
      access: ['officer'],
      params: 'TaskKey',
      body: 'TaskRev',
      response: 'TaskPage',
      refuses: [409],
      audited: 'task.released',
      handle: ({ actor, params, body }) => cases.release({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/tasks/:taskId/complete',
      summary: 'Decide',
      access: ['officer'],
      params: 'TaskKey',
      body: 'TaskCompletion',
      response: 'TaskDone',
      refuses: [409, 422],
      // `rev` is what the person saw: a stale second tab gets a 409 and overwrites nothing.
      handle: ({ actor, params, body }) => cases.complete({ actor, ...params, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/tasks/:taskId/supplement',
      summary: 'Ask the applicant to correct something',
      access: ['officer'],
      params: 'TaskKey',
      body: 'SupplementRequest',
      response: 'TaskDone',
      refuses: [409, 422],
      async handle({ actor, params, body }) {
        await cases.requestSupplement({ actor, ...params, ...body });
        return {
          done: { 'zh-CN': '已退回申请人补正，补正期间不计时限。', en: 'Returned to the applicant. The clock stands still meanwhile.' },
        };
      },
    }),
  ];
}

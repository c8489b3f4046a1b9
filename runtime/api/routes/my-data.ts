import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** What a person may know and do about their own data. */
export function myDataRoutes({ services: { myData } }: RouteParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/my/data',
      summary: 'Who read my data and why, and what is kept about me',
      access: ['citizen'],
      query: 'MyDataQuery',
      response: 'MyData',
      handle: ({ actor, query }) => myData.myData({ actor, ...query }),
    }),
    route({
      method: 'GET',
      path: '/api/my/data/export',
      summary: 'A copy for another program (JSON)',
      access: ['citizen'],
      response: 'file',
      handle: ({ actor }) => myData.exportData({ actor }),
    }),
    route({
      method: 'GET',
      path: '/api/my/data/paper',
      summary: 'A copy to read or print (PDF)',
      access: ['citizen'],
      response: 'file',
      handle: ({ actor }) => myData.exportPaper({ actor }),
    }),
    route({
      method: 'POST',
      path: '/api/my/data/corrections',
      summary: 'Say that something is wrong: to the owner of the register, or about an own upload',
      access: ['citizen'],
      body: 'DataCorrection',
      response: 'Done',
      refuses: [404],
      handle: ({ actor, body }) => myData.correctData({ actor, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/my/data/deletions',
      summary: 'Ask for deletion; the answer says what is kept and why',
      access: ['citizen'],
      body: 'DataDeletion',
      response: 'DeletionAnswer',
      refuses: [404, 409],
      handle: ({ actor, body }) => myData.deleteData({ actor, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/my/data/withdrawals',
      summary: 'Take a consent back',
      access: ['citizen'],
      body: 'ConsentWithdrawal',
      response: 'Done',
      refuses: [404, 409, 422],
      handle: ({ actor, body }) => myData.withdrawConsent({ actor, ...body }),
    }),
  ];
}

import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** A whole package: documents of sixty nodes with forms and case tests stay below 2 MB. */
const packageLimit = 4 * 1024 * 1024;
/** A script and what it sees: texts of at most 65,536 and 400,000 characters. */
const scriptLimit = 1024 * 1024;

/** Scenarios of a region: drafts, checks, trial runs, publishing, versions. */
export function scenarioRoutes({ services: { studio } }: RouteParts): Route[] {
  const own = { access: ['designer'], params: 'ScenarioKey', query: 'RegionQuery' } as const;
  return [
    route({
      method: 'GET',
      path: '/api/scenarios',
      summary: 'Scenarios of my region',
      access: ['designer'],
      query: 'RegionQuery',
      response: 'ScenarioList',
      handle: ({ actor, query }) => studio.list({ actor, ...query }),
    }),
    route({
      method: 'POST',
      path: '/api/scenarios',
      summary: 'Create a scenario, empty or from a template or another one',
      access: ['designer'],
      body: 'ScenarioCreate',
      status: 201,
      response: 'ScenarioCreated',
      refuses: [404, 409, 422],
      handle: ({ actor, body }) => studio.create({ actor, ...body }),
    }),
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/draft',
      summary: 'The draft',
      response: 'ScenarioDraft',
      handle: ({ actor, params, query }) => studio.draft({ actor, ...params, ...query }),
    }),
    route({
      ...own,
      method: 'PUT',
      path: '/api/scenarios/:id/draft',
      summary: 'Save the draft; never over somebody else’s changes',
      body: 'DraftSave',
      response: 'DraftSaved',
      bodyLimit: packageLimit,
      refuses: [409, 422],
      handle: ({ actor, params, query, body, requestId, address }) =>
        studio.saveDraft({ actor, requestId, address, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/presence',
      summary: 'Who else has the draft open, and whether it moved on',
      body: 'PresenceTell',
      response: 'PresenceAnswer',
      handle: ({ actor, params, query, body }) => studio.presence({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/check',
      summary: 'Check a package: schema, compile, types of scripts',
      body: 'PackageCheck',
      response: 'FindingList',
      bodyLimit: packageLimit,
      handle: ({ actor, params, query, body }) => studio.check({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/types',
      summary: 'What a script or a step sees, as declarations and completions',
      body: 'TypesQueryBody',
      response: 'TypesAnswer',
      bodyLimit: packageLimit,
      refuses: [422],
      handle: ({ actor, params, query, body }) => studio.types({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/script-run',
      summary: 'Try a script on sample input, without outside effect',
      body: 'ScriptRun',
      response: 'ScriptRunAnswer',
      bodyLimit: packageLimit,
      refuses: [422, 429],
      handle: ({ actor, params, query, body }) => studio.scriptRun({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/script-check',
      summary: 'What is wrong with a script while it is typed',
      body: 'ScriptCheck',
      response: 'ScriptChecked',
      bodyLimit: scriptLimit,
      refuses: [429],
      handle: ({ actor, params, query, body }) => studio.scriptCheck({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/script-rename',
      summary: 'Scripts as they read once a value has another key; nothing is saved',
      body: 'ScriptRename',
      response: 'ScriptRenamed',
      bodyLimit: packageLimit,
      refuses: [422, 429],
      handle: ({ actor, params, query, body }) => studio.scriptRename({ actor, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/scenarios/:id/publish',
      summary: 'Make the draft an immutable version and put it live',
      body: 'Publish',
      status: 201,
      response: 'Published',
      refuses: [409, 422],
      handle: ({ actor, params, query, body, requestId, address }) =>
        studio.publish({ actor, requestId, address, ...params, ...query, ...body }),
    }),
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/versions',
      summary: 'Published versions',
      response: 'VersionList',
      handle: ({ actor, params, query }) => studio.versions({ actor, ...params, ...query }),
    }),
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/versions/:version',
      params: 'VersionKey',
      summary: 'The package of one version',
      response: 'VersionPackage',
      handle: ({ actor, params, query }) => studio.version({ actor, ...params, ...query }),
    }),
    route({
      ...own,
      method: 'GET',
      path: '/api/scenarios/:id/readiness',
      summary: 'What is done and what is left before publishing',
      response: 'Readiness',
      handle: ({ actor, params, query }) => studio.readiness({ actor, ...params, ...query }),
    }),
  ];
}

/** OpenAPI 3.1 from the declarations: what a route may answer follows from its access, its parts and what it refuses. */
import { readFileSync } from 'node:fs';
import type { RouteDeclaration } from './router.ts';

interface SchemaObject {
  [key: string]: unknown;
  properties?: Record<string, unknown>;
  required?: string[];
}
const schemas: Record<string, SchemaObject> = JSON.parse(
  readFileSync(new URL('../../schemas/generated/api-schemas.json', import.meta.url), 'utf8'),
);
const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const words: Record<number, string> = {
  400: 'The request has the wrong shape',
  401: 'Nobody is signed in',
  403: 'The person has no right to do this',
  404: 'It does not exist, or not for this person',
  409: 'Somebody else was first, or the state does not allow it',
  413: 'The body is too large',
  415: 'The body is no JSON',
  422: 'Values were refused; problems say which',
  429: 'Too many tries; see Retry-After',
  500: 'A failure of the server',
  503: 'The database is away; see Retry-After',
};

/** Every status a route may refuse with. */
export function refusalsOf(route: RouteDeclaration): number[] {
  const statuses = new Set<number>([...route.refuses, 400, 500, 503]);
  if (route.access !== 'public') for (const status of [401, 403]) statuses.add(status);
  if (route.method !== 'GET' && !route.withoutCsrf) statuses.add(403);
  if (route.params) statuses.add(404);
  if (route.body || route.bytes) for (const status of [413, 415]) statuses.add(status);
  return [...statuses].sort((a, b) => a - b);
}

function success(route: RouteDeclaration): object {
  switch (route.response) {
    case undefined:
      return { description: 'Done' };
    case 'pdf':
      return {
        description: 'A document',
        content: { 'application/pdf': { schema: { type: 'string', contentMediaType: 'application/pdf' } } },
      };
    case 'file':
      return { description: 'A file', content: { '*/*': { schema: { type: 'string' } } } };
    case 'text':
      return { description: 'Text', content: { 'text/plain': { schema: { type: 'string' } } } };
    case 'openapi':
      return { description: 'This document', content: { 'application/json': { schema: { type: 'object' } } } };
    default:
      return { description: 'Done', content: json(route.response) };
  }
}

function parametersOf(name: string | undefined, where: 'path' | 'query'): object[] {
  const schema = name ? schemas[name] : undefined;
  return Object.entries(schema?.properties ?? {}).map(([key, part]) => ({
    name: key,
    in: where,
    required: where === 'path' || (schema?.required ?? []).includes(key),
    schema: part,
  }));
}

export const openApiPath = (path: string) => path.replace(/:(\w+)/g, '{$1}');

/** The document served at /api/openapi.json. */
export function openApiOf(routes: readonly RouteDeclaration[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const responses: Record<string, object> = { [route.status]: success(route) };
    // A readiness check says which part is away in its own words.
    for (const status of refusalsOf(route)) responses[status] = problem(words[status] ?? 'Refused');
    const path = openApiPath(route.path);
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: {
        operationId: operationIdOf(route),
        summary: route.summary,
        tags: [route.path.split('/')[2] ?? 'operations'],
        parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
        ...(route.body ? { requestBody: { required: true, content: json(route.body) } } : {}),
        ...(route.bytes
          ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string' } } } } }
          : {}),
        responses,
        security: route.access === 'public' ? [] : [route.method === 'GET' ? { session: [] } : { session: [], csrf: [] }],
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lianban', version: '1', description: 'One application, several departments, one promised date.' },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'lianban_session' },
        csrf: { type: 'apiKey', in: 'header', name: 'x-lianban-csrf' },
      },
    },
  };
}

/** `getTasksTaskId`: stable as long as method and path are. */
export function operationIdOf({ method, path }: Pick<RouteDeclaration, 'method' | 'path'>): string {
  const parts = path.replace(/^\/api/, '').split(/[^A-Za-z0-9]+/);
  return method.toLowerCase() + parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

import { UnavailableError } from '../../services/errors.ts';
import { openApiOf } from '../openapi.ts';
import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Is it alive, is it ready, how is it doing, what can it do. */
export function operationRoutes({ services, metrics, all }: RouteParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/healthz',
      summary: 'The process answers',
      access: 'public',
      response: 'Health',
      handle: () => ({ status: 'ok' as const }),
    }),
    route({
      method: 'GET',
      path: '/readyz',
      summary: 'Everything it needs is there',
      access: 'public',
      response: 'Ready',
      async handle() {
        const checks = await services.health();
        if (Object.values(checks).some((there) => !there)) throw new UnavailableError();
        return { status: 'ok' as const, checks };
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      summary: 'Figures for Prometheus; from this machine, or for administrators',
      access: 'loopbackOrAdmin',
      response: 'text',
      handle: () => metrics.metrics(),
    }),
    route({
      method: 'GET',
      path: '/api/openapi.json',
      summary: 'This description',
      access: 'public',
      response: 'openapi',
      handle: () => openApiOf(all()),
    }),
  ];
}

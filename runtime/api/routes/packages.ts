import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** The largest template is far below: a package of 400 case tests has 4 MB. */
const fileLimit = 12 * 1024 * 1024;

/** Releases that leave and arrive as signed files. */
export function packageRoutes({ services: { market } }: RouteParts): Route[] {
  const { packages } = market;
  return [
    route({
      method: 'GET',
      path: '/api/packages',
      summary: 'Our key, whose packages are trusted, and what came',
      access: ['designer', 'admin'],
      response: 'PackageDesk',
      refuses: [503],
      handle: ({ actor }) => packages.desk({ actor }),
    }),
    route({
      method: 'POST',
      path: '/api/packages',
      summary: 'Take in a signed release of a publisher we trust',
      access: ['admin'],
      body: 'SignedPackage',
      bodyLimit: fileLimit,
      status: 201,
      response: 'PackageImported',
      refuses: [422],
      handle: ({ actor, body, requestId, address }) => packages.import({ actor, requestId, address, file: body }),
    }),
    route({
      method: 'POST',
      path: '/api/packages/preview',
      summary: 'What is in a signed file, before it is taken in',
      access: ['admin'],
      body: 'SignedPackage',
      bodyLimit: fileLimit,
      response: 'PackagePreview',
      refuses: [422],
      handle: ({ actor, body }) => packages.preview({ actor, file: body }),
    }),
    route({
      method: 'POST',
      path: '/api/packages/keys',
      summary: 'Trust the key of a publisher',
      access: ['admin'],
      body: 'PublisherTrust',
      status: 201,
      response: 'PackageDesk',
      refuses: [409, 422, 503],
      handle: ({ actor, body, requestId, address }) => packages.trust({ actor, requestId, address, ...body }),
    }),
    route({
      method: 'POST',
      path: '/api/packages/keys/:fingerprint/revoke',
      summary: 'Trust a key no more, with the reason',
      access: ['admin'],
      params: 'FingerprintKey',
      body: 'TrustRevoke',
      response: 'PackageDesk',
      refuses: [503],
      handle: ({ actor, params, body, requestId, address }) => packages.revoke({ actor, requestId, address, ...params, ...body }),
    }),
    route({
      method: 'GET',
      path: '/api/packages/:template',
      summary: 'A release of my region as a signed file',
      access: ['designer'],
      params: 'TemplateKey',
      query: 'PackageExportQuery',
      response: 'file',
      refuses: [409, 503],
      async handle({ actor, params, query }) {
        const { name, file } = await packages.export({ actor, ...params, ...query });
        return { type: 'application/json; charset=utf-8', name, content: Buffer.from(`${JSON.stringify(file, null, 1)}\n`) };
      },
    }),
  ];
}

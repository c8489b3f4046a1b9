import { CodedError } from '../../services/errors.ts';
import { type Route, route } from '../router.ts';
import type { RouteParts } from './index.ts';

/** Signing in and out, and who is signed in. */
export function sessionRoutes({ services: { identity }, limits }: RouteParts): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/session',
      summary: 'Sign in with a local account',
      access: 'public',
      body: 'SignIn',
      response: 'Session',
      refuses: [401, 429],
      // There is no session yet. SameSite=Lax and a JSON body keep other sites from signing anybody in.
      withoutCsrf: true,
      bodyLimit: 4096,
      async handle({ body, address, requestId, cookies }) {
        await limits.check(address);
        try {
          const { token, open } = await identity.signIn({ ...body, address, requestId });
          cookies.session(token);
          return await identity.sessionView(open);
        } catch (error) {
          if (error instanceof CodedError && error.status < 500) await limits.failed(address);
          throw error;
        }
      },
    }),
    route({
      method: 'GET',
      path: '/api/session',
      summary: 'Who is signed in, with their places and the CSRF value',
      access: 'signedIn',
      response: 'Session',
      handle: ({ open }) => identity.sessionView(open),
    }),
    route({
      method: 'DELETE',
      path: '/api/session',
      summary: 'Sign out',
      access: 'signedIn',
      async handle({ open, cookies, address, requestId }) {
        if (cookies.token) await identity.signOut(cookies.token, open, { address, requestId });
        cookies.session(undefined);
      },
    }),
  ];
}

import type { Context } from 'koa';
import type { Cookies } from '../router.ts';

const plainName = 'lianban_session';
/** Over https the name itself makes browsers refuse a cookie set for a parent domain or without Secure. */
const nameFor = (https: boolean) => (https ? `__Host-${plainName}` : plainName);
const token = /^[A-Za-z0-9_-]{43}$/;

/** The session token a request carries, if it looks like one of ours. */
export function cookieOf(ctx: Context): string | undefined {
  const value = ctx.cookies.get(nameFor(true)) ?? ctx.cookies.get(plainName);
  return value && token.test(value) ? value : undefined;
}

/** Secure follows PUBLIC_URL, never a header that says how the request came here. */
export function cookiesOf(ctx: Context, publicUrl: string): Cookies {
  const https = publicUrl.startsWith('https:');
  const rest = `Path=/; HttpOnly; SameSite=Lax${https ? '; Secure' : ''}`;
  return {
    token: cookieOf(ctx),
    session(value) {
      ctx.append('Set-Cookie', value === undefined ? `${nameFor(https)}=; Max-Age=0; ${rest}` : `${nameFor(https)}=${value}; ${rest}`);
    },
  };
}

/** Calls of the API as a member of staff, for what a test needs before its errand begins. */
import type { Product } from './product.ts';

export interface StaffClient {
  send<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T>;
}

export async function staffClient(product: Product, username: string): Promise<StaffClient> {
  const json = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${product.url}/api/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ username, password: product.password }),
  });
  if (!signedIn.ok) throw new Error(`${username} was not let in: ${signedIn.status}`);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const { csrf } = (await signedIn.json()) as { csrf: string };
  return {
    send: async <T>(method: string, path: string, body?: unknown) => {
      const answer = await fetch(`${product.url}/api${path}`, {
        method,
        headers: { ...json, cookie, 'x-lianban-csrf': csrf },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
  };
}

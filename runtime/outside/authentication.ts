/** Who may call the outside world: an API key, or an application's HMAC signature over the request. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The secret of one service, derived from the installation's shared secret, so that the demo needs one secret only. */
export function secretOf(shared: string, name: string): string {
  return createHmac('sha256', shared).update(name).digest('base64url');
}

export interface SignedRequest {
  method: string;
  path: string;
  timestamp: string;
  nonce: string;
  body: string;
}

/** hex HMAC-SHA256 over method, path, timestamp (ms since epoch), nonce and the body's SHA-256, joined by line feeds. */
export function signatureOf(secret: string, { method, path, timestamp, nonce, body }: SignedRequest): string {
  const digest = createHash('sha256').update(body).digest('hex');
  return createHmac('sha256', secret).update([method, path, timestamp, nonce, digest].join('\n')).digest('hex');
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const window = 5 * 60_000;

/** Checks keys and signatures; a nonce is good once within five minutes. */
export function createAuthenticator(shared: string, now: () => number) {
  const nonces = new Map<string, number>();
  return {
    byKey: (given: string | undefined, name: string): boolean => given !== undefined && same(given, secretOf(shared, name)),
    bySignature(
      request: Omit<SignedRequest, 'timestamp' | 'nonce'> & { headers: Record<string, string | string[] | undefined> },
      name: string,
    ): boolean {
      const { 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature } = request.headers;
      if (typeof timestamp !== 'string' || typeof nonce !== 'string' || typeof signature !== 'string') return false;
      const at = now();
      if (!(Math.abs(at - Number(timestamp)) < window) || nonces.has(nonce)) return false;
      if (!same(signature, signatureOf(secretOf(shared, name), { ...request, timestamp, nonce }))) return false;
      nonces.set(nonce, at);
      for (const [old, seen] of nonces) {
        if (at - seen < window) break;
        nonces.delete(old);
      }
      return true;
    },
  };
}

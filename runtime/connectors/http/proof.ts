/** How a connection shows who it is: an API key, an application's signature over the request, or a token (OAuth 2, client credentials). */
import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Agent } from 'undici';
import type { ConnectionAuth } from '../../../schemas/generated/documents.ts';
import { exchange, HttpStatusError } from './http-connection.ts';

interface Proven {
  method: string;
  path: string;
  body: string;
}
export interface ProofParts {
  auth: ConnectionAuth;
  secret: string;
  allowedHosts: readonly string[];
  /** Milliseconds since the epoch. */
  now: number;
  signal: AbortSignal;
}

/** Signing in itself was refused: the client's secret is wrong. */
export class SignInRefusedError extends HttpStatusError {}

export interface Proofs {
  headers(parts: ProofParts, request: Proven): Promise<Record<string, string>>;
  /** The token was refused: the next call fetches another. True when there was one to forget. */
  forget(parts: Pick<ProofParts, 'auth' | 'secret'>): boolean;
}
interface Token {
  value: string;
  /** Milliseconds since the epoch, a minute before its end. */
  until: number;
}

export function createProofs(agent: Agent): Proofs {
  const tokens = new Map<string, Promise<Token>>();
  const nameOf = ({ auth, secret }: Pick<ProofParts, 'auth' | 'secret'>) =>
    createHash('sha256')
      .update(JSON.stringify([auth, secret]))
      .digest('base64url');

  async function tokenOf(parts: ProofParts): Promise<string> {
    const name = nameOf(parts);
    const before = tokens.get(name);
    const known = await before?.catch(() => undefined);
    if (known && known.until > parts.now) return known.value;
    // Callers that wait for the same token share one request.
    if (tokens.get(name) === before) {
      if (tokens.size > 1000) tokens.clear();
      const waiting = fetchToken(agent, parts);
      tokens.set(name, waiting);
      waiting.catch(() => tokens.delete(name));
      return (await waiting).value;
    }
    return tokenOf(parts);
  }

  return {
    async headers(parts, request): Promise<Record<string, string>> {
      const { auth, secret, now } = parts;
      switch (auth.kind) {
        case 'apiKey':
          return { [auth.header.toLowerCase()]: secret };
        case 'hmac':
          return signed(auth.app, secret, now, request);
        case 'oauth2':
          return { authorization: `Bearer ${await tokenOf(parts)}` };
      }
    },
    forget: (parts) => parts.auth.kind === 'oauth2' && tokens.delete(nameOf(parts)),
  };
}

function signed(app: string, secret: string, now: number, { method, path, body }: Proven): Record<string, string> {
  const timestamp = String(now);
  const nonce = randomUUID();
  const digest = createHash('sha256').update(body).digest('hex');
  const signature = createHmac('sha256', secret).update([method, path, timestamp, nonce, digest].join('\n')).digest('hex');
  return { 'x-app': app, 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature };
}

async function fetchToken(agent: Agent, { auth, secret, allowedHosts, now, signal }: ProofParts): Promise<Token> {
  if (auth.kind !== 'oauth2') throw new Error('Only OAuth 2 has tokens.');
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(auth.scope ? { scope: auth.scope } : {}) });
  const basic = Buffer.from(`${encodeURIComponent(auth.clientId)}:${encodeURIComponent(secret)}`).toString('base64');
  try {
    const text = await exchange(agent, {
      url: auth.tokenUrl,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', authorization: `Basic ${basic}` },
      body: form.toString(),
      allowedHosts,
      redirects: 0,
      proof: () => ({}),
      signal,
    });
    const { access_token: value, expires_in: seconds = 300 } = JSON.parse(text) as { access_token?: unknown; expires_in?: number };
    if (typeof value !== 'string' || value === '') throw new SyntaxError('no token');
    return { value, until: now + Math.max(5, seconds - 60) * 1000 };
  } catch (error) {
    // RFC 6749 5.2: a wrong client is 400 or 401.
    if (error instanceof HttpStatusError && !error.retryable) throw new SignInRefusedError(401);
    throw error;
  }
}

/**
 * The housing fund, as another maker built it: OAuth 2 client credentials, answers in pages, short names, amounts in cents,
 * dates without dashes, and a status of its own in every answer.
 */
import { createHash, createHmac } from 'node:crypto';
import { answer, type Part, type PartContext, type PartRequest, refusal, textOf } from './part.ts';

const tokenSeconds = 300;
const months = 25;

export const housingFund: Part = {
  prefix: '/gjj/',
  schema: 'CREATE TABLE IF NOT EXISTS gjj_revoked (token text PRIMARY KEY);',
  async answer(request, context) {
    if (request.path === '/gjj/oauth/token') return token(request, context);
    if (!(await isSignedIn(request, context))) return refusal(401, 'invalid_token');
    if (request.fault === 'notJson') return answer(200, undefined);
    if (request.path === '/gjj/v2/zhxx') return account(request, context);
    if (request.path === '/gjj/v2/jcmx') return payments(request, context);
    return refusal(404, 'no such service');
  },
};

function token({ method, headers, body, fault }: PartRequest, context: PartContext) {
  const [client = '', given = ''] = Buffer.from(textOf(headers.authorization).replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':');
  const isKnown = client === 'lianban' && decodeURIComponent(given) === context.secret('outside-gjj');
  if (method !== 'POST' || new URLSearchParams(body).get('grant_type') !== 'client_credentials')
    return refusal(400, 'unsupported_grant_type');
  if (!isKnown || fault === 'refused') return refusal(401, 'invalid_client');
  const until = Math.floor(context.now() / 1000) + tokenSeconds;
  const nonce = createHash('sha256').update(`${until}${Math.random()}`).digest('hex').slice(0, 12);
  return answer(200, {
    access_token: `${until}.${nonce}.${proofOf(context, `${until}.${nonce}`)}`,
    token_type: 'Bearer',
    expires_in: tokenSeconds,
  });
}
const proofOf = (context: PartContext, text: string) => createHmac('sha256', context.secret('gjj-tokens')).update(text).digest('base64url');

async function isSignedIn({ headers, fault }: PartRequest, context: PartContext): Promise<boolean> {
  const given = textOf(headers.authorization).replace(/^Bearer /, '');
  const [until = '', nonce = '', proof = ''] = given.split('.');
  if (proof !== proofOf(context, `${until}.${nonce}`) || Number(until) * 1000 < context.now()) return false;
  if (fault !== 'expired') return true;
  // The first token that is shown after the fault was switched on is good no more; the next one is.
  const { rows } = await context.pool.query<{ token: string }>('SELECT token FROM gjj_revoked');
  if (rows.length > 0) return rows[0]!.token !== given;
  await context.pool.query('INSERT INTO gjj_revoked VALUES ($1) ON CONFLICT DO NOTHING', [given]);
  return false;
}

const said = (code: string, msg: string, data: unknown) => answer(200, { code, msg, data });

async function personOf({ query, fault }: PartRequest, { pool }: PartContext) {
  if (fault === 'noRecord') return undefined;
  const { rows } = await pool.query<{ record: { name: string; idNumber: string } }>(
    'SELECT record FROM register_population WHERE id_number = $1 AND seq = 0',
    [query.get('zjhm')],
  );
  return rows[0]?.record;
}
/** The same for the same person: an amount in cents. */
const amountOf = (idNumber: string, salt: string) =>
  60_000 + (createHash('sha256').update(`${idNumber}${salt}`).digest().readUInt32BE(0) % 400_000);

async function account(request: PartRequest, context: PartContext) {
  const person = await personOf(request, context);
  if (!person) return said('404', '未查询到开户信息', null);
  if (request.fault === 'wrongData') return said('0', '成功', { zhxx: { xm: 7, khrq: '不详', yjce: '很多', zt: '??' } });
  return said('0', '成功', { zhxx: { xm: person.name, khrq: '20190301', yjce: String(amountOf(person.idNumber, 'm')), zt: '01' } });
}

async function payments(request: PartRequest, context: PartContext) {
  const person = await personOf(request, context);
  if (!person) return said('404', '未查询到开户信息', null);
  const page = Number(request.query.get('page') ?? 1);
  const size = Number(request.query.get('size') ?? 10);
  const all = Array.from({ length: months }, (_, month) => ({
    ny: `${2024 + Math.floor(month / 12)}${String(1 + (month % 12)).padStart(2, '0')}`,
    je: amountOf(person.idNumber, `${month}`),
  }));
  return said('0', '成功', { list: all.slice((page - 1) * size, page * size), total: months });
}

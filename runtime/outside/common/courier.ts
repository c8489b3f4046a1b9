/** The courier: a parcel is taken once per key and gets a waybill. */
import { createHash } from 'node:crypto';
import { answer, type Part, refusal, textOf } from './part.ts';

export const courier: Part = {
  prefix: '/courier/',
  schema:
    'CREATE TABLE IF NOT EXISTS parcels (key text PRIMARY KEY, waybill text NOT NULL, parcel jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now());',
  async answer({ method, path, body, headers, key, fault }, { pool, authenticator }) {
    if (path !== '/courier/parcels' || method !== 'POST') return refusal(404, 'no such service');
    if (!authenticator.byKey(textOf(headers['x-api-key']), 'outside-courier')) return refusal(401, 'unknown key');
    if (fault === 'refused') return refusal(422, 'the address is not served');
    const parcel = JSON.parse(body) as Record<string, unknown>;
    if (!key || typeof parcel.name !== 'string' || typeof parcel.address !== 'string')
      return refusal(400, 'name, address and an idempotency-key are needed');
    const waybill = `SF${createHash('sha256').update(key).digest('hex').slice(0, 12).toUpperCase()}`;
    await pool.query('INSERT INTO parcels (key, waybill, parcel) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [key, waybill, body]);
    return answer(200, { waybill });
  },
};

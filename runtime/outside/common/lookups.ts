/** A department's system of plain lookups: one statement each, asked by some keys, each connection proving itself in its own way. */
import { answer, type Part, type PartContext, type PartRequest, refusal, textOf } from './part.ts';

export interface Lookup {
  /** Its secret is `outside-<connection>`. */
  connection: string;
  auth: 'apiKey' | 'hmac';
  /** Members of the body, in the order of the statement's parameters. */
  keys: string[];
  sql: string;
}

export function lookupPart({ prefix, schema, lookups }: Pick<Part, 'prefix' | 'schema'> & { lookups: Record<string, Lookup> }): Part {
  return {
    prefix,
    schema,
    async answer(request, context) {
      const { path, method, body, fault } = request;
      const lookup = Object.hasOwn(lookups, path) ? lookups[path] : undefined;
      if (!lookup || method !== 'POST') return refusal(404, 'no such service');
      if (!isKnown(request, context, lookup)) return refusal(401, 'unknown key or wrong signature');
      const asked = JSON.parse(body) as Record<string, unknown>;
      if (lookup.keys.some((key) => typeof asked[key] !== 'string')) return refusal(400, `${lookup.keys.join(' and ')} are needed`);
      if (fault === 'noRecord') return answer(200, { records: [] });
      const values = lookup.keys.map((key) => asked[key]);
      const { rows } = await context.pool.query<Record<string, unknown>>(lookup.sql, values);
      if (fault === 'wrongData') return answer(200, { records: rows.map(wrong) });
      return answer(200, { records: fault === 'severalRecords' ? [...rows, ...rows] : rows });
    },
  };
}

export function isKnown(
  { method, path, body, headers }: PartRequest,
  { authenticator }: PartContext,
  { connection, auth }: Pick<Lookup, 'connection' | 'auth'>,
): boolean {
  const name = `outside-${connection}`;
  if (auth === 'apiKey') return authenticator.byKey(textOf(headers['x-api-key']), name);
  return authenticator.bySignature({ method, path, body, headers }, name);
}

/** Wrong data keeps the field names and breaks every type, as a changed interface does. */
const wrong = (record: Record<string, unknown>) => Object.fromEntries(Object.keys(record).map((name) => [name, { unexpected: true }]));

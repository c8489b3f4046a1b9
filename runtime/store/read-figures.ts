/** Figures of resources, from the days the read log counts while it writes: never a walk over the log itself. */
import type { Store } from './store.ts';

export interface ResourceFigures {
  reads: number;
  hits: number;
  absent: number;
  invalid: number;
  failed: number;
  refused: number;
  ms: number;
  lastAt: string | null;
}
const sums = `sum(reads)::integer AS reads, sum(hits)::integer AS hits, sum(absent)::integer AS absent, sum(invalid)::integer AS invalid,
  sum(failed)::integer AS failed, sum(refused)::integer AS refused, sum(ms)::bigint AS ms, max(last_at) AS "lastAt"`;

/** Since a day, by `region resource`. */
export async function figuresOf(store: Store, keys: string[], since: string): Promise<Map<string, ResourceFigures>> {
  if (keys.length === 0) return new Map();
  const rows = await store.query<ResourceFigures & { key: string }>({
    name: 'read_days.figures',
    text: `SELECT owner_region || ' ' || d.resource AS key, ${sums} FROM unnest($1::text[]) AS k
           JOIN read_days d ON d.owner_region = split_part(k, ' ', 1) AND d.resource = split_part(k, ' ', 2) AND d.day > $2 GROUP BY 1`,
    values: [keys, since],
  });
  return new Map(rows.map(({ key, ...figures }) => [key, figures]));
}

export interface ReadDay {
  day: string;
  reads: number;
  hits: number;
  failed: number;
}
/** Day by day, by `region resource`; days without a read are not there. */
export async function daysOf(store: Store, keys: string[], since: string): Promise<Map<string, ReadDay[]>> {
  if (keys.length === 0) return new Map();
  const rows = await store.query<ReadDay & { key: string }>({
    text: `SELECT k AS key, d.day, sum(d.reads)::integer AS reads, sum(d.hits)::integer AS hits, sum(d.failed + d.invalid)::integer AS failed
           FROM unnest($1::text[]) AS k
           JOIN read_days d ON d.owner_region = split_part(k, ' ', 1) AND d.resource = split_part(k, ' ', 2) AND d.day > $2
           GROUP BY 1, 2 ORDER BY 2`,
    values: [keys, since],
  });
  return Map.groupBy(rows, ({ key }) => key);
}

export async function daysOfContract(store: Store, contract: { region: string; id: string }, since: string): Promise<ReadDay[]> {
  return store.query<ReadDay>({
    text: `SELECT day, sum(reads)::integer AS reads, sum(hits)::integer AS hits, sum(failed + invalid)::integer AS failed FROM read_days
           WHERE region = $1 AND contract = $2 AND day > $3 GROUP BY 1 ORDER BY 1`,
    values: [contract.region, contract.id, since],
  });
}

export interface FieldFigures {
  field: string;
  asked: number;
  nulls: number;
  wrong: number;
}
/** How often each field was answered, empty, or in a wrong format, by `region resource`. */
export async function fieldFigures(store: Store, keys: string[], since: string): Promise<Map<string, FieldFigures[]>> {
  if (keys.length === 0) return new Map();
  const rows = await store.query<FieldFigures & { key: string }>({
    text: `SELECT k AS key, f.field, sum(f.asked)::integer AS asked, sum(f.nulls)::integer AS nulls, sum(f.wrong)::integer AS wrong
           FROM unnest($1::text[]) AS k
           JOIN read_field_days f ON f.owner_region = split_part(k, ' ', 1) AND f.resource = split_part(k, ' ', 2) AND f.day > $2
           GROUP BY 1, 2 ORDER BY 2`,
    values: [keys, since],
  });
  return Map.groupBy(rows, ({ key }) => key);
}
/** Share of empty values of one field, for whether the owner is asked instead; undefined while nothing was answered. */
export async function nullRateOf(
  store: Store,
  { region, resource, field, since }: { region: string; resource: string; field: string; since: string },
): Promise<number | undefined> {
  const rows = await store.query<{ asked: number | null; nulls: number | null }>({
    name: 'read_field_days.null_rate',
    text: `SELECT sum(asked)::integer AS asked, sum(nulls)::integer AS nulls FROM read_field_days
           WHERE owner_region = $1 AND resource = $2 AND field = $3 AND day > $4`,
    values: [region, resource, field, since],
  });
  const { asked, nulls } = rows[0] ?? {};
  return asked ? (nulls ?? 0) / asked : undefined;
}

/**
 * The read log: every use of outside data - who, for which case, which fields, for what - never the values. The
 * application's role can add lines and nothing else. The figures of a resource are counted in the statement that logs.
 */
import type { Store } from './store.ts';

export interface DataRead {
  id: string;
  region: string;
  caseId?: string;
  scenario: string;
  at: string;
  actor?: string;
  dataUse: string;
  resource: string;
  contract?: string;
  purpose?: string;
  fields: string[];
  node?: string;
  key?: string;
  /** ok, or the kind of failure. */
  result: string;
  ms: number;
  ownerRegion: string;
  ownerDepartment: string;
  /** Fields that were answered, but empty. */
  nulls: string[];
}
/** A line as it is kept: with its place in the chain of the process that wrote it. */
export interface ChainedRead extends DataRead {
  chain: string;
  seq: number;
  /** Hex. */
  hash: string;
  /** Hex; of the last line of a batch. */
  signature?: string;
}
/** What goes with a line but not into it. */
export interface ReadFacts {
  /** Keyed hashes of the ID numbers it was about. */
  persons: string[];
  /** Field whose value was not what the resource promises. */
  wrong?: string;
  day: string;
}

const columns = `region, id, at, case_id AS "caseId", scenario, actor, data_use AS "dataUse", resource, contract, purpose, fields, node, key, result,
  ms, owner_region AS "ownerRegion", owner_department AS "ownerDepartment", nulls, chain, seq, encode(hash, 'hex') AS hash,
  encode(signature, 'hex') AS signature`;

const insert = `
WITH line AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb) AS l (id uuid, at timestamptz, "caseId" uuid, scenario text, actor text, "dataUse" text,
    resource text, contract text, purpose text, fields text[], node text, key text, result text, ms integer, "ownerRegion" text,
    "ownerDepartment" text, nulls text[], chain uuid, seq integer, hash text, signature text, persons text[], wrong text, day date)
), logged AS (
  INSERT INTO reads (region, id, at, case_id, scenario, actor, data_use, resource, contract, purpose, fields, node, key, result, ms,
    owner_region, owner_department, nulls, chain, seq, hash, signature)
  SELECT $1, id, at, "caseId", scenario, actor, "dataUse", resource, contract, purpose, fields, node, key, result, ms,
    "ownerRegion", "ownerDepartment", nulls, chain, seq, decode(hash, 'hex'), decode(signature, 'hex') FROM line
), about AS (
  INSERT INTO read_persons SELECT DISTINCT person, $1, id FROM line, unnest(persons) AS person
), counted AS (
  INSERT INTO read_days AS d (owner_region, resource, day, region, contract, reads, hits, absent, invalid, failed, refused, ms, last_at)
  SELECT "ownerRegion", resource, day, $1, coalesce(contract, ''), count(*), count(*) FILTER (WHERE result = 'ok'),
    count(*) FILTER (WHERE result IN ('noRecord', 'severalRecords')), count(*) FILTER (WHERE result = 'invalid'),
    count(*) FILTER (WHERE result NOT IN ('ok', 'noRecord', 'severalRecords', 'invalid', 'denied', 'quota')),
    count(*) FILTER (WHERE result IN ('denied', 'quota')), coalesce(sum(ms) FILTER (WHERE result NOT IN ('denied', 'quota')), 0), max(at)
  FROM line GROUP BY 1, 2, 3, 5 ORDER BY 1, 2, 3, 5
  ON CONFLICT ON CONSTRAINT read_days__key DO UPDATE SET reads = d.reads + excluded.reads, hits = d.hits + excluded.hits,
    absent = d.absent + excluded.absent, invalid = d.invalid + excluded.invalid, failed = d.failed + excluded.failed,
    refused = d.refused + excluded.refused, ms = d.ms + excluded.ms, last_at = greatest(d.last_at, excluded.last_at)
), fields AS (
  INSERT INTO read_field_days AS f (owner_region, resource, field, day, asked, nulls, wrong)
  SELECT "ownerRegion", resource, field, day, count(*) FILTER (WHERE result = 'ok'), count(*) FILTER (WHERE field = ANY (line.nulls)),
    count(*) FILTER (WHERE field = line.wrong)
  FROM line, unnest(line.fields) AS field WHERE result IN ('ok', 'invalid') GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT ON CONSTRAINT read_field_days__key DO UPDATE SET asked = f.asked + excluded.asked, nulls = f.nulls + excluded.nulls,
    wrong = f.wrong + excluded.wrong
)
INSERT INTO read_chains AS c (region, chain, rows, hash, began_at)
SELECT $1, chain, max(seq), decode((array_agg(hash ORDER BY seq DESC))[1], 'hex'), min(at) FROM line GROUP BY chain
ON CONFLICT ON CONSTRAINT read_chains__region_chain DO UPDATE SET rows = excluded.rows, hash = excluded.hash`;

/** Logs a batch of one region in one statement, or nothing of it. */
export async function insertReads(store: Store, region: string, lines: readonly (ChainedRead & ReadFacts)[]): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query({ name: 'reads.insert', text: insert, values: [region, JSON.stringify(lines)] }),
  );
}

type Row = { [K in keyof ChainedRead]: ChainedRead[K] | null };
/** Without nulls, as it was before it was written: the hash is over that. */
const toRead = (row: Row): ChainedRead =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as ChainedRead;

export async function listReads(store: Store, region: string, caseId: string): Promise<ChainedRead[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<Row>(`SELECT ${columns} FROM reads WHERE region = $1 AND case_id = $2 ORDER BY id`, [
      region,
      caseId,
    ]);
    return rows.map(toRead);
  });
}

export interface ReadFilter {
  /** Regions the asker answers for: of the owner, or of the case. */
  regions: string[];
  /** All reads of a resource, whoever read; or all under one contract. */
  of: { resource: { region: string; id: string } } | { contract: { region: string; id: string } };
  /** Local dates, the last one included. */
  from?: string;
  to?: string;
  results?: string[];
  scenario?: string;
  /** Only older than this one. */
  before?: string;
  limit: number;
}

/** Newest first. Ids carry the time, so a page is a short walk along one index, whatever the size of the log. */
export async function pageOfReads(store: Store, filter: ReadFilter): Promise<ChainedRead[]> {
  const { regions, of, from, to, results, scenario, before, limit } = filter;
  const [where, region, name] =
    'resource' in of
      ? ['owner_region = $1 AND resource = $2', of.resource.region, of.resource.id]
      : ['region = $1 AND contract = $2', of.contract.region, of.contract.id];
  return store.withRegions(regions, async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT ${columns} FROM reads WHERE ${where} AND ($3::uuid IS NULL OR id < $3) AND ($4::timestamptz IS NULL OR at >= $4)
         AND ($5::timestamptz IS NULL OR at < $5) AND ($6::text[] IS NULL OR result = ANY($6)) AND ($7::text IS NULL OR scenario = $7)
       ORDER BY id DESC LIMIT $8`,
      [
        region,
        name,
        before ?? null,
        from ? `${from}T00:00:00+08:00` : null,
        to ? `${to}T24:00:00+08:00` : null,
        results ?? null,
        scenario ?? null,
        limit,
      ],
    );
    return rows.map(toRead);
  });
}

/** Case numbers by case id: keys only, for an owner who cannot see the cases themselves. */
export async function findCaseNumbers(store: Store, region: string, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await store.query<{ id: string; case_no: string }>({
    name: 'cases.numbers',
    text: 'SELECT id, case_no FROM lianban_find_case_numbers($1, $2::uuid[])',
    values: [region, ids],
  });
  return new Map(rows.map(({ id, case_no }) => [id, case_no]));
}

/** Every read about a person, newest first, over all regions: what the holder of the data may know. */
export async function listReadsAbout(
  store: Store,
  { personKey, limit, before }: { personKey: string; limit: number; before?: string },
): Promise<ChainedRead[]> {
  const keys = await store.query<{ region: string; id: string }>({
    name: 'reads.about',
    text: `SELECT region, read_id AS id FROM read_persons WHERE person_key = $1 AND ($2::uuid IS NULL OR read_id < $2)
           ORDER BY read_id DESC LIMIT $3`,
    values: [personKey, before ?? null, limit],
  });
  const byRegion = Map.groupBy(keys, ({ region }) => region);
  const found = await Promise.all(
    [...byRegion].map(([region, own]) =>
      store.withRegions([region], async (client) => {
        const ids = own.map(({ id }) => id);
        const { rows } = await client.query<Row>(`SELECT ${columns} FROM reads WHERE region = $1 AND id = ANY($2::uuid[])`, [region, ids]);
        return rows.map(toRead);
      }),
    ),
  );
  return found.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
}

export interface ReadChain {
  region: string;
  chain: string;
  rows: number;
  hash: string;
  beganAt: string;
}
export async function listReadChains(store: Store, region: string): Promise<ReadChain[]> {
  return store.query<ReadChain>({
    text: `SELECT region, chain, rows, encode(hash, 'hex') AS hash, began_at AS "beganAt" FROM read_chains WHERE region = $1 ORDER BY began_at, chain`,
    values: [region],
  });
}

/** A stretch of one chain in its order. */
export async function listChain(
  store: Store,
  { region, chain, after, limit }: { region: string; chain: string; after: number; limit: number },
) {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<Row>({
      name: 'reads.chain',
      text: `SELECT ${columns} FROM reads WHERE region = $1 AND chain = $2 AND seq > $3 ORDER BY seq LIMIT $4`,
      values: [region, chain, after, limit],
    });
    return rows.map(toRead);
  });
}

/** Lines of a region that stand in no chain: written before lines were signed; and chains nobody knows of. */
export async function countUnchained(store: Store, region: string): Promise<{ unsigned: number; strays: number }> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ unsigned: number; strays: number }>(
      `SELECT (SELECT count(*) FROM reads WHERE region = $1 AND chain IS NULL) AS unsigned,
         (SELECT count(*) FROM (SELECT DISTINCT chain FROM reads WHERE region = $1 AND chain IS NOT NULL) r
            WHERE NOT EXISTS (SELECT 1 FROM read_chains c WHERE c.region = $1 AND c.chain = r.chain)) AS strays`,
      [region],
    );
    return rows[0]!;
  });
}

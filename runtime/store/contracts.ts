/** Contracts in force, as grants: who holds them, who gave them, and every change made to them. */
import type { DataContract, DataResource, Text } from '../../schemas/generated/documents.ts';
import { type AuditLine, withAudit } from './audit.ts';
import { insertNotice, putContract } from './data-applications.ts';
import type { Store } from './store.ts';

export interface GrantRecord {
  region: string;
  regionName: string;
  id: string;
  document: DataContract;
  rev: number;
  scenarioName: Text | null;
  ownerRegion: string;
  ownerRegionName: string;
  ownerDepartment: string;
  ownerName: Text | null;
  resourceDocument: DataResource | null;
  usedToday: number;
  reads30: number;
  lastReadAt: string | null;
  /** Who applied for it. */
  applicant: string | null;
}

/** $1 today, $2 thirty days ago. Quotas and days are read by their keys. */
const select = `SELECT c.region, g.name AS "regionName", c.id, c.document, c.rev, s.name AS "scenarioName", c.owner_region AS "ownerRegion",
  og.name AS "ownerRegionName", c.owner_department AS "ownerDepartment", o.name AS "ownerName", coalesce(r.document, r.draft) AS "resourceDocument",
  coalesce(q.used, 0) AS "usedToday", coalesce(d.reads, 0) AS reads30, d.last_at AS "lastReadAt", a.applicant
  FROM contracts c JOIN regions g ON g.code = c.region JOIN regions og ON og.code = c.owner_region
  LEFT JOIN scenarios s ON s.region = c.region AND s.id = c.scenario
  LEFT JOIN organisations o ON o.region = c.owner_region AND o.department = c.owner_department
  LEFT JOIN data_resources r ON r.owner_region = c.owner_region AND r.id = c.resource
  LEFT JOIN quotas q ON q.region = c.region AND q.contract = c.id AND q.day = $1::date
  LEFT JOIN LATERAL (SELECT sum(reads)::integer AS reads, max(last_at) AS last_at FROM read_days d
    WHERE d.region = c.region AND d.contract = c.id AND d.day > $2::date) d ON true
  LEFT JOIN LATERAL (SELECT applicant FROM data_applications a WHERE a.region = c.region AND a.contract = c.id AND a.state = 'granted'
    ORDER BY a.made_at DESC LIMIT 1) a ON true`;

export interface Days {
  today: string;
  since: string;
}
export async function findGrant(
  store: Store,
  { region, id }: { region: string; id: string },
  days: Days,
): Promise<GrantRecord | undefined> {
  const rows = await store.query<GrantRecord>({
    text: `${select} WHERE c.region = $3 AND c.id = $4`,
    values: [days.today, days.since, region, id],
  });
  return rows[0];
}

export interface GrantFilter {
  /** Regions whose scenarios hold them. */
  consumer: string[];
  /** `region department` that gave them. */
  owner: string[];
  /** Regions whose steward asks. */
  steward: string[];
  box: 'held' | 'given' | 'all';
  state?: 'granted' | 'suspended' | 'revoked' | 'expired';
  region?: string;
  scenario?: string;
  resource?: { region: string; id: string };
  q?: string;
  limit: number;
  offset: number;
}
const boxes: Record<GrantFilter['box'], string> = {
  held: 'c.region = ANY($3::text[])',
  given: "c.owner_region || ' ' || c.owner_department = ANY($4::text[])",
  all: `(c.region = ANY($3::text[]) OR c.owner_region || ' ' || c.owner_department = ANY($4::text[])
    OR c.region = ANY($5::text[]) OR c.owner_region = ANY($5::text[]))`,
};
const wanted = `AND ($6::text IS NULL OR c.region = $6) AND ($7::text IS NULL OR c.scenario = $7)
  AND ($8::text IS NULL OR (c.owner_region = $8 AND c.resource = $9))
  AND ($10::text = '' OR strpos(lower(c.id || ' ' || coalesce(s.name ->> 'zh-CN', '') || ' ' || coalesce(r.search, '')), $10) > 0)
  AND ($11::text IS NULL OR CASE WHEN c.status <> 'granted' THEN c.status WHEN c.valid_to < $1::text THEN 'expired' ELSE 'granted' END = $11)`;

export async function listGrants(store: Store, filter: GrantFilter, days: Days): Promise<{ rows: GrantRecord[]; total: number }> {
  const { consumer, owner, steward, box, state, region, scenario, resource, q, limit, offset } = filter;
  const values = [
    days.today,
    days.since,
    consumer,
    owner,
    steward,
    region ?? null,
    scenario ?? null,
    resource?.region ?? null,
    resource?.id ?? null,
    (q ?? '').trim().toLowerCase(),
    state ?? null,
  ];
  const known = '($2::text IS NOT NULL AND $3::text[] IS NOT NULL AND $4::text[] IS NOT NULL AND $5::text[] IS NOT NULL)';
  const where = `WHERE ${boxes[box]} AND ${known} ${wanted}`;
  const [rows, counted] = await Promise.all([
    store.query<GrantRecord>({
      text: `${select} ${where} ORDER BY c.valid_to, c.region, c.id LIMIT $12 OFFSET $13`,
      values: [...values, limit, offset],
    }),
    store.query<{ total: number }>({
      text: `SELECT count(*) AS total FROM contracts c LEFT JOIN scenarios s ON s.region = c.region AND s.id = c.scenario
             LEFT JOIN data_resources r ON r.owner_region = c.owner_region AND r.id = c.resource ${where}`,
      values,
    }),
  ]);
  return { rows, total: counted[0]?.total ?? 0 };
}

/** Contracts of a scenario, by id: what its data uses may name. */
export async function listContractsOf(store: Store, region: string, scenario: string): Promise<DataContract[]> {
  const rows = await store.query<{ document: DataContract }>({
    name: 'contracts.of_scenario',
    text: 'SELECT document FROM contracts WHERE region = $1 AND scenario = $2 ORDER BY id',
    values: [region, scenario],
  });
  return rows.map(({ document }) => document);
}

/** Everybody a resource is granted to. */
export async function listGrantsOn(store: Store, resource: { region: string; id: string }, days: Days): Promise<GrantRecord[]> {
  return store.query<GrantRecord>({
    text: `${select} WHERE c.owner_region = $3 AND c.resource = $4 ORDER BY c.region, c.id LIMIT 500`,
    values: [days.today, days.since, resource.region, resource.id],
  });
}

/** How many scenarios hold a grant in force, by `region resource`. */
export async function countUsers(store: Store, keys: string[], today: string): Promise<Map<string, number>> {
  const rows = await store.query<{ key: string; users: number }>({
    text: `SELECT owner_region || ' ' || resource AS key, count(DISTINCT region || ' ' || scenario) AS users FROM contracts
           WHERE owner_region || ' ' || resource = ANY($1::text[]) AND status = 'granted' AND valid_to >= $2 GROUP BY 1`,
    values: [keys, today],
  });
  return new Map(rows.map(({ key, users }) => [key, users]));
}

export interface GrantChange {
  region: string;
  id: string;
  rev: number;
  document: DataContract;
  action: string;
  reason: string;
  commandId: string;
  by: { id: string; name: string };
  at: string;
  notice?: { account: string; words: Text };
}
/** Changes a contract in force; a read that begins after the commit goes by it. */
export async function changeGrant(store: Store, change: GrantChange, line: AuditLine): Promise<'done' | 'repeated' | 'stale'> {
  const { region, id, rev, document, action, reason, commandId, by, at, notice } = change;
  return withAudit(store, async (trx, audit) => {
    const row = await trx.raw('SELECT rev FROM contracts WHERE region = ? AND id = ? FOR UPDATE', [region, id]);
    if (row.rows[0]?.rev !== rev) {
      const same = await trx('contract_events').where({ region, contract: id, command_id: commandId }).first('rev');
      return same ? 'repeated' : 'stale';
    }
    await putContract(trx, { region, document, at, by, action, reason, commandId });
    if (notice) await insertNotice(trx, { ...notice, region, contract: id, application: null, at });
    await audit(line);
    return 'done';
  });
}

export interface GrantEvent {
  at: string;
  who: string;
  action: string;
  reason: string | null;
}
export async function listGrantEvents(store: Store, region: string, contract: string): Promise<GrantEvent[]> {
  return store.query<GrantEvent>({
    text: 'SELECT at, account_name AS who, action, reason FROM contract_events WHERE region = $1 AND contract = $2 ORDER BY rev',
    values: [region, contract],
  });
}

/** Brings a contract that was agreed before (a demo, a template of the region); one that is there already stays as it is. */
export async function insertAgreed(store: Store, region: string, document: DataContract, at: string): Promise<boolean> {
  return store.knex.transaction(async (trx) => {
    const known = await trx.raw('SELECT 1 FROM contracts WHERE region = ? AND id = ?', [region, document.id]);
    if (known.rows.length > 0) return false;
    await putContract(trx, { region, document, at, by: { id: null, name: 'system' }, action: 'granted' });
    return true;
  });
}

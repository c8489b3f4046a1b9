/** Questions to the owners of data, one row each; the desk that answers may be another region's. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import type { Store } from './store.ts';

export type AssistStatus = 'open' | 'answered' | 'noRecord' | 'refused' | 'withdrawn';

/** What the desk is shown, as it was when the question was put. */
export interface AssistQuestion {
  scenarioName: Text;
  /** Who asks: the region of the case, by name. */
  askedBy: string;
  resourceName: Text;
  departmentName: Text;
  words?: Text;
  purpose?: Text;
  legalBasis?: Text;
  /** Whom or what it is about. */
  keys: { label: Text; value: JsonValue }[];
  /** Names of the fields asked, in order. */
  labels: Record<string, Text>;
  evidence: 'optional' | 'required';
  validDays: number;
  /** What it said about a person is gone: its time was over. */
  forgotten?: true;
}

export interface AssistUrge {
  at: string;
  name: string;
  words?: string;
}

export interface AssistRow {
  region: string;
  case_id: string;
  id: string;
  case_no: string | null;
  data_use: string;
  resource: string;
  contract: string;
  key_hash: string;
  owner_region: string;
  department: string;
  fields: string[];
  question: AssistQuestion;
  problem: string;
  status: AssistStatus;
  opened_at: string;
  due: string | null;
  holder: string | null;
  holder_name: string | null;
  held_at: string | null;
  urges: AssistUrge[];
  escalated_at: string | null;
  /** By field of the resource. */
  answer: Record<string, JsonValue> | null;
  words: string | null;
  documents: string[];
  seal: { checkCode?: string; at: string } | null;
  valid_to: string | null;
  done_at: string | null;
  done_by: string | null;
  done_name: string | null;
  command: string | null;
  same_as: string | null;
}

export interface AssistKey {
  region: string;
  caseId: string;
  id: string;
}

export interface AssistDesk {
  region: string;
  department: string;
}

const isDone = "a.status IN ('answered', 'noRecord', 'refused', 'withdrawn')";

/** Puts a question once: an effect that is performed again finds it there. */
export async function insertAssist(
  store: Store,
  row: Pick<
    AssistRow,
    | 'region'
    | 'case_id'
    | 'id'
    | 'case_no'
    | 'data_use'
    | 'resource'
    | 'contract'
    | 'key_hash'
    | 'owner_region'
    | 'department'
    | 'fields'
    | 'question'
    | 'problem'
    | 'opened_at'
    | 'due'
  >,
): Promise<void> {
  await store.withRegions([row.region], (client) =>
    client.query(
      `INSERT INTO assists (region, case_id, id, case_no, data_use, resource, contract, key_hash, owner_region, department, fields, question,
         problem, status, opened_at, due)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'open', $14, $15)
       ON CONFLICT (region, case_id, id) DO UPDATE SET owner_region = excluded.owner_region WHERE assists.status = 'open'`,
      [
        row.region,
        row.case_id,
        row.id,
        row.case_no,
        row.data_use,
        row.resource,
        row.contract,
        row.key_hash,
        row.owner_region,
        row.department,
        row.fields,
        JSON.stringify(row.question),
        row.problem,
        row.opened_at,
        row.due,
      ],
    ),
  );
}

/** A question some of these regions put or are asked. */
export async function findAssist(store: Store, regions: readonly string[], caseId: string, id: string): Promise<AssistRow | undefined> {
  if (regions.length === 0) return undefined;
  return store.withRegions(regions, async (client) => {
    const { rows } = await client.query<AssistRow>('SELECT * FROM assists a WHERE a.case_id = $1 AND a.id = $2', [caseId, id]);
    return rows[0];
  });
}

export async function listAssistsOfCase(store: Store, region: string, caseId: string): Promise<AssistRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<AssistRow>(
      'SELECT * FROM assists a WHERE a.region = $1 AND a.case_id = $2 ORDER BY a.opened_at, a.id',
      [region, caseId],
    );
    return rows;
  });
}

export interface AssistCounts {
  open: number;
  mine: number;
  done: number;
  escalated: number;
}

export interface AssistQuery {
  desks: readonly AssistDesk[];
  /** Regions whose overdue questions the person supervises. */
  supervised: readonly string[];
  account: string;
  state: keyof AssistCounts;
  q?: string;
  limit: number;
  offset: number;
}

/** One page of what the desks are asked, with the size of each list. */
export async function listAssists(store: Store, query: AssistQuery): Promise<{ rows: AssistRow[]; total: number; counts: AssistCounts }> {
  const counts = { open: 0, mine: 0, done: 0, escalated: 0 };
  const regions = [...new Set([...query.desks.map((desk) => desk.region), ...query.supervised])];
  if (regions.length === 0) return { rows: [], total: 0, counts };
  const desk = '(a.owner_region, a.department) IN (SELECT * FROM unnest($1::text[], $2::text[]))';
  const states: Record<AssistQuery['state'], string> = {
    open: `a.status = 'open' AND ${desk}`,
    mine: `a.status = 'open' AND ${desk} AND a.holder = $3`,
    done: `${isDone} AND ${desk}`,
    escalated: `a.status = 'open' AND a.escalated_at IS NOT NULL AND (a.owner_region = ANY ($4::text[]) OR ${desk})`,
  };
  const own = [query.desks.map((one) => one.region), query.desks.map((one) => one.department), query.account, query.supervised];
  const like = query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null;
  const filter = `($5::text IS NULL OR a.case_no ILIKE $5 OR a.question ->> 'resourceName' ILIKE $5) AND $3::text IS NOT NULL AND $4::text[] IS NOT NULL`;
  const order = query.state === 'done' ? 'a.done_at DESC' : 'a.due NULLS LAST, a.opened_at';
  return store.withRegions(regions, async (client) => {
    const where = `FROM assists a WHERE ${states[query.state]} AND ${filter}`;
    const { rows } = await client.query<AssistRow>(`SELECT a.* ${where} ORDER BY ${order}, a.case_id, a.id LIMIT $6 OFFSET $7`, [
      ...own,
      like,
      query.limit,
      query.offset,
    ]);
    const total = await client.query<{ count: number }>(`SELECT count(*) AS count ${where}`, [...own, like]);
    const sizes = await client.query<AssistCounts>(
      `SELECT count(*) FILTER (WHERE ${states.open}) AS open, count(*) FILTER (WHERE ${states.mine}) AS mine,
         (SELECT count(*) FROM assists a WHERE ${states.done}) AS done, count(*) FILTER (WHERE ${states.escalated}) AS escalated
       FROM assists a WHERE a.status = 'open'`,
      own,
    );
    return { rows, total: total.rows[0]!.count, counts: sizes.rows[0] ?? counts };
  });
}

/** Takes a question, or gives it back (`holder` null). False when somebody else has it or it is answered. */
export async function holdAssist(
  store: Store,
  { region, caseId, id }: AssistKey,
  { account, holder, at }: { account: string; holder: { name: string } | null; at: string },
): Promise<boolean> {
  return store.withRegions([region], async (client) => {
    const { rowCount } = await client.query(
      `UPDATE assists SET holder = $5, holder_name = $6, held_at = $7
       WHERE region = $1 AND case_id = $2 AND id = $3 AND status = 'open' AND (holder IS NULL OR holder = $4)`,
      [region, caseId, id, account, holder ? account : null, holder?.name ?? null, holder ? at : null],
    );
    return rowCount === 1;
  });
}

export interface AssistAnswer {
  status: 'answered' | 'noRecord' | 'refused';
  answer: Record<string, JsonValue> | null;
  words: string | null;
  documents: string[];
  seal: AssistRow['seal'];
  validTo: string | null;
  account: string;
  name: string;
  at: string;
  command: string;
}

/**
 * Keeps an answer and leaves the job that takes it into the case, in one transaction; two at once cannot both answer. Open
 * questions of the same contract, keys and fields are answered by it, too. Answers the questions closed: none when somebody
 * was faster.
 */
export async function answerAssist(store: Store, { region, caseId, id }: AssistKey, given: AssistAnswer): Promise<AssistKey[]> {
  const { status, answer, words, documents, seal, validTo, account, name, at, command } = given;
  const values = [status, answer && JSON.stringify(answer), words, documents, seal && JSON.stringify(seal), validTo, at, account, name];
  const set = `status = $4, answer = $5, words = $6, documents = $7, seal = $8, valid_to = $9, done_at = $10, done_by = $11, done_name = $12`;
  return store.withRegions([region], async (client) => {
    const own = await client.query<{ contract: string; key_hash: string; owner_region: string; department: string; fields: string[] }>(
      `UPDATE assists SET ${set}, command = $13 WHERE region = $1 AND case_id = $2 AND id = $3 AND status = 'open' AND (holder IS NULL OR holder = $11)
       RETURNING contract, key_hash, owner_region, department, fields`,
      [region, caseId, id, ...values, command],
    );
    const closed = own.rows[0];
    if (!closed) return [];
    const keys = [{ region, caseId, id }];
    // A refusal is about this very request; a record, or that there is none, holds for all who ask the same.
    if (status !== 'refused') {
      const others = await client.query<{ case_id: string; id: string }>(
        `UPDATE assists SET ${set}, same_as = $13 WHERE region = $1 AND (case_id, id) <> ($2, $3) AND status = 'open' AND contract = $14 AND key_hash = $15
           AND fields <@ $16 AND owner_region = $17 AND department = $18 AND (holder IS NULL OR holder = $11) RETURNING case_id, id`,
        [
          region,
          caseId,
          id,
          ...values,
          `${caseId}.${id}`,
          closed.contract,
          closed.key_hash,
          closed.fields,
          closed.owner_region,
          closed.department,
        ],
      );
      for (const other of others.rows) keys.push({ region, caseId: other.case_id, id: other.id });
    }
    await client.query(
      `INSERT INTO jobs (region, case_id, id, kind, key, run_at, payload)
       SELECT $1, j.case_id, j.id || 'a', 'assistAnswer', j.case_id || ':' || j.id || ':answer', clock_timestamp(),
         json_build_object('id', j.id || 'a', 'type', 'assistAnswer', 'assist', j.id)
       FROM unnest($2::uuid[], $3::text[]) AS j(case_id, id) ON CONFLICT DO NOTHING`,
      [region, keys.map((key) => key.caseId), keys.map((key) => key.id)],
    );
    return keys;
  });
}

/** The answer does not fit the case any more (it was moved to another version): the question is open again. */
export async function reopenAssist(store: Store, { region, caseId, id }: AssistKey): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `UPDATE assists SET status = 'open', answer = NULL, seal = NULL, valid_to = NULL, done_at = NULL, done_by = NULL, done_name = NULL, command = NULL
       WHERE region = $1 AND case_id = $2 AND id = $3 AND status IN ('answered', 'noRecord')`,
      [region, caseId, id],
    ),
  );
}

/** The case does not want it any more. What was answered stays: others may use it. */
export async function withdrawAssist(store: Store, { region, caseId, id }: AssistKey, at: string): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `UPDATE assists SET status = 'withdrawn', done_at = $4 WHERE region = $1 AND case_id = $2 AND id = $3 AND status = 'open'`,
      [region, caseId, id, at],
    ),
  );
}

/** The urges as the case knows them: written again they are the same. */
export async function setAssistUrges(store: Store, { region, caseId, id }: AssistKey, urges: readonly AssistUrge[]): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query('UPDATE assists SET urges = $4 WHERE region = $1 AND case_id = $2 AND id = $3', [
      region,
      caseId,
      id,
      JSON.stringify(urges),
    ]),
  );
}

export async function escalateAssist(store: Store, { region, caseId, id }: AssistKey, at: string): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `UPDATE assists SET escalated_at = $4 WHERE region = $1 AND case_id = $2 AND id = $3 AND status = 'open' AND escalated_at IS NULL`,
      [region, caseId, id, at],
    ),
  );
}

/** Open questions past their date of which the supervisors do not know so far. */
export async function listOverdueAssists(store: Store, today: string, limit: number): Promise<AssistKey[]> {
  return store.query<AssistKey>({
    name: 'assists.overdue',
    text: 'SELECT region, case_id AS "caseId", id FROM lianban_find_overdue_assists($1, $2)',
    values: [today, limit],
  });
}

/** Takes what they say about a person out of answers that were over before this day. Answers how many there were. */
export async function forgetAnswers(store: Store, before: string, limit: number): Promise<number> {
  const rows = await store.query<{ count: number }>({
    name: 'assists.forget',
    text: 'SELECT lianban_forget_answers($1, $2) AS count',
    values: [before, limit],
  });
  return rows[0]?.count ?? 0;
}

/** What a person answered before to the same question under the same contract, while it is valid. */
export async function findReusable(
  store: Store,
  {
    region,
    contract,
    keyHash,
    fields,
    today,
  }: { region: string; contract: string; keyHash: string; fields: readonly string[]; today: string },
): Promise<AssistRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<AssistRow>(
      `SELECT * FROM assists a WHERE a.region = $1 AND a.contract = $2 AND a.key_hash = $3 AND a.fields @> $4 AND a.status IN ('answered', 'noRecord')
         AND a.valid_to >= $5::date ORDER BY a.done_at DESC LIMIT 1`,
      [region, contract, keyHash, fields, today],
    );
    return rows[0];
  });
}

/** Does anybody sit at the desk: an officer of the department, or who keeps its data? */
export async function hasDesk(store: Store, { region, department }: AssistDesk): Promise<boolean> {
  const rows = await store.query({
    name: 'assists.desk',
    text: `SELECT 1 FROM grants g JOIN accounts a ON a.id = g.account_id
           WHERE g.region = $1 AND g.department = $2 AND g.role IN ('officer', 'keeper') AND NOT a.disabled LIMIT 1`,
    values: [region, department],
  });
  return rows.length > 0;
}

/** Share of empty values per field over the last thirty days; a field never read is not in it. */
export async function findNullRates(
  store: Store,
  { region, resource, today }: { region: string; resource: string; today: string },
): Promise<Record<string, number>> {
  const rows = await store.query<{ field: string; rate: number }>({
    name: 'assists.null-rates',
    text: `SELECT field, sum(nulls)::float8 / sum(asked) AS rate FROM read_field_days
           WHERE owner_region = $1 AND resource = $2 AND day > $3::date - 30 GROUP BY field HAVING sum(asked) > 0`,
    values: [region, resource, today],
  });
  return Object.fromEntries(rows.map(({ field, rate }) => [field, rate]));
}

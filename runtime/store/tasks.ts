import type { Store } from './store.ts';

/** A region, and a department and roles in it, that an officer works for. */
export interface Desk {
  region: string;
  department: string;
}

export type InboxState = 'todo' | 'mine' | 'supplement' | 'done';

export interface InboxQuery {
  desks: readonly Desk[];
  account: string;
  state: InboxState;
  q?: string;
  sort?: 'due' | 'opened';
  /** Local dates that bound a lamp: due before `dueBefore`, due from `dueFrom` on. */
  dueBefore?: string;
  dueFrom?: string;
  limit: number;
  offset: number;
}

export interface InboxRow {
  region: string;
  case_id: string;
  id: string;
  status: string;
  node: string;
  department: string;
  opened_at: string;
  due: string | null;
  done_at: string | null;
  decision: string | null;
  holder: string | null;
  holder_name: string | null;
  held_at: string | null;
  case_no: string;
  applicant_name: string;
  scenario: string;
  hash: string;
}

export type InboxCounts = Record<InboxState, number>;

const columns = `t.region, t.case_id, t.id, t.status, t.node, t.department, t.opened_at, t.due, t.done_at, t.decision, t.holder, t.holder_name, t.held_at,
  c.case_no, c.applicant_name, c.scenario, c.hash`;
const desksJoin = `unnest($1::text[], $2::text[]) AS desk(region, department)
  JOIN tasks t ON t.region = desk.region AND t.department = desk.department AND t.kind = 'desk'`;

const states: Record<InboxState, string> = {
  todo: "t.status = 'open'",
  mine: "t.status = 'open' AND t.holder = $3",
  supplement: "t.status = 'supplement'",
  done: "t.status = 'done' AND t.done_by = $3",
};

/** One page of an officer's list over all their desks, with the size of each of the four lists. */
export async function listInbox(store: Store, query: InboxQuery): Promise<{ rows: InboxRow[]; total: number; counts: InboxCounts }> {
  const none = { todo: 0, mine: 0, supplement: 0, done: 0 };
  if (query.desks.length === 0) return { rows: [], total: 0, counts: none };
  const desks = [query.desks.map((desk) => desk.region), query.desks.map((desk) => desk.department), query.account];
  const { filter, values } = filterOf(query);
  const order = query.state === 'done' ? 't.done_at DESC' : query.sort === 'opened' ? 't.opened_at' : 't.due NULLS LAST, t.opened_at';
  const from = `FROM ${desksJoin} JOIN cases c ON c.region = t.region AND c.id = t.case_id WHERE $3::text IS NOT NULL AND ${states[query.state]}${filter}`;
  return store.withRegions([...new Set(query.desks.map((desk) => desk.region))], async (client) => {
    const page = await client.query<InboxRow>(
      `SELECT ${columns} ${from} ORDER BY ${order}, t.case_id, t.id LIMIT $${values.length + 4} OFFSET $${values.length + 5}`,
      [...desks, ...values, query.limit, query.offset],
    );
    const total = await client.query<{ count: number }>(`SELECT count(*) AS count ${from}`, [...desks, ...values]);
    const counts = await client.query<InboxCounts>(
      `SELECT count(*) FILTER (WHERE t.status = 'open') AS todo, count(*) FILTER (WHERE t.status = 'open' AND t.holder = $3) AS mine,
         count(*) FILTER (WHERE t.status = 'supplement') AS supplement,
         (SELECT count(*) FROM ${desksJoin} WHERE t.status = 'done' AND t.done_by = $3) AS done
       FROM ${desksJoin} WHERE t.status IN ('open', 'supplement')`,
      desks,
    );
    return { rows: page.rows, total: total.rows[0]!.count, counts: counts.rows[0] ?? none };
  });
}

function filterOf({ q, dueBefore, dueFrom }: InboxQuery): { filter: string; values: string[] } {
  const values: string[] = [];
  let filter = '';
  const add = (value: string): string => `$${values.push(value) + 3}`;
  if (q) {
    const like = add(`%${q.replace(/[\\%_]/g, '\\$&')}%`);
    filter += ` AND (c.case_no ILIKE ${like} OR c.applicant_name ILIKE ${like})`;
  }
  if (dueBefore) filter += ` AND t.due < ${add(dueBefore)}::date`;
  if (dueFrom) filter += ` AND t.due >= ${add(dueFrom)}::date`;
  return { filter, values };
}

export interface TaskHolder {
  status: string;
  holder: string | null;
  holder_name: string | null;
  held_at: string | null;
  done_at: string | null;
  done_name: string | null;
}

type TaskKey = { region: string; caseId: string; id: string };

export async function findTask(store: Store, { region, caseId, id }: TaskKey): Promise<TaskHolder | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<TaskHolder>({
      name: 'find-task',
      text: 'SELECT status, holder, holder_name, held_at, done_at, done_name FROM tasks WHERE region = $1 AND case_id = $2 AND id = $3',
      values: [region, caseId, id],
    });
    return rows[0];
  });
}

/** Takes an open task for one officer. False when another holds it: the row lock makes one of two the first. */
export async function claimTask(store: Store, key: TaskKey, officer: { account: string; name: string; now: string }): Promise<boolean> {
  return store.withRegions([key.region], async (client) => {
    const { rowCount } = await client.query(
      `UPDATE tasks SET holder = $4, holder_name = $5, held_at = CASE WHEN holder = $4 THEN held_at ELSE $6::timestamptz END
       WHERE region = $1 AND case_id = $2 AND id = $3 AND status IN ('open', 'supplement') AND (holder IS NULL OR holder = $4)`,
      [key.region, key.caseId, key.id, officer.account, officer.name, officer.now],
    );
    return rowCount === 1;
  });
}

/** Gives a task back to its desk. False when this officer does not hold it. */
export async function releaseTask(store: Store, key: TaskKey, account: string): Promise<boolean> {
  return store.withRegions([key.region], async (client) => {
    const { rowCount } = await client.query(
      `UPDATE tasks SET holder = NULL, holder_name = NULL, held_at = NULL WHERE region = $1 AND case_id = $2 AND id = $3 AND holder = $4`,
      [key.region, key.caseId, key.id, account],
    );
    return rowCount === 1;
  });
}

import type { Store } from './store.ts';

/** A region, and a department and roles in it, that an officer works for. */
export interface Desk {
  region: string;
  department: string;
  /** `scenario/role` pairs; absent: every role. */
  posts?: readonly string[];
}

export type InboxState = 'todo' | 'mine' | 'supplement' | 'waiting' | 'done' | 'copies';

export interface InboxQuery {
  desks: readonly Desk[];
  account: string;
  /** Colleagues who are away and whose tasks count as one's own. */
  standsInFor?: readonly string[];
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
  purpose: string | null;
  urged: number | null;
  case_no: string;
  applicant_name: string;
  scenario: string;
  hash: string;
}

export type InboxCounts = Record<InboxState, number>;

const columns = `t.region, t.case_id, t.id, t.status, t.node, t.department, t.opened_at, t.due, t.done_at, t.decision, t.holder, t.holder_name, t.held_at,
  t.purpose, t.urged, c.case_no, c.applicant_name, c.scenario, c.hash`;
/** Desks of an officer, each with the roles they have there: null stands for all. */
const desks = `unnest($1::text[], $2::text[], $3::text[]) AS desk(region, department, posts)`;
const desksJoin = `${desks} JOIN tasks t ON t.region = desk.region AND t.department = desk.department AND t.kind = 'desk'`;
const copiesJoin = `${desks} JOIN tasks t ON t.region = desk.region AND t.department = desk.department AND t.kind = 'copy'`;
const casesJoin = 'JOIN cases c ON c.region = t.region AND c.id = t.case_id';
/** A step with a role is for those who have it; what somebody was asked personally is theirs all the same. */
const rightPost = `(t.role IS NULL OR desk.posts IS NULL OR t.holder = ANY ($4::text[]) OR c.scenario || '/' || t.role = ANY (string_to_array(desk.posts, ',')))`;

const states: Record<InboxState, string> = {
  todo: "t.status = 'open'",
  mine: "t.status = 'open' AND t.holder = ANY ($4::text[])",
  supplement: "t.status = 'supplement'",
  waiting: "t.status = 'waiting'",
  done: "t.status = 'done' AND t.done_by = ($4::text[])[1]",
  copies: 't.holder IS NULL OR t.holder = ANY ($4::text[])',
};

/** One page of an officer's list over all their desks, with the size of each of the lists. */
export async function listInbox(store: Store, query: InboxQuery): Promise<{ rows: InboxRow[]; total: number; counts: InboxCounts }> {
  const none = { todo: 0, mine: 0, supplement: 0, waiting: 0, done: 0, copies: 0 };
  if (query.desks.length === 0) return { rows: [], total: 0, counts: none };
  const own = [
    query.desks.map((desk) => desk.region),
    query.desks.map((desk) => desk.department),
    query.desks.map((desk) => (desk.posts ? desk.posts.join(',') : null)),
    [query.account, ...(query.standsInFor ?? [])],
  ];
  const { filter, values } = filterOf(query);
  const order =
    query.state === 'done'
      ? 't.done_at DESC'
      : query.state === 'copies'
        ? 't.done_at IS NOT NULL, t.opened_at DESC'
        : query.sort === 'opened'
          ? 't.opened_at'
          : 't.due NULLS LAST, t.opened_at';
  const join = query.state === 'copies' ? copiesJoin : desksJoin;
  // An officer with every role, as most have: the lists are counted without looking at the cases.
  const posts = query.desks.some((desk) => desk.posts);
  const from = `FROM ${join} ${casesJoin} WHERE (${states[query.state]})${posts ? ` AND ${rightPost}` : ''} AND $4::text[] IS NOT NULL${filter}`;
  const counted = posts ? `${desksJoin} ${casesJoin}` : desksJoin;
  const right = posts ? rightPost : 'true';
  return store.withRegions([...new Set(query.desks.map((desk) => desk.region))], async (client) => {
    const page = await client.query<InboxRow>(
      `SELECT ${columns} ${from} ORDER BY ${order}, t.case_id, t.id LIMIT $${values.length + 5} OFFSET $${values.length + 6}`,
      [...own, ...values, query.limit, query.offset],
    );
    const total = await client.query<{ count: number }>(`SELECT count(*) AS count ${from}`, [...own, ...values]);
    const counts = await client.query<InboxCounts>(
      `SELECT count(*) FILTER (WHERE t.status = 'open') AS todo, count(*) FILTER (WHERE t.status = 'open' AND t.holder = ANY ($4::text[])) AS mine,
         count(*) FILTER (WHERE t.status = 'supplement') AS supplement,
         (SELECT count(*) FROM ${counted} WHERE t.status = 'waiting' AND ${right}) AS waiting,
         (SELECT count(*) FROM ${desksJoin} WHERE t.status = 'done' AND t.done_by = ($4::text[])[1]) AS done,
         (SELECT count(*) FROM ${copiesJoin} WHERE t.status = 'open' AND (t.holder IS NULL OR t.holder = ANY ($4::text[]))) AS copies
       FROM ${counted} WHERE t.status IN ('open', 'supplement') AND ${right}`,
      own,
    );
    return { rows: page.rows, total: total.rows[0]!.count, counts: counts.rows[0] ?? none };
  });
}

function filterOf({ q, dueBefore, dueFrom }: InboxQuery): { filter: string; values: string[] } {
  const values: string[] = [];
  let filter = '';
  const add = (value: string): string => `$${values.push(value) + 4}`;
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
  /** False: claimed under an earlier release, and known here alone. */
  held_in_state: boolean | null;
  done_at: string | null;
  done_name: string | null;
}

type TaskKey = { region: string; caseId: string; id: string };

export async function findTask(store: Store, { region, caseId, id }: TaskKey): Promise<TaskHolder | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<TaskHolder>({
      name: 'find-task',
      text: 'SELECT status, holder, holder_name, held_at, held_in_state, done_at, done_name FROM tasks WHERE region = $1 AND case_id = $2 AND id = $3',
      values: [region, caseId, id],
    });
    return rows[0];
  });
}

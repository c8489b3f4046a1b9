/** What people say to each other about a draft, and whom they name. It lies beside the package: nothing here is published or merged. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { Store } from './store.ts';

type Scope = { region: string; scenario: string };

export interface CommentRow {
  id: string;
  /** The first comment of the conversation. */
  thread: string;
  about: 'scenario' | 'step' | 'question';
  /** Id of the step; form and field of a question with a slash between; empty for the scenario. */
  place: string;
  /** What it was called when this was written. */
  placeName: Text | null;
  author: string;
  by: string;
  at: string;
  words: string;
  named: string[];
  resolvedAt: string | null;
  resolvedBy: string | null;
}

const columns = `id, thread, about, place, place_name AS "placeName", author, by_name AS by, at, words, named,
  resolved_at AS "resolvedAt", resolved_name AS "resolvedBy"`;

/** The newest `limit`, oldest first. */
export async function listComments(store: Store, { region, scenario, limit }: Scope & { limit: number }): Promise<CommentRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<CommentRow>(
      `SELECT ${columns} FROM draft_comments WHERE region = $1 AND scenario = $2 ORDER BY id DESC LIMIT $3`,
      [region, scenario, limit],
    );
    return rows.reverse();
  });
}

export async function findComment(store: Store, { region, scenario, id }: Scope & { id: string }): Promise<CommentRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<CommentRow>(
      `SELECT ${columns} FROM draft_comments WHERE region = $1 AND scenario = $2 AND id = $3`,
      [region, scenario, id],
    );
    return rows[0];
  });
}

export type NewComment = Omit<CommentRow, 'resolvedAt' | 'resolvedBy'> & Scope & { commandId: string; accounts: string[] };

/** Writes it with one message for each account named. Sent twice it is written once: the answer is the id it has. */
export async function insertComment(store: Store, row: NewComment): Promise<string> {
  return store.withRegions([row.region], async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO draft_comments (region, id, scenario, thread, about, place, place_name, author, by_name, at, words, named, command_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT ON CONSTRAINT draft_comments__command DO NOTHING RETURNING id`,
      [
        row.region,
        row.id,
        row.scenario,
        row.thread,
        row.about,
        row.place,
        row.placeName === null ? null : JSON.stringify(row.placeName),
        row.author,
        row.by,
        row.at,
        row.words,
        JSON.stringify(row.named),
        row.commandId,
      ],
    );
    if (!rows[0]) {
      const known = await client.query<{ id: string }>(
        'SELECT id FROM draft_comments WHERE region = $1 AND scenario = $2 AND author = $3 AND command_id = $4',
        [row.region, row.scenario, row.author, row.commandId],
      );
      return known.rows[0]!.id;
    }
    await client.query(
      `INSERT INTO draft_mentions (region, account, comment, at)
       SELECT $1, account, $2, $3 FROM unnest($4::uuid[]) AS account ON CONFLICT DO NOTHING`,
      [row.region, row.id, row.at, row.accounts],
    );
    return rows[0].id;
  });
}

/** Resolves a conversation, or takes that back (no `by`). Whoever comes second changes nothing. */
export async function resolveThread(
  store: Store,
  { region, scenario, thread, at, by }: Scope & { thread: string; at: string; by?: string },
): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `UPDATE draft_comments SET resolved_at = CASE WHEN $4::text IS NULL THEN NULL ELSE $5::timestamptz END, resolved_name = $4
       WHERE region = $1 AND scenario = $2 AND id = $3 AND thread = id AND (resolved_at IS NULL) = ($4::text IS NOT NULL)`,
      [region, scenario, thread, by ?? null, at],
    ),
  );
}

export interface Colleague {
  id: string;
  name: string;
  departmentName: Text | null;
}

/** Who may open the scenarios of a region, by name. */
export async function listDesigners(store: Store, region: string): Promise<Colleague[]> {
  return store.query<Colleague>({
    name: 'accounts.designers',
    text: `SELECT DISTINCT ON (a.name, a.id) a.id, a.name, o.name AS "departmentName"
           FROM grants g JOIN accounts a ON a.id = g.account_id
           LEFT JOIN organisations o ON o.region = g.region AND o.department = g.department
           WHERE g.region = $1 AND g.role = 'designer' AND a.kind = 'staff' AND NOT a.disabled ORDER BY a.name, a.id LIMIT 500`,
    values: [region],
  });
}

export interface MentionRow {
  comment: string;
  region: string;
  scenario: string;
  scenarioName: Text;
  about: CommentRow['about'];
  place: string;
  placeName: Text | null;
  by: string;
  at: string;
  words: string;
  seen: boolean;
}

/** Comments an account was named in, newest first, of the regions it may still open scenarios in. */
export async function listMentions(
  store: Store,
  { account, regions, limit }: { account: string; regions: string[]; limit: number },
): Promise<{ rows: MentionRow[]; unseen: number }> {
  if (regions.length === 0) return { rows: [], unseen: 0 };
  return store.withRegions(regions, async (client) => {
    const { rows } = await client.query<MentionRow>(
      `SELECT m.comment, m.region, c.scenario, s.name AS "scenarioName", c.about, c.place, c.place_name AS "placeName", c.by_name AS by,
         m.at, c.words, m.seen_at IS NOT NULL AS seen
       FROM draft_mentions m JOIN draft_comments c ON c.region = m.region AND c.id = m.comment
       JOIN scenarios s ON s.region = c.region AND s.id = c.scenario
       WHERE m.region = ANY ($1::text[]) AND m.account = $2 ORDER BY m.comment DESC LIMIT $3`,
      [regions, account, limit],
    );
    const counted = await client.query<{ count: number }>(
      'SELECT count(*) AS count FROM draft_mentions WHERE region = ANY ($1::text[]) AND account = $2 AND seen_at IS NULL',
      [regions, account],
    );
    return { rows, unseen: counted.rows[0]?.count ?? 0 };
  });
}

/** Marks as seen: one message, or (no `comment`) all of a region. */
export async function markMentionsSeen(
  store: Store,
  { account, region, comment, at }: { account: string; region: string; comment?: string; at: string },
): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `UPDATE draft_mentions SET seen_at = $3 WHERE region = $1 AND account = $2 AND seen_at IS NULL AND ($4::uuid IS NULL OR comment = $4)`,
      [region, account, at, comment ?? null],
    ),
  );
}

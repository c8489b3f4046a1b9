/** The rows of a run, as the owner of the database reads them. */
import pg from 'pg';
import { type ChainRow, chainQuery } from '../../store/journal.ts';

export interface CaseFacts {
  id: string;
  case_no: string;
  scenario: string;
  version: number;
  hash: string;
  status: string;
  region: string;
  chain: string;
  start_key: string | null;
  jobs: number;
  tasks: Record<string, string> | null;
  state: {
    visits: Record<string, number>;
    tokens: Record<string, { node: string }>;
    pending: Record<string, unknown>;
    timers: Record<string, unknown>;
    incidents: Record<string, { code: string; node?: string }>;
    scenario: { version: number; hash: string };
    assists?: Record<string, { status: string }>;
  };
}
export interface MessageFacts {
  id: string;
  kind: 'message' | 'signal';
  name: string;
  status: string;
  sender: string | null;
  taken_by: string | null;
}

export interface MoveFacts {
  migration: string;
  case_id: string;
  status: 'waiting' | 'moved' | 'left' | 'undone';
}

export interface VersionFacts {
  version: number;
  command_id: string;
}

export interface Rows {
  cases: CaseFacts[];
  journals: Map<string, ChainRow[]>;
  messages: MessageFacts[];
  versions: VersionFacts[];
  moves: MoveFacts[];
  jobsLeft: number;
}

export async function readRows(url: string): Promise<Rows> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: cases } = await client.query<CaseFacts>(
      `SELECT c.id, c.case_no, c.scenario, c.status, c.version, c.hash, c.region, c.chain, c.start_key, (SELECT count(*)::int FROM jobs j WHERE j.case_id = c.id) AS jobs,
         (SELECT json_object_agg(t.id, t.status) FROM tasks t WHERE t.case_id = c.id) AS tasks, d.state
       FROM cases c JOIN case_data d ON d.region = c.region AND d.id = c.id`,
    );
    const journals = new Map<string, ChainRow[]>();
    for (const { id, region } of cases) journals.set(id, (await client.query<ChainRow>(chainQuery, [region, id])).rows);
    const { rows: messages } = await client.query<MessageFacts>('SELECT id, kind, name, status, sender, taken_by FROM messages');
    const { rows: versions } = await client.query<VersionFacts>(
      "SELECT version, command_id FROM versions WHERE scenario_id = 'chaos-errand' ORDER BY version",
    );
    const { rows: moves } = await client.query<MoveFacts>('SELECT migration, case_id, status FROM case_migration_items');
    const jobs = await client.query<{ left: number }>('SELECT count(*)::int AS left FROM jobs');
    return { cases, journals, messages, versions, moves, jobsLeft: jobs.rows[0]!.left };
  } finally {
    await client.end();
  }
}

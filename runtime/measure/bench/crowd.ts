/** B11: a database that already holds a million open cases and ten million lines of history. */
import pg from 'pg';
import { sampleOf } from './ceiling.ts';
import { desksId } from './package.ts';
import { region, type Stage } from './stage.ts';

export interface Crowd {
  cases: number;
  /** Rows of the journal; each holds the entries of one burst. */
  journal: number;
  seconds: number;
  /** Megabytes of the whole database afterwards. */
  megabytes: number;
}

/** Copies the last started case, by bare SQL, until `cases` lie there, each with its tasks, clock and `journalPerCase` rows of history. */
export async function fillWithCases(
  stage: Stage,
  { cases, journalPerCase, log }: { cases: number; journalPerCase: number; log: (line: string) => void },
): Promise<Crowd> {
  const began = performance.now();
  const client = new pg.Client({ connectionString: stage.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM cases WHERE scenario = $1 ORDER BY id DESC LIMIT 1', [desksId]);
    const sample = await sampleOf(stage.url, rows[0]!.id);
    await client.query(`CREATE TEMP TABLE crowd (id uuid, number integer)`);
    const batch = 20_000;
    for (let done = 0; done < cases; done += batch) {
      await client.query('TRUNCATE crowd');
      // Started over the last year, so that the history lies in its months.
      await client.query(
        `INSERT INTO crowd SELECT uuidv7(-(random() * interval '300 days')), n FROM generate_series($1::int, $2::int) AS n`,
        [done, Math.min(done + batch, cases) - 1],
      );
      await copyCase(client, sample, journalPerCase);
      if (done % 200_000 === 0) log(`${done + batch} cases lie there after ${Math.round((performance.now() - began) / 1000)} s`);
    }
    await client.query('DROP TABLE crowd');
    await client.query('ANALYZE');
    await client.query('CHECKPOINT');
    const counted = await client.query<{ cases: number; journal: number; megabytes: number }>(
      `SELECT (SELECT count(*)::int FROM cases WHERE status = 'running') AS cases, (SELECT count(*)::int FROM journal) AS journal,
         (pg_database_size(current_database()) / 1048576)::int AS megabytes`,
    );
    return { ...counted.rows[0]!, seconds: Math.round((performance.now() - began) / 1000) };
  } finally {
    await client.end();
  }
}

async function copyCase(client: pg.Client, sample: Awaited<ReturnType<typeof sampleOf>>, journalPerCase: number): Promise<void> {
  const { row } = sample;
  await client.query(
    `INSERT INTO cases (region, id, rev, status, scenario, version, hash, case_no, start_key, account, applicant_name, started_at,
       submitted_at, saved_at, chain)
     SELECT $1, id, 1, 'running', $2, $3, $4, 'X' || number, 'crowd-' || number, gen_random_uuid(), $5, $6, $6, $6, $7 FROM crowd`,
    [region, row.scenario, row.version, row.hash, row.applicant_name, row.started_at, row.chain],
  );
  await client.query('INSERT INTO case_data (region, id, state) SELECT $1, id, $2::json FROM crowd', [region, sample.state]);
  await client.query(
    `INSERT INTO tasks (region, case_id, id, kind, status, node, department, opened_at, due)
     SELECT $1, c.id, t.id, t.kind, t.status, t.node, t.department, t.opened_at, t.due
     FROM crowd c, json_to_recordset($2) AS t(id text, kind text, status text, node text, department text, opened_at timestamptz, due date)`,
    [region, JSON.stringify(sample.tasks)],
  );
  await client.query(
    `INSERT INTO clocks (region, case_id, id, status, due, started_at)
     SELECT $1, c.id, k.id, k.status, k.due, k.started_at
     FROM crowd c, json_to_recordset($2) AS k(id text, status text, due date, started_at timestamptz)`,
    [region, JSON.stringify(sample.clocks)],
  );
  // Later bursts of a case are short: one command, a line or two.
  await client.query(
    `INSERT INTO journal (region, case_id, seq, at, hash, entries)
     SELECT $1, c.id, n, $2, $3, $4::json FROM crowd c, generate_series(1, $5::int) AS n`,
    [
      region,
      sample.journal!.at,
      sample.journal!.hash,
      '[{"seq":1,"at":"2026-03-02T01:00:00.000Z","code":"task.completed","actor":{"kind":"officer","id":"officer","name":"王敏"},"command":"done","node":"n_one","task":"k2","data":{"decision":"agree"}}]',
      journalPerCase,
    ],
  );
}

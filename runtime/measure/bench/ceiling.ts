/**
 * The ceiling: a bare-SQL client that writes the same rows as a started case, one transaction per case, nothing else. A
 * process of its own. Reads its job as JSON from stdin, answers figures as JSON on stdout.
 */
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { type Burst, commitBursts } from '../../store/bursts.ts';

export interface CeilingJob {
  /** Owner's address: no row-level security stands in the way of the ceiling. */
  url: string;
  region: string;
  /** The rows of one started case, as the database has them. */
  sample: Burst;
  clients: number;
  seconds: number;
}

export async function runCeiling({ url, region, sample, clients, seconds }: CeilingJob): Promise<{ rate: number; done: number }> {
  const pool = new pg.Pool({ connectionString: url, max: clients });
  const began = performance.now();
  const until = began + seconds * 1000;
  let done = 0;
  try {
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < until) {
          const id = uuidv7();
          const row = { ...sample.row, case_no: `C${id}`, start_key: id };
          const committed = await commitBursts(pool, region, [{ ...sample, id, row }]);
          if (!committed.has(id)) throw new Error('The ceiling counts only cases that were written.');
          done += 1;
        }
      }),
    );
    return { rate: Math.round(done / ((performance.now() - began) / 1000)), done };
  } finally {
    await pool.end();
  }
}

/**
 * Reads back what one case wrote, as the burst that would write it again. Without the keys: every copy is a case of its
 * own, and a copy that kept the sample's id would be a conflict that writes nothing.
 */
export async function sampleOf(url: string, caseId: string): Promise<Burst> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const json = async (text: string) => (await client.query<{ rows: never }>(text, [caseId])).rows[0]!.rows;
    return {
      id: caseId,
      rev: 0,
      row: await json("SELECT to_jsonb(c) - '{region,id,rev}'::text[] AS rows FROM cases c WHERE id = $1"),
      state: (await client.query<{ state: string }>('SELECT state::text AS state FROM case_data WHERE id = $1', [caseId])).rows[0]!.state,
      tasks: await json(`SELECT json_agg(to_jsonb(t) - '{region,case_id}'::text[]) AS rows FROM tasks t WHERE case_id = $1`),
      clocks: await json(
        "SELECT coalesce(json_agg(to_jsonb(k) - '{region,case_id}'::text[]), '[]') AS rows FROM clocks k WHERE case_id = $1",
      ),
      jobs: [],
      doneJobs: [],
      journal: await json(
        "SELECT json_build_object('seq', seq, 'at', at, 'hash', hash, 'entries', entries::text) AS rows FROM journal WHERE case_id = $1 ORDER BY seq LIMIT 1",
      ),
    };
  } finally {
    await client.end();
  }
}

if (import.meta.main) {
  let input = '';
  for await (const chunk of process.stdin) input += chunk;
  process.stdout.write(JSON.stringify(await runCeiling(JSON.parse(input) as CeilingJob)));
}

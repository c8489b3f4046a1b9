import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { commitBursts } from './bursts.ts';
import { createCaseNumbers } from './case-numbers.ts';
import { expireDraft, findCase, listExpiredDrafts } from './cases.ts';
import { claimDueJobs, countJobs, extendLeases, listJobRegions } from './jobs.ts';
import { chainEntries, chainStart, listJournal, verifyJournal } from './journal.ts';
import { createStore, type Store } from './store.ts';
import { findTask, listInbox } from './tasks.ts';
import { sampleAt, sampleBurst, sampleEntries } from './testing/bursts.ts';

const region = '330424';
const other = '331002';
let database: TestDatabase;
let store: Store;
let second: Store;

beforeAll(async () => {
  database = await withDatabase();
  store = createStore({ url: database.url, applicationName: 'store-test' });
  second = createStore({ url: database.url, applicationName: 'store-test-2' });
});
afterAll(async () => {
  await store.close();
  await second.close();
  await database.close();
});

/** As the owner of the database, past every wall: what an intruder with its password could do. */
async function asOwner<T>(
  work: (query: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>) => Promise<T>,
): Promise<T> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return await work((text, values) => client.query(text, values));
  } finally {
    await client.end();
  }
}

describe('a burst', () => {
  it('is committed whole: case, data, tasks, clocks, jobs and journal', async () => {
    const burst = sampleBurst(region);

    expect(await store.commit(region, burst)).toBe('committed');

    const found = await findCase(store, region, burst.id);
    expect(found).toMatchObject({ rev: 1, account: 'a1', chain: burst.row.chain, state: { v: 1, id: burst.id } });
    expect(await listJournal(store, region, burst.id)).toHaveLength(6);
    const rows = await store.withRegions([region], async (client) => ({
      tasks: (await client.query('SELECT id FROM tasks WHERE region = $1 AND case_id = $2', [region, burst.id])).rowCount,
      clocks: (await client.query('SELECT due FROM clocks WHERE region = $1 AND case_id = $2', [region, burst.id])).rows,
      jobs: (await client.query('SELECT id FROM jobs WHERE region = $1 AND case_id = $2', [region, burst.id])).rowCount,
    }));
    expect(rows).toEqual({ tasks: 3, clocks: [{ due: '2026-03-09' }], jobs: 1 });
  });

  it('takes in the answer of a job and the next state in the same statement', async () => {
    const burst = sampleBurst(region);
    await store.commit(region, burst);
    const { row, chain } = chainEntries(burst.row.chain, region, burst.id, sampleEntries(7, 1));

    const next = {
      ...burst,
      rev: 1,
      row: { ...burst.row, chain },
      journal: row,
      jobs: [],
      doneJobs: ['e1'],
      tasks: [{ ...burst.tasks[0]!, status: 'done' }],
    };
    expect(await store.commit(region, next)).toBe('committed');

    expect((await findCase(store, region, burst.id))?.rev).toBe(2);
    expect((await findTask(store, { region, caseId: burst.id, id: 'k1' }))?.status).toBe('done');
    expect((await findTask(store, { region, caseId: burst.id, id: 'k2' }))?.status).toBe('open');
    const left = await store.withRegions([region], (client) =>
      client.query('SELECT 1 FROM jobs WHERE region = $1 AND case_id = $2', [region, burst.id]),
    );
    expect(left.rowCount).toBe(0);
  });

  it('of two at once on one revision, exactly one is committed and nothing of the other is kept', async () => {
    const burst = sampleBurst(region);
    await store.commit(region, burst);
    const nextOf = (code: string) => {
      const { row, chain } = chainEntries(burst.row.chain, region, burst.id, [{ ...sampleEntries(7, 1)[0]!, code }]);
      return { ...burst, rev: 1, tasks: [], clocks: [], jobs: [], journal: row, row: { ...burst.row, chain } };
    };

    const results = await Promise.all([store.commit(region, nextOf('one')), second.commit(region, nextOf('two'))]);

    expect(results.toSorted()).toEqual(['committed', 'conflict']);
    const journal = await listJournal(store, region, burst.id);
    expect(journal).toHaveLength(7);
    expect(journal[6]?.code).toBe(results[0] === 'committed' ? 'one' : 'two');
    expect(await verifyJournal(store, region, burst.id)).toEqual({ ok: true, entries: 7 });
  });

  it('with a conflict does not come back from a batch, while its 63 neighbours are committed', async () => {
    const bursts = Array.from({ length: 64 }, () => sampleBurst(region));
    const stale = { ...bursts[20]!, rev: 5 };
    bursts[20] = stale;

    const committed = await commitBursts(store.pool, region, bursts);

    expect(committed.size).toBe(63);
    expect(committed.has(stale.id)).toBe(false);
    expect(await findCase(store, region, stale.id)).toBeUndefined();
    expect(await listJournal(store, region, stale.id)).toEqual([]);
    expect(await listJournal(store, region, bursts[63]!.id)).toHaveLength(6);
  });

  it('that the database refuses fails alone; the rest of its batch is committed', async () => {
    const good = [sampleBurst(region), sampleBurst(region)];
    const bad = sampleBurst(region, { journal: { seq: 1, at: sampleAt, hash: 'x', entries: 'not json' } });

    const results = await Promise.allSettled([store.commit(region, good[0]!), store.commit(region, bad), store.commit(region, good[1]!)]);

    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await findCase(store, region, bad.id)).toBeUndefined();
  });

  it('that starts a case twice with one start key is committed once', async () => {
    const one = sampleBurst(region);
    const two = sampleBurst(region);
    one.row.start_key = two.row.start_key = `a1:${uuidv7()}`;

    const results = await Promise.all([store.commit(region, one), second.commit(region, two)]);

    expect(results.toSorted()).toEqual(['committed', 'conflict']);
  });
});

describe('the wall between regions', () => {
  it('hides every row of another region from the application role', async () => {
    const burst = sampleBurst(region);
    await store.commit(region, burst);

    expect(await findCase(store, other, burst.id)).toBeUndefined();
    for (const table of ['cases', 'case_data', 'tasks', 'clocks', 'jobs', 'journal']) {
      const seen = await store.withRegions([other], (client) => client.query(`SELECT 1 FROM ${table} WHERE region = $1`, [region]));
      expect(seen.rowCount, table).toBe(0);
      expect((await store.pool.query(`SELECT 1 FROM ${table}`)).rowCount, `${table} without a region`).toBe(0);
    }
  });

  it('shows a desk of two regions both, and lets it write in neither at once', async () => {
    await store.commit(region, sampleBurst(region));
    await store.commit(other, sampleBurst(other));

    const seen = await store.withRegions([region, other], (client) =>
      client.query<{ region: string }>('SELECT DISTINCT region FROM cases ORDER BY 1'),
    );
    expect(seen.rows.map((row) => row.region)).toEqual([region, other]);
    const written = await store.withRegions([region, other], (client) => client.query("UPDATE tasks SET holder = 'x'"));
    expect(written.rowCount).toBe(0);
  });

  it('refuses a row of another region', async () => {
    await expect(
      store.withRegions([region], (client) => client.query('INSERT INTO case_numbers VALUES ($1, $2, 1)', [other, '2026-01-01'])),
    ).rejects.toThrow(/row-level security/);
  });

  it('is not passed by the application role: it is neither superuser nor owner, and cannot become one', async () => {
    const { rows } = await store.pool.query(
      `SELECT current_user AS name, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user`,
    );
    expect(rows).toEqual([{ name: 'lianban_app', rolsuper: false, rolbypassrls: false }]);
    await expect(store.pool.query('ALTER TABLE cases DISABLE ROW LEVEL SECURITY')).rejects.toThrow(/must be owner/);
  });
});

describe('the journal', () => {
  it('cannot be changed or cut by the application role, nor by a slip of the owner', async () => {
    const burst = sampleBurst(region);
    await store.commit(region, burst);

    await expect(store.withRegions([region], (client) => client.query('DELETE FROM journal WHERE region = $1', [region]))).rejects.toThrow(
      /permission denied/,
    );
    await expect(asOwner((query) => query('DELETE FROM journal'))).rejects.toThrow(/append-only/);
  });

  it.each([
    [
      'changed',
      `UPDATE journal SET entries = '[{"seq":7,"code":"forged"}]' WHERE case_id = $1 AND seq = 7`,
      { ok: false, seq: 7, why: 'changed' },
    ],
    [
      'moved in time',
      `UPDATE journal SET at = at + interval '1 day' WHERE case_id = $1 AND seq = 1`,
      { ok: false, seq: 1, why: 'changed' },
    ],
    ['taken out', 'DELETE FROM journal WHERE case_id = $1 AND seq = 7', { ok: false, seq: 7, why: 'gap' }],
    ['taken from the beginning', 'DELETE FROM journal WHERE case_id = $1 AND seq = 1', { ok: false, seq: 1, why: 'gap' }],
    ['cut off', 'DELETE FROM journal WHERE case_id = $1 AND seq >= 8', { ok: false, seq: 8, why: 'cut' }],
  ])('shows that an entry was %s', async (_what, statement, expected) => {
    const burst = sampleBurst(region);
    await store.commit(region, burst);
    let last = burst;
    for (const [index, seq] of [7, 8].entries()) {
      const { row, chain } = chainEntries(last.row.chain, region, burst.id, sampleEntries(seq, 1));
      last = { ...last, rev: index + 1, row: { ...last.row, chain }, journal: row, tasks: [], clocks: [], jobs: [] };
      expect(await store.commit(region, last)).toBe('committed');
    }
    expect(await verifyJournal(store, region, burst.id)).toEqual({ ok: true, entries: 8 });

    await asOwner(async (query) => {
      await query("SET session_replication_role = 'replica'");
      await query(statement, [burst.id]);
    });

    expect(await verifyJournal(store, region, burst.id)).toEqual(expected);
  });

  it('keeps the cases of a month in a partition, and others in the default one', async () => {
    const now = sampleBurst(region);
    const old = sampleBurst(region, { id: '01900000-0000-7000-8000-000000000000' });
    old.journal = chainEntries(chainStart, region, old.id, sampleEntries(1, 1)).row;
    await store.commit(region, now);
    await store.commit(region, old);

    const places = await asOwner((query) =>
      query('SELECT tableoid::regclass::text AS place, case_id FROM journal WHERE case_id IN ($1, $2) GROUP BY 1, 2', [now.id, old.id]),
    );
    const byCase = Object.fromEntries(places.rows.map((row) => [row.case_id, row.place]));
    expect(byCase[now.id]).toMatch(/^journal_\d{6}$/);
    expect(byCase[old.id]).toBe('journal_default');
  });
});

describe('jobs', () => {
  const jobRegion = '330425';

  it('go to one of two workers that claim at once, never to both', async () => {
    await Promise.all(Array.from({ length: 40 }, () => store.commit(jobRegion, sampleBurst(jobRegion))));
    expect((await listJobRegions(store)).map((row) => row.region)).toContain(jobRegion);

    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        claimDueJobs(index % 2 ? store : second, { region: jobRegion, workerId: `w${index}`, limit: 10 }),
      ),
    );

    const ids = claims.flat().map((job) => `${job.caseId}/${job.id}`);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await claimDueJobs(store, { region: jobRegion, workerId: 'w9', limit: 100 });
    expect(ids.length + rest.length).toBe(40);
    expect(await claimDueJobs(store, { region: jobRegion, workerId: 'w10', limit: 100 })).toEqual([]);
  });

  it('come back when the lease of a dead worker ends, with one attempt more; a heartbeat keeps them', async () => {
    const leased = '330426';
    await store.commit(leased, sampleBurst(leased));
    const [job] = await claimDueJobs(store, { region: leased, workerId: 'dead', limit: 1, lease: 1 });
    expect(await extendLeases(store, leased, [job!], 'dead', 60)).toBe(1);
    expect(await extendLeases(store, leased, [job!], 'another', 60)).toBe(0);

    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await claimDueJobs(store, { region: leased, workerId: 'w', limit: 1 })).toEqual([]);

    // Its last heartbeat promised one second more.
    expect(await extendLeases(store, leased, [job!], 'dead', 1)).toBe(1);
    const again = await vi.waitUntil(
      async () => {
        const found = await claimDueJobs(store, { region: leased, workerId: 'w', limit: 1 });
        return found.length > 0 && found;
      },
      { timeout: 60_000, interval: 200 },
    );
    expect(again).toMatchObject([{ id: 'e1', attempts: 2, key: job!.key }]);
    expect(await countJobs(store, leased)).toBe(1);
  });
});

describe('tasks', () => {
  const desk = { region: '330481', department: 'health' };

  it('show who holds them, as the commit says', async () => {
    const burst = sampleBurst(desk.region);
    await store.commit(desk.region, burst);
    const key = { region: desk.region, caseId: burst.id, id: 'k1' };
    const row = { id: 'k1', holder: 'o1', holder_name: '王', held_at: sampleAt, purpose: null, urged: 2 };
    const next = { ...burst, rev: 1, tasks: [], clocks: [], jobs: [], journal: undefined };

    expect(await store.commit(desk.region, { ...next, holders: [row] })).toBe('committed');
    expect(await findTask(store, key)).toMatchObject({ holder: 'o1', held_at: sampleAt, held_in_state: true });
    expect(await second.commit(desk.region, { ...next, holders: [{ ...row, holder: 'o2' }] })).toBe('conflict');
    expect(
      await store.commit(desk.region, { ...next, rev: 2, holders: [{ ...row, holder: null, holder_name: null, held_at: null }] }),
    ).toBe('committed');
    expect(await findTask(store, key)).toMatchObject({ holder: null });
  });

  it('are listed per desk with counts, filtered by words and sorted by due date', async () => {
    const burst = sampleBurst(desk.region);
    burst.row.case_no = 'LB3304812026030299999';
    burst.row.applicant_name = '李_四%';
    burst.tasks[1]!.due = '2026-03-03';
    await store.commit(desk.region, burst);
    const query = { desks: [desk], account: 'o9', state: 'todo' as const, limit: 50, offset: 0 };

    const found = await listInbox(store, { ...query, q: '_四%' });
    expect(found.rows.map((row) => row.id)).toEqual(['k2', 'k1', 'k3']);
    expect(found.total).toBe(3);
    expect(found.rows[0]).toMatchObject({ due: '2026-03-03', opened_at: sampleAt, case_no: 'LB3304812026030299999' });
    expect((await listInbox(store, { ...query, q: '99999', dueBefore: '2026-03-04' })).total).toBe(1);
    expect((await listInbox(store, { ...query, desks: [{ ...desk, department: 'police' }] })).rows).toEqual([]);
    expect((await listInbox(store, query)).counts).toMatchObject({ mine: 0, supplement: 0, done: 0 });
  });
});

describe('case numbers', () => {
  it('are unique over processes and carry region and local date', async () => {
    const numbers = [createCaseNumbers(store), createCaseNumbers(second)];
    const taken = await Promise.all(
      Array.from({ length: 300 }, (_, index) => numbers[index % 2]!.next(region, '2026-12-31T17:00:00.000Z')),
    );

    expect(new Set(taken).size).toBe(300);
    for (const number of taken) expect(number).toMatch(/^LB33042420270101\d{5}$/);
  });
});

describe('drafts', () => {
  it('expire once their time is over, and forget what was typed', async () => {
    const burst = sampleBurst(region);
    burst.row.status = 'draft';
    burst.row.expires_at = '2026-04-01T00:00:00.000Z';
    await store.commit(region, burst);

    expect(await listExpiredDrafts(store, '2026-03-31T00:00:00.000Z')).toEqual([]);
    expect(await listExpiredDrafts(store, '2026-04-02T00:00:00.000Z')).toEqual([{ region, id: burst.id }]);
    expect(await expireDraft(store, { region, id: burst.id }, '2026-04-02T00:00:00.000Z')).toBe(true);

    expect(await findCase(store, region, burst.id)).toBeUndefined();
    expect(await listJournal(store, region, burst.id)).toHaveLength(6);
    expect(await listExpiredDrafts(store, '2026-04-02T00:00:00.000Z')).toEqual([]);
  });
});

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { migrate } from './migrate.ts';

let empty: TestDatabase;
beforeAll(async () => {
  empty = await withDatabase({ template: null });
});
afterAll(() => empty.close());

async function ask(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: empty.url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('migrations', () => {
  it('bring an empty database to the newest schema, and change nothing the second time', async () => {
    expect((await migrate(empty.url)).applied.length).toBeGreaterThan(0);
    expect((await migrate(empty.url)).applied).toEqual([]);
  });

  it('put the region first in the primary key of every case table, and a wall around it', async () => {
    const tables = await ask(`
      SELECT c.relname AS name, a.attname AS first, c.relrowsecurity AS walled FROM pg_class c
      JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname IN
        ('cases', 'case_data', 'tasks', 'clocks', 'jobs', 'journal', 'documents', 'reads', 'ratings', 'disputes', 'case_numbers')`);
    expect(tables).toHaveLength(11);
    expect(tables.filter((table) => table.first !== 'region' || !table.walled)).toEqual([]);
  });

  it('make months of the journal ahead, whatever the date, and once each', async () => {
    const made = await ask("SELECT lianban_ensure_partitions('2028-02-29T12:00:00Z', 3) AS made");
    expect(made).toEqual([{ made: 3 }]);
    expect(await ask("SELECT lianban_ensure_partitions('2028-02-29T23:59:59Z', 3) AS made")).toEqual([{ made: 0 }]);
    const bounds = await ask("SELECT lianban_first_case_id('2028-03-01T00:00:00Z')::text AS id");
    expect(bounds[0]!.id).toBe(`${hexOf('2028-03-01T00:00:00Z')}-0000-0000-000000000000`);
  });
});

function hexOf(instant: string): string {
  const hex = Date.parse(instant).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

import path from 'node:path';
import knex from 'knex';

/** Brings the database at `url` (its owner's address, not the application role's) to the newest schema. Safe to repeat. */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  const db = knex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
  try {
    const [, applied] = await db.migrate.latest({
      directory: path.join(import.meta.dirname, 'migrations'),
      loadExtensions: ['.ts'],
    });
    // Months of the journal are made ahead, at every start and daily by the worker.
    await db.raw('SELECT lianban_ensure_partitions(now(), 4)');
    return { applied };
  } finally {
    await db.destroy();
  }
}

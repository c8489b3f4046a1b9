/**
 * The social insurance office lets others read one view of its database, with a login that may do nothing else. What it may
 * not do is a matter of its rights, not of what is asked.
 */
import type pg from 'pg';

/** The view that may be read: who is insured where, and on which base. */
const view = `
CREATE SCHEMA IF NOT EXISTS shared;
CREATE OR REPLACE VIEW shared.insured AS
  SELECT m.id_number AS zjhm, p.record ->> 'name' AS xm, m.record ->> 'insurance' AS xz, (m.record ->> 'monthlyBase')::numeric(12,2) AS jfjs
  FROM register_maternityinsurance m LEFT JOIN register_population p ON p.id_number = m.id_number AND p.seq = 0;`;

/** Login of a database; another one for each, since logins belong to the whole server. */
export const readerOf = (database: string) => `reader_${database.toLowerCase().replace(/[^a-z0-9_]/g, '_')}`.slice(0, 60);

/** Makes the login and its one right. False where our own login may not make others: then there is no such peer. */
export async function openReader(pool: pg.Pool, password: string): Promise<boolean> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    const login = readerOf(rows[0]!.name);
    const literal = client.escapeLiteral(password);
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('lianban-outside-reader'))");
    await client.query(view);
    const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [login]);
    await client.query(
      `${known.rowCount ? 'ALTER' : 'CREATE'} ROLE ${login} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD ${literal}`,
    );
    await client.query(`GRANT USAGE ON SCHEMA shared TO ${login}; GRANT SELECT ON shared.insured TO ${login}`);
    await client.query('COMMIT');
    return true;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    if ((error as { code?: string }).code === '42501') return false;
    throw error;
  } finally {
    client.release();
  }
}

/** What must hold before anything is started; each failure is one sentence for the person at the terminal. */
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { makeWritableFolder } from '../postgres/make-folder.ts';

/** Something the operator must change; printed as it is, exit code 1. */
export class StartError extends Error {}

/** Throws when somebody listens on the port already. Port 0 is always free. */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw new StartError(`Port ${port} is in use: stop the program that uses it, or choose another with --port.`, { cause });
    if (code === 'EACCES') throw new StartError(`Port ${port} may not be used by this user: choose one above 1023 with --port.`, { cause });
    throw new StartError(`The server cannot listen on ${host}:${port} (${code}): check HOST and --port.`, { cause });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Makes the data folder and its `logs`; throws when it cannot be written. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await makeWritableFolder(dataDir);
    await makeWritableFolder(path.join(dataDir, 'logs'));
  } catch (cause) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written: choose another with --data, or give this user the right to write there.`,
      { cause },
    );
  }
}

const reasons: Record<string, string> = {
  '28P01': 'refused the user or the password',
  '28000': 'refused the user',
  '3D000': 'has no such database',
  '42501': 'does not let this user in',
  '53300': 'has no connection left',
  '57P03': 'is not ready yet',
  ECONNREFUSED: 'does not answer: nobody listens there',
  ECONNRESET: 'ended the connection: PostgreSQL may not be what listens there',
  EHOSTUNREACH: 'cannot be reached over the network',
  ENETUNREACH: 'cannot be reached over the network',
  ENOTFOUND: 'cannot be found: check the host name',
  EAI_AGAIN: 'cannot be found at this moment: check the host name and the network',
  ENOENT: 'does not answer: no socket there',
  ETIMEDOUT: 'does not answer in time',
};

/** Throws when the address leads to no database we can use. The password never appears in the message. */
export async function checkDatabase(variable: string, url: string): Promise<void> {
  const { host, pathname, username } = new URL(url);
  const where = `${variable} (user ${username || 'not given'}, ${host || 'local socket'}${pathname})`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<DatabaseFacts>(facts);
    const problem = problemOf(rows[0]!);
    if (problem) throw new StartError(`${where} ${problem}.`);
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(`${where} ${reasonOf(cause)}; correct it and start again.`, { cause });
  } finally {
    await client.end().catch(() => {});
  }
}

interface DatabaseFacts {
  version: number;
  encoding: string;
  standby: boolean;
  may_create: boolean;
  may_use_role: boolean;
}

const facts = `
  SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
    pg_is_in_recovery() AS standby, has_database_privilege(current_database(), 'CREATE') AS may_create,
    CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'lianban_app')
      THEN pg_has_role(current_user, (SELECT oid FROM pg_roles WHERE rolname = 'lianban_app'), 'SET')
      ELSE (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) END AS may_use_role`;

function problemOf({ version, encoding, standby, may_create, may_use_role }: DatabaseFacts): string | undefined {
  if (version < 160000) return `is PostgreSQL ${Math.floor(version / 10000)}: version 16 or newer is needed`;
  if (encoding !== 'UTF8') return `is encoded in ${encoding}: make a database with ENCODING UTF8`;
  if (standby) return 'is a standby that cannot be written: give the address of its primary';
  if (!may_create) return 'does not let this user create tables: make this user the owner of the database';
  if (!may_use_role) return 'does not let this user act as lianban_app: give the user CREATEROLE, or that role where it exists';
  return undefined;
}

function reasonOf(cause: unknown): string {
  const { code = '', message = '', errors } = cause as { code?: string; message?: string; errors?: { code?: string }[] };
  const known = reasons[code] ?? reasons[errors?.[0]?.code ?? ''];
  if (known) return known;
  if (/password must be a string/.test(message)) return 'asks for a password, and the address holds none';
  if (/timeout/i.test(message)) return reasons.ETIMEDOUT!;
  if (/terminated unexpectedly/.test(message)) return reasons.ECONNRESET!;
  if (/SSL/.test(message)) return 'does not offer the encryption the address asks for';
  return 'cannot be reached';
}

/** What must hold before anything is started; each failure is one sentence for the person at the terminal. */
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';

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
    server.close();
  }
}

/** Throws when the address leads to no database we can use. The password never appears in the message. */
export async function checkDatabase(variable: string, url: string): Promise<void> {
  const { host, pathname, username } = new URL(url);
  const where = `${variable} (user ${decodeURIComponent(username) || 'not given'}, ${host}${pathname})`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query('SHOW server_version_num');
    const version = Number((rows[0] as { server_version_num: string }).server_version_num);
    if (version < 160000) throw new StartError(`${where} is PostgreSQL ${Math.floor(version / 10000)}: version 16 or newer is needed.`);
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    const code = (cause as { code?: string }).code ?? '';
    const reasons: Record<string, string> = {
      '28P01': 'refused the password',
      '28000': 'refused the user',
      '3D000': 'has no such database',
      ECONNREFUSED: 'does not answer: nobody listens there',
      ENOTFOUND: 'cannot be found: check the host name',
      ETIMEDOUT: 'does not answer in time',
    };
    throw new StartError(`${where} ${reasons[code] ?? 'cannot be reached'}: correct it and start again.`, { cause });
  } finally {
    await client.end().catch(() => {});
  }
}

/** Holds a data folder for one supervisor. A pid file whose process is gone, or is no supervisor, is taken over. */
export async function holdFolder(dataDir: string): Promise<() => Promise<void>> {
  const file = path.join(dataDir, 'supervisor.pid');
  if (existsSync(file)) {
    const pid = Number(await readFile(file, 'utf8'));
    if (pid !== process.pid && (await isSupervisor(pid))) {
      throw new StartError(
        `联办 is already running on the data folder ${dataDir} (process ${pid}): stop it first, or choose another folder with --data and another --port.`,
      );
    }
  }
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

async function isSupervisor(pid: number): Promise<boolean> {
  try {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    return words.some((word) => word.endsWith('runtime/main.ts')) && words.includes('start');
  } catch {
    return false;
  }
}

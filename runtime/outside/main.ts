/** Runs the outside world as a process of its own. */
import type { AddressInfo } from 'node:net';
import { secretOf } from './authentication.ts';
import { parts } from './common/parts.ts';
import { openReader } from './common/reader.ts';
import { openOutside } from './database.ts';
import { createOutsideServer } from './server.ts';

export interface RunningOutside {
  url: string;
  close(): Promise<void>;
}

/** Opens (and fills) the database and listens; port 0 takes a free one. `today` (YYYY-MM-DD) dates the births of a new database. */
export async function runOutside(options: {
  databaseUrl: string;
  secret: string;
  port: number;
  today: string;
  families?: number;
}): Promise<RunningOutside> {
  const database = await openOutside({ url: options.databaseUrl, today: options.today, families: options.families });
  for (const { schema } of parts) await database.pool.query(schema);
  await openReader(database.pool, secretOf(options.secret, 'outside-sql'));
  const server = createOutsideServer({ database, secret: options.secret, now: () => Date.now() });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}

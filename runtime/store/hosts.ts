/** Hosts that a region's connections may reach. No row means none. */
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

export interface AllowedHost {
  host: string;
  note?: string;
  addedBy: string;
  addedAt: string;
}
export interface AllowedHosts {
  rev: number;
  hosts: AllowedHost[];
}

export async function findHosts(store: Store, region: string): Promise<AllowedHosts> {
  const rows = await store.query<AllowedHosts>({
    name: 'hosts.find',
    text: 'SELECT rev, hosts FROM hosts WHERE region = $1',
    values: [region],
  });
  return rows[0] ?? { rev: 0, hosts: [] };
}

/** The new rev, or undefined when `rev` is no longer the current one. */
export async function saveHosts(store: Store, region: string, { rev, hosts }: AllowedHosts, line: AuditLine): Promise<number | undefined> {
  return withAudit(store, async (trx, audit) => {
    // rev 0 means "no row yet": a row that appeared meanwhile makes the conflict branch compare and refuse.
    const { rows } = await trx.raw<{ rows: { rev: number }[] }>(
      `INSERT INTO hosts (region, rev, hosts) VALUES (:region, 1, :hosts)
       ON CONFLICT (region) DO UPDATE SET rev = hosts.rev + 1, hosts = excluded.hosts WHERE hosts.rev = :rev
       RETURNING rev`,
      { region, rev, hosts: JSON.stringify(hosts) },
    );
    if (!rows[0]) return undefined;
    await audit(line);
    return rows[0].rev;
  });
}

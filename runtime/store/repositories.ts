/** Scenarios kept in git: where, and what both sides had last. */
import type { ScenarioPackage } from '../compile/plan.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

export interface RepositoryRow {
  address: string;
  branch: string;
  /** Inside the repository; '' is its root. */
  folder: string;
  username: string;
  /** What both sides had when they were last brought together. */
  commit: string | null;
  base: ScenarioPackage | null;
  syncedAt: string | null;
  syncedBy: string | null;
}

export async function findRepository(store: Store, region: string, scenarioId: string): Promise<RepositoryRow | undefined> {
  const rows = await store.query<RepositoryRow>({
    name: 'scenario_repositories.find',
    text: `SELECT address, branch, folder, username, commit, base, synced_at AS "syncedAt", synced_by AS "syncedBy"
           FROM scenario_repositories WHERE region = $1 AND scenario_id = $2`,
    values: [region, scenarioId],
  });
  return rows[0];
}

type Place = Pick<RepositoryRow, 'address' | 'branch' | 'folder' | 'username'>;

/** Another place has another past: what both sides had is forgotten. */
export async function saveRepository(
  store: Store,
  { region, scenarioId, ...place }: Place & { region: string; scenarioId: string },
  line: AuditLine,
): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    const now = await trx('scenario_repositories')
      .where({ region, scenario_id: scenarioId })
      .forUpdate()
      .first('address', 'branch', 'folder');
    const same = now?.address === place.address && now?.branch === place.branch && now?.folder === place.folder;
    const row = {
      region,
      scenario_id: scenarioId,
      ...place,
      ...(same ? {} : { commit: null, base: null, synced_at: null, synced_by: null }),
    };
    await trx('scenario_repositories').insert(row).onConflict(['region', 'scenario_id']).merge();
    await audit(line);
  });
}

/** Both sides are alike in this now. */
export async function saveSynced(
  store: Store,
  {
    region,
    scenarioId,
    commit,
    base,
    at,
    by,
  }: { region: string; scenarioId: string; commit: string; base: ScenarioPackage; at: string; by: string },
  line: AuditLine,
): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    await trx('scenario_repositories')
      .where({ region, scenario_id: scenarioId })
      .update({ commit, base: JSON.stringify(base), synced_at: at, synced_by: by });
    await audit(line);
  });
}

/** Upgrades of clones: the open one of a scenario, what was decided in it, and the one step that puts it into the draft. */
import type { Lineage, Text } from '../../schemas/generated/documents.ts';
import type { JsonValue, ScenarioPackage } from '../compile/plan.ts';
import type { Decision } from '../merge/index.ts';
import type { AuditLine } from './audit.ts';
import type { Store } from './store.ts';

export interface SavedDecision {
  decision: Decision;
  by: string;
  at: string;
}
export type UpgradeStatus = 'open' | 'finished' | 'given_up' | 'undone';

/** A draft with what lies beside it: what undo puts back. */
export interface DraftBefore {
  package: ScenarioPackage;
  hash: string;
  errors: number;
  warnings: number;
  lineage: Lineage | null;
  name: Text;
  baseVersion: number;
  baseHash: string;
}

export interface UpgradeRow {
  region: string;
  id: string;
  scenario: string;
  originRegion: string;
  template: string;
  fromVersion: number;
  toVersion: number;
  status: UpgradeStatus;
  rev: number;
  decisions: Record<string, SavedDecision>;
  openItems: number;
  /** Last run of the case tests, as the service keeps it. */
  checked: JsonValue;
  finishedRev: number | null;
  begunAt: string;
  begunName: string;
  changedAt: string;
  endedAt: string | null;
  endedName: string | null;
}

const columns = `region, id, scenario, origin_region AS "originRegion", template, from_version AS "fromVersion", to_version AS "toVersion", status,
  rev, decisions, open_items AS "openItems", checked, finished_rev AS "finishedRev", begun_at AS "begunAt", begun_name AS "begunName",
  changed_at AS "changedAt", ended_at AS "endedAt", ended_name AS "endedName"`;

export async function findOpenUpgrade(store: Store, region: string, scenario: string): Promise<UpgradeRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<UpgradeRow>(
      `SELECT ${columns} FROM upgrades WHERE region = $1 AND scenario = $2 AND status = 'open'`,
      [region, scenario],
    );
    return rows[0];
  });
}

/** Newest first. */
export async function listUpgrades(store: Store, region: string, scenario: string, limit = 20): Promise<UpgradeRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<UpgradeRow>(
      `SELECT ${columns} FROM upgrades WHERE region = $1 AND scenario = $2 ORDER BY begun_at DESC, id DESC LIMIT $3`,
      [region, scenario, limit],
    );
    return rows;
  });
}

/** Two people who begin at the same moment begin one upgrade: the second finds the first's. */
export async function insertUpgrade(
  store: Store,
  row: Pick<UpgradeRow, 'region' | 'id' | 'scenario' | 'originRegion' | 'template' | 'fromVersion' | 'toVersion' | 'openItems'> & {
    at: string;
    by: { id: string; name: string };
  },
): Promise<boolean> {
  return store.withRegions([row.region], async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO upgrades (region, id, scenario, origin_region, template, from_version, to_version, status, open_items, begun_at, begun_by,
         begun_name, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, $11, $9)
       ON CONFLICT (region, scenario) WHERE status = 'open' DO NOTHING`,
      [
        row.region,
        row.id,
        row.scenario,
        row.originRegion,
        row.template,
        row.fromVersion,
        row.toVersion,
        row.openItems,
        row.at,
        row.by.id,
        row.by.name,
      ],
    );
    return rowCount === 1;
  });
}

type Change = Partial<Pick<UpgradeRow, 'toVersion' | 'decisions' | 'openItems' | 'checked' | 'status'>>;

/** Writes what is given if nobody was faster: the new rev, or undefined when `rev` is no longer the current one. */
export async function changeUpgrade(
  store: Store,
  key: { region: string; id: string; rev: number },
  { change, at, byName }: { change: Change; at: string; byName: string },
): Promise<number | undefined> {
  return store.withRegions([key.region], async (client) => {
    const { rows } = await client.query<{ rev: number }>(
      `UPDATE upgrades SET rev = rev + 1, changed_at = $4, to_version = coalesce($5, to_version), decisions = coalesce($6, decisions),
         open_items = coalesce($7, open_items), checked = CASE WHEN $8 THEN $9 ELSE checked END, status = coalesce($10, status),
         ended_at = CASE WHEN $10 IS NULL THEN ended_at ELSE $4 END, ended_name = CASE WHEN $10 IS NULL THEN ended_name ELSE $11 END
       WHERE region = $1 AND id = $2 AND rev = $3 AND status = 'open' RETURNING rev`,
      [
        key.region,
        key.id,
        key.rev,
        at,
        change.toVersion ?? null,
        change.decisions ? JSON.stringify(change.decisions) : null,
        change.openItems ?? null,
        change.checked !== undefined,
        change.checked == null ? null : JSON.stringify(change.checked),
        change.status ?? null,
        byName,
      ],
    );
    return rows[0]?.rev;
  });
}

/** Keeps how the case tests went. Not a new rev: it says what was found on the rev it was asked for. */
export async function saveUpgradeCheck(
  store: Store,
  { region, id, rev }: { region: string; id: string; rev: number },
  checked: JsonValue,
): Promise<boolean> {
  return store.withRegions([region], async (client) => {
    const { rowCount } = await client.query(
      `UPDATE upgrades SET checked = $4 WHERE region = $1 AND id = $2 AND rev = $3 AND status = 'open'`,
      [region, id, rev, JSON.stringify(checked)],
    );
    return rowCount === 1;
  });
}

export interface DraftStep {
  region: string;
  scenario: string;
  upgrade: string;
  /** Of the draft it is put into. */
  draftRev: number;
  package: ScenarioPackage;
  name: Text;
  hash: string;
  errors: number;
  warnings: number;
  lineage: Lineage | null;
  baseVersion: number;
  baseHash: string;
  by: { id: string; name: string };
  at: string;
  line: AuditLine;
}

/**
 * Puts the merged package into the draft, moves the lineage on, ends the upgrade and writes the audit line: all or nothing.
 * Undefined when the draft or the upgrade is no longer what was seen.
 */
export async function finishUpgrade(
  store: Store,
  step: DraftStep & { upgradeRev: number; before: DraftBefore },
): Promise<number | undefined> {
  return store
    .withRegions([step.region], async (client) => {
      const ended = await client.query(
        `UPDATE upgrades SET status = 'finished', rev = rev + 1, before = $4, finished_rev = $5, open_items = 0, changed_at = $6, ended_at = $6, ended_name = $7
       WHERE region = $1 AND id = $2 AND rev = $3 AND status = 'open'`,
        [step.region, step.upgrade, step.upgradeRev, JSON.stringify(step.before), step.draftRev + 1, step.at, step.by.name],
      );
      if (ended.rowCount !== 1) return undefined;
      return writeStep(client, step);
    })
    .catch(undefinedWhenStale);
}

/** The draft as it was, as long as nothing was edited or published since. */
export async function undoUpgrade(store: Store, step: DraftStep): Promise<number | undefined> {
  return store
    .withRegions([step.region], async (client) => {
      const undone = await client.query(
        `UPDATE upgrades SET status = 'undone', rev = rev + 1, before = NULL, changed_at = $3, ended_at = $3, ended_name = $4
       WHERE region = $1 AND id = $2 AND status = 'finished' AND finished_rev = $5`,
        [step.region, step.upgrade, step.at, step.by.name, step.draftRev],
      );
      if (undone.rowCount !== 1) return undefined;
      return writeStep(client, step);
    })
    .catch(undefinedWhenStale);
}

class Stale extends Error {}
function undefinedWhenStale(error: unknown): undefined {
  if (error instanceof Stale) return undefined;
  throw error;
}

type Client = Parameters<Parameters<Store['withRegions']>[1]>[0];

async function writeStep(client: Client, step: DraftStep): Promise<number> {
  const key = [step.region, step.scenario];
  const saved = await client.query<{ rev: number }>(
    `UPDATE scenario_drafts SET rev = rev + 1, package = $4, hash = $5, errors = $6, warnings = $7, edited_by = $8, edited_by_name = $9, edited_at = $10
     WHERE region = $1 AND scenario_id = $2 AND rev = $3 RETURNING rev`,
    [...key, step.draftRev, JSON.stringify(step.package), step.hash, step.errors, step.warnings, step.by.id, step.by.name, step.at],
  );
  // Thrown, so that the end of the upgrade is rolled back with it.
  if (saved.rowCount !== 1) throw new Stale('The draft has another revision.');
  await client.query('UPDATE scenarios SET name = $3, lineage = $4 WHERE region = $1 AND id = $2', [
    ...key,
    JSON.stringify(step.name),
    step.lineage ? JSON.stringify(step.lineage) : null,
  ]);
  await client.query('UPDATE clones SET base_version = $3, base_hash = $4 WHERE region = $1 AND scenario_id = $2', [
    ...key,
    step.baseVersion,
    step.baseHash,
  ]);
  const { line } = step;
  await client.query('SELECT audit_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
    line.region,
    line.at,
    line.accountId ?? null,
    line.accountName ?? null,
    line.action,
    line.object,
    line.result,
    line.address ?? null,
    line.requestId ?? null,
    line.data ?? {},
  ]);
  return saved.rows[0]!.rev;
}

/** What the last finished upgrade would put back, and the draft's revision it left. */
export async function findUndo(
  store: Store,
  region: string,
  scenario: string,
): Promise<{ id: string; finishedRev: number; before: DraftBefore; toVersion: number } | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ id: string; finishedRev: number; before: DraftBefore; toVersion: number }>(
      `SELECT id, finished_rev AS "finishedRev", before, to_version AS "toVersion" FROM upgrades
       WHERE region = $1 AND scenario = $2 AND status = 'finished' AND before IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT 1`,
      [region, scenario],
    );
    return rows[0];
  });
}

/** In which order a release of a template reaches the regions. The plan lies with the publisher; every region may read it. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { Store } from './store.ts';

export interface WaveRules {
  maxIncidentShare: number;
  minCases: number;
  maxFailedChecks: number;
}
export interface WaveStepRow {
  at: string;
  by: string;
  action: 'planned' | 'changed' | 'next' | 'pause' | 'resume' | 'stop' | 'stopped';
  words: Text;
}
export interface WavesRow {
  region: string;
  template: string;
  version: number;
  status: 'planned' | 'running' | 'paused' | 'stopped' | 'done';
  rev: number;
  waves: { name: string; regions: string[] }[];
  /** How many of them have begun. */
  opened: number;
  rules: WaveRules;
  stopped: Text | null;
  steps: WaveStepRow[];
}

const columns = 'region, template, version, status, rev, waves, opened, rules, stopped, steps';

/** Newest release first. */
export async function listWaves(store: Store, region: string, template: string): Promise<WavesRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<WavesRow>(
      `SELECT ${columns} FROM release_waves WHERE region = $1 AND template = $2 ORDER BY version DESC`,
      [region, template],
    );
    return rows;
  });
}

/** Plans under way, of every publisher: what the worker watches. */
export async function listRunningWaves(store: Store, region: string): Promise<WavesRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<WavesRow>(
      `SELECT ${columns} FROM release_waves WHERE region = $1 AND status = 'running' ORDER BY template, version`,
      [region],
    );
    return rows;
  });
}

/** A new plan; false when there is one for the release. */
export async function insertWaves(store: Store, row: WavesRow & { at: string; by: string }): Promise<boolean> {
  return store.withRegions([row.region], async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO release_waves (region, template, version, status, waves, opened, rules, steps, changed_at, changed_name)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
      [
        row.region,
        row.template,
        row.version,
        row.status,
        JSON.stringify(row.waves),
        row.opened,
        JSON.stringify(row.rules),
        JSON.stringify(row.steps),
        row.at,
        row.by,
      ],
    );
    return rowCount === 1;
  });
}

/** Writes the plan if nobody was faster: the new rev, or undefined when `rev` is no longer the current one. */
export async function updateWaves(store: Store, row: WavesRow & { at: string; by: string }): Promise<number | undefined> {
  return store.withRegions([row.region], async (client) => {
    const { rows } = await client.query<{ rev: number }>(
      `UPDATE release_waves SET rev = rev + 1, status = $5, waves = $6, opened = $7, rules = $8, stopped = $9, steps = $10, changed_at = $11,
         changed_name = $12
       WHERE region = $1 AND template = $2 AND version = $3 AND rev = $4 RETURNING rev`,
      [
        row.region,
        row.template,
        row.version,
        row.rev,
        row.status,
        JSON.stringify(row.waves),
        row.opened,
        JSON.stringify(row.rules),
        row.stopped ? JSON.stringify(row.stopped) : null,
        JSON.stringify(row.steps),
        row.at,
        row.by,
      ],
    );
    return rows[0]?.rev;
  });
}

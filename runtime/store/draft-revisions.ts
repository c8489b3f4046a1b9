/** What changed in a draft with each save, kept by the database (`migrations/2026112701_*`): enough to go back to any of them. */
import type { JsonValue, ScenarioPackage } from '../compile/plan.ts';
import type { Store } from './store.ts';

/** One place that changed; without `before` nothing stood there. */
export interface ChangedPart {
  path: string[];
  before?: JsonValue;
}
export interface RevisionRow {
  rev: number;
  at: string;
  by: string;
  parts: ChangedPart[];
}
export interface Revisions {
  /** The draft as it is saved now. */
  rev: number;
  package: ScenarioPackage;
  /** Newest first. */
  revisions: RevisionRow[];
  more: boolean;
}

/**
 * Revisions before `before` (the newest ones without it), as many as stay within `bytes`, but one at least. Draft and revisions are
 * of one moment: the draft is read first, and each revision was written together with its draft.
 */
export async function listRevisions(
  store: Store,
  { region, scenario, before, limit, bytes }: { region: string; scenario: string; before?: number; limit: number; bytes: number },
): Promise<Revisions | undefined> {
  return store.withRegions([region], async (client) => {
    const drafts = await client.query<{ rev: number; package: ScenarioPackage }>(
      'SELECT rev, package FROM scenario_drafts WHERE region = $1 AND scenario_id = $2',
      [region, scenario],
    );
    const draft = drafts.rows[0];
    if (!draft) return undefined;
    const { rows } = await client.query<RevisionRow & { total: number }>(
      `SELECT rev, at, by_name AS by, parts, total FROM (
         SELECT *, sum(length(parts::text)) OVER (ORDER BY rev DESC) AS total FROM draft_revisions
         WHERE region = $1 AND scenario = $2 AND rev < $3 ORDER BY rev DESC LIMIT $4) page`,
      [region, scenario, before ?? draft.rev + 1, limit + 1],
    );
    const fitting = rows.filter(({ total }, at) => at === 0 || Number(total) <= bytes).slice(0, limit);
    return {
      ...draft,
      revisions: fitting.map(({ total: _, ...row }) => row),
      more: rows.length > fitting.length,
    };
  });
}

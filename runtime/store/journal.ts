import { hash } from 'node:crypto';
import type { JournalEntry } from '../engine/types.ts';
import type { JournalRow } from './bursts.ts';
import type { Store } from './store.ts';

/** Hash before the first entry of every case. */
export const chainStart = '';

/** Hash of an entry: covers its place, its exact text and everything before it. */
export function journalHash(previous: string, region: string, caseId: string, seq: number, entry: string): string {
  return hash('sha256', `${previous}\n${region}\n${caseId}\n${seq}\n${entry}`, 'hex');
}

/** Links new entries to the chain of their case. */
export function chainEntries(
  previous: string,
  region: string,
  caseId: string,
  entries: readonly JournalEntry[],
): { rows: JournalRow[]; chain: string } {
  let chain = previous;
  const rows = entries.map((entry) => {
    const text = JSON.stringify(entry);
    chain = journalHash(chain, region, caseId, entry.seq, text);
    return { seq: entry.seq, hash: chain, entry: text };
  });
  return { rows, chain };
}

/** The history of one case, oldest first. */
export async function listJournal(store: Store, region: string, caseId: string): Promise<JournalEntry[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ entry: JournalEntry }>({
      name: 'list-journal',
      text: 'SELECT entry FROM journal WHERE region = $1 AND case_id = $2 ORDER BY seq',
      values: [region, caseId],
    });
    return rows.map((row) => row.entry);
  });
}

export type ChainCheck = { ok: true; entries: number } | { ok: false; seq: number; why: 'gap' | 'changed' | 'cut' };

/** Recomputes the chain of a case: finds a changed, a missing and a cut-off entry. */
export async function verifyJournal(store: Store, region: string, caseId: string): Promise<ChainCheck> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ seq: number; hash: string; entry: string; at_kept: boolean }>(
      `SELECT seq, hash, entry::text AS entry, at = (entry ->> 'at')::timestamptz AS at_kept FROM journal WHERE region = $1 AND case_id = $2 ORDER BY seq`,
      [region, caseId],
    );
    const head = await client.query<{ chain: string }>('SELECT chain FROM cases WHERE region = $1 AND id = $2', [region, caseId]);
    let chain = chainStart;
    let expected = rows[0]?.seq ?? 0;
    if (expected > 1) return { ok: false, seq: 1, why: 'gap' };
    for (const row of rows) {
      if (row.seq !== expected) return { ok: false, seq: expected, why: 'gap' };
      chain = journalHash(chain, region, caseId, row.seq, row.entry);
      if (chain !== row.hash || !row.at_kept) return { ok: false, seq: row.seq, why: 'changed' };
      expected += 1;
    }
    if (head.rows[0]?.chain !== chain) return { ok: false, seq: expected, why: 'cut' };
    return { ok: true, entries: rows.length };
  });
}

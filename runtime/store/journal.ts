import { hash } from 'node:crypto';
import type { JournalEntry } from '../engine/types.ts';
import type { JournalRow } from './bursts.ts';
import { packEntries, unpackEntries } from './packing.ts';
import type { Store } from './store.ts';

/** Hash before the first entry of every case. */
export const chainStart = '';

/** Hash of a burst's entries: covers their place, their exact text and everything before them. */
export function journalHash(previous: string, region: string, caseId: string, seq: number, entries: string): string {
  return hash('sha256', `${previous}\n${region}\n${caseId}\n${seq}\n${entries}`, 'hex');
}

/** Links the entries of a burst to the chain of their case. */
export function chainEntries(
  previous: string,
  region: string,
  caseId: string,
  entries: readonly JournalEntry[],
): { row: JournalRow | undefined; chain: string } {
  const [first] = entries;
  if (!first) return { row: undefined, chain: previous };
  const text = packEntries(entries);
  const chain = journalHash(previous, region, caseId, first.seq, text);
  return { row: { seq: first.seq, at: first.at, hash: chain, entries: text }, chain };
}

/** The history of one case, oldest first. */
export async function listJournal(store: Store, region: string, caseId: string): Promise<JournalEntry[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ entries: JournalEntry[] }>({
      name: 'list-journal',
      text: 'SELECT entries FROM journal WHERE region = $1 AND case_id = $2 ORDER BY seq',
      values: [region, caseId],
    });
    return rows.flatMap((row) => unpackEntries(row.entries));
  });
}

export type ChainCheck = { ok: true; entries: number } | { ok: false; seq: number; why: 'gap' | 'changed' | 'cut' };

export interface ChainRow {
  seq: number;
  hash: string;
  /** Exact text of the entries. */
  text: string;
  /** Is the row's instant that of its first entry? */
  at_kept: boolean;
}

/** What `checkChain` reads of a case. */
export const chainQuery = `SELECT seq, hash, entries::text AS text, at = (entries -> 0 ->> 'at')::timestamptz AS at_kept
  FROM journal WHERE region = $1 AND case_id = $2 ORDER BY seq`;

/** Recomputes the chain of a case up to its head: finds changed, missing and cut-off entries. */
export function checkChain(region: string, caseId: string, rows: readonly ChainRow[], head: string | undefined): ChainCheck {
  let chain = chainStart;
  let expected = 1;
  for (const row of rows) {
    if (row.seq !== expected) return { ok: false, seq: expected, why: 'gap' };
    chain = journalHash(chain, region, caseId, row.seq, row.text);
    if (chain !== row.hash || !row.at_kept) return { ok: false, seq: row.seq, why: 'changed' };
    expected += (JSON.parse(row.text) as unknown[]).length;
  }
  if (head !== chain) return { ok: false, seq: expected, why: 'cut' };
  return { ok: true, entries: expected - 1 };
}

/** Checks the stored chain of one case. */
export async function verifyJournal(store: Store, region: string, caseId: string): Promise<ChainCheck> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ChainRow>(chainQuery, [region, caseId]);
    const head = await client.query<{ chain: string }>('SELECT chain FROM cases WHERE region = $1 AND id = $2', [region, caseId]);
    return checkChain(region, caseId, rows, head.rows[0]?.chain);
  });
}

/** Who of the offices looked at a case: lines of the audit about it, with the department the reader works for. */
import type { Store } from './store.ts';

export interface CaseReader {
  at: string;
  action: string;
  department: string | null;
}

const actions = ['task.read', 'task.claimed', 'case.read', 'document.read', 'material.read'];

/** Newest first; several looks of one department within the same hour are one. */
export async function listCaseReaders(
  store: Store,
  { region, caseId, caseNo, limit = 50 }: { region: string; caseId: string; caseNo: string; limit?: number },
): Promise<CaseReader[]> {
  return store.query<CaseReader>({
    name: 'case-readers',
    text: `SELECT max(a.at) AS at, a.action, g.department FROM audit a
           LEFT JOIN LATERAL (SELECT department FROM grants g WHERE g.account_id = a.account_id AND g.region = a.region AND g.role = 'officer'
             ORDER BY department LIMIT 1) g ON true
           WHERE a.region = $1 AND a.result = 'done' AND a.action = ANY ($4)
             AND (a.object = $3 OR a.object >= $2 || '.' AND a.object < $2 || '/')
           GROUP BY date_trunc('hour', a.at), a.action, g.department ORDER BY 1 DESC LIMIT $5`,
    values: [region, caseId, caseNo, actions, limit],
  });
}

/** What a run over somebody else's test data answers: one verdict per case, whatever the format of the set. */

/**
 * `right`: as the set expects. `refused`: said before or instead of an answer, naming what is not supported.
 * `wrong`: another answer. `hang`: no answer within the case's time.
 */
export type Verdict = 'right' | 'refused' | 'wrong' | 'hang';
export interface SuiteCase {
  id: string;
  verdict: Verdict;
  /** Empty for a right case; else what was expected and what came, or the element that is refused. */
  detail: string;
}
export interface SuiteReport {
  suite: string;
  cases: SuiteCase[];
  totals: Record<Verdict, number> & { cases: number };
}

/** A report with its totals. */
export function suiteReport(suite: string, cases: SuiteCase[]): SuiteReport {
  const totals = { cases: cases.length, right: 0, refused: 0, wrong: 0, hang: 0 };
  for (const { verdict } of cases) totals[verdict] += 1;
  return { suite, cases, totals };
}

/** Whether the run failed: refusing is allowed, a wrong answer or none at all is not. */
export const hasFailed = ({ totals }: SuiteReport): boolean => totals.wrong + totals.hang > 0;

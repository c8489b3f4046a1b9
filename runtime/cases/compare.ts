/** The same cases under two plans: which go differently, and in what. */
import type { CaseTest, Text } from '../../schemas/generated/documents.ts';
import type { BenchReport } from './bench.ts';
import { type CaseDifference, differencesOf } from './facts.ts';

export interface ComparedCase {
  id: string;
  name: Text;
  /** Does it meet its own expectations there? Absent where it could not be played. */
  before: { passed: boolean; status: string };
  after: { passed: boolean; status: string };
  differences: CaseDifference[];
}

/** Cases of both sides, each once; where both have one, the later wording of it is played on both. */
export function casesOfBoth(before: Readonly<Record<string, CaseTest>>, after: Readonly<Record<string, CaseTest>>): CaseTest[] {
  return Object.values({ ...before, ...after }).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function compareReports(before: BenchReport, after: BenchReport): ComparedCase[] {
  const later = new Map(after.cases.map((one) => [one.id, one]));
  return before.cases.flatMap((was): ComparedCase[] => {
    const is = later.get(was.id);
    if (!is) return [];
    const side = ({ passed, status }: typeof was) => ({ passed, status });
    return [{ id: was.id, name: is.name, before: side(was), after: side(is), differences: differencesOf(was.facts, is.facts) }];
  });
}

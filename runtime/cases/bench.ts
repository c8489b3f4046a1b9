/** All cases of a package on one plan: what passed, where the others stopped, what nothing reaches. */
import type { CaseTest, Text } from '../../schemas/generated/documents.ts';
import type { Finding, Plan } from '../compile/plan.ts';
import { type CoverageReport, coverageReport } from './coverage.ts';
import { type CaseFacts, factsOf } from './facts.ts';
import { runCase } from './run-case.ts';
import type { AnswerCall, CaseProblem, CaseRun } from './types.ts';
import { both, nodeName, sentence } from './words.ts';

export interface CaseResult {
  id: string;
  name: Text;
  passed: boolean;
  status: string;
  /** Everything that is not as it should be. */
  problems: CaseProblem[];
  facts: CaseFacts;
}
export interface BenchReport {
  passed: number;
  total: number;
  cases: CaseResult[];
  coverage: CoverageReport;
  /** How many cases went along an edge, however often each; edges none went along are left out. */
  ways: Readonly<Record<string, number>>;
}

export interface PlayOptions {
  answerCall: AnswerCall;
  /** Errors of the draft, by step: a journey over such a step does not count as passed. */
  broken?: Readonly<Record<string, Finding>>;
}

export async function playCases(plan: Plan, cases: readonly CaseTest[], options: PlayOptions): Promise<BenchReport> {
  const results: CaseResult[] = [];
  const coverages: CaseRun['coverage'][] = [];
  for (const test of cases) {
    const run = await playCase(plan, test, options);
    if ('coverage' in run) coverages.push(run.coverage);
    results.push(resultOf(plan, test, run));
  }
  const passed = results.filter((one) => one.passed).length;
  return { passed, total: results.length, cases: results, coverage: coverageReport(plan, coverages), ways: waysOf(coverages) };
}

function waysOf(runs: readonly CaseRun['coverage'][]): Record<string, number> {
  const ways: Record<string, number> = {};
  for (const edge of runs.flatMap(({ edges }) => edges)) ways[edge] = (ways[edge] ?? 0) + 1;
  return ways;
}

/** A run, or why the engine could not go on with a plan that has errors. */
export async function playCase(
  plan: Plan,
  test: CaseTest,
  { answerCall, broken = {} }: PlayOptions,
): Promise<CaseRun | { stuck: CaseProblem }> {
  let run: CaseRun;
  try {
    run = await runCase(plan, test, answerCall);
  } catch {
    const message = both(
      '这个样例走不下去：请先改好问题清单里的问题。',
      'This case cannot go on: mend what the list of problems says first.',
    );
    return { stuck: { code: 'draft.stuck', message } };
  }
  const passed = [...new Set(run.trace.map(({ node }) => node))].flatMap((node) =>
    broken[node] ? [errorAt(plan, node, broken[node], run)] : [],
  );
  return passed.length === 0 ? run : { ...run, passed: false, problems: [...passed, ...run.problems] };
}

function errorAt(plan: Plan, node: string, finding: Finding, { trace }: CaseRun): CaseProblem {
  const message = sentence((say, language) =>
    language === 'en'
      ? `“${say(nodeName(plan, node))}” still has a problem: ${say(finding.message)}`
      : `「${say(nodeName(plan, node))}」还有必须改的问题：${say(finding.message)}`,
  );
  const step = trace.find((entry) => entry.node === node)?.step;
  return { code: 'draft.error', message, about: node, ...(step === undefined ? {} : { step }) };
}

const nowhere: CaseFacts = { status: 'draft', way: [], departments: [], decisions: {}, asked: [], materials: [], due: {}, issued: [] };

function resultOf(plan: Plan, test: CaseTest, run: CaseRun | { stuck: CaseProblem }): CaseResult {
  const { id, name } = test;
  if ('stuck' in run)
    return { id, name, passed: false, status: 'draft', problems: [run.stuck], facts: { ...nowhere, stopped: run.stuck.message } };
  return { id, name, passed: run.passed, status: run.state.status, problems: run.problems, facts: factsOf(plan, run) };
}

/** What the tests of every template ask: its cases played once, and whether they notice a changed package. */

import { loadPackage, seedCalendar } from '../../cli/load.ts';
import { createScriptRunner } from '../../cli/script-runner.ts';
import type { ScenarioPackage } from '../../compile/index.ts';
import { buildModel } from '../../compile/model.ts';
import type { CompileInput, Finding, Plan } from '../../compile/plan.ts';
import { buildPlan } from '../../compile/plan-building.ts';
import { type AnswerCall, type CaseRun, runCase } from '../index.ts';

export interface PlayedTemplate {
  plan: Plan;
  pkg: ScenarioPackage;
  findings: Finding[];
  /** One run per case test, by its id. */
  runs: Map<string, CaseRun>;
  /** Mutants no case test notices, by name. */
  mutantsWithout: {
    edges(): Promise<string[]>;
    rows(): Promise<string[]>;
    rightTurns(): Promise<string[]>;
  };
  close(): Promise<void>;
}

export async function playTemplate(folder: string): Promise<PlayedTemplate> {
  const loaded = await loadPackage(folder);
  const [plan, pkg] = [loaded.plan!, loaded.package!];
  const scripts = Object.fromEntries(Object.entries(plan.scripts).map(([id, { js }]) => [id, { js, problems: [] }]));
  const input: CompileInput = { calendar: await seedCalendar(), scripts };
  const runner = createScriptRunner(plan, pkg.template?.region ?? '330000');
  const answer = remembered(runner.answer);
  const runs = new Map<string, CaseRun>();
  for (const test of Object.values(pkg.cases)) runs.set(test.id, await runCase(plan, test, answer));

  /**
   * Does a case test fail on the mutant? The compiler refuses most mutants; here its findings are passed over, because the
   * case tests alone must notice. Tests that went along the changed part come first.
   */
  async function isFound(mutant: ScenarioPackage, likely: (run: CaseRun) => boolean): Promise<boolean> {
    const mutated = buildPlan(buildModel(mutant, input));
    const tests = Object.values(pkg.cases);
    const first = tests.filter((test) => likely(runs.get(test.id)!));
    const rest = tests.filter((test) => !first.includes(test));
    for (const test of [...first, ...rest]) if (!(await runCase(mutated, test, answer)).passed) return true;
    return false;
  }

  async function survivors(
    mutants: Iterable<{ name: string; change(mutant: ScenarioPackage): void; likely(run: CaseRun): boolean }>,
  ): Promise<string[]> {
    const left: string[] = [];
    for (const { name, change, likely } of mutants) {
      const mutant = structuredClone(pkg);
      change(mutant);
      if (!(await isFound(mutant, likely))) left.push(name);
    }
    return left;
  }

  const { edges, tables = {} } = pkg.scenario;
  return {
    plan,
    pkg,
    findings: loaded.findings,
    runs,
    mutantsWithout: {
      edges: () =>
        survivors(
          Object.keys(edges).map((id) => ({
            name: id,
            change: (mutant) => delete mutant.scenario.edges[id],
            likely: (run) => run.coverage.edges.includes(id),
          })),
        ),
      rows: () =>
        survivors(
          Object.entries(tables).flatMap(([table, { rows }]) =>
            Object.keys(rows).map((row) => ({
              name: `${table}.${row}`,
              change: (mutant: ScenarioPackage) => delete mutant.scenario.tables![table]!.rows[row],
              likely: (run: CaseRun) => run.coverage.rows.includes(`${table}.${row}`),
            })),
          ),
        ),
      rightTurns: () =>
        survivors(
          Object.entries(edges).flatMap(([id, edge]) => {
            if (edge.on === undefined) return [];
            const sibling = Object.values(edges).find(
              (other) => other.from === edge.from && other.on !== undefined && other.to !== edge.to,
            );
            if (!sibling) return [];
            const change = (mutant: ScenarioPackage) => {
              mutant.scenario.edges[id]!.to = sibling.to;
            };
            return [{ name: id, change, likely: (run: CaseRun) => run.coverage.edges.includes(id) }];
          }),
        ),
    },
    close: runner.close,
  };
}

/** The real sandbox, asked once per input: a mutant mostly asks what was asked before. */
function remembered(ask: AnswerCall): AnswerCall {
  const known = new Map<string, ReturnType<AnswerCall>>();
  return (call) => {
    const key = JSON.stringify([call.script, call.input]);
    const outcome = known.get(key) ?? ask(call);
    known.set(key, outcome);
    return outcome;
  };
}

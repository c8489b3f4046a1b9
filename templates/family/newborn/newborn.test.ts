import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerCall, type CaseRun, coverageReport, runCase } from '../../../runtime/cases/index.ts';
import { type Loaded, loadPackage, seedCalendar } from '../../../runtime/cli/load.ts';
import { createScriptRunner } from '../../../runtime/cli/script-runner.ts';
import type { CompileInput, Plan, ScenarioPackage } from '../../../runtime/compile/index.ts';
import { buildModel } from '../../../runtime/compile/model.ts';
import { buildPlan } from '../../../runtime/compile/plan-building.ts';

let loaded: Loaded;
let plan: Plan;
let pkg: ScenarioPackage;
let input: CompileInput;
let answer: AnswerCall;
let close: () => Promise<void>;
const runs = new Map<string, CaseRun>();

beforeAll(async () => {
  loaded = await loadPackage(path.join(import.meta.dirname));
  [plan, pkg] = [loaded.plan!, loaded.package!];
  const scripts = Object.fromEntries(Object.entries(plan.scripts).map(([id, { js }]) => [id, { js, problems: [] }]));
  input = { calendar: await seedCalendar(), scripts };
  const runner = createScriptRunner(plan, '330000');
  close = runner.close;
  answer = remembered(runner.answer);
  for (const test of Object.values(pkg.cases)) runs.set(test.id, await runCase(plan, test, answer));
});
afterAll(() => close());

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

describe('the newborn package', () => {
  it('is valid, with nothing to remark', () => {
    expect(loaded.findings).toEqual([]);
  });

  it('passes its case tests', () => {
    const failed = [...runs]
      .filter(([, run]) => !run.passed)
      .map(([id, run]) => [id, run.problems.map((problem) => problem.message['zh-CN'])]);

    expect(failed).toEqual([]);
    expect(runs.size).toBeGreaterThan(20);
  });

  it('has case tests that cover every step, path, decision and table row', () => {
    const { share, ...parts } = coverageReport(
      plan,
      [...runs.values()].map((run) => run.coverage),
    );

    for (const [kind, { missing }] of Object.entries(parts)) expect(missing, kind).toEqual([]);
    expect(share).toBe(1);
  });

  it('unites over a hundred form fields and asks at most three with everything on file', () => {
    const { formFields, asked, shared, derived } = plan.fills.n_fill!.counts;

    expect(formFields).toBeGreaterThan(100);
    expect(asked + shared + derived).toBe(Object.keys(plan.fills.n_fill!.fields).length);
    expect(runs.get('all-on-file')!.asked).toHaveLength(3);
    expect(runs.get('nothing-on-file')!.asked.length).toBeGreaterThan(30);
  });

  it('says departments, asked fields, documents and a due date in every case', () => {
    const tests = Object.values(pkg.cases);

    for (const { id, expect: wanted } of tests) {
      expect(wanted.departments, id).toBeDefined();
      expect(wanted.asked, id).toBeDefined();
      expect(wanted.issued, id).toBeDefined();
      expect(Object.keys(wanted.due ?? {}), id).not.toEqual([]);
    }
  });

  it('promises no more than the law allows', () => {
    const { items, clocks = {} } = pkg.scenario;

    for (const [id, item] of Object.entries(items)) expect(item.promisedDays, id).toBeLessThanOrEqual(item.statutoryDays!);
    for (const [id, clock] of Object.entries(clocks)) if (clock.item) expect(clock.days, id).toBe(items[clock.item]!.statutoryDays);
  });

  it('names a public form for every field', () => {
    for (const form of Object.values(pkg.forms))
      for (const [id, field] of Object.entries(form.fields)) expect(field.source, `${form.id} ${id}`).toBeTruthy();
  });
});

describe('a mutant of the newborn package', () => {
  /**
   * The first case test that fails on the mutant; undefined when it survives. The compiler refuses most mutants; here its
   * findings are passed over, because the case tests alone must notice. Tests that went along the changed part come first.
   */
  async function foundBy(mutant: ScenarioPackage, likely: (run: CaseRun) => boolean): Promise<string | undefined> {
    const mutated = buildPlan(buildModel(mutant, input));
    const tests = Object.values(pkg.cases);
    const first = tests.filter((test) => likely(runs.get(test.id)!));
    const rest = tests.filter((test) => !first.includes(test));
    for (const test of [...first, ...rest]) if (!(await runCase(mutated, test, answer)).passed) return test.id;
    return undefined;
  }

  it('without one of its edges is found by a case test', async () => {
    const survivors: string[] = [];

    for (const id of Object.keys(pkg.scenario.edges)) {
      const mutant = structuredClone(pkg);
      delete mutant.scenario.edges[id];
      if (!(await foundBy(mutant, (run) => run.coverage.edges.includes(id)))) survivors.push(id);
    }

    expect(survivors).toEqual([]);
  });

  it('without one of its table rows is found by a case test', async () => {
    const survivors: string[] = [];

    for (const [table, { rows }] of Object.entries(pkg.scenario.tables ?? {})) {
      for (const row of Object.keys(rows)) {
        const mutant = structuredClone(pkg);
        delete mutant.scenario.tables![table]!.rows[row];
        const found = await foundBy(mutant, (run) => run.coverage.rows.includes(`${table}.${row}`));
        if (!found) survivors.push(`${table}.${row}`);
      }
    }

    expect(survivors).toEqual([]);
  });

  it('with a decision led the wrong way is found by a case test', async () => {
    const survivors: string[] = [];

    for (const [id, edge] of Object.entries(pkg.scenario.edges)) {
      if (edge.on === undefined) continue;
      const sibling = Object.values(pkg.scenario.edges).find(
        (other) => other.from === edge.from && other.on !== undefined && other.to !== edge.to,
      );
      if (!sibling) continue;
      const mutant = structuredClone(pkg);
      mutant.scenario.edges[id]!.to = sibling.to;
      if (!(await foundBy(mutant, (run) => run.coverage.edges.includes(id)))) survivors.push(id);
    }

    expect(survivors).toEqual([]);
  });
});

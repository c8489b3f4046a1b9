/**
 * The case tests on the merged draft, and which decision made one fail: the failing cases are played again with one decision
 * turned round at a time. Bounded: a run of everything is worth a minute, not an hour.
 */
import type { UpgradeCheck } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import { type CaseRun, runCase } from '../../cases/index.ts';
import { canonicalHash, hashOfPackage } from '../../compile/index.ts';
import type { Plan, ScenarioPackage } from '../../compile/plan.ts';
import { changeSentence, type Decision, type MergeItem, mergePackages } from '../../merge/index.ts';
import { checkPackage, type TypecheckPort } from '../studio/index.ts';
import { counts, type Merged } from './merging.ts';
import { type UpgradeParts, words } from './parts.ts';

export const limits = {
  /** Case tests of one package that are played; the first ones by id. */
  cases: 200,
  /** Other results compiled in search of the decision that did it. */
  trials: 40,
  /** Milliseconds for that search. */
  searchMs: 30_000,
};
/** A good script may run out of time on a crowded machine. */
const attempts = 4;

type Checked = Omit<UpgradeCheck, 'stale'> & { hash: string };
interface Played {
  runs: Map<string, CaseRun>;
  findings: UpgradeCheck['findings'];
  plan?: Plan;
}

export function createChecking(parts: UpgradeParts) {
  const { sandbox, clock } = parts;

  async function play(region: string, pkg: ScenarioPackage, typecheck: TypecheckPort, only?: ReadonlySet<string>): Promise<Played> {
    const calendar = await parts.calendarOf(region);
    const rights = await parts.rightsOf?.(region, pkg.scenario.id);
    const { plan, findings } = await checkPackage(typecheck, pkg, calendar, { rights, today: localDate(clock()) });
    const errors = findings.filter(({ severity, blocks }) => severity === 'error' && blocks === undefined);
    const runs = new Map<string, CaseRun>();
    if (!plan) return { runs, findings: errors.map(({ code, severity, path, message }) => ({ code, severity, path, message })) };
    const tests = Object.values(pkg.cases)
      .filter(({ id }) => only === undefined || only.has(id))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limits.cases);
    for (const test of tests) {
      runs.set(test.id, await runCase(plan, test, answerWith(plan, region)));
      // Requests of others come in between.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { runs, plan, findings: [] };
  }

  function answerWith(plan: Plan, region: string): Parameters<typeof runCase>[2] {
    return async (call) => {
      const script = plan.scripts[call.script]!;
      const run = () => sandbox.run({ region, version: `trial:${plan.hash}`, script, input: call.input, now: call.now, seed: call.seed });
      let outcome = await run();
      for (let tried = 1; tried < attempts && !outcome.ok && outcome.kind === 'timeout'; tried += 1) outcome = await run();
      return outcome;
    };
  }

  /** Everything is played on the result; what fails, on the draft as it is as well, and with each decision turned round. */
  async function check(region: string, merged: Merged): Promise<Checked> {
    const started = performance.now();
    const typecheck = remembering(parts.typecheck);
    const pkg = merged.merge.result;
    const after = await play(region, pkg, typecheck);
    const failing = [...after.runs].filter(([, run]) => !run.passed).map(([id]) => id);
    const broken = after.plan === undefined;
    const before = await play(region, merged.ours, typecheck);
    const causes = failing.length > 0 || broken ? await causesOf(region, merged, { typecheck, failing, broken }) : new Map();
    const cases = [...after.runs].map(([id, run]) => {
      const was = before.runs.get(id);
      return {
        id,
        name: pkg.cases[id]!.name,
        passed: run.passed,
        problems: run.problems.map(({ message }) => message),
        causes: (causes.get(id) ?? []) as UpgradeCheck['cases'][number]['causes'],
        ...(was ? { before: was.passed, differs: differences(was, run) } : {}),
      };
    });
    const findings = after.findings.map((finding) => ({ ...finding, keys: keysNear(finding.path, merged.merge.items) }));
    const passed = !broken && cases.every((one) => one.passed);
    return { passed, at: clock(), ms: Math.round(performance.now() - started), cases, findings, hash: hashOfPackage(pkg) };
  }

  /** By case: the decisions without which it passes. */
  async function causesOf(
    region: string,
    merged: Merged,
    { typecheck, failing, broken }: { typecheck: TypecheckPort; failing: readonly string[]; broken: boolean },
  ): Promise<Map<string, UpgradeCheck['cases'][number]['causes']>> {
    const found = new Map<string, UpgradeCheck['cases'][number]['causes']>();
    const until = performance.now() + limits.searchMs;
    let trials = 0;
    const wanted = new Set(broken ? Object.keys(merged.merge.result.cases) : failing);
    // What somebody decided comes first; changes that came in by themselves are asked only when no decision did it.
    const decided = merged.merge.items.filter((item) => counts(item) && item.decided);
    const taken = merged.merge.items.filter((item) => counts(item) && !item.decided && item.state === 'theirs');
    for (const items of [decided, taken]) {
      for (const item of items) {
        for (const other of otherWays(item)) {
          if (trials >= limits.trials || performance.now() > until) return found;
          trials += 1;
          const { result } = mergePackages({
            base: merged.base,
            ours: merged.ours,
            theirs: merged.theirs,
            must: false,
            decisions: { ...merged.used, [item.key]: other },
          });
          const { runs } = await play(region, result, typecheck, wanted);
          for (const [id, run] of runs) {
            const causes = found.get(id) ?? [];
            if (!run.passed || causes.some(({ key }) => key === item.key)) continue;
            found.set(id, [...causes, causeOf(item, merged)]);
          }
        }
      }
      if (found.size > 0) return found;
    }
    return found;
  }

  return { check };
}
export type Checking = ReturnType<typeof createChecking>;

/** The other sides of a decision; of what was typed, both sides. */
function otherWays({ decided, state, ours, theirs }: MergeItem): Decision[] {
  const now = decided?.take ?? (state === 'theirs' ? 'theirs' : 'ours');
  const ways: Decision[] = [];
  if (now !== 'theirs' && theirs !== ours) ways.push({ take: 'theirs' });
  if (now !== 'ours') ways.push({ take: 'ours' });
  return ways;
}

function causeOf(item: MergeItem, sides: Merged): UpgradeCheck['cases'][number]['causes'][number] {
  const sentence = changeSentence(item, { base: sides.base, ours: sides.ours, theirs: sides.theirs });
  const { decided } = item;
  if (!decided) return { key: item.key, sentence };
  const decision = decided.take === 'edit' ? { take: decided.take, value: decided.value } : { take: decided.take };
  return { key: item.key, sentence, decision };
}

/** Items at the element a finding is about. */
function keysNear(path: string, items: readonly MergeItem[]): string[] {
  const element = path.split('/').slice(0, 3).join('/');
  return items.filter((item) => counts(item) && (item.key === path || item.key.startsWith(`${element}/`))).map(({ key }) => key);
}

/** What a journey ends with differently: fields typed, promised dates, result. */
function differences(before: CaseRun, after: CaseRun): Text[] {
  const found: Text[] = [];
  const [was, is] = [before.asked.length, after.asked.length];
  if (was !== is) found.push(words(`申请人要填 ${was} 项，改为 ${is} 项`, `${was} fields typed by the applicant become ${is}`));
  const due = (run: CaseRun) =>
    Object.values(run.state.clocks ?? {})
      .map((one) => one.due ?? '')
      .sort()
      .at(-1) ?? '';
  const [first, second] = [due(before), due(after)];
  if (first !== second && first !== '' && second !== '')
    found.push(words(`最晚办结日 ${first} 改为 ${second}`, `Latest due date ${first} becomes ${second}`));
  if (before.state.status !== after.state.status) found.push(words('办理结果不同', 'The case ends differently'));
  const steps = before.trace.length !== after.trace.length;
  if (steps)
    found.push(
      words(`经过 ${before.trace.length} 步，改为 ${after.trace.length} 步`, `${before.trace.length} steps become ${after.trace.length}`),
    );
  return found;
}

/** Scripts are the same in most of the results that are tried: each is checked once. */
function remembering(typecheck: TypecheckPort): TypecheckPort {
  const known = new Map<string, ReturnType<TypecheckPort['check']>>();
  return {
    check(request) {
      const key = canonicalHash([request.source, request.declarations]);
      const answer = known.get(key) ?? typecheck.check(request);
      known.set(key, answer);
      return answer;
    },
  };
}

/** What a migration would do to many cases, added up for the person who decides. */
import type { Text } from '../../../schemas/generated/documents.ts';
import {
  type CaseVerdict,
  choicesOf,
  diffPlans,
  diffWords,
  type MigrationMapping,
  type MigrationReason,
  reasonWords,
  type rehearseCase,
} from '../../engine/migration/index.ts';
import type { RunningCase } from '../../store/case-migrations.ts';
import type { LoadedPlan } from '../plans.ts';

/** Cases with the same reasons, in words: what a person decides about. */
export interface ReasonGroup {
  verdict: CaseVerdict;
  cases: number;
  reasons: { level: MigrationReason['level']; code: string; text: Text; node?: string; edge?: string; clock?: string }[];
  /** Some of their numbers, to look at. */
  examples: string[];
}

export interface MigrationPlan {
  scenario: string;
  region: string;
  to: number;
  /** Cases by the version they run on. */
  from: { version: number; cases: number }[];
  differences: Text[];
  counts: Record<CaseVerdict, number>;
  groups: ReasonGroup[];
  /** Suggested answers to what must be chosen: a mapping to look over and give back. */
  suggested: MigrationMapping;
  /** Of the cases these have called. */
  children?: MigrationPlan[];
}

/** A case and what would become of it. */
export interface Looked extends RunningCase {
  from: LoadedPlan;
  rehearsal: ReturnType<typeof rehearseCase>;
}

const mostExamples = 5;

/** Adds cases up by verdict and by the same reasons. Versions in `known` are compared though no case runs on them. */
export function createTally(loaded: LoadedPlan, known: readonly LoadedPlan[] = []) {
  const counts: Record<CaseVerdict, number> = { safe: 0, mapping: 0, person: 0, stay: 0 };
  const groups = new Map<string, ReasonGroup>();
  const from = new Map<number, { cases: number; loaded: LoadedPlan }>(known.map((one) => [one.version, { cases: 0, loaded: one }]));
  const suggested: MigrationMapping = {};

  function add(one: Looked): void {
    const { verdict, reasons } = one.rehearsal;
    counts[verdict] += 1;
    const version = from.get(one.version) ?? { cases: 0, loaded: one.from };
    from.set(one.version, { ...version, cases: version.cases + 1 });
    const chosen = choicesOf(reasons);
    suggested.nodes = { ...suggested.nodes, ...chosen.nodes };
    suggested.branches = { ...suggested.branches, ...chosen.branches };
    const key = JSON.stringify([verdict, one.version, reasons]);
    const group = groups.get(key) ?? { verdict, cases: 0, reasons: reasons.map((reason) => worded(one.from, reason)), examples: [] };
    group.cases += 1;
    if (one.stored.caseNo && group.examples.length < mostExamples) group.examples.push(one.stored.caseNo);
    groups.set(key, group);
  }

  function worded(version: LoadedPlan, reason: MigrationReason): ReasonGroup['reasons'][number] {
    const { level, code, node, edge, clock } = reason;
    const place = {
      ...(node === undefined ? {} : { node }),
      ...(edge === undefined ? {} : { edge }),
      ...(clock === undefined ? {} : { clock }),
    };
    return { level, code, text: reasonWords(version.plan, loaded.plan, reason), ...place };
  }

  function result({ region, scenario }: { region: string; scenario: string }): MigrationPlan {
    const differences = new Map<string, Text>();
    for (const version of from.values()) {
      const old = version.loaded.plan;
      for (const words of diffWords(old, loaded.plan, diffPlans(old, loaded.plan))) differences.set(words['zh-CN'], words);
    }
    return {
      scenario,
      region,
      to: loaded.version,
      from: [...from].map(([version, { cases }]) => ({ version, cases })).sort((a, b) => a.version - b.version),
      differences: [...differences.values()],
      counts,
      groups: [...groups.values()].sort((a, b) => b.cases - a.cases),
      suggested,
    };
  }

  return { add, result };
}

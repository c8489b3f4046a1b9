/**
 * Two people in one draft: what a colleague saved is brought together with what was done here, field by field, by the same merge
 * that brings a new version of a template into a clone. What both changed differently is left open for a person to decide.
 */

import type { JsonValue, ScenarioPackage } from '../../runtime/compile/plan.ts';
import { type Decision, isOpen, type MergeItem, mergeElements, mergeJson } from '../../runtime/merge/index.ts';

export interface Drafts {
  /** What both started from. */
  base: ScenarioPackage;
  mine: ScenarioPackage;
  theirs: ScenarioPackage;
}

export interface Together {
  result: ScenarioPackage;
  /** What a person must decide; the result holds mine until then. */
  open: MergeItem[];
}

export function together({ base, mine, theirs }: Drafts, decisions: Readonly<Record<string, Decision>> = {}): Together {
  const { items, result } = mergeElements({ base: bare(base), ours: bare(mine), theirs: bare(theirs), decisions, must: false });
  const locks = locksOf({ base, mine, theirs });
  const whole = locks ? { ...result, scenario: { ...result.scenario, locks } } : result;
  return { result: whole, open: items.filter(isOpen) };
}

/** Locks are a rule of the template for its clones, not of one author for the other: they are merged as plain content. */
function bare(pkg: ScenarioPackage): ScenarioPackage {
  const { locks: _locks, ...scenario } = pkg.scenario;
  return { ...pkg, scenario };
}

type Locks = ScenarioPackage['scenario']['locks'];
function locksOf({ base, mine, theirs }: Drafts): Locks {
  const json = (pkg: ScenarioPackage) => (pkg.scenario.locks ?? {}) as unknown as JsonValue;
  const { result } = mergeJson({ base: json(base), ours: json(mine), theirs: json(theirs) });
  const had = base.scenario.locks ?? mine.scenario.locks ?? theirs.scenario.locks;
  return had && Object.keys(result as object).length > 0 ? (result as unknown as Locks) : had && mine.scenario.locks ? {} : undefined;
}

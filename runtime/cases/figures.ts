/**
 * What merging saves, counted for the applicants of a template's case tests: the required fields of the departments' forms
 * added up, against what the applicant typed. Pure. Counted against merging where in doubt:
 * a field counts once per form, only where that form requires it in this very case, and never when the form computes it;
 * a form counts only when it belongs to an item; typed counts every question, those of the joint application and of the
 * situation included. A default left as it stands and what the sign-in knows are not typed.
 */
import type { CaseTest, Text } from '../../schemas/generated/documents.ts';
import { mergedUses } from '../compile/merged-uses.ts';
import type { EvaluationContext, MergedField, MergedForm, MergedNeed, Plan, ScenarioPackage } from '../compile/plan.ts';
import { contextOfCase } from '../engine/fields.ts';
import type { CaseState } from '../engine/types.ts';
import { signInPaths } from './sign-in.ts';
import type { CaseRun } from './types.ts';

/** How the registers answered: all that were asked, none of them, or some. */
export type Sources = 'all' | 'some' | 'none';
/** How a required value came about. */
export type Supply = 'typed' | 'shared' | 'computed' | 'default' | 'signIn';

/** One value the departments require, and how often they would have asked for it. */
export interface FigureReason {
  path: string;
  label: Text;
  supply: Supply;
  /** Forms of this case that require it. */
  times: number;
  needs: MergedNeed[];
}
export interface ApplicantFigures {
  case: string;
  name: Text;
  sources: Sources;
  /** Departments' forms that applied. */
  forms: number;
  /** Their required fields added up, each once per form. */
  addedUp: number;
  /** The same, each value once. */
  distinct: number;
  typed: number;
  /** Share of `addedUp` that was not typed, 0 to 1. */
  saved: number;
  /** Share of `distinct` that was not typed. */
  savedOfDistinct: number;
  /** Every value asked or required, typed ones first, in the order of the merged form. */
  reasons: FigureReason[];
}

/** Figures of every case test whose application was handed in. */
export function applicantFigures(pkg: ScenarioPackage, plan: Plan, runs: ReadonlyMap<string, CaseRun>): ApplicantFigures[] {
  const uses = mergedUses(pkg);
  return Object.values(pkg.cases).flatMap((test) => {
    const run = runs.get(test.id);
    return run?.state.submittedAt === undefined ? [] : [figuresOf({ plan, uses, test, run })];
  });
}

interface Counting {
  plan: Plan;
  /** The departments' forms, each on its own, by use. */
  uses: Readonly<Record<string, MergedForm>>;
  test: CaseTest;
  run: CaseRun;
}

function figuresOf({ plan, uses, test, run }: Counting): ApplicantFigures {
  const { state } = run;
  const now = state.submittedAt!;
  const context = contextOfCase(plan, state, now);
  const holds = (condition: MergedField['required'] | undefined) => holdsIn(condition, context, now);
  const fills = Object.keys(plan.fills).filter((node) => state.visits[node]);
  const applied = new Set(fills.flatMap((node) => formsOf(plan, node)));
  const required = new Map<string, number>();
  let forms = 0;
  for (const use of applied) {
    if (plan.scenario.forms[use]?.item === undefined) continue;
    const paths = Object.values(uses[use]?.fields ?? {}).filter((field) => isRequired(field, holds));
    if (paths.length > 0) forms += 1;
    for (const { path } of paths) required.set(path, (required.get(path) ?? 0) + 1);
  }
  const merged = fills.flatMap((node) => plan.fills[node]!);
  const typed = typedPaths(plan, merged, run, holds);
  const addedUp = [...required.values()].reduce((sum, times) => sum + times, 0);
  return {
    case: test.id,
    name: test.name,
    sources: sourcesOf(plan, merged, state),
    forms,
    addedUp,
    distinct: required.size,
    typed: typed.size,
    saved: shareSaved(typed.size, addedUp),
    savedOfDistinct: shareSaved(typed.size, required.size),
    reasons: reasonsOf({ plan, merged, state, typed, required }),
  };
}

function formsOf(plan: Plan, node: string): string[] {
  const { doc } = plan.nodes[node]!;
  return doc.kind === 'fill' ? doc.forms : [];
}

type Holds = (condition: MergedField['required'] | undefined) => boolean;

function holdsIn(condition: MergedField['required'] | undefined, context: EvaluationContext, now: string): boolean {
  if (condition === undefined || typeof condition === 'boolean') return condition ?? true;
  const result = condition(context, { now });
  return result.ok && result.value;
}

function isRequired(field: MergedField, holds: Holds): boolean {
  return field.computed === undefined && field.required !== false && holds(field.visible) && holds(field.required);
}

/** What was typed: the questions left by the reads, and those of the situation, which a register may overtake later. */
function typedPaths(plan: Plan, forms: readonly MergedForm[], run: CaseRun, holds: Holds): Set<string> {
  const first = (plan.situation ?? []).filter((path) => {
    const field = forms.map((form) => form.fields[path]).find((one) => one !== undefined);
    return field !== undefined && field.default === undefined && isRequired(field, holds);
  });
  return new Set([...run.asked, ...first]);
}

function sourcesOf(plan: Plan, forms: readonly MergedForm[], state: CaseState): Sources {
  const asked = forms.flatMap((form) => form.prefill).filter((use) => plan.data[use] && state.fetches[use]?.keys !== undefined);
  const got = asked.filter((use) => ['fetched', 'disputed'].includes(state.fetches[use]!.state));
  if (got.length === 0) return 'none';
  return got.length === asked.length ? 'all' : 'some';
}

function shareSaved(typed: number, before: number): number {
  return before === 0 ? 0 : (before - typed) / before;
}

function reasonsOf(parts: {
  plan: Plan;
  merged: readonly MergedForm[];
  state: CaseState;
  typed: ReadonlySet<string>;
  required: ReadonlyMap<string, number>;
}): FigureReason[] {
  const { plan, merged, state, typed, required } = parts;
  const known = signInPaths(plan.scenario);
  const ordered = merged.flatMap((form) => form.sections.flatMap(({ fields }) => fields.map((path) => form.fields[path]!)));
  const reasons = ordered.flatMap((field): FigureReason[] => {
    const { path, label, needs } = field;
    if (!typed.has(path) && !required.has(path)) return [];
    const supply: Supply = typed.has(path) ? 'typed' : supplyOf(field, state, known);
    return [{ path, label, supply, times: required.get(path) ?? 0, needs: [...needs] }];
  });
  return [...reasons.filter(({ supply }) => supply === 'typed'), ...reasons.filter(({ supply }) => supply !== 'typed')];
}

function supplyOf(field: MergedField, state: CaseState, known: ReadonlySet<string>): Supply {
  const value = state.fields[field.path];
  if (value?.source === 'shared' || value?.shared !== undefined) return 'shared';
  if (field.computed) return 'computed';
  return known.has(field.path) ? 'signIn' : 'default';
}

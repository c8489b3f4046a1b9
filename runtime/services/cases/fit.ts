/** 情形: a few answers, before anybody signs in, and what they mean: which matters apply, how much will be asked. Keeps nothing. */
import type { Fit, FitItem } from '../../../schemas/generated/api.ts';
import type { Item } from '../../../schemas/generated/documents.ts';
import type { Condition, EvaluationContext, FieldProblem, JsonValue, MergedForm } from '../../compile/plan.ts';
import { contextOfCase } from '../../engine/fields.ts';
import { step } from '../../engine/index.ts';
import type { CaseState } from '../../engine/types.ts';
import { parseCondition } from '../../expression/index.ts';
import { NotFoundError } from '../errors.ts';
import type { LoadedPlan } from '../plans.ts';
import { departmentName, formView, holds, isNothing } from './form-view.ts';
import type { CaseParts } from './parts.ts';

type Values = Record<string, JsonValue>;
export type FitAnswer = Omit<Fit, 'problems'> & { problems: FieldProblem[] };

export function createFit(parts: CaseParts) {
  return {
    /** What the answers so far decide. Answers that do not fit are told and count as not given. */
    async fit({ region, scenario, values }: { region: string; scenario: string; values: Values }): Promise<FitAnswer> {
      const loaded = await parts.plans.livePlan(region, scenario);
      const first = loaded && situationForm(loaded);
      if (!loaded || !first) throw new NotFoundError('service.unknown');
      const now = parts.clock();
      const state = openedAt(loaded, now);
      const { typed, problems } = accepted(loaded, values, now);
      const view = formView({ loaded, state, form: first, now, typed });
      const wanted = new Set(loaded.plan.situation);
      const asked = view.sections.flatMap(({ fields }) => fields).filter(({ path }) => wanted.has(path));
      const questions = loaded.plan.situation!.flatMap((path) => asked.filter((one) => one.path === path && one.visible));
      const complete = problems.length === 0 && questions.every((one) => !one.required || !isNothing(one.value));
      const context = contextOfCase(loaded.plan, state, now, typed);
      const items = itemsOf(loaded, context, { complete, now });
      const applying = new Set(items.filter(({ applies }) => applies !== 'no').map(({ id }) => id));
      const section = view.sections.find(({ fields }) => fields.some(({ path }) => wanted.has(path)))!;
      return {
        name: loaded.plan.scenario.name,
        regionName: await parts.regionName(region),
        title: section.title,
        ...(section.hint ? { hint: section.hint } : {}),
        questions,
        complete,
        problems,
        items,
        counts: countsOf({ form: first, context, now, applying, answered: new Set(Object.keys(typed)) }),
      };
    },
  };
}

/** The form the situation questions are part of: the first fill step that has them. */
function situationForm({ plan }: LoadedPlan): MergedForm | undefined {
  const [path] = plan.situation ?? [];
  return path === undefined ? undefined : Object.values(plan.fills).find((form) => Object.hasOwn(form.fields, path));
}

/** A case as it is the moment its form is opened; it is never stored. */
function openedAt({ plan, region, version }: LoadedPlan, at: string): CaseState {
  return step(plan, undefined, { id: 'fit', at, actor: { kind: 'citizen', id: 'fit' }, type: 'start', caseId: 'fit', region, version })
    .state;
}

function accepted({ plan }: LoadedPlan, values: Values, now: string): { typed: Values; problems: FieldProblem[] } {
  const [typed, problems]: [Values, FieldProblem[]] = [{}, []];
  for (const [path, value] of Object.entries(values)) {
    if (!plan.situation?.includes(path)) problems.push({ path, code: 'field.foreign' });
    else {
      const checked = plan.checkValue(path, value, { now });
      if (checked.ok) typed[path] = checked.value;
      else problems.push(checked.problem);
    }
  }
  return { typed, problems };
}

function itemsOf(loaded: LoadedPlan, context: EvaluationContext, { complete, now }: { complete: boolean; now: string }): FitItem[] {
  const { plan } = loaded;
  const ranked = Object.entries(plan.items).sort(([a, one], [b, other]) =>
    one.rank === other.rank ? (a < b ? -1 : 1) : one.rank < other.rank ? -1 : 1,
  );
  return ranked.map(([id, item]) => ({
    id,
    name: item.name,
    department: departmentName(plan, item.department),
    promisedDays: item.promisedDays,
    ...(item.legalBasis ? { legalBasis: item.legalBasis } : {}),
    applies: applicability(item, context, { complete, now }),
  }));
}

function applicability(item: Item, context: EvaluationContext, { complete, now }: { complete: boolean; now: string }): FitItem['applies'] {
  if (item.applicable === undefined) return 'yes';
  const parsed = parseCondition(item.applicable);
  const condition: Condition | undefined = parsed.ok ? parsed.condition : undefined;
  if (condition && holds(condition, context, { now })) return 'yes';
  return complete ? 'no' : 'open';
}

interface Counting {
  form: MergedForm;
  context: EvaluationContext;
  now: string;
  applying: ReadonlySet<string>;
  /** Situation questions that have their answer: they are not asked again. */
  answered: ReadonlySet<string>;
}

/** Questions these answers leave, by where their values come from; form fields of matters that do not apply are not counted. */
function countsOf({ form, context, now, applying, answered }: Counting): Fit['counts'] {
  const counts = { formFields: 0, asked: 0, shared: 0, derived: 0 };
  for (const field of Object.values(form.fields)) {
    if (!holds(field.visible, context, { now })) continue;
    counts.formFields += field.needs.filter(({ item }) => item === undefined || applying.has(item)).length;
    if (!answered.has(field.path)) counts[field.supply] += 1;
  }
  return counts;
}

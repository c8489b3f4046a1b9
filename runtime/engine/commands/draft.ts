import type { FieldProblem, JsonValue } from '../../compile/plan.ts';
import { askFormOf } from '../ask-form.ts';
import { fixedValue, missingUses } from '../checking.ts';
import { same } from '../fields.ts';
import { consentableUses, forget, openFills, startPrefill } from '../reads.ts';
import type { Command } from '../types.ts';
import { inOrder, note, own, type Verdict, type Work } from '../work.ts';

/** Keeps what was typed so far. Null takes a value back. New keys start reads. */
export function saveDraft(work: Work, { values }: Extract<Command, { type: 'saveDraft' }>): Verdict {
  const open = openPaths(work);
  if (open.size === 0) return { code: 'fill.not_open' };
  const problems = Object.entries(values).flatMap(([path, value]): FieldProblem[] => {
    const fixed = open.get(path);
    if (!fixed) return [{ path, code: 'field.unknown' }];
    const fine = value === null || fixed.some((one) => one === undefined || same(one, value));
    return fine ? [] : [{ path, code: 'field.readOnly' }];
  });
  if (problems.length > 0) return { code: 'fill.invalid', problems };
  const draft = own(work, 'draft');
  for (const [path, value] of Object.entries(values)) {
    if (value === null || open.get(path)!.every((fixed) => fixed !== undefined)) delete draft[path];
    else draft[path] = value;
  }
  startPrefill(work);
}

/** Paths of open forms and open 补正 requests, each with its fixed value per form: undefined where it may be typed. */
function openPaths(work: Work): Map<string, (JsonValue | undefined)[]> {
  const paths = new Map<string, (JsonValue | undefined)[]>();
  const add = (path: string, fixed: JsonValue | undefined) => paths.set(path, [...(paths.get(path) ?? []), fixed]);
  for (const task of inOrder(work.state.tasks)) {
    if (task.status === 'supplement') for (const { path } of task.defects ?? []) if (path !== undefined) add(path, undefined);
    if (task.kind !== 'fill' || task.status !== 'open') continue;
    const form = work.plan.fills[task.node] ?? askFormOf(work.plan, task.node);
    const missing = missingUses(work.plan, work.state, form);
    for (const field of Object.values(form.fields)) add(field.path, field.computed ? null : fixedValue(work.state, field, missing));
  }
  return paths;
}

/** Yes or no to data sources of an open form, kept as evidence. Yes starts the read, or tries a failed one again. */
export function consentData(work: Work, { grants, at, actor }: Extract<Command, { type: 'consentData' }>): Verdict {
  const fills = openFills(work.plan, work.state);
  if (fills.length === 0) return withdrawConsents(work, { grants, at, actor });
  for (const useId of Object.keys(grants)) {
    const fill = fills.find((task) => consentableUses(work.plan, work.plan.fills[task.node]!).includes(useId));
    if (!fill) return { code: 'consent.unknown_data' };
    const { consent } = work.plan.data[useId]!;
    if (typeof consent === 'string' && consent !== fill.party) return { code: 'consent.not_yours' };
  }
  for (const [useId, granted] of Object.entries(grants)) {
    own(work, 'consents')[useId] = { granted, at, by: actor };
    note(work, 'consent.data', { data: { data: useId, granted } });
    if (!granted) forget(work, useId, 'refused');
    else if (work.state.fetches[useId]?.state === 'failed' || work.state.fetches[useId]?.problem === 'refused') forget(work, useId);
  }
  startPrefill(work);
}

/** After the form a consent can only be taken back: reads later in the flow are refused, what was read stays with the case. */
function withdrawConsents(
  work: Work,
  { grants, at, actor }: Pick<Extract<Command, { type: 'consentData' }>, 'grants' | 'at' | 'actor'>,
): Verdict {
  if (work.state.status !== 'running' || Object.values(grants).includes(true)) return { code: 'fill.not_open' };
  for (const useId of Object.keys(grants)) {
    if (work.plan.data[useId]?.consent !== true) return { code: 'consent.unknown_data' };
    if (!work.state.consents[useId]?.granted) return { code: 'consent.not_granted' };
  }
  for (const useId of Object.keys(grants)) {
    own(work, 'consents')[useId] = { granted: false, at, by: actor };
    note(work, 'consent.data', { data: { data: useId, granted: false } });
  }
}

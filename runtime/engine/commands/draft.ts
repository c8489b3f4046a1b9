import { askFormOf } from '../ask-form.ts';
import { forget, openFills, startPrefill } from '../reads.ts';
import type { Command } from '../types.ts';
import { inOrder, note, own, type Verdict, type Work } from '../work.ts';

/** Paths somebody may type into now: open forms and open 补正 requests. */
function typablePaths(work: Work): Set<string> {
  const paths = new Set<string>();
  for (const task of inOrder(work.state.tasks)) {
    if (task.status === 'supplement') for (const { path } of task.defects ?? []) if (path !== undefined) paths.add(path);
    if (task.kind !== 'fill' || task.status !== 'open') continue;
    const form = work.plan.fills[task.node] ?? askFormOf(work.plan, task.node);
    for (const path in form.fields) paths.add(path);
  }
  return paths;
}

/** Keeps what was typed so far. Null takes a value back. New keys start reads. */
export function saveDraft(work: Work, { values }: Extract<Command, { type: 'saveDraft' }>): Verdict {
  const typable = typablePaths(work);
  if (typable.size === 0) return { code: 'fill.not_open' };
  const foreign = Object.keys(values).filter((path) => !typable.has(path));
  if (foreign.length > 0) return { code: 'fill.invalid', problems: foreign.map((path) => ({ path, code: 'field.unknown' })) };
  const draft = own(work, 'draft');
  for (const [path, value] of Object.entries(values)) {
    if (value === null) delete draft[path];
    else draft[path] = value;
  }
  startPrefill(work);
}

/** Yes or no to data sources of an open form, kept as evidence. Yes starts the read, or tries a failed one again. */
export function consentData(work: Work, { grants, at, actor }: Extract<Command, { type: 'consentData' }>): Verdict {
  const fills = openFills(work.plan, work.state);
  if (fills.length === 0) return { code: 'fill.not_open' };
  for (const useId of Object.keys(grants)) {
    const fill = fills.find((task) => work.plan.fills[task.node]!.prefill.includes(useId));
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

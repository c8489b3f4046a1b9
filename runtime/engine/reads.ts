/**
 * Reading shared data. Fetch states: idle -> waiting -> fetched -> disputed, or waiting -> failed. Values are bound to the
 * keys they were read for: when a key changes they are dropped and read again.
 */
import type { JsonValue, MergedForm, Plan } from '../compile/plan.ts';
import { draftOf } from './checking.ts';
import { contextOfCase, dropField, fitType, same, setField } from './fields.ts';
import { expect } from './pending.ts';
import { contextAt } from './surroundings.ts';
import type { CaseState, Outcome, Pending, Provider, Task, Token } from './types.ts';
import { inOrder, note, own, type Work } from './work.ts';

type Use = Plan['data'][string];
type Keys = Record<string, JsonValue>;

/** Fill tasks whose form is open. */
export function openFills(plan: Plan, state: CaseState): Task[] {
  return inOrder(state.tasks).filter((task) => task.kind === 'fill' && task.status === 'open' && plan.fills[task.node]);
}

/**
 * May the use be read? Without `consent` always. The filling party's consent is given with `consentData`; another
 * party's by agreeing at a consent node.
 */
export function isGranted(plan: Plan, state: CaseState, useId: string): boolean {
  const { consent } = plan.data[useId]!;
  if (consent === undefined || consent === false) return true;
  if (state.consents[useId]?.granted) return true;
  return typeof consent === 'string' && hasAgreed(plan, state, consent);
}

function hasAgreed(plan: Plan, state: CaseState, party: string): boolean {
  return Object.values(plan.nodes).some(
    ({ id, doc }) => doc.kind === 'consent' && doc.party === party && state.consents[id]?.granted === true,
  );
}

/** Key values, or undefined while one of them is missing. */
export function keysOf(work: Work, use: Use, more?: Keys, token?: Token): Keys | undefined {
  const context = token ? contextAt(work, token) : contextOfCase(work.plan, work.state, work.env.now, more);
  const keys: Keys = {};
  for (const [key, expression] of Object.entries(use.keyExpressions)) {
    const result = expression(context, work.env);
    if (!result.ok || result.value === null || result.value === '') return undefined;
    keys[key] = result.value;
  }
  return keys;
}

/** Starts every granted read of the open forms whose keys are known and were not read before. */
export function startPrefill(work: Work): undefined {
  for (const task of openFills(work.plan, work.state)) {
    const form = work.plan.fills[task.node]!;
    for (const useId of form.prefill) considerRead(work, useId, form);
  }
}

function considerRead(work: Work, useId: string, form: MergedForm): undefined {
  const fetch = work.state.fetches[useId];
  if (!isGranted(work.plan, work.state, useId)) {
    if (fetch?.keys) forget(work, useId);
    return;
  }
  const keys = keysOf(work, work.plan.data[useId]!, draftOf(work.plan, work.state, form));
  if (keys && fetch?.keys && same(fetch.keys, keys)) return;
  if (fetch?.keys) forget(work, useId);
  if (keys) startRead(work, useId, keys, { node: form.node });
}

/** Emits the read. With a token the flow waits for it; without, an open form does. */
export function startRead(work: Work, useId: string, keys: Keys, where: { node: string; token?: Token }): undefined {
  const { id, key } = expect(work, { kind: 'data', of: useId, node: where.node, token: where.token?.id });
  own(work, 'fetches')[useId] = { state: 'waiting', at: work.command.at, keys };
  work.effects.push({ id, type: 'data', key, dataUse: useId, keys, node: where.node });
  note(work, 'data.asked', { node: where.node, data: { data: useId } });
}

/** Drops what was read and whatever is still on its way. */
export function forget(work: Work, useId: string, problem?: string): undefined {
  for (const pending of inOrder(work.state.pending)) {
    if (pending.kind === 'data' && pending.of === useId && pending.token === undefined) delete own(work, 'pending')[pending.id];
  }
  for (const [path, field] of Object.entries(work.state.fields)) {
    if (field.source === 'shared' && field.origin === useId) dropField(work, path);
  }
  own(work, 'fetches')[useId] = { state: 'idle', at: work.command.at, ...(problem === undefined ? {} : { problem }) };
}

/** The form is closed: an answer that comes now is not used. */
export function abandonRead(work: Work, pending: Pending): undefined {
  delete own(work, 'pending')[pending.id];
  own(work, 'fetches')[pending.of!] = { state: 'failed', at: work.command.at, problem: 'late' };
}

/** Uses the party of a form can be asked about: those the form prefills, and those data nodes read later. */
export function consentableUses(plan: Plan, form: MergedForm): string[] {
  const later = Object.values(plan.nodes).flatMap(({ doc }) =>
    doc.kind === 'data' && isAskedOf(plan, doc.data, form.party) ? [doc.data] : [],
  );
  return [...new Set([...form.prefill, ...later])];
}

/** Does this party have to agree to the use? */
export function isAskedOf(plan: Plan, useId: string, party: string): boolean {
  const { consent } = plan.data[useId]!;
  return consent === true || consent === party;
}

/** The one record of an answer, or what is wrong with it. */
export type Taken = { ok: true; values: Record<string, JsonValue> } | { ok: false; problem: string };

export function recordOf(work: Work, use: Use, outcome: Outcome): Taken {
  if (!outcome.ok) return { ok: false, problem: outcome.kind };
  const records = Array.isArray(outcome.value) ? outcome.value : [outcome.value];
  if (records.length > 1) return { ok: false, problem: 'severalRecords' };
  const [record] = records;
  if (record === undefined || record === null) return { ok: false, problem: 'noRecord' };
  if (typeof record !== 'object' || Array.isArray(record)) return { ok: false, problem: 'invalid' };
  return valuesFrom(work, use, record);
}

function valuesFrom(work: Work, use: Use, record: Record<string, JsonValue>): Taken {
  const values: Record<string, JsonValue> = {};
  for (const [field, path] of Object.entries(use.provides)) {
    const coerced = fitType(work, path, Object.hasOwn(record, field) ? record[field] : null);
    if (!coerced.ok) return { ok: false, problem: 'invalid' };
    if (coerced.value !== null && coerced.value !== '') values[path] = coerced.value;
  }
  return { ok: true, values };
}

/** Writes shared values. A typed value that differs stays beside the shared one, for the officer to see. */
export function writeShared(work: Work, useId: string, values: Record<string, JsonValue>, by?: Provider): undefined {
  for (const [path, value] of Object.entries(values)) {
    const before = work.state.fields[path];
    const differs = before !== undefined && before.source === 'typed' && before.value !== null && !same(before.value, value);
    setField(work, path, { value, source: 'shared', origin: useId, ...(differs ? { disputed: before.value } : {}), ...(by ? { by } : {}) });
    if (!work.plan.data[useId]!.editable && Object.hasOwn(work.state.draft, path)) delete own(work, 'draft')[path];
  }
}

/** Settles the fetch state after an answer. */
export function settle(
  work: Work,
  useId: string,
  taken: Taken,
  { lacking = [], by }: { lacking?: string[]; by?: Provider } = {},
): undefined {
  const keys = work.state.fetches[useId]?.keys;
  own(work, 'fetches')[useId] = {
    state: taken.ok ? 'fetched' : 'failed',
    at: work.command.at,
    ...(keys ? { keys } : {}),
    ...(taken.ok ? {} : { problem: taken.problem }),
    ...(lacking.length > 0 ? { lacking } : {}),
    ...(by ? { by } : {}),
  };
  note(work, taken.ok ? 'data.fetched' : 'data.failed', { data: { data: useId, ...(taken.ok ? {} : { problem: taken.problem }) } });
}

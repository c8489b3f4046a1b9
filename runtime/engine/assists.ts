/**
 * 协查: when a read gives nothing, the owner of the data is asked by hand, and the answer fills the very same fields.
 *
 *   open -> answered | noRecord | refused | withdrawn
 *
 * While an applicant fills a form nobody is asked: what the owner can be asked may be left empty. It is asked when the form
 * is submitted, and the case waits there as it waits at a data node, so that nothing later can tell the difference.
 */
import { localDate } from '../calendar/index.ts';
import type { MergedForm, Plan } from '../compile/plan.ts';
import { tellOfAssist } from './assist-news.ts';
import { dueAfter } from './clocks.ts';
import { contextOf } from './fields.ts';
import { raise } from './incidents.ts';
import { expect } from './pending.ts';
import { hold } from './tokens.ts';
import type { Assist, CaseState, Command, Effect, Outcome, Pending, Token } from './types.ts';
import { inOrder, note, own, type Verdict, type Work } from './work.ts';

/** Working days for an answer where the data use does not say. */
export const ASSIST_DAYS = 1;

/**
 * May the owner be asked after this problem? Not where there is no right to the data (no contract, no consent), and not
 * where there is nothing to look for.
 */
const ownerCanHelp = new Set(['down', 'timeout', 'noRecord', 'severalRecords', 'invalid', 'quota', 'error']);

export function isForOwner(plan: Plan, useId: string, problem: string): boolean {
  return plan.data[useId]?.fallback === 'assist' && ownerCanHelp.has(problem);
}

/** Fields of the resource that a use could not get and its owner can be asked; empty when nobody is to be asked. */
export function leftToOwner(plan: Plan, state: CaseState, useId: string): string[] {
  const fetch = state.fetches[useId];
  const use = plan.data[useId];
  if (!use || !fetch?.keys || fetch.by) return [];
  if (fetch.state === 'failed') return isForOwner(plan, useId, fetch.problem ?? '') ? Object.keys(use.provides) : [];
  return fetch.state === 'fetched' && use.fallback === 'assist' ? (fetch.lacking ?? []) : [];
}

/** Paths of a form that may be left empty: the owner of the data will be asked for them. */
export function waivedPaths(plan: Plan, state: CaseState, form: MergedForm, stale?: ReadonlySet<string>): ReadonlySet<string> {
  const waived = new Set<string>();
  for (const useId of form.prefill) {
    // Read for other keys: what came of it says nothing about these.
    if (stale?.has(useId)) continue;
    for (const field of leftToOwner(plan, state, useId)) {
      const path = plan.data[useId]!.provides[field]!;
      if (form.fields[path]?.data === useId) waived.add(path);
    }
  }
  return waived;
}

/** Asks the owners for what was left empty in a form just submitted. True when the token waits for them. */
export function askForLeft(work: Work, token: Token, form: MergedForm): boolean {
  let asked = false;
  for (const useId of form.prefill) {
    const fields = leftToOwner(work.plan, work.state, useId).filter((field) => isLeft(work, form, useId, field));
    if (fields.length === 0) continue;
    const { keys, problem } = work.state.fetches[useId]!;
    openAssist(work, token, { use: useId, keys: keys!, fields, problem: problem ?? 'empty' });
    asked = true;
  }
  return asked;
}

function isLeft(work: Work, form: MergedForm, useId: string, resourceField: string): boolean {
  const path = work.plan.data[useId]!.provides[resourceField]!;
  const field = form.fields[path];
  if (field?.data !== useId || (work.state.fields[path]?.value ?? null) !== null) return false;
  const shown = field.visible?.(contextOf(work), work.env);
  return !shown || (shown.ok && shown.value);
}

type Question = Pick<Assist, 'use' | 'keys' | 'fields' | 'problem'>;

/** Opens a question; the token waits for its answer. */
export function openAssist(work: Work, token: Token, { use, keys, fields, problem }: Question): undefined {
  const { resourceDoc, assist } = work.plan.data[use]!;
  const { at } = work.command;
  const { id } = expect(work, { kind: 'assist', of: use, node: token.node, token: token.id });
  const { due } = dueAfter(work.plan, localDate(at), assist?.days ?? ASSIST_DAYS, []);
  const { region, department } = resourceDoc.owner;
  const about = { id, use, keys, fields, node: token.node, token: token.id, problem, department, openedAt: at, status: 'open' } as const;
  assists(work)[id] = { ...about, ...(region === undefined ? {} : { region }), ...(due === undefined ? {} : { due }) };
  own(work, 'fetches')[use] = { state: 'waiting', at, problem, keys };
  work.effects.push(effectOf(work, work.state.assists![id]!));
  note(work, 'assist.opened', { node: token.node, data: { assist: id, data: use, problem, ...(due === undefined ? {} : { due }) } });
  hold(work, token);
}

/** The map to write into; it is there from the first question on. */
function assists(work: Work): Record<string, Assist> {
  work.state.assists ??= {};
  return own(work, 'assists');
}

function effectOf(work: Work, { id, use, keys, fields, problem, due, node }: Assist): Effect {
  const { key } = work.state.pending[id]!;
  return { id, type: 'assist', key, dataUse: use, keys, fields, problem, ...(due === undefined ? {} : { due }), node };
}

/** After an incident the same question is put again under its id and key, so that it stands once. */
export function askOwnerAgain(work: Work, token: Token, id: string): boolean {
  const assist = work.state.assists?.[id];
  if (assist?.status !== 'open') return false;
  expect(work, { kind: 'assist', of: assist.use, node: token.node, token: token.id }, id);
  work.effects.push(effectOf(work, assist));
  hold(work, token);
  return true;
}

/** Closes the question with what the owner said, or without it when the right to the data has ended. Undefined when nobody can be asked: the token then has its incident. */
export function closeAssist(work: Work, pending: Pending, token: Token, outcome: Outcome): Assist | undefined {
  const assist = work.state.assists![pending.id]!;
  const isOver = !outcome.ok && outcome.kind === 'denied';
  if (!outcome.ok && !outcome.by && !isOver) {
    raise(work, token, 'assist.nobody', { detail: outcome.message, effect: pending.id });
    return undefined;
  }
  const status = outcome.ok ? 'answered' : outcome.kind === 'refused' || isOver ? 'refused' : 'noRecord';
  const closed: Assist = { ...assist, status, doneAt: work.command.at, ...(outcome.by ? { by: outcome.by } : {}) };
  if (!outcome.ok && outcome.by && outcome.message) closed.words = outcome.message;
  assists(work)[assist.id] = closed;
  note(work, closings[status], {
    node: assist.node,
    data: { assist: assist.id, data: assist.use, ...(closed.by ? { department: closed.by.department } : {}) },
  });
  // Where the right to the data has ended, nobody answered anything.
  if (!isOver) tellOfAssist(work, closed, status === 'answered' ? 'filled' : 'nothing');
  return closed;
}
const closings = { answered: 'assist.answered', noRecord: 'assist.no_record', refused: 'assist.refused' } as const;

/** Questions of tokens that are gone are not wanted any more: their desks are told. */
export function withdrawAssists(work: Work, gone: ReadonlyMap<string, Token>): undefined {
  for (const assist of inOrder(work.state.assists)) {
    if (assist.status !== 'open' || !gone.has(assist.token)) continue;
    const { id, node, use } = assist;
    assists(work)[id] = { ...assist, status: 'withdrawn', doneAt: work.command.at };
    work.effects.push({ id: `${id}c`, type: 'cancelAssist', key: `${work.state.id}:${id}:cancel`, effect: id, node });
    note(work, 'assist.withdrawn', { node, data: { assist: id, data: use } });
  }
}

/** Open questions a token waits for. */
export function openAssistsOf(work: Work, token: Token): Assist[] {
  return inOrder(work.state.assists).filter((one) => one.token === token.id && one.status === 'open');
}

function findOpen(work: Work, id: string): Assist | { code: string } {
  const assist = work.state.assists && Object.hasOwn(work.state.assists, id) ? work.state.assists[id] : undefined;
  if (!assist) return { code: 'assist.unknown' };
  return assist.status === 'open' ? assist : { code: 'assist.closed' };
}

/** 催办: once a day by each. */
export function urgeAssist(work: Work, { assistId, words, actor, at }: Extract<Command, { type: 'urgeAssist' }>): Verdict {
  const assist = findOpen(work, assistId);
  if ('code' in assist) return assist;
  const today = localDate(at);
  if (assist.urges?.some((one) => one.by.id === actor.id && localDate(one.at) === today)) return { code: 'urge.already_today' };
  assists(work)[assistId] = { ...assist, urges: [...(assist.urges ?? []), { by: actor, at, ...(words ? { words } : {}) }] };
  note(work, 'assist.urged', { node: assist.node, data: { assist: assistId, data: assist.use } });
}

/** The answer is overdue: told once. */
export function assistOverdue(work: Work, { assistId, at }: Extract<Command, { type: 'assistOverdue' }>): Verdict {
  const assist = findOpen(work, assistId);
  if ('code' in assist || assist.escalatedAt !== undefined || assist.due === undefined || localDate(at) <= assist.due) return 'unchanged';
  assists(work)[assistId] = { ...assist, escalatedAt: at };
  note(work, 'assist.escalated', { node: assist.node, data: { assist: assistId, data: assist.use } });
  tellOfAssist(work, assist, 'late');
}

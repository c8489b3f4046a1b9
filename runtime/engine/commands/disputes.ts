/** Two values for one field: the desk decides which counts, and the owner of the data hears of it and answers. */
import { fitType, recompute, same, setField } from '../fields.ts';
import type { Command, FieldValue, Settled } from '../types.ts';
import { nextId, note, own, type Verdict, type Work } from '../work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** Decides once; deciding otherwise later is another decision with its own reason, while the case runs. */
export function settleDispute(work: Work, { path, use, reason, at, actor }: Of<'settleDispute'>): Verdict {
  const field = Object.hasOwn(work.state.fields, path) ? work.state.fields[path] : undefined;
  const sides = field && sidesOf(field);
  if (!sides) return { code: 'dispute.unknown' };
  if (!reason.trim()) return { code: 'command.words_required' };
  if (field.settled?.use === use) return { code: 'dispute.already_settled' };
  if (field.settled?.owner) return { code: 'dispute.owner_answered' };
  const settled: Settled = { use, reason, at, by: actor };
  if (use === 'register') {
    setField(work, path, { ...sides.register, disputed: sides.applicant, settled });
  } else {
    const fitting = fitType(work, path, sides.applicant);
    if (!fitting.ok) return { code: 'dispute.value_invalid' };
    const { value: shared, origin, by } = sides.register;
    setField(work, path, { value: fitting.value, source: 'typed', origin, shared, settled, ...(by ? { by } : {}) });
  }
  for (const form of Object.values(work.plan.fills)) if (Object.hasOwn(form.fields, path)) recompute(work, form);
  note(work, 'dispute.settled', { data: { path, use } });
  report(work, path, sides.register.origin);
}

/** The owner of the data is told: what the register holds and what counts here instead. */
function report(work: Work, path: string, use: string | undefined): undefined {
  if (use === undefined || !work.plan.data[use]) return;
  const id = nextId(work, 'pending');
  work.effects.push({ id, type: 'qualityReport', key: `${work.state.id}:${id}`, dataUse: use, path });
}

/** The shared value and what the applicant says instead; undefined where nobody contests it. */
export function sidesOf(field: FieldValue) {
  const { value, origin, by, at, disputed, shared, settled } = field;
  const register = { source: 'shared' as const, ...(origin === undefined ? {} : { origin }), ...(by ? { by } : {}) };
  if (settled?.use === 'applicant' && shared !== undefined) return { register: { ...register, value: shared }, applicant: value, at };
  if (field.source !== 'shared' || disputed === undefined || same(disputed, value)) return undefined;
  return { register: { ...register, value }, applicant: disputed, at };
}

/** What the owner says to the correction; also after the case has ended. */
export function disputeAnswered(work: Work, { path, verdict, words, department, at }: Of<'disputeAnswered'>): Verdict {
  const field = Object.hasOwn(work.state.fields, path) ? work.state.fields[path] : undefined;
  if (!field?.settled || field.settled.owner) return 'unchanged';
  own(work, 'fields')[path] = { ...field, settled: { ...field.settled, owner: { verdict, words, at } } };
  note(work, 'dispute.answered', { data: { path, verdict, department } });
}

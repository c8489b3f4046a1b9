import type { IssueNode } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { fail } from '../events/errors.ts';
import { setField } from '../fields.ts';
import { digits } from '../numbering.ts';
import { expect, takePending, tokenOf } from '../pending.ts';
import { hold, leave } from '../tokens.ts';
import type { Issued, Outcome, Token } from '../types.ts';
import { note, own, type Verdict, type Work } from '../work.ts';

/** Has a document made and sealed. `effect` is the one that failed before: the outside must not make it twice. */
export function enterIssue(work: Work, token: Token, doc: IssueNode, effect?: string): undefined {
  const outcome = work.plan.outcomes[doc.outcome]!;
  const { id, key } = expect(work, { kind: 'issue', of: doc.outcome, token: token.id, node: token.node }, effect);
  const given = work.state.fields[outcome.number]?.value;
  const number = typeof given === 'string' && given !== '' ? given : numberFor(work, key, outcome.numberPrefix);
  const fields = outcome.fields.map((field) => ({ label: { ...field.label }, value: work.state.fields[field.path]?.value ?? null }));
  work.effects.push({ id, type: 'issue', key, outcome: doc.outcome, node: token.node, number, fields });
  hold(work, token);
}

/** Prefix, local date and 16 digits that follow from case and effect: a retry gives the same number. */
function numberFor(work: Work, key: string, prefix = ''): string {
  const basis = work.state.submittedAt ?? work.state.startedAt;
  return `${prefix}${localDate(basis).replaceAll('-', '')}${digits(key)}`;
}

export function answerIssue(work: Work, effectId: string, outcome: Outcome): Verdict {
  const pending = takePending(work, effectId)!;
  const token = tokenOf(work, pending);
  const id = pending.of!;
  if (!token) {
    note(work, outcome.ok ? 'issue.answered_late' : 'issue.failed_late', { node: pending.node, data: { outcome: id } });
    return undefined;
  }
  if (!outcome.ok)
    return fail(work, token, 'issue.failed', { detail: outcome.kind, effect: effectId, error: outcome.code ?? outcome.kind });
  const issued = issuedOf(work, id, outcome.value, pending.key);
  own(work, 'issued')[id] = issued;
  const path = work.plan.outcomes[id]!.number;
  // A number an officer gave stays theirs: its source and time do not change because a paper bears it.
  if (work.state.fields[path]?.value !== issued.number)
    setField(work, path, { value: issued.number, source: 'output', origin: token.node });
  note(work, 'issue.done', { node: token.node, data: { outcome: id } });
  leave(work, token);
}

function issuedOf(work: Work, id: string, value: JsonValue, key: string): Issued {
  const answer = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const doc = work.plan.outcomes[id]!;
  const given = work.state.fields[doc.number]?.value;
  const own = typeof given === 'string' && given !== '' ? given : numberFor(work, key, doc.numberPrefix);
  const issued: Issued = { outcome: id, number: typeof answer.number === 'string' ? answer.number : own, at: work.command.at };
  if (typeof answer.checkCode === 'string') issued.checkCode = answer.checkCode;
  if (typeof answer.document === 'string') issued.document = answer.document;
  return issued;
}

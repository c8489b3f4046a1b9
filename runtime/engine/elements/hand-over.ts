/** Archiving and handing a case to another system: effects whose receipt the token waits for. */
import type { ArchiveNode, TransferNode } from '../../../schemas/generated/documents.ts';
import { fail } from '../events/errors.ts';
import { setField } from '../fields.ts';
import { raise } from '../incidents.ts';
import { expect, takePending, tokenOf } from '../pending.ts';
import { hold, leave } from '../tokens.ts';
import type { Effect, Outcome, Token } from '../types.ts';
import { note, type Verdict, type Work } from '../work.ts';
import { evaluateAll } from './call.ts';

export function enterArchive(work: Work, token: Token, doc: ArchiveNode, effect?: string): undefined {
  const { id, key } = expect(work, { kind: 'archive', token: token.id, node: token.node }, effect);
  const asked: Effect = { id, type: 'archive', key, node: token.node };
  if (doc.department !== undefined) asked.department = doc.department;
  if (doc.years !== undefined) asked.years = doc.years;
  work.effects.push(asked);
  hold(work, token);
}

export function enterTransfer(work: Work, token: Token, doc: TransferNode, effect?: string): undefined {
  const values = evaluateAll(work, token, work.plan.nodes[token.node]!.expressions?.values ?? {});
  if ('failed' in values) return raise(work, token, 'transfer.value_invalid', { detail: values.failed });
  const { id, key } = expect(work, { kind: 'transfer', of: doc.to, token: token.id, node: token.node }, effect);
  work.effects.push({ id, type: 'transfer', key, node: token.node, to: doc.to, values: values.values });
  hold(work, token);
}

/** The receipt came. A transfer may bring the number the other system gave. */
export function answerHandOver(work: Work, effectId: string, outcome: Outcome): Verdict {
  const pending = takePending(work, effectId)!;
  const { kind } = pending;
  const token = tokenOf(work, pending);
  if (!token) {
    note(work, outcome.ok ? `${kind}.answered_late` : `${kind}.failed_late`, { node: pending.node });
    return undefined;
  }
  if (!outcome.ok)
    return fail(work, token, `${kind}.failed`, { detail: outcome.kind, effect: effectId, error: outcome.code ?? outcome.kind });
  const { doc } = work.plan.nodes[token.node]!;
  const receipt = outcome.value;
  const number = typeof receipt === 'object' && receipt !== null && !Array.isArray(receipt) ? receipt.number : undefined;
  if (doc.kind === 'transfer' && doc.number !== undefined && typeof number === 'string')
    setField(work, doc.number, { value: number, source: 'output', origin: token.node });
  note(work, `${kind}.done`, { node: token.node });
  leave(work, token);
}

import type { CallNode } from '../../../schemas/generated/documents.ts';
import type { Expression, JsonValue } from '../../compile/plan.ts';
import { fail, propagate } from '../events/errors.ts';
import { fitTypes, setFields, setOutcome } from '../fields.ts';
import { raise } from '../incidents.ts';
import { expect, takePending, tokenOf } from '../pending.ts';
import { contextAt } from '../surroundings.ts';
import { hold, leave } from '../tokens.ts';
import type { Command, Effect, Outcome, Token } from '../types.ts';
import { note, type Verdict, type Work } from '../work.ts';

/** Starts another case as a child and waits for its end. `effect` is the one that failed before: it is not started twice. */
export function enterCall(work: Work, token: Token, doc: CallNode, effect?: string): undefined {
  const { region, inputs = {} } = work.plan.nodes[token.node]!.expressions ?? {};
  const where = region?.(contextAt(work, token), work.env);
  if (where && !(where.ok && typeof where.value === 'string' && /^\d{6}$/.test(where.value)))
    return raise(work, token, 'call.region_invalid');
  const values = evaluateAll(work, token, inputs);
  if ('failed' in values) return raise(work, token, 'call.input_invalid', { detail: values.failed });
  const { id, key } = expect(work, { kind: 'call', of: doc.scenario, token: token.id, node: token.node }, effect);
  const started: Effect = {
    id,
    type: 'startChild',
    key,
    scenario: doc.scenario,
    inputs: values.values,
    outputs: Object.values(doc.outputs ?? {}),
    node: token.node,
  };
  if (where?.ok) started.region = where.value as string;
  work.effects.push(started);
  note(work, 'call.started', { node: token.node, data: { scenario: doc.scenario } });
  hold(work, token);
}

/** The values of a map of expressions, or the name of the first that fails. */
export function evaluateAll(
  work: Work,
  token: Token,
  expressions: Record<string, Expression>,
): { values: Record<string, JsonValue> } | { failed: string } {
  const values: Record<string, JsonValue> = {};
  for (const [name, expression] of Object.entries(expressions)) {
    const result = expression(contextAt(work, token), work.env);
    if (!result.ok) return { failed: name };
    values[name] = result.value;
  }
  return { values };
}

/** The child has ended: `{ result, values }`. Its result is the outcome. */
export function answerCall(work: Work, effectId: string, outcome: Outcome): Verdict {
  const pending = takePending(work, effectId)!;
  const token = tokenOf(work, pending);
  if (!token) return undefined;
  if (!outcome.ok) return fail(work, token, 'call.failed', { detail: outcome.kind, effect: effectId, error: outcome.code ?? outcome.kind });
  const doc = work.plan.nodes[token.node]!.doc as CallNode;
  const { result, values } = childOf(outcome.value);
  const taken: Record<string, JsonValue> = {};
  for (const [path, childPath] of Object.entries(doc.outputs ?? {})) taken[path] = values[childPath] ?? null;
  const fitting = fitTypes(work, taken);
  if (!fitting.ok) return raise(work, token, 'call.wrong_type', { detail: fitting.path, effect: effectId });
  setFields(work, fitting.values, 'output', token.node);
  setOutcome(work, token.node, result);
  note(work, 'call.ended', { node: token.node, data: { result } });
  leave(work, token, result);
}

/** The child raised an escalation nobody took there: it goes on from the step that called it. */
export function childEscalated(work: Work, { effectId, code }: Extract<Command, { type: 'childEscalated' }>): Verdict {
  const pending = work.state.pending[effectId];
  const token = pending?.kind === 'call' ? work.state.tokens[pending.token ?? ''] : undefined;
  if (!token) return 'unchanged';
  note(work, 'escalation.raised', { node: token.node, data: code === undefined ? {} : { code } });
  propagate(work, token, 'escalation', code);
  return undefined;
}

function childOf(value: JsonValue): { result: string; values: Record<string, JsonValue> } {
  const answer = isRecord(value) ? value : {};
  return { result: typeof answer.result === 'string' ? answer.result : 'completed', values: isRecord(answer.values) ? answer.values : {} };
}

function isRecord(value: JsonValue | undefined): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

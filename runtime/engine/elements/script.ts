import type { ScriptNode } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { fail } from '../events/errors.ts';
import { fitTypes, setFields } from '../fields.ts';
import { raise } from '../incidents.ts';
import { expect, takePending, tokenOf } from '../pending.ts';
import { hold, leave } from '../tokens.ts';
import type { Outcome, Token } from '../types.ts';
import { note, type Verdict, type Work } from '../work.ts';

/** Calls one burst may make; more is a loop of scripts without a wait. Ten thousand turns of a loop fit. */
export const MAX_CALLS = 10_000;

/** Asks the driver to run a script; the token waits for the answer in the same burst. */
export function enterScript(work: Work, token: Token, doc: ScriptNode): undefined {
  if ((work.state.callsInBurst ?? 0) >= MAX_CALLS) return raise(work, token, 'burst.too_long');
  const pending = expect(work, { kind: 'script', of: doc.script, token: token.id, node: token.node });
  hold(work, token);
  work.calls.push({
    id: pending.id,
    type: 'script',
    script: doc.script,
    node: token.node,
    input: inputOf(work, work.plan.scripts[doc.script]!.reads),
    now: work.command.at,
    seed: pending.key,
  });
}

/** Exactly the declared reads, nested by subject; a missing value is null. */
function inputOf(work: Work, reads: string[]): JsonValue {
  const input: Record<string, Record<string, JsonValue>> = {};
  for (const path of reads) {
    const dot = path.indexOf('.');
    const subject = path.slice(0, dot);
    input[subject] ??= {};
    input[subject][path.slice(dot + 1)] = work.state.fields[path]?.value ?? null;
  }
  return input;
}

/** The answer may write declared paths with values of the declared type, nothing else. */
export function answerScript(work: Work, callId: string, outcome: Outcome): Verdict {
  if (work.state.pending[callId]?.kind !== 'script') return 'unchanged';
  const pending = takePending(work, callId)!;
  const token = tokenOf(work, pending);
  if (!token) return 'unchanged';
  if (!outcome.ok) return fail(work, token, `script.${outcome.kind}`, { detail: outcome.message, error: outcome.code ?? outcome.kind });

  const script = work.plan.scripts[pending.of!]!;
  const written = flatten(outcome.value);
  if (!written) return fail(work, token, 'script.wrong_type', { detail: 'output' });
  const foreign = Object.keys(written).find((path) => !Object.hasOwn(script.writes, path));
  if (foreign !== undefined) return fail(work, token, 'script.undeclared_write', { detail: foreign });
  const fitting = fitTypes(work, written);
  if (!fitting.ok) return fail(work, token, 'script.wrong_type', { detail: fitting.path });

  setFields(work, fitting.values, 'computed', script.id);
  note(work, 'script.ran', { node: token.node, data: { script: script.id, written: Object.keys(fitting.values) } });
  leave(work, token);
}

/** { allowance: { amount: 1 } } -> { 'allowance.amount': 1 }; undefined when the answer has another shape. */
function flatten(value: JsonValue): Record<string, JsonValue> | undefined {
  if (!isRecord(value)) return undefined;
  const flat: Record<string, JsonValue> = {};
  for (const [subject, values] of Object.entries(value)) {
    if (!isRecord(values)) return undefined;
    for (const [name, inner] of Object.entries(values)) flat[`${subject}.${name}`] = inner;
  }
  return flat;
}

function isRecord(value: JsonValue): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

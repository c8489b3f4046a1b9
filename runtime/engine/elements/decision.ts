import type { DecisionNode } from '../../../schemas/generated/documents.ts';
import { fail } from '../events/errors.ts';
import { fitTypes, setFields } from '../fields.ts';
import { contextAt } from '../surroundings.ts';
import { leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import { note, type Work } from '../work.ts';

/** Evaluates a table inside the step and writes its outputs. */
export function enterDecision(work: Work, token: Token, doc: DecisionNode): undefined {
  const result = work.plan.tables[doc.table]!.evaluate(contextAt(work, token), work.env);
  if (!result.ok) return fail(work, token, `decision.${result.code}`, { detail: result.message });
  const fitting = fitTypes(work, result.value.values);
  if (!fitting.ok) return fail(work, token, 'decision.wrong_type', { detail: fitting.path });

  setFields(work, fitting.values, 'computed', doc.table);
  for (const row of result.value.rows) work.trace.rows.push({ table: doc.table, row });
  note(work, 'decision.made', { node: token.node, data: { table: doc.table, rows: result.value.rows } });
  leave(work, token);
}

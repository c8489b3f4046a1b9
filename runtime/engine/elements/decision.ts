import type { DecisionNode } from '../../../schemas/generated/documents.ts';
import { contextOf, fitTypes, setFields } from '../fields.ts';
import { raise } from '../incidents.ts';
import { leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import { note, type Work } from '../work.ts';

/** Evaluates a table inside the step and writes its outputs. */
export function enterDecision(work: Work, token: Token, doc: DecisionNode): undefined {
  const result = work.plan.tables[doc.table]!.evaluate(contextOf(work), work.env);
  if (!result.ok) return raise(work, token, `decision.${result.code}`, { detail: result.message });
  const fitting = fitTypes(work, result.value.values);
  if (!fitting.ok) return raise(work, token, 'decision.wrong_type', { detail: fitting.path });

  setFields(work, fitting.values, 'computed', doc.table);
  for (const row of result.value.rows) work.trace.rows.push({ table: doc.table, row });
  note(work, 'decision.made', { node: token.node, data: { table: doc.table, rows: result.value.rows } });
  leave(work, token);
}

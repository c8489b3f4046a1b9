/** Gaps of a rule table that can be told without running it. */
import type { DecisionTable } from '../../schemas/generated/documents.ts';
import { ranked } from '../editing/rank.ts';

export interface Gap {
  /** `noDefault`: some cases may match no rule. `hidden`: a rule below one that always matches. `same`: equal conditions. `empty`: a rule without a result. */
  code: 'noDefault' | 'hidden' | 'same' | 'empty';
  /** Row ids it is about; empty for the table as a whole. */
  rows: string[];
}

/** In the order a person would mend them. */
export function rowGaps(table: DecisionTable): Gap[] {
  const rows = ranked(table.rows);
  const inputs = Object.keys(table.inputs);
  const conditions = rows.map(([id, row]) => ({ id, when: inputs.map((column) => row.when[column]?.trim() || '-') }));
  const always = conditions.filter(({ when }) => when.every((cell) => cell === '-'));
  const gaps: Gap[] = [];
  const empty = rows
    .filter(([, row]) => Object.keys(table.outputs).some((column) => !row.then[column] && table.outputs[column]?.default === undefined))
    .map(([id]) => id);
  if (empty.length > 0) gaps.push({ code: 'empty', rows: empty });
  const seen = new Map<string, string>();
  for (const { id, when } of conditions) {
    const key = when.join('\u0000');
    const first = seen.get(key);
    if (first) gaps.push({ code: 'same', rows: [first, id] });
    else seen.set(key, id);
  }
  if (table.hitPolicy === 'FIRST' && always[0]) {
    const hidden = conditions.slice(conditions.indexOf(always[0]) + 1).map(({ id }) => id);
    if (hidden.length > 0) gaps.push({ code: 'hidden', rows: hidden });
  }
  const listing = table.hitPolicy === 'COLLECT' || table.hitPolicy === 'RULE_ORDER' || table.hitPolicy === 'OUTPUT_ORDER';
  const defaults = Object.values(table.outputs).every((output) => output.default !== undefined);
  if (!listing && inputs.length > 0 && always.length === 0 && !defaults) gaps.push({ code: 'noDefault', rows: [] });
  return gaps;
}

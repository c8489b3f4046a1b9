/** What a failed step was given, as an operator may see it: names and shapes, never the person. */
import type { IncidentInput } from '../../../schemas/generated/api.ts';
import type { JsonValue, Plan } from '../../compile/plan.ts';
import type { CaseState, Incident } from '../../engine/types.ts';
import { showValue } from '../cases/show.ts';
import { say } from '../cases/words.ts';

/** Sensitivity from which a value is masked: names, numbers, addresses, amounts of people. */
const maskedFrom = 2;

export function inputOf(plan: Plan, state: CaseState, { node }: Incident): IncidentInput[] {
  return readsOf(plan, node).map((path) => {
    const declared = plan.types[path];
    const value = state.fields[path]?.value ?? null;
    const sensitive = (declared?.sensitivity ?? maskedFrom) >= maskedFrom;
    return {
      name: declared?.name ?? say('（未命名）', '(unnamed)'),
      value: sensitive ? maskValue(value) : showValue(plan, path, value),
      masked: sensitive && value !== null,
    };
  });
}

function readsOf(plan: Plan, node: string): string[] {
  const doc = plan.nodes[node]?.doc;
  if (doc?.kind === 'script') return plan.scripts[doc.script]?.reads ?? [];
  if (doc?.kind === 'issue') return plan.outcomes[doc.outcome]?.fields.map(({ path }) => path) ?? [];
  if (doc?.kind === 'data') return Object.values(plan.data[doc.data]?.keys ?? {}).filter((key) => Object.hasOwn(plan.types, key));
  if (doc?.kind === 'decision')
    return Object.values(plan.scenario.tables?.[doc.table]?.inputs ?? {})
      .map(({ expression }) => expression)
      .filter((one) => Object.hasOwn(plan.types, one));
  return [];
}

/** Kind and size say enough to find most faults: empty, a text of 18, a number, a list of 3. */
export function maskValue(value: JsonValue): string {
  if (value === null || value === '') return '';
  if (typeof value === 'string')
    return value.length <= 2 ? '*'.repeat(value.length) : `${value.slice(0, 1)}${'*'.repeat(Math.min(value.length - 1, 20))}`;
  if (typeof value === 'number') return '*'.repeat(String(Math.trunc(Math.abs(value))).length);
  if (typeof value === 'boolean') return '*';
  return Array.isArray(value) ? `[${value.length}]` : '{…}';
}

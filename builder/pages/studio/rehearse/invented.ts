import { inventions } from '../../../../runtime/cases/index.ts';
import type { JsonValue } from '../../../../runtime/compile/plan.ts';
import type { OpenQuestions } from '../../../../runtime/engine/index.ts';

/** Plain values for what is asked and no sample says: a scenario nobody kept a case of yet can be rehearsed at once. */
export function inventedFor({ questions }: Pick<OpenQuestions, 'questions'>, surrounding: { now: string; region: string }) {
  const values: Record<string, JsonValue> = {};
  for (const { field, state, required } of Object.values(questions)) {
    if (state !== 'ask' || !required) continue;
    const [value] = inventions(field, surrounding);
    if (value !== undefined) values[field.path] = value;
  }
  return values;
}

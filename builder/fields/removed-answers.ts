import type { JsonValue, Question, Section } from '../../schemas/generated/api.ts';

const isEmpty = (value: unknown) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** Questions that hold an answer and are not asked any more: said before it is sent, and left out of it. */
export function removedAnswers(sections: readonly Section[], values: Record<string, JsonValue>): Question[] {
  const asked = new Set(sections.flatMap(({ fields }) => fields.filter(({ visible }) => visible).map(({ path }) => path)));
  const left = sections
    .flatMap(({ fields }) => fields)
    .filter(
      ({ path, visible, mode, value }) =>
        !visible && mode === 'ask' && !asked.has(path) && !isEmpty(Object.hasOwn(values, path) ? values[path] : value),
    );
  return [...new Map(left.map((question) => [question.path, question])).values()];
}

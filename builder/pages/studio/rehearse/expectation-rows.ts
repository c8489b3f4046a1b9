/** What a case must come to, as rows of a table: each kind of check once, clocks and values one by one. */
import type { JsonValue, Plan } from '../../../../runtime/compile/plan.ts';
import type { CaseExpectation, Text } from '../../../../schemas/generated/documents.ts';

/** Checks that are a list of names. */
export const listKinds = ['departments', 'asked', 'issued', 'notified', 'visited', 'notVisited'] as const;
export type ListKind = (typeof listKinds)[number];

export type ExpectationRow =
  | { key: 'status'; kind: 'status'; value: CaseExpectation['status'] }
  | { key: string; kind: ListKind; value: readonly string[] }
  | { key: string; kind: 'due'; of: string; value: string }
  | { key: string; kind: 'field'; of: string; value: JsonValue };

export function rowsOf(expect: CaseExpectation): ExpectationRow[] {
  return [
    { key: 'status', kind: 'status', value: expect.status },
    ...listKinds.flatMap((kind): ExpectationRow[] => (expect[kind] ? [{ key: kind, kind, value: expect[kind] as readonly string[] }] : [])),
    ...Object.entries(expect.due ?? {}).map(([of, value]): ExpectationRow => ({ key: `due ${of}`, kind: 'due', of, value })),
    ...Object.entries(expect.fields ?? {}).map(
      ([of, value]): ExpectationRow => ({ key: `field ${of}`, kind: 'field', of, value: value as JsonValue }),
    ),
  ];
}

/** The expectation with one row changed, or added. */
export function withRow(expect: CaseExpectation, row: ExpectationRow): CaseExpectation {
  if (row.kind === 'due') return { ...expect, due: { ...expect.due, [row.of]: row.value } };
  if (row.kind === 'field') return { ...expect, fields: { ...expect.fields, [row.of]: row.value } as CaseExpectation['fields'] };
  return { ...expect, [row.kind]: row.value };
}

/** Without a row; what a case ends as is always checked. */
export function withoutRow(expect: CaseExpectation, row: ExpectationRow): CaseExpectation {
  if (row.kind === 'status') return expect;
  if (row.kind === 'due' || row.kind === 'field') {
    const name = row.kind === 'due' ? 'due' : 'fields';
    const { [row.of]: _gone, ...left } = (expect[name] ?? {}) as Record<string, unknown>;
    const { [name]: _whole, ...others } = expect;
    return Object.keys(left).length > 0 ? ({ ...others, [name]: left } as CaseExpectation) : (others as CaseExpectation);
  }
  const { [row.kind]: _gone, ...others } = expect;
  return others as CaseExpectation;
}

/** What a list may name, by id. */
export function choicesOf(plan: Plan, kind: ListKind): Record<string, Text> {
  switch (kind) {
    case 'departments':
      return Object.fromEntries(Object.entries(plan.scenario.departments).map(([id, { name }]) => [id, name]));
    case 'asked':
      return Object.fromEntries(
        Object.values(plan.fills)
          .flatMap(({ fields }) => Object.values(fields))
          .filter(({ computed }) => !computed)
          .map(({ path, label }) => [path, label]),
      );
    case 'issued':
      return Object.fromEntries(Object.entries(plan.outcomes).map(([id, { name }]) => [id, name]));
    case 'notified':
      return Object.fromEntries(Object.entries(plan.notifications).map(([id, { name }]) => [id, name]));
    default:
      return Object.fromEntries(Object.values(plan.nodes).map(({ id, doc }) => [id, doc.name]));
  }
}

/** What answers in a rehearsal: registers with their faults, what people type, what desks enter. */
import type { JsonValue, Plan } from '../../../../runtime/compile/plan.ts';
import type { CaseTest } from '../../../../schemas/generated/documents.ts';

/** `differs`: the register answers, but not what was declared. */
export type Fault = 'noRecord' | 'severalRecords' | 'timeout' | 'down' | 'wrongData' | 'differs';
export const faults: readonly Fault[] = ['noRecord', 'severalRecords', 'timeout', 'down', 'differs', 'wrongData'];

export interface Samples {
  data: Record<string, Record<string, JsonValue>>;
  faults: Record<string, Fault | undefined>;
  values: Record<string, JsonValue>;
  consents: Record<string, boolean>;
  /** What desks enter in the sample case, by step. */
  outputs: Record<string, Record<string, JsonValue>>;
}

/** Samples of a case that comes with the scenario, or empty ones. */
export function samplesOf(test: CaseTest | undefined): Samples {
  const samples: Samples = { data: {}, faults: {}, values: {}, consents: { ...test?.consents }, outputs: {} };
  for (const [use, answer] of Object.entries(test?.data ?? {})) {
    if ('record' in answer) samples.data[use] = answer.record as Record<string, JsonValue>;
    else if (answer.fault !== 'refused') samples.faults[use] = answer.fault;
  }
  for (const deed of test?.steps ?? []) {
    if (deed.do === 'submit') Object.assign(samples.values, deed.values);
    if (deed.do === 'decide' && deed.outputs)
      samples.outputs[deed.node] = { ...samples.outputs[deed.node], ...(deed.outputs as Record<string, JsonValue>) };
  }
  return samples;
}

/** Samples to choose from, the plainest first: those that reach the end, with the fewest faults and the most issued. */
export function casesInOrder(cases: Readonly<Record<string, CaseTest>>): CaseTest[] {
  const key = ({ expect, data = {} }: CaseTest) => [
    expect.status === 'completed' ? 0 : 1,
    Object.values(data).filter((answer) => 'fault' in answer).length,
    -(expect.issued?.length ?? 0),
  ];
  return Object.values(cases).sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const i = x.findIndex((part, at) => part !== y[at]);
    return i < 0 ? (a.id < b.id ? -1 : 1) : x[i]! - y[i]!;
  });
}

/** The answers as a case test keeps them. */
export function answersOf(plan: Plan, samples: Samples): Pick<CaseTest, 'data' | 'assists' | 'consents'> {
  const data: NonNullable<CaseTest['data']> = {};
  const assists: NonNullable<CaseTest['assists']> = {};
  for (const [use, { fallback }] of Object.entries(plan.data)) {
    const [fault, record] = [samples.faults[use], samples.data[use]];
    if (fault === 'differs') data[use] = { record: differing(plan, use, record ?? {}, samples.values) };
    else if (fault) data[use] = { fault };
    else if (record) data[use] = { record };
    // Where the read fails, the owner answers by hand from the same sample.
    if (fallback === 'assist' && record) assists[use] = { record };
  }
  return { data: data as CaseTest['data'], assists: assists as CaseTest['assists'], consents: { ...samples.consents } };
}

/** A record in which everything the applicant may have said reads otherwise, each value still of its type. */
export function differing(
  plan: Plan,
  use: string,
  record: Record<string, JsonValue>,
  typed: Record<string, JsonValue>,
): Record<string, JsonValue> {
  const others = Object.entries(plan.data[use]!.provides).flatMap(([name, path]): [string, JsonValue][] => {
    const usual = record[name] ?? typed[path] ?? null;
    const other = otherThan(plan, path, usual);
    return other === undefined ? [] : [[name, other]];
  });
  return { ...record, ...Object.fromEntries(others) };
}

function otherThan(plan: Plan, path: string, value: JsonValue): JsonValue | undefined {
  const declared = plan.types[path];
  if (!declared || value === null) return undefined;
  const fits = (other: JsonValue) => plan.checkValue(path, other, { now: '2026-01-01T00:00:00.000Z' }).ok;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return [value + 1, value - 1].find(fits);
  if (declared.codes && typeof value === 'string') return Object.keys(declared.codes).find((code) => code !== value && fits(code));
  if (typeof value !== 'string') return undefined;
  if (declared.type === 'money') return (Number(value) + 1).toFixed(2);
  if (declared.type === 'date') return new Date(Date.parse(`${value}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  const numbered = value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  return [`${value}（库内）`, numbered].find((other) => other !== value && fits(other));
}

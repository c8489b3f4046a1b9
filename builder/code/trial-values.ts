/** Values a script is tried with: of a sample case, or typed; and what of them comes out again. */
import type { JsonValue, ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { CaseTest, ValueType } from '../../schemas/generated/documents.ts';

/** Every value a case brings by itself: typed, read, answered by hand, entered at desks. */
export function valuesOfCase(pkg: ScenarioPackage, test: CaseTest): ReadonlyMap<string, JsonValue> {
  const values = new Map<string, JsonValue>();
  const take = (given: object | undefined) => {
    for (const [path, value] of Object.entries(given ?? {})) values.set(path, value as JsonValue);
  };
  for (const answers of [test.assists, test.data])
    for (const [use, answer] of Object.entries(answers ?? {})) {
      if (!('record' in answer)) continue;
      const record = answer.record as Record<string, JsonValue>;
      for (const [field, path] of Object.entries(pkg.scenario.data?.[use]?.provides ?? {}))
        if (record[field] !== undefined) values.set(path, record[field]);
    }
  for (const deed of test.steps) {
    if (deed.do === 'submit' || deed.do === 'answer') take(deed.values);
    if (deed.do === 'decide') take(deed.outputs);
  }
  return values;
}

/** Cases that bring the most of what is read come first; of those, in the order of their ids. */
export function casesFor(pkg: ScenarioPackage, reads: readonly string[]): CaseTest[] {
  const known = new Map(
    Object.values(pkg.cases).map((test) => {
      const values = valuesOfCase(pkg, test);
      return [test.id, reads.filter((path) => values.has(path)).length];
    }),
  );
  return Object.values(pkg.cases).sort((a, b) => known.get(b.id)! - known.get(a.id)! || (a.id < b.id ? -1 : 1));
}

/** Types that are typed as JSON: they have parts. */
export const structured: readonly ValueType[] = ['table', 'cascade', 'file', 'dateRange', 'signature'];

/** A value as it is typed. */
export const typedText = (value: JsonValue | undefined, type: ValueType): string => {
  if (value === undefined || value === null) return '';
  if (type === 'codes' && Array.isArray(value)) return value.join('，');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Texts of the result that hold a sensitive value as it was given: from which value, and where it came out. */
export function handedOn(
  sensitive: readonly { path: string; value: JsonValue }[],
  results: readonly { path: string; value: JsonValue }[],
): { from: string; to: string }[] {
  return sensitive.flatMap(({ path: from, value }) => {
    const words = typeof value === 'string' ? value : undefined;
    // A short text comes out by chance.
    if (words === undefined || [...words].length < 2) return [];
    return results.flatMap(({ path: to, value: result }) => (to !== from && JSON.stringify(result).includes(words) ? [{ from, to }] : []));
  });
}

/** The result by path, as it would be stored. */
export function resultsOf(value: JsonValue): { path: string; value: JsonValue }[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path: '', value }];
  return Object.entries(value).flatMap(([subject, inner]) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.entries(inner).map(([name, part]) => ({ path: `${subject}.${name}`, value: part }))
      : [{ path: subject, value: inner }],
  );
}

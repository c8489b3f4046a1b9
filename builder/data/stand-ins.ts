/** While a right is being waited for, the resource's own sample stands in: designing and rehearsing go on. */
import type { JsonValue, ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { DataRights } from '../../schemas/generated/api.ts';
import { rightOf } from './right-of-use.ts';

type Records = Readonly<Record<string, Record<string, JsonValue>>>;

/** Uses that may not be read yet and for which nothing was given: answered by the first sample of their resource. */
export function standIns(pkg: ScenarioPackage, rights: DataRights | undefined, given: Iterable<string>): Records {
  const known = new Set(given);
  const records: Record<string, Record<string, JsonValue>> = {};
  for (const [id, use] of Object.entries(pkg.scenario.data ?? {})) {
    if (known.has(id) || !rights || rightOf(use, rights).state === 'granted') continue;
    const sample = pkg.resources[use.resource]?.samples?.[0] as Record<string, JsonValue> | undefined;
    if (sample) records[id] = sample;
  }
  return records;
}

/** What a local change did, from the cases of its region: those on versions before it went live, and those since. */
import type { Evidence, EvidenceSide } from '../../../schemas/generated/api.ts';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { localDate, workingDaysBetween } from '../../calendar/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { diffPackages } from '../../merge/index.ts';
import { listVersionBases } from '../../store/fleet.ts';
import { type EndedCase, listEndedCases } from '../../store/proposals.ts';
import { findVersion } from '../../store/scenarios.ts';
import type { UpgradeParts } from './parts.ts';

/** Versions looked back through for the one that brought the change. */
const versionsBack = 30;

export async function evidenceOf(
  { store, clock, calendarOf }: UpgradeParts,
  { region, scenario, ours, keys }: { region: string; scenario: string; ours: ScenarioPackage; keys: readonly string[] },
): Promise<Evidence> {
  const versions = (await listVersionBases(store, region, scenario)).slice(0, versionsBack);
  let since: (typeof versions)[number] | undefined;
  for (const one of versions) {
    const found = await findVersion(store, region, scenario, { version: one.version });
    if (!found || !has(found.package, ours, keys)) break;
    since = one;
  }
  const cases = await listEndedCases(store, { region, scenario });
  const calendar = await calendarOf(region);
  const first = since?.version ?? Number.POSITIVE_INFINITY;
  return {
    computedAt: clock(),
    ...(since ? { since: since.publishedAt, version: since.version } : {}),
    before: figuresOf(
      cases.filter(({ version }) => version < first),
      calendar,
    ),
    after: figuresOf(
      cases.filter(({ version }) => version >= first),
      calendar,
    ),
  };
}

/** True when the version has the changes as they are now. */
function has(version: ScenarioPackage, ours: ScenarioPackage, keys: readonly string[]): boolean {
  const differs = new Set(diffPackages(version, ours).map(({ key }) => key));
  return keys.every((key) => !differs.has(key));
}

export function figuresOf(cases: readonly EndedCase[], calendar: Calendar | undefined): EvidenceSide {
  if (cases.length === 0) return { cases: 0 };
  const stars = cases.flatMap((one) => (one.stars === null ? [] : [one.stars]));
  const days = calendar ? cases.map((one) => workingDaysBetween(calendar, localDate(one.submittedAt), localDate(one.endedAt))) : [];
  return {
    cases: cases.length,
    returnShare: round(cases.filter(({ returned }) => returned).length / cases.length, 3),
    ...(days.length > 0 ? { medianDays: medianOf(days) } : {}),
    ...(stars.length > 0 ? { stars: round(stars.reduce((sum, one) => sum + one, 0) / stars.length, 2), ratings: stars.length } : {}),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
const round = (value: number, places: number) => Math.round(value * 10 ** places) / 10 ** places;

/** What stops when a contract does: which live scenarios and running cases read under it, and how each goes on. */
import type { DataImpact, DataImpactScenario } from '../../../schemas/generated/api.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { findLive, findVersion } from '../../store/scenarios.ts';
import type { DataParts, Place } from './parts.ts';
import { fallbackWords, text } from './words.ts';

/** The live version, and earlier ones as far as cases still run on them. */
export async function impactOf(
  { store, running }: DataParts,
  { region, id }: Place,
  { scenario, regionName }: { scenario: string; regionName: string },
): Promise<DataImpact> {
  const [live, open] = await Promise.all([findLive(store, region, scenario), running(region, scenario)]);
  const versions = new Set([...(live ? [live.version] : []), ...Object.keys(open).map(Number)]);
  const rows: DataImpactScenario[] = [];
  for (const version of [...versions].sort((a, b) => b - a)) {
    const found = await findVersion(store, region, scenario, { version });
    const uses = found ? usesOf(found.package, id) : [];
    if (!found || uses.length === 0) continue;
    const { name } = found.package.scenario;
    rows.push({ region, regionName, scenario, name, version, live: version === live?.version, openCases: open[version] ?? 0, uses });
  }
  return {
    scenarios: rows,
    live: rows.filter((row) => row.live).length,
    openCases: rows.reduce((sum, row) => sum + row.openCases, 0),
  };
}

function usesOf({ scenario }: ScenarioPackage, contract: string): DataImpactScenario['uses'] {
  return Object.entries(scenario.data ?? {})
    .filter(([, use]) => use.contract === contract)
    .map(([id, use]) => {
      const fallback = use.fallback ?? 'ask';
      return { id, name: use.name ?? text(id, id), fields: Object.keys(use.provides).length, fallback, words: fallbackWords[fallback] };
    });
}

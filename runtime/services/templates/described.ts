/** A release as lists show it. Releases never change, so what was worked out once is kept. */
import type { TemplateFigures } from '../../../schemas/generated/api.ts';
import type { Template, Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import type { Store } from '../../store/store.ts';
import { findRelease, type ReleaseRow } from '../../store/template-releases.ts';
import { figuresOf, stepsOf } from './figures.ts';
import { type Called, callings } from './search.ts';

export interface Described {
  summary?: Text;
  field: string;
  level: Template['level'];
  tracks: string[];
  lead?: Text;
  departments: Text[];
  items: number;
  steps: number;
  figures: TemplateFigures;
  called: Called[];
}

export function describe(pkg: ScenarioPackage): Described {
  const { scenario, template } = pkg;
  const summary = template?.summary ?? scenario.summary;
  const lanes = Object.entries(scenario.departments).sort(([, a], [, b]) => (a.rank < b.rank ? -1 : 1));
  const lead = scenario.departments[scenario.owner?.department ?? '']?.name ?? lanes[0]?.[1].name;
  return {
    ...(summary ? { summary } : {}),
    field: template?.field ?? 'family',
    level: template?.level ?? 'shared',
    tracks: template?.tracks ?? [],
    ...(lead ? { lead } : {}),
    departments: lanes.map(([, lane]) => lane.name),
    items: Object.keys(scenario.items).length,
    steps: stepsOf(pkg),
    figures: figuresOf(pkg),
    called: callings(pkg),
  };
}

/** A few hundred templates of some kilobytes each; their packages are read one at a time and not kept. */
export function createDescriptions(store: Store): (release: ReleaseRow) => Promise<Described | undefined> {
  const known = new Map<string, Described>();
  return async ({ region, templateId, version }) => {
    const key = `${region}/${templateId}/${version}`;
    const kept = known.get(key);
    if (kept) return kept;
    const release = await findRelease(store, region, templateId, version);
    if (!release) return undefined;
    const made = describe(release.package);
    if (known.size > 2000) known.clear();
    known.set(key, made);
    return made;
  };
}

/** What a release would do to every clone, before it is one: each is merged with it as it stands. Nothing is written. */
import type { ReleaseForecast } from '../../../schemas/generated/api.ts';
import { hashOfPackage } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { changeSentence, mergeElements } from '../../merge/index.ts';
import { listClonesOf } from '../../store/clones.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import type { Store } from '../../store/store.ts';
import { findRelease, type ReleaseDocument } from '../../store/template-releases.ts';
import { upstreamOf } from './cloned-package.ts';

const shownSentences = 5;

export async function forecastOf(
  store: Store,
  { region, templateId, newest, next }: { region: string; templateId: string; newest: number; next: ScenarioPackage },
): Promise<ReleaseForecast> {
  const clones = (await listClonesOf(store, region, templateId)).filter(({ cutOff }) => cutOff === null);
  // A clone names the content it stands on; this one has no number yet.
  const hash = hashOfPackage(next);
  const bases = new Map<number, ReleaseDocument | undefined>();
  const regions: ReleaseForecast['regions'] = [];
  for (const clone of clones) {
    const { baseVersion } = clone;
    if (!bases.has(baseVersion)) bases.set(baseVersion, await findRelease(store, region, templateId, baseVersion));
    const release = bases.get(baseVersion);
    const draft = await findScenarioDraft(store, clone.region, clone.scenarioId);
    if (!release || !draft) continue;
    const sides = {
      base: upstreamOf(release, clone),
      ours: draft.package,
      theirs: upstreamOf({ ...release, version: newest + 1, hash, package: next }, clone),
    };
    const { items, open } = mergeElements({ ...sides, must: false });
    const shown = items.filter((item) => !item.quiet && item.group !== 'layout' && item.follows === undefined);
    regions.push({
      region: clone.region,
      regionName: clone.regionName,
      version: baseVersion,
      clean: shown.filter(({ state }) => state === 'theirs' || state === 'merged').length,
      conflicts: open.length,
      sentences: shown
        .filter(({ key }) => open.includes(key))
        .slice(0, shownSentences)
        .map((item) => changeSentence(item, sides)),
    });
  }
  return {
    clones: regions.length,
    current: regions.filter(({ version }) => version === newest).length,
    behind: regions.filter(({ version }) => version !== newest).length,
    conflicts: regions.filter(({ conflicts }) => conflicts > 0).length,
    regions: regions.sort((a, b) => b.conflicts - a.conflicts),
  };
}

import { findLive, findVersion, type VersionDocument } from '../../store/scenarios.ts';
import type { Store } from '../../store/store.ts';
import { calendarOf } from '../identity/settings.ts';
import type { PublishedVersion, VersionSource } from '../ports.ts';

/** The working-day calendar every limit of this release counts by. */
export const workdayCalendar = 'CN-workday';

/** What cases run on: published versions and the region's calendar. */
export function createVersionSource(store: Store): VersionSource {
  const source = {
    async findVersion({ region, scenario, ...key }: { region: string; scenario: string } & ({ hash: string } | { version: number })) {
      return published(await findVersion(store, region, scenario, key));
    },
    /** Version and hash alone: asked often, answered from an index. */
    findLive: (region: string, scenario: string) => findLive(store, region, scenario),
    async findLiveVersion(region: string, scenario: string) {
      const live = await findLive(store, region, scenario);
      return live && published(await findVersion(store, region, scenario, { version: live.version }));
    },
    async findCalendar(region: string) {
      return (await calendarOf(store, region, workdayCalendar))?.calendar;
    },
  };
  return source;
}

function published(document: VersionDocument | undefined): PublishedVersion | undefined {
  if (!document) return undefined;
  const { scenarioId, scripts, ...rest } = document;
  return { ...rest, scenario: scenarioId, scripts: Object.fromEntries(Object.entries(scripts).map(([id, { js }]) => [id, js])) };
}

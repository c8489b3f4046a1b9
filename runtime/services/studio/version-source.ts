import { findLive, findVersion, type VersionDocument } from '../../store/scenarios.ts';
import type { Store } from '../../store/store.ts';
import { calendarOf } from '../identity/settings.ts';
import type { PublishedVersion, VersionSource } from '../ports.ts';

/** The working-day calendar every limit of this release counts by. */
export const workdayCalendar = 'CN-workday';

/** What cases run on: published versions and the region's calendar. */
export function createVersionSource(store: Store): VersionSource {
  return {
    async findVersion({ region, scenario, ...key }) {
      return published(await findVersion(store, region, scenario, 'hash' in key ? { hash: key.hash } : { version: key.version }));
    },
    async findLive(region, scenario) {
      return findLive(store, region, scenario);
    },
    async findCalendar(region) {
      return (await calendarOf(store, region, workdayCalendar))?.calendar;
    },
  };
}

function published(document: VersionDocument | undefined): PublishedVersion | undefined {
  if (!document) return undefined;
  const { scenarioId, scripts, ...rest } = document;
  return { ...rest, scenario: scenarioId, scripts: Object.fromEntries(Object.entries(scripts).map(([id, { js }]) => [id, js])) };
}

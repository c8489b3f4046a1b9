import type { Calendar } from '../../../schemas/generated/documents.ts';
import { findCalendar } from '../../store/calendars.ts';
import { findLive, findVersion, type VersionDocument } from '../../store/scenarios.ts';
import type { Store } from '../../store/store.ts';
import { nationalRegion } from '../identity/settings.ts';
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
    /** A county's own calendar; years it has not published are the nation's. */
    async findCalendar(region: string) {
      const [own, national] = await Promise.all([
        region === nationalRegion ? undefined : findCalendar(store, region, workdayCalendar),
        findCalendar(store, nationalRegion, workdayCalendar),
      ]);
      return own && national ? withNationalYears(own.calendar, national.calendar) : (own ?? national)?.calendar;
    },
  };
  return source;
}

/** Versions of both make the version: plans and clocks tell calendars apart by it. */
function withNationalYears(own: Calendar, national: Calendar): Calendar {
  const added = Object.entries(national.years).filter(
    ([year, doc]) => doc.status === 'published' && own.years[year]?.status !== 'published',
  );
  return { ...own, version: own.version * 10_000 + national.version, years: { ...own.years, ...Object.fromEntries(added) } };
}

function published(document: VersionDocument | undefined): PublishedVersion | undefined {
  if (!document) return undefined;
  const { scenarioId, scripts, ...rest } = document;
  return { ...rest, scenario: scenarioId, scripts: Object.fromEntries(Object.entries(scripts).map(([id, { js }]) => [id, js])) };
}

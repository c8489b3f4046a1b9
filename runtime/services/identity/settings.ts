/** What administrators set for their region: working-day calendars and the hosts connections may reach. */
import type { CalendarList, CalendarView, HostEntry, HostList } from '../../../schemas/generated/api.ts';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { hoursAreRight } from '../../calendar/index.ts';
import { noRegion } from '../../store/audit.ts';
import { type CalendarRound, findRound } from '../../store/calendar-rounds.ts';
import { type CalendarRowData, findCalendar, insertCalendar, listCalendars } from '../../store/calendars.ts';
import { findHosts, saveHosts } from '../../store/hosts.ts';
import type { Store } from '../../store/store.ts';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { type RequestFacts, regionFor, type SessionActor } from './actor.ts';
import { auditLine } from './audit-line.ts';

type By = { actor: SessionActor } & RequestFacts;
export interface SettingServices {
  calendars(input: { actor: SessionActor; region?: string }): Promise<CalendarList>;
  calendar(input: { actor: SessionActor; id: string; region?: string }): Promise<CalendarView>;
  /** Makes the next version of a calendar in the region; running clocks that wait for a year are counted anew. */
  saveCalendar(input: By & { id: string; region?: string; version: number; calendar: Calendar }): Promise<CalendarView>;
  hosts(input: { actor: SessionActor; region?: string }): Promise<HostList>;
  saveHosts(input: By & { region?: string; rev: number; hosts: HostEntry[] }): Promise<HostList>;
}

/** The national calendar stands under this region until a county keeps its own. */
export const nationalRegion = noRegion;

/** The calendar a region counts by: its own, else the national one. */
export async function calendarOf(store: Store, region: string, id: string): Promise<CalendarRowData | undefined> {
  return (await findCalendar(store, region, id)) ?? (await findCalendar(store, nationalRegion, id));
}

export interface SettingParts {
  store: Store;
  clock: () => string;
  /** Told after a calendar changed in a region. */
  onCalendar: (region: string, id: string) => Promise<void>;
}

export function createSettings({ store, clock, onCalendar }: SettingParts): SettingServices {
  async function current(region: string, id: string): Promise<CalendarRowData> {
    const row = await calendarOf(store, region, id);
    if (!row) throw new NotFoundError('calendar.not_found');
    return row;
  }

  async function hostsOf(region: string): Promise<HostList> {
    return { region, ...(await findHosts(store, region)) };
  }

  return {
    async calendars({ actor, region }) {
      const own = regionFor(actor, 'admin', region);
      const rows = await listCalendars(store, [own, nationalRegion]);
      const seen = new Map(rows.filter((row) => row.region === nationalRegion).map((row) => [row.id, row]));
      for (const row of rows) if (row.region === own) seen.set(row.id, row);
      return [...seen.values()].map(({ id, version, calendar, region: at }) => ({
        id,
        region: at,
        name: calendar.name,
        version,
        years: Object.entries(calendar.years).map(([year, { status }]) => ({ year: Number(year), status })),
      }));
    },

    async calendar({ actor, id, region }) {
      const row = await current(regionFor(actor, 'admin', region), id);
      return calendarView(row, await findRound(store, row.region, id));
    },

    async saveCalendar(input) {
      const { actor, id, version, calendar } = input;
      const region = regionFor(actor, 'admin', input.region);
      const before = await current(region, id);
      if (calendar.id !== id) throw new InvalidError('calendar.id_differs', [{ path: 'calendar/id', code: 'calendar.id_differs' }]);
      if (!officeIsRight(calendar))
        throw new InvalidError('calendar.office_wrong', [{ path: 'calendar/office', code: 'calendar.office_wrong' }]);
      const facts = { version: before.version, by: before.changedBy ?? '' };
      if (before.version !== version) throw new ConflictError('calendar.stale', facts);
      const next = version + 1;
      const row = { region, id, version: next, calendar: { ...calendar, version: next, region }, at: clock(), changedBy: actor.name };
      const line = auditLine(input, { region, at: clock(), action: 'calendar.changed', object: id, data: { version: next } });
      if (!(await insertCalendar(store, row, line))) throw new ConflictError('calendar.stale', facts);
      await onCalendar(region, id);
      return calendarView({ ...row, changedAt: row.at });
    },

    async hosts({ actor, region }) {
      return hostsOf(regionFor(actor, 'admin', region));
    },

    async saveHosts(input) {
      const region = regionFor(input.actor, 'admin', input.region);
      const before = await findHosts(store, region);
      const at = clock();
      const hosts = input.hosts.map((entry) => ({
        addedBy: input.actor.name,
        addedAt: at,
        ...before.hosts.find((known) => known.host === entry.host),
        ...entry,
      }));
      const data = { hosts: hosts.map((entry) => entry.host) };
      const line = auditLine(input, { region, at: clock(), action: 'hosts.changed', object: region, data });
      if ((await saveHosts(store, region, { rev: input.rev, hosts }, line)) === undefined)
        throw new ConflictError('hosts.stale', { rev: before.rev });
      return hostsOf(region);
    },
  };
}

function officeIsRight({ office }: Calendar): boolean {
  return !office || [office, ...(office.seasons ?? [])].every(hoursAreRight);
}

function calendarView({ region, version, calendar, changedAt, changedBy }: CalendarRowData, round?: CalendarRound): CalendarView {
  return {
    region,
    version,
    calendar,
    changedAt,
    ...(changedBy === null ? {} : { changedBy }),
    ...(round
      ? {
          round: {
            status: round.status,
            looked: round.looked,
            fixed: round.fixed,
            moved: round.moved,
            kept: round.kept,
            failed: round.failed,
          },
        }
      : {}),
  };
}

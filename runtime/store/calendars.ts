/** Calendars by region, every version kept: a clock can always be explained with the calendar it was counted by. */
import type { Calendar } from '../../schemas/generated/documents.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

export interface CalendarRowData {
  region: string;
  id: string;
  version: number;
  calendar: Calendar;
  changedAt: string;
  changedBy: string | null;
}

/** Current version in the region. */
export async function findCalendar(store: Store, region: string, id: string): Promise<CalendarRowData | undefined> {
  const rows = await store.query<CalendarRowData>({
    name: 'calendars.find',
    text: `SELECT region, id, version, calendar, changed_at AS "changedAt", changed_by AS "changedBy"
           FROM calendars WHERE region = $1 AND id = $2 ORDER BY version DESC LIMIT 1`,
    values: [region, id],
  });
  return rows[0];
}

export async function listCalendars(store: Store, regions: string[]): Promise<CalendarRowData[]> {
  return store.query<CalendarRowData>({
    name: 'calendars.list',
    text: `SELECT DISTINCT ON (region, id) region, id, version, calendar, changed_at AS "changedAt", changed_by AS "changedBy"
           FROM calendars WHERE region = ANY($1::text[]) ORDER BY region, id, version DESC`,
    values: [regions],
  });
}

/** Seconds between a publication and its round over the running cases; more than any process keeps a calendar. */
export const roundDelaySeconds = 5;

/** False when somebody else made this version first: the primary key decides. */
export async function insertCalendar(
  store: Store,
  row: { region: string; id: string; version: number; calendar: Calendar; at: string; changedBy?: string },
  line: AuditLine,
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const { region, id, version, at, changedBy } = row;
    const made = await trx('calendars')
      .insert({ region, id, version, calendar: JSON.stringify(row.calendar), changed_at: at, changed_by: changedBy ?? null })
      .onConflict()
      .ignore()
      .returning('version');
    if (made.length === 0) return false;
    // Processes know the calendar for some seconds more: cases begun by it in the meantime are in the round, too.
    const from = trx.raw("clock_timestamp() + ? * interval '1 second'", [roundDelaySeconds]);
    await trx('calendar_rounds').insert({ region, id, version, begun_at: at, leased_until: from });
    await audit(line);
    return true;
  });
}

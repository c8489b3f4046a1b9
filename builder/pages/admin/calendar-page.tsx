/** /admin/calendar: which days count, year by year. Calendar and year stand in the address. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { CalendarView } from '../../../schemas/generated/api.ts';
import type { CalendarYear } from '../../../schemas/generated/documents.ts';
import { useCalendar, useCalendars } from '../../api/admin.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { localMinute } from '../work/times.ts';
import { CalendarYearForm } from './CalendarYearForm.tsx';
import { nextYear } from './calendar-year.ts';
import { OfficeHoursForm } from './OfficeHoursForm.tsx';
import { useAdminRegion } from './region.ts';

const emptyYear: CalendarYear = { status: 'draft', off: {}, work: {} };

export function CalendarPage() {
  const { t } = useTranslation();
  const region = useAdminRegion();
  const [address] = useSearchParams();
  const calendars = useCalendars(region.code);
  const id = address.get('calendar') ?? calendars.data?.[0]?.id;
  const { data, error, refetch } = useCalendar(region.code, id);
  const failed = calendars.error ?? error;
  if (failed && !data)
    return <FailedState problem={problemOf(failed)} onRetry={() => void (calendars.error ? calendars.refetch() : refetch())} />;
  if (calendars.data?.length === 0) return <EmptyState title={t('admin.calendar.none')} />;
  if (!data) return <Skeleton lines={10} />;
  return <CalendarDesk view={data} reload={() => void refetch()} />;
}

function CalendarDesk({ view, reload }: { view: CalendarView; reload(): void }) {
  const { t } = useTranslation();
  const text = useText();
  const region = useAdminRegion();
  const [address, setAddress] = useSearchParams();
  const kept = Object.keys(view.calendar.years).sort();
  const following = nextYear(kept, new Date().toISOString());
  const asked = address.get('year');
  const year = asked && (kept.includes(asked) || asked === following) ? asked : (kept.at(-1) ?? following);
  const choose = (next: string) => {
    const changed = new URLSearchParams(address);
    changed.set('year', next);
    setAddress(changed);
  };
  const national = view.region !== region.code;
  return (
    <div className="calendar">
      <section className="sheet calendar-years">
        <h2>{text(view.calendar.name)}</h2>
        <p className="hint">
          {t(national ? 'admin.calendar.national' : 'admin.calendar.own', { region: text(region.name), version: view.version })}{' '}
          {view.changedBy && t('admin.calendar.changedBy', { name: view.changedBy, at: localMinute(view.changedAt) })}
        </p>
        <ul>
          {kept.toReversed().map((one) => (
            <li key={one}>
              <button type="button" className="year-button" aria-current={one === year || undefined} onClick={() => choose(one)}>
                <b>{one}</b>
                <span>{t(`admin.year.${view.calendar.years[one]!.status}`)}</span>
              </button>
            </li>
          ))}
        </ul>
        {view.round && (
          <p className="hint">
            {t(view.round.status === 'open' ? 'admin.calendar.roundOpen' : 'admin.calendar.roundDone', {
              looked: view.round.looked,
              fixed: view.round.fixed,
              moved: view.round.moved,
              kept: view.round.kept,
            })}
          </p>
        )}
        {year !== following && <Button onClick={() => choose(following)}>{t('admin.year.add', { year: following })}</Button>}
      </section>
      <div className="calendar-forms">
        <OfficeHoursForm key={view.version} view={view} reload={reload} />
        <CalendarYearForm
          key={`${view.version} ${year}`}
          view={view}
          year={year}
          before={view.calendar.years[year] ?? emptyYear}
          reload={reload}
        />
      </div>
    </div>
  );
}

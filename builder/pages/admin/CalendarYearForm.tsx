/** One year: days off and make-up days as a table, its source, and whether it counts yet. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarView } from '../../../schemas/generated/api.ts';
import type { CalendarYear } from '../../../schemas/generated/documents.ts';
import { useSaveCalendar } from '../../api/admin.ts';
import { problemOf } from '../../api/client.ts';
import { Chip } from '../../ui/chip.tsx';
import { DateEntry } from '../../ui/date-entry.tsx';
import { showToast } from '../../ui/toast.tsx';
import { type DayRow, dayCounts, dayProblems, dayRows, newDay, weekdayOf, yearFrom } from './calendar-year.ts';
import { useProblemText } from './problem-text.ts';
import { useAdminRegion } from './region.ts';
import { StaleNotice } from './StaleNotice.tsx';

export function CalendarYearForm({
  view,
  year,
  before,
  reload,
}: {
  view: CalendarView;
  year: string;
  before: CalendarYear;
  reload(): void;
}) {
  const { t } = useTranslation();
  const region = useAdminRegion();
  const save = useSaveCalendar(region.code, view.calendar.id);
  const problemText = useProblemText();
  const [rows, setRows] = useState<DayRow[]>(() => dayRows(before));
  const [source, setSource] = useState(before.source ?? '');
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [stale, setStale] = useState<string>();
  const table = useRef<HTMLTableElement>(null);
  const problems = dayProblems(rows, year);
  const counts = dayCounts(rows);
  const draft = before.status === 'draft';
  const changed =
    JSON.stringify(yearFrom(before, rows, { status: before.status, source })) !==
    JSON.stringify(yearFrom(before, dayRows(before), { status: before.status, source: before.source ?? '' }));

  const add = (kind: DayRow['kind']) => {
    const row = newDay(rows, kind, year, crypto.randomUUID());
    setRows([...rows, row]);
    requestAnimationFrame(() => table.current?.querySelector<HTMLInputElement>(`[data-row="${row.key}"] input`)?.focus());
  };
  const submit = async (status: CalendarYear['status']) => {
    setTried(true);
    setProblem(undefined);
    const wrong = problems.findIndex(Boolean);
    if (wrong >= 0) {
      setProblem(t('admin.year.wrong', { count: problems.filter(Boolean).length }));
      table.current?.querySelectorAll<HTMLElement>('tbody tr')[wrong]?.querySelector('input')?.focus();
      return;
    }
    const years = { ...view.calendar.years, [year]: yearFrom(before, rows, { status, source }) };
    try {
      await save.mutateAsync({ version: view.version, calendar: { ...view.calendar, years } });
      showToast(t(status === 'published' && draft ? 'admin.year.publishedSaid' : 'admin.year.savedSaid', { year }));
    } catch (cause) {
      const refused = problemOf(cause);
      if (refused.status === 409) setStale(problemText(refused));
      else setProblem(problemText(refused));
    }
  };

  return (
    <section className="sheet calendar-year native" aria-labelledby="year-title">
      <header className="year-head">
        <h2 id="year-title">{t('admin.year.title', { year })}</h2>
        <Chip tone={draft ? 'amber' : 'plain'}>{t(`admin.year.${before.status}`)}</Chip>
        <span className="hint">{t('admin.year.counts', counts)}</span>
      </header>
      {stale && <StaleNotice words={stale} onReload={reload} />}
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <label className="stacked-label">
        <span>{t('admin.year.source')}</span>
        <input value={source} maxLength={400} onChange={(event) => setSource(event.target.value)} />
      </label>
      <DayTable rows={rows} problems={tried ? problems : []} onChange={setRows} place={table} />
      <div className="year-actions">
        <Button onClick={() => add('off')}>{t('admin.day.addOff')}</Button>
        <Button onClick={() => add('work')}>{t('admin.day.addWork')}</Button>
      </div>
      <footer className="year-foot">
        <p className="hint">{t(draft ? 'admin.year.publishHint' : 'admin.year.saveHint')}</p>
        <div className="year-actions">
          {draft && (
            <Button onClick={() => void submit('draft')} loading={save.isPending} disabled={!changed}>
              {t('admin.year.saveDraft')}
            </Button>
          )}
          <Button type="primary" onClick={() => void submit('published')} loading={save.isPending} disabled={!draft && !changed}>
            {t(draft ? 'admin.year.publish' : 'admin.save', { year })}
          </Button>
        </div>
      </footer>
    </section>
  );
}

interface TableProps {
  rows: DayRow[];
  problems: (string | undefined)[];
  onChange(rows: DayRow[]): void;
  place: React.RefObject<HTMLTableElement | null>;
}

function DayTable({ rows, problems, onChange, place }: TableProps) {
  const { t } = useTranslation();
  const edit = (key: string, next: Partial<DayRow>) => onChange(rows.map((row) => (row.key === key ? { ...row, ...next } : row)));
  if (rows.length === 0) return <p className="hint">{t('admin.day.none')}</p>;
  return (
    <table className="admin-table days" ref={place}>
      <thead>
        <tr>
          <th scope="col">{t('admin.day.date')}</th>
          <th scope="col">{t('admin.day.weekday')}</th>
          <th scope="col">{t('admin.day.kind')}</th>
          <th scope="col">{t('admin.day.reason')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('admin.remove')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const problem = problems[index];
          const of = row.date || t('admin.day.new');
          const weekday = weekdayOf(row.date);
          return (
            <tr key={row.key} data-row={row.key}>
              <td>
                <DateEntry
                  label={t('admin.day.dateOf', { of })}
                  invalid={problem !== undefined}
                  value={row.date}
                  onChange={(date) => edit(row.key, { date })}
                />
                {problem && <p className="field-problem">{t(problem)}</p>}
              </td>
              <td>{weekday === undefined ? '' : t(`admin.weekday.${weekday}`)}</td>
              <td>
                <select
                  aria-label={t('admin.day.kindOf', { of })}
                  value={row.kind}
                  onChange={(event) => edit(row.key, { kind: event.target.value as DayRow['kind'] })}
                >
                  <option value="off">{t('admin.day.off')}</option>
                  <option value="work">{t('admin.day.work')}</option>
                </select>
              </td>
              <td>
                <input
                  aria-label={t('admin.day.reasonOf', { of })}
                  value={row.reason}
                  maxLength={64}
                  onChange={(event) => edit(row.key, { reason: event.target.value })}
                />
              </td>
              <td>
                <Button onClick={() => onChange(rows.filter(({ key }) => key !== row.key))} aria-label={t('admin.day.remove', { of })}>
                  {t('admin.remove')}
                </Button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

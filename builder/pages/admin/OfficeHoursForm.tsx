/** Office hours of a calendar: what arrives after closing counts as the next working day, and working hours run between them. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hoursAreRight } from '../../../runtime/calendar/index.ts';
import type { CalendarView } from '../../../schemas/generated/api.ts';
import { useSaveCalendar } from '../../api/admin.ts';
import { problemOf } from '../../api/client.ts';
import { showToast } from '../../ui/toast.tsx';
import { useProblemText } from './problem-text.ts';
import { useAdminRegion } from './region.ts';
import { StaleNotice } from './StaleNotice.tsx';

type Office = NonNullable<CalendarView['calendar']['office']>;
const usual: Office = { from: '09:00', to: '17:00' };

export function OfficeHoursForm({ view, reload }: { view: CalendarView; reload(): void }) {
  const { t } = useTranslation();
  const region = useAdminRegion();
  const save = useSaveCalendar(region.code, view.calendar.id);
  const problemText = useProblemText();
  const [office, setOffice] = useState<Office>(view.calendar.office ?? usual);
  const [problem, setProblem] = useState<string>();
  const [stale, setStale] = useState<string>();
  const pause = office.breaks?.[0];
  const changed = JSON.stringify(office) !== JSON.stringify(view.calendar.office);

  const submit = async () => {
    setProblem(undefined);
    if (!hoursAreRight(office)) return setProblem(t('admin.office.wrong'));
    try {
      await save.mutateAsync({ version: view.version, calendar: { ...view.calendar, office } });
      showToast(t('admin.office.savedSaid'));
    } catch (cause) {
      const refused = problemOf(cause);
      if (refused.status === 409) setStale(problemText(refused));
      else setProblem(problemText(refused));
    }
  };
  const setPause = (next: { from: string; to: string } | undefined) => {
    const { breaks: _, ...rest } = office;
    setOffice(next ? { ...rest, breaks: [next, ...(office.breaks?.slice(1) ?? [])] } : rest);
  };
  const time = (label: string, value: string, onChange: (value: string) => void) => (
    <label className="stacked-label">
      <span>{label}</span>
      <input type="time" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
  return (
    <section className="sheet native" aria-labelledby="office-title">
      <h2 id="office-title">{t('admin.office.title')}</h2>
      <p className="hint">{t('admin.office.hint')}</p>
      {stale && <StaleNotice words={stale} onReload={reload} />}
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="year-actions">
        {time(t('admin.office.from'), office.from, (from) => setOffice({ ...office, from }))}
        {time(t('admin.office.to'), office.to, (to) => setOffice({ ...office, to }))}
        {pause && time(t('admin.office.breakFrom'), pause.from, (from) => setPause({ ...pause, from }))}
        {pause && time(t('admin.office.breakTo'), pause.to, (to) => setPause({ ...pause, to }))}
      </div>
      <div className="year-actions">
        {pause ? (
          <Button onClick={() => setPause(undefined)}>{t('admin.office.noBreak')}</Button>
        ) : (
          <Button onClick={() => setPause({ from: '12:00', to: '13:30' })}>{t('admin.office.addBreak')}</Button>
        )}
        <Button type="primary" disabled={!changed} loading={save.isPending} onClick={() => void submit()}>
          {t('admin.office.save')}
        </Button>
      </div>
    </section>
  );
}

/** /work/away: when I am away and who stands in for me; for whom I stand in. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAbsences, useSaveAbsence } from '../../api/approvals.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { DateEntry } from '../../ui/date-entry.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { inboxPath } from './inbox-address.ts';
import { problemWords } from './problem-words.ts';

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export function AwayPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useAbsences();
  return (
    <Page title={t('approval.away')} lead={t('approval.away.words')} actions={<Link to={inboxPath()}>{t('work.back')}</Link>}>
      {data ? (
        <Away view={data} />
      ) : error ? (
        <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={4} />
      )}
    </Page>
  );
}

function Away({ view }: { view: NonNullable<ReturnType<typeof useAbsences>['data']> }) {
  const { t } = useTranslation();
  const text = useText();
  const save = useSaveAbsence();
  const [deputy, setDeputy] = useState('');
  const [first, setFirst] = useState(today);
  const [last, setLast] = useState(today);
  const problem = save.error ? problemOf(save.error) : undefined;
  const region = view.colleagues.find((one) => one.id === deputy)?.region;
  return (
    <Sheet>
      {view.absences.length === 0 && <p className="source">{t('approval.away.none')}</p>}
      <ul className="asked-list">
        {view.absences.map((one) => (
          <li key={one.id} className="hand-row">
            <p>
              {one.mine
                ? t('approval.away.mine', { first: one.first, last: one.last, deputy: one.deputyName })
                : t('approval.away.others', { first: one.first, last: one.last, name: one.name })}
            </p>
            {one.mine && (
              <Button size="small" onClick={() => save.mutate({ end: one.id })}>
                {t('approval.away.end')}
                <span className="visually-hidden"> {one.first}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <form
        className="operation-form native"
        onSubmit={(event) => {
          event.preventDefault();
          if (region && first && last) save.mutate({ make: { region, deputy, first, last } });
        }}
      >
        {problem && (
          <p className="field-error" role="alert">
            {problemWords(problem) || t('ui.failed')}
          </p>
        )}
        <label className="officer-label" htmlFor="deputy">
          {t('approval.away.deputy')}
        </label>
        <select id="deputy" required value={deputy} onChange={(event) => setDeputy(event.target.value)}>
          <option value="">{t('approval.choose')}</option>
          {view.colleagues.map((one) => (
            <option key={one.id} value={one.id}>
              {`${text(one.department)} ${one.name}`}
            </option>
          ))}
        </select>
        <label className="officer-label" htmlFor="away-first">
          {t('approval.away.first')}
        </label>
        <DateEntry
          id="away-first"
          required
          value={first}
          onChange={(day) => {
            setFirst(day);
            // Away for at least the first day.
            if (last < day) setLast(day);
          }}
        />
        <label className="officer-label" htmlFor="away-last">
          {t('approval.away.last')}
        </label>
        <DateEntry id="away-last" required min={first} value={last} onChange={setLast} />
        <div className="decision-row">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('approval.away.save')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

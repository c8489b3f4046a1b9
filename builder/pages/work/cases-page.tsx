/** /work/cases: find a case of this desk's region by number or name. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { useCases } from '../../api/tasks.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { LampChip } from './LampChip.tsx';
import { Pager } from './Pager.tsx';
import { useWalkingRows } from './use-walking-rows.ts';
import { WorkTabs } from './WorkTabs.tsx';

export function CasesPage() {
  const { t } = useTranslation();
  const text = useText();
  const [address, setAddress] = useSearchParams();
  const q = address.get('q') ?? '';
  const page = Number(address.get('page') ?? 1) || 1;
  const [words, setWords] = useState(q);
  const body = useWalkingRows();
  const { data, error, refetch } = useCases(new URLSearchParams({ ...(q ? { q } : {}), page: String(page) }).toString());
  return (
    <Page width="full" title={t('work.inbox')} titles={[t('work.tab.cases')]}>
      <WorkTabs current="cases" />
      <form
        className="filters native"
        onSubmit={(event) => {
          event.preventDefault();
          setAddress(words.trim() ? { q: words.trim() } : {}, { replace: true });
        }}
      >
        <label>
          <span>{t('work.search')}</span>
          <input type="search" value={words} onChange={(event) => setWords(event.target.value)} maxLength={60} />
        </label>
        <Button htmlType="submit">{t('work.find')}</Button>
      </form>
      {error && !data ? (
        <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={6} />
      ) : data.rows.length === 0 ? (
        <EmptyState title={t('work.empty.cases')}>{t('work.empty.filtered')}</EmptyState>
      ) : (
        <>
          <div className="table-place">
            <table className="tasks">
              <thead>
                <tr>
                  <th scope="col">{t('work.column.lamp')}</th>
                  <th scope="col">{t('work.column.number')}</th>
                  <th scope="col">{t('work.column.applicant')}</th>
                  <th scope="col">{t('work.column.matter')}</th>
                  <th scope="col">{t('work.column.state')}</th>
                  <th scope="col">{t('work.column.due')}</th>
                </tr>
              </thead>
              <tbody ref={body}>
                {data.rows.map((row) => (
                  <tr key={row.caseNo}>
                    <td data-label={t('work.column.lamp')} className="lamp">
                      <LampChip lamp={row.lamp} />
                    </td>
                    <td data-label={t('work.column.number')} className="main">
                      <Link data-task to={`/work/cases/${row.caseNo}`} className="number">
                        {row.caseNo}
                      </Link>
                    </td>
                    <td data-label={t('work.column.applicant')}>{row.applicant}</td>
                    <td data-label={t('work.column.matter')}>{text(row.scenarioName)}</td>
                    <td data-label={t('work.column.state')}>{text(row.line)}</td>
                    <td data-label={t('work.column.due')} className="number">
                      {row.due ?? ''}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {data.more && <p className="lead">{t('work.cases.more', { count: data.total })}</p>}
          <Pager
            page={data.page}
            pages={Math.ceil(data.total / data.pageSize)}
            onPage={(next) => setAddress({ ...(q ? { q } : {}), page: String(next) })}
          />
        </>
      )}
    </Page>
  );
}

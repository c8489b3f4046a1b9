/** /work/assists: what our department is asked about its data, the most urgent first. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { AssistRow } from '../../../schemas/generated/api.ts';
import { useAssists } from '../../api/assists.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { AssistTabs } from './AssistTabs.tsx';
import { LampChip } from './LampChip.tsx';
import { Pager } from './Pager.tsx';
import { type Column, RowLink, RowTable, RowTags } from './RowTable.tsx';
import { localMinute } from './times.ts';
import { WorkTabs } from './WorkTabs.tsx';

const refreshMs = 20_000;
const known = ['state', 'q', 'page'];

export function AssistsPage() {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const state = address.get('state') ?? 'open';
  const query = new URLSearchParams([...address].filter(([name, value]) => known.includes(name) && value !== ''));
  const { data, error, refetch } = useAssists(query.toString(), { refreshMs });
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(address);
    if (name !== 'page') next.delete('page');
    if (value) next.set(name, value);
    else next.delete(name);
    setAddress(next, { replace: true });
  };
  return (
    <Page width="full" title={t('assist.title')} titles={[t(`assist.tab.${state}`)]} lead={t('assist.lead')}>
      <WorkTabs current="assists" />
      <AssistTabs current={state} counts={data?.counts} />
      <Search key={state} words={address.get('q') ?? ''} onSearch={(words) => change('q', words)} />
      {error && !data ? (
        <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={6} />
      ) : data.rows.length === 0 ? (
        <EmptyState
          title={t(`assist.empty.${state}`)}
          action={address.get('q') ? <Button onClick={() => change('q', '')}>{t('work.clearFilters')}</Button> : undefined}
        >
          {t('assist.empty.words')}
        </EmptyState>
      ) : (
        <>
          <AssistTable rows={data.rows} done={state === 'done'} />
          <Pager page={data.page} pages={Math.ceil(data.total / data.pageSize)} onPage={(page) => change('page', String(page))} />
        </>
      )}
    </Page>
  );
}

function Search({ words: first, onSearch }: { words: string; onSearch(words: string): void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState(first);
  return (
    <form
      className="filters native"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(words.trim());
      }}
    >
      <label>
        <span>{t('assist.search')}</span>
        <input type="search" value={words} onChange={(event) => setWords(event.target.value)} maxLength={60} />
      </label>
      <Button htmlType="submit">{t('work.find')}</Button>
    </form>
  );
}

function AssistTable({ rows, done }: { rows: AssistRow[]; done: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const addressOf = (row: AssistRow) => `/work/assists/${row.id}`;
  const columns: Column<AssistRow>[] = [
    {
      name: t('work.column.lamp'),
      className: 'lamp',
      cell: (row) => <LampChip lamp={row.lamp} workingDaysLeft={row.workingDaysLeft} />,
    },
    {
      name: t('assist.column.what'),
      className: 'main',
      cell: (row) => (
        <>
          <RowLink to={addressOf(row)}>{row.fields.map((field) => text(field)).join('、')}</RowLink>
          <RowTags
            tags={[
              row.status !== 'open' && t(`assist.status.${row.status}`),
              row.urged > 0 && t('assist.urged', { count: row.urged }),
              row.escalated && t('assist.escalated'),
            ]}
          />
        </>
      ),
    },
    { name: t('assist.column.resource'), cell: (row) => text(row.resourceName) },
    { name: t('work.column.matter'), cell: (row) => text(row.scenarioName) },
    { name: t('assist.column.asker'), cell: (row) => row.regionName },
    { name: t('work.column.number'), className: 'number', cell: (row) => row.caseNo ?? '' },
    {
      name: t(done ? 'assist.column.done' : 'assist.column.since'),
      className: 'number',
      cell: (row) => localMinute(done && row.doneAt ? row.doneAt : row.openedAt),
    },
    { name: t('work.column.due'), className: 'number', cell: (row) => row.due ?? '' },
    {
      name: t('work.column.holder'),
      cell: (row) => (row.holder ? (row.holder.me ? t('work.heldByMe') : row.holder.name) : (row.doneBy ?? '')),
    },
  ];
  return <RowTable rows={rows} columns={columns} keyOf={(row) => row.id} addressOf={addressOf} />;
}

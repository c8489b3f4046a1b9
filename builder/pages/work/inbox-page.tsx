/** /work: what waits for this desk, the most urgent first. New tasks are announced and never move a row under the hand. */
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { TaskList, TaskRow } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useTaskList } from '../../api/tasks.ts';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { changedAddress, keepInbox, listQuery } from './inbox-address.ts';
import { LampChip } from './LampChip.tsx';
import { Pager } from './Pager.tsx';
import { type Column, RowLink, RowTable, RowTags } from './RowTable.tsx';
import { localMinute } from './times.ts';
import { WorkTabs } from './WorkTabs.tsx';

const refreshMs = 20_000;

export function InboxPage() {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const query = listQuery(address);
  const { data, error, refetch, isPending } = useTaskList(query, { refreshMs });
  const { shown, arrived, show } = useSteadyRows(query, data);
  const state = address.get('state') ?? 'todo';
  const search = address.size > 0 ? `?${address}` : '';
  useEffect(() => keepInbox(search), [search]);
  const change = (next: Parameters<typeof changedAddress>[1]) => setAddress(changedAddress(address, next), { replace: true });

  return (
    <Page width="full" title={t('work.inbox')} titles={[t(`work.tab.${state}`)]}>
      <WorkTabs current={state} counts={data?.counts} address={address} />
      <Filters key={state} address={address} change={change} />
      {arrived > 0 && (
        <Button className="arrived" onClick={show}>
          {t('work.arrived', { count: arrived })}
        </Button>
      )}
      {error && !shown ? (
        <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />
      ) : isPending || !shown ? (
        <Skeleton lines={8} />
      ) : shown.rows.length === 0 ? (
        <EmptyState
          title={t(`work.empty.${state}`)}
          action={
            address.get('q') || address.get('lamp') ? (
              <Button onClick={() => change({ q: '', lamp: '' })}>{t('work.clearFilters')}</Button>
            ) : undefined
          }
        >
          {address.get('q') || address.get('lamp') ? t('work.empty.filtered') : t('work.empty.words')}
        </EmptyState>
      ) : (
        <>
          <TaskTable rows={shown.rows} done={state === 'done'} />
          <Pager page={shown.page} pages={Math.ceil(shown.total / shown.pageSize)} onPage={(page) => change({ page: String(page) })} />
        </>
      )}
    </Page>
  );
}

/** The list as it was when it was last asked for by hand; what arrives meanwhile is counted. */
function useSteadyRows(query: string, data: TaskList | undefined) {
  const { t } = useTranslation();
  const [kept, setKept] = useState<{ query: string; list: TaskList }>();
  const said = useRef(0);
  const isKept = kept?.query === query;
  useEffect(() => {
    if (data && !isKept) setKept({ query, list: data });
  }, [data, isKept, query]);

  const known = new Set(isKept ? kept.list.rows.map((row) => row.id) : []);
  const arrived = isKept && data ? data.rows.filter((row) => !known.has(row.id)).length : 0;
  useEffect(() => {
    if (arrived > said.current) announce(t('work.arrivedSaid', { count: arrived }));
    said.current = arrived;
  }, [arrived, t]);

  // Rows that went away or changed are updated in place; new ones wait for the person.
  const fresh = new Map(data?.rows.map((row) => [row.id, row]));
  const shown =
    isKept && data ? { ...data, rows: kept.list.rows.flatMap((row) => fresh.get(row.id) ?? []) } : isKept ? kept.list : undefined;
  return { shown, arrived, show: () => data && setKept({ query, list: data }) };
}

function Filters({ address, change }: { address: URLSearchParams; change(next: Parameters<typeof changedAddress>[1]): void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState(address.get('q') ?? '');
  const state = address.get('state') ?? 'todo';
  return (
    <form
      className="filters native"
      onSubmit={(event) => {
        event.preventDefault();
        change({ q: words.trim() });
      }}
    >
      <label>
        <span>{t('work.search')}</span>
        <input type="search" value={words} onChange={(event) => setWords(event.target.value)} maxLength={60} />
      </label>
      {state !== 'done' && (
        <label>
          <span>{t('work.lampFilter')}</span>
          <select value={address.get('lamp') ?? ''} onChange={(event) => change({ lamp: event.target.value })}>
            <option value="">{t('work.lampAll')}</option>
            {(['normal', 'amber', 'overdue', 'stopped', 'provisional'] as const).map((lamp) => (
              <option key={lamp} value={lamp}>
                {t(`work.lamp.${lamp}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        <span>{t('work.sort')}</span>
        <select value={address.get('sort') ?? 'due'} onChange={(event) => change({ sort: event.target.value })}>
          <option value="due">{t('work.sort.due')}</option>
          <option value="opened">{t('work.sort.opened')}</option>
        </select>
      </label>
      <Button htmlType="submit">{t('work.find')}</Button>
      <p className="source walk-keys">{t('work.walkKeys')}</p>
    </form>
  );
}

function TaskTable({ rows, done }: { rows: TaskRow[]; done: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const addressOf = (row: TaskRow) => `/work/t/${row.id}`;
  const columns: Column<TaskRow>[] = [
    {
      name: t('work.column.lamp'),
      className: 'lamp',
      cell: (row) => <LampChip lamp={row.lamp} workingDaysLeft={row.workingDaysLeft} />,
    },
    {
      name: t('work.column.step'),
      className: 'main',
      cell: (row) => (
        <>
          <RowLink to={addressOf(row)}>{text(row.step)}</RowLink>
          <RowTags
            tags={[
              row.purpose && t(`approval.tag.${row.purpose}`),
              row.urged ? t('approval.urgedTag', { count: row.urged }) : undefined,
              row.deputyFor && t('approval.deputyTag', { name: row.deputyFor }),
            ]}
          />
        </>
      ),
    },
    { name: t('work.column.applicant'), cell: (row) => row.applicant },
    { name: t('work.column.matter'), cell: (row) => text(row.scenarioName) },
    { name: t('work.column.number'), className: 'number', cell: (row) => row.caseNo },
    { name: t('work.column.from'), className: 'from', cell: (row) => <span>{text(row.cameFrom)}</span> },
    {
      name: t(done ? 'work.case.doneAt' : 'work.column.since'),
      className: 'number',
      cell: (row) => localMinute(done && row.doneAt ? row.doneAt : row.openedAt),
    },
    { name: t('work.column.due'), className: 'number', cell: (row) => row.due ?? '' },
    { name: t('work.column.holder'), cell: (row) => (row.holder ? (row.holder.me ? t('work.heldByMe') : row.holder.name) : '') },
  ];
  return <RowTable rows={rows} columns={columns} keyOf={(row) => row.id} addressOf={addressOf} />;
}

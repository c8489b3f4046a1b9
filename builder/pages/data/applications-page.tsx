/** /studio/data/requests and /answers: what we asked for, and what waits for us. The box, state and words stand in the address. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DataApplicationCounts, DataApplicationRow } from '../../../schemas/generated/api.ts';
import { useDataApplications, usePassBatch } from '../../api/data.ts';
import { useSession } from '../../api/session.ts';
import { Loaded } from '../../data/Loaded.tsx';
import { ApplicationChip, SharingChip, Turn } from '../../data/states.tsx';
import { localMinute } from '../../data/times.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { listQuery, useFilters } from './address.ts';
import { PagedRows } from './PagedRows.tsx';
import { Pager } from './Pager.tsx';
import { answerAddress, requestAddress } from './places.ts';
import { Choice, SearchForm } from './SearchForm.tsx';

const known = ['q', 'state', 'page'] as const;
const states = ['draft', 'review', 'answer', 'granted', 'returned', 'refused', 'dispute', 'withdrawn'] as const;
const refreshMs = 15_000;

/** Asked by us. */
export function RequestsPage() {
  const { t } = useTranslation();
  const { address, change, page } = useFilters();
  const asked = useDataApplications(listQuery(address, known, { box: 'mine' }), { refreshMs });
  return (
    <Page title={t('data.requests')} lead={t('data.requests.lead')}>
      <Filters address={address} change={change} />
      <Loaded asked={asked}>
        {({ rows, total, pageSize }) => (
          <>
            {rows.length === 0 ? (
              <EmptyState
                title={t('data.requests.none')}
                action={
                  <Link to="/studio/data">
                    <Button type="primary">{t('data.requests.begin')}</Button>
                  </Link>
                }
              >
                {t('data.requests.none.words')}
              </EmptyState>
            ) : (
              <ul className="application-list">
                {rows.map((row) => (
                  <ApplicationItem key={row.id} row={row} to={requestAddress(row.id)} />
                ))}
              </ul>
            )}
            <Pager page={page} pageSize={pageSize} total={total} onPage={(next) => change({ page: String(next) })} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Box = 'answer' | 'review' | 'dispute' | 'all';

/** What waits for the person: the owner's answers, the steward's reviews and disputes. */
export function AnswersPage() {
  const { t } = useTranslation();
  const { address, change, page } = useFilters();
  const { data: session } = useSession();
  const has = (role: string) => session?.grants.some((grant) => grant.role === role) ?? false;
  const boxes: Box[] = [
    ...(has('keeper') ? (['answer'] as const) : []),
    ...(has('steward') ? (['review', 'dispute'] as const) : []),
    'all',
  ];
  const box = boxes.find((one) => one === address.get('box')) ?? boxes[0]!;
  const asked = useDataApplications(listQuery(address, known, { box }), { refreshMs });
  return (
    <Page title={t('data.answers')} lead={t('data.answers.lead')}>
      <BoxTabs boxes={boxes} box={box} counts={asked.data?.counts} onBox={(next) => change({ box: next, state: '' })} />
      <Filters address={address} change={change} />
      <Loaded asked={asked}>
        {(found) => (
          <PagedRows
            found={found}
            page={page}
            onPage={(next) => change({ page: String(next) })}
            empty={<EmptyState title={t(`data.answers.none.${box}`)}>{t('data.answers.none.words')}</EmptyState>}
          >
            {(rows) => <Waiting rows={rows} batch={box === 'review'} />}
          </PagedRows>
        )}
      </Loaded>
    </Page>
  );
}

interface BoxTabsProps {
  boxes: readonly Box[];
  box: Box;
  counts: DataApplicationCounts | undefined;
  onBox(box: Box): void;
}

function BoxTabs({ boxes, box, counts, onBox }: BoxTabsProps) {
  const { t } = useTranslation();
  if (boxes.length < 2) return null;
  return (
    <nav className="box-tabs" aria-label={t('data.boxes')}>
      {boxes.map((one) => (
        <button key={one} type="button" aria-current={one === box ? 'page' : undefined} onClick={() => onBox(one)}>
          {t(`data.box.${one}`)}
          {counts && one !== 'all' && <span className="count">{counts[one]}</span>}
        </button>
      ))}
    </nav>
  );
}

function Filters({ address, change }: { address: URLSearchParams; change: ReturnType<typeof useFilters>['change'] }) {
  const { t } = useTranslation();
  const q = address.get('q') ?? '';
  return (
    <div className="data-bar">
      <SearchForm key={q} q={q} label={t('data.applications.search')} onSearch={(words) => change({ q: words })} />
      <Choice
        label={t('data.stateColumn')}
        value={address.get('state') ?? ''}
        options={[{ value: '', label: t('data.state.all') }, ...states.map((value) => ({ value, label: t(`data.state.${value}`) }))]}
        onChange={(state) => change({ state })}
      />
    </div>
  );
}

/** Several at once only where nothing has to be weighed: what is shared without conditions, and asks no more than it needs. */
function Waiting({ rows, batch }: { rows: readonly DataApplicationRow[]; batch: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const pass = usePassBatch();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [left, setLeft] = useState<string[]>([]);
  const open = rows.filter((row) => row.sharing === 'unconditional' && row.state === 'review');
  const chosen = open.filter((row) => ticked.includes(row.id));
  const go = async () => {
    const { passed, left: not } = await pass.mutateAsync(chosen.map(({ id, rev }) => ({ id, rev })));
    setTicked([]);
    setLeft(not.map((one) => `${rows.find((row) => row.id === one.id)?.number ?? ''} ${text(one.words)}`));
    showToast(t('data.batch.done', { count: passed.length }));
  };
  return (
    <>
      {batch && open.length > 1 && (
        <div className="batch-bar">
          <Button onClick={() => setTicked(chosen.length === open.length ? [] : open.map(({ id }) => id))}>
            {t(chosen.length === open.length ? 'data.batch.none' : 'data.batch.all', { count: open.length })}
          </Button>
          <Button type="primary" disabled={chosen.length === 0} loading={pass.isPending} onClick={() => void go()}>
            {t('data.batch.pass', { count: chosen.length })}
          </Button>
          <span className="hint">{t('data.batch.words')}</span>
        </div>
      )}
      {left.length > 0 && (
        <ul className="data-problems" role="alert">
          {left.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <ul className="application-list">
        {rows.map((row) => (
          <ApplicationItem
            key={row.id}
            row={row}
            to={answerAddress(row.id)}
            tick={
              batch && open.length > 1 && open.includes(row)
                ? {
                    on: ticked.includes(row.id),
                    set: (on) => setTicked((before) => (on ? [...before, row.id] : before.filter((id) => id !== row.id))),
                  }
                : undefined
            }
          />
        ))}
      </ul>
    </>
  );
}

interface ItemProps {
  row: DataApplicationRow;
  to: string;
  tick?: { on: boolean; set(on: boolean): void };
}

function ApplicationItem({ row, to, tick }: ItemProps) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <li className="application-item">
      {tick && (
        <input
          type="checkbox"
          className="application-tick"
          aria-label={t('data.batch.tick', { number: row.number })}
          checked={tick.on}
          onChange={(event) => tick.set(event.target.checked)}
        />
      )}
      <div className="application-main">
        <h2>
          <Link to={to}>{t('data.application.title', { resource: text(row.resource.name), scenario: text(row.scenarioName) })}</Link>
        </h2>
        <p className="hint">
          {t('data.application.from', { region: row.regionName, who: row.applicant })} · {row.number}
          {row.sentAt && ` · ${localMinute(row.sentAt)}`}
        </p>
        <p className="application-asks">
          {t(row.extra > 0 ? 'data.application.asksExtra' : 'data.application.asks', { count: row.asked, extra: row.extra })}
          <SharingChip sharing={row.sharing} />
        </p>
      </div>
      <div className="application-side">
        <ApplicationChip brief={row} />
        <Turn brief={row} />
      </div>
    </li>
  );
}

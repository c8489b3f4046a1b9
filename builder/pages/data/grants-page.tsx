/** /studio/data/grants: who may read what, until when, and how much it is used. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DataGrantRow } from '../../../schemas/generated/api.ts';
import { useDataGrants } from '../../api/data.ts';
import { useSession } from '../../api/session.ts';
import { Loaded } from '../../data/Loaded.tsx';
import { GrantChip } from '../../data/states.tsx';
import { localMinute } from '../../data/times.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { listQuery, useFilters } from './address.ts';
import { PagedRows } from './PagedRows.tsx';
import { grantAddress, resourceAddress } from './places.ts';
import { Choice, SearchForm } from './SearchForm.tsx';

const known = ['q', 'state', 'resource', 'scenario', 'page'] as const;
const states = ['granted', 'suspended', 'revoked', 'expired'] as const;
type Box = 'given' | 'held' | 'all';

export function GrantsPage() {
  const { t } = useTranslation();
  const { address, change, page } = useFilters();
  const { data: session } = useSession();
  const has = (role: string) => session?.grants.some((grant) => grant.role === role) ?? false;
  const boxes: Box[] = [
    ...(has('keeper') ? (['given'] as const) : []),
    ...(has('designer') ? (['held'] as const) : []),
    ...(has('steward') ? (['all'] as const) : []),
  ];
  const box = boxes.find((one) => one === address.get('box')) ?? boxes[0] ?? 'held';
  const asked = useDataGrants(listQuery(address, known, { box }));
  const q = address.get('q') ?? '';
  return (
    <Page title={t('data.grants')} lead={t(`data.grants.lead.${box}`)}>
      {boxes.length > 1 && (
        <nav className="box-tabs" aria-label={t('data.boxes')}>
          {boxes.map((one) => (
            <button key={one} type="button" aria-current={one === box ? 'page' : undefined} onClick={() => change({ box: one })}>
              {t(`data.grants.box.${one}`)}
            </button>
          ))}
        </nav>
      )}
      <div className="data-bar">
        <SearchForm key={q} q={q} label={t('data.grants.search')} onSearch={(words) => change({ q: words })} />
        <Choice
          label={t('data.stateColumn')}
          value={address.get('state') ?? ''}
          options={[{ value: '', label: t('data.state.all') }, ...states.map((value) => ({ value, label: t(`data.state.${value}`) }))]}
          onChange={(state) => change({ state })}
        />
        {address.get('resource') && <Button onClick={() => change({ resource: '' })}>{t('data.clear')}</Button>}
      </div>
      <Loaded asked={asked}>
        {(found) => (
          <PagedRows
            found={found}
            page={page}
            onPage={(next) => change({ page: String(next) })}
            empty={
              <EmptyState
                title={t('data.grants.none')}
                action={
                  <Link to="/studio/data">
                    <Button>{t('data.catalogue.see')}</Button>
                  </Link>
                }
              >
                {t(`data.grants.none.${box}`)}
              </EmptyState>
            }
          >
            {(rows) => <GrantTable rows={rows} />}
          </PagedRows>
        )}
      </Loaded>
    </Page>
  );
}

function GrantTable({ rows }: { rows: readonly DataGrantRow[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="data-table-place">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('data.grant')}</th>
            <th scope="col">{t('data.owner')}</th>
            <th scope="col">{t('data.stateColumn')}</th>
            <th scope="col">{t('data.validTo')}</th>
            <th scope="col">{t('data.quotaToday')}</th>
            <th scope="col">{t('data.reads30')}</th>
            <th scope="col">{t('data.lastRead')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <Link to={grantAddress(row.key)}>
                  {t('data.application.title', { resource: text(row.resource.name), scenario: text(row.scenarioName) })}
                </Link>
                <span className="hint">{`${row.regionName} · ${t('data.fields', { count: row.fields })}`}</span>
              </th>
              <td data-label={t('data.owner')}>
                <Link to={resourceAddress(row.resource.key)}>{`${row.ownerRegionName} ${text(row.ownerName)}`}</Link>
              </td>
              <td data-label={t('data.stateColumn')}>
                <GrantChip state={row.state} />
              </td>
              <td data-label={t('data.validTo')} className="number">
                {row.validTo}
                {row.state === 'granted' && row.daysLeft <= 30 && (
                  <span className="turn-amber"> ▲ {t('data.daysLeft', { count: row.daysLeft })}</span>
                )}
              </td>
              <td data-label={t('data.quotaToday')} className="number">
                {t('data.quotaUsed', { used: row.usedToday, quota: row.quotaPerDay })}
              </td>
              <td data-label={t('data.reads30')} className="number">
                {row.reads30 === 0 ? t('data.zeroUse') : row.reads30}
              </td>
              <td data-label={t('data.lastRead')} className="number">
                {row.lastReadAt ? localMinute(row.lastReadAt) : t('data.never')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

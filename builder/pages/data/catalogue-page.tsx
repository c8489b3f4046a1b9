/** /studio/data: what data there is, whose it is, and what it would answer. Everything looked for stands in the address. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DataResourceRow } from '../../../schemas/generated/api.ts';
import { useDataResources } from '../../api/data.ts';
import { useSession } from '../../api/session.ts';
import { Loaded } from '../../data/Loaded.tsx';
import { Sensitivity, SharingChip, Standing, useFreshness, usePercent } from '../../data/states.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { listQuery, useFilters } from './address.ts';
import { Pager } from './Pager.tsx';
import { resourceAddress } from './places.ts';
import { Choice, SearchForm } from './SearchForm.tsx';

const known = ['q', 'department', 'sharing', 'standing', 'use', 'page'] as const;

export function CataloguePage() {
  const { t } = useTranslation();
  const text = useText();
  const { address, change, page } = useFilters();
  const { data: session } = useSession();
  const asked = useDataResources(listQuery(address, known));
  const keeps = session?.grants.some(({ role }) => role === 'keeper');
  const standings = keeps ? (['own', 'granted', 'pending', 'none'] as const) : (['granted', 'pending', 'none'] as const);
  // Departments of what is in the catalogue, each with its number, as the server counts them.
  const owners = (asked.data?.owners ?? []).map(({ department, name, count }) => ({
    value: department,
    label: `${text(name)}（${count}）`,
  }));
  const at = (name: string) => address.get(name) ?? '';
  const filtered = known.some((name) => name !== 'page' && at(name) !== '');
  const clear = { q: '', department: '', sharing: '', standing: '', use: '' };
  return (
    <Page
      title={t('data.catalogue')}
      lead={t('data.catalogue.lead')}
      actions={
        keeps && (
          <Link to="/studio/data/new">
            <Button type="primary">{t('data.keep.new')}</Button>
          </Link>
        )
      }
    >
      <div className="data-bar">
        <SearchForm key={at('q')} q={at('q')} label={t('data.catalogue.search')} onSearch={(q) => change({ q })} />
        {owners.length > 0 && (
          <Choice
            label={t('data.owner')}
            value={at('department')}
            options={[{ value: '', label: t('data.owner.all') }, ...owners]}
            onChange={(department) => change({ department })}
          />
        )}
        <Choice
          label={t('data.sharing')}
          value={at('sharing')}
          options={[
            { value: '', label: t('data.sharing.all') },
            ...(['unconditional', 'conditional', 'notShared'] as const).map((value) => ({ value, label: t(`data.sharing.${value}`) })),
          ]}
          onChange={(sharing) => change({ sharing })}
        />
        <Choice
          label={t('data.standing')}
          value={at('standing')}
          options={[
            { value: '', label: t('data.standing.all') },
            ...standings.map((value) => ({ value, label: t(`data.standing.${value}`) })),
          ]}
          onChange={(standing) => change({ standing })}
        />
        <label className="data-check">
          <input type="checkbox" checked={at('use') === 'zero'} onChange={(event) => change({ use: event.target.checked ? 'zero' : '' })} />
          <span>{t('data.zeroOnly')}</span>
        </label>
      </div>
      <Loaded asked={asked} lines={10}>
        {({ rows, total, pageSize }) =>
          rows.length === 0 ? (
            <EmptyState
              title={t(filtered ? 'data.catalogue.noneFound' : 'data.catalogue.none')}
              action={filtered && <Button onClick={() => change(clear)}>{t('data.clear')}</Button>}
            >
              {t(filtered ? 'data.catalogue.noneFound.words' : 'data.catalogue.none.words')}
            </EmptyState>
          ) : (
            <>
              <ul className="resource-list">
                {rows.map((row) => (
                  <ResourceItem key={row.key} row={row} />
                ))}
              </ul>
              <Pager page={page} pageSize={pageSize} total={total} onPage={(next) => change({ page: String(next) })} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function ResourceItem({ row }: { row: DataResourceRow }) {
  const { t } = useTranslation();
  const text = useText();
  const percent = usePercent();
  const freshness = useFreshness();
  return (
    <li className="resource-item">
      <div className="resource-main">
        <h2>
          <Link to={resourceAddress(row.key)}>{text(row.name)}</Link>
        </h2>
        <p>{text(row.answers)}</p>
        <p className="resource-facts">
          <span>{`${row.regionName} ${text(row.departmentName)}`}</span>
          <span>{t('data.fields', { count: row.fields })}</span>
          <Sensitivity level={row.sensitivity} />
          <span>{freshness(row.maxAgeSeconds)}</span>
        </p>
      </div>
      <div className="resource-side">
        <p className="data-chips">
          <SharingChip sharing={row.sharing} />
          {row.state !== 'published' && row.state !== 'listed' && <Chip tone="idle">{t(`data.resource.${row.state}`)}</Chip>}
          {row.state === 'listed' && <Chip tone="idle">{t('data.resource.listed')}</Chip>}
          {row.standing && row.standing !== 'none' && <Standing standing={row.standing} />}
        </p>
        <p className="hint">
          {t('data.users', { count: row.users })} ·{' '}
          {row.figures.reads === 0 ? t('data.zeroUse') : t('data.hit', { share: percent(row.figures.hitRate) })}
        </p>
      </div>
    </li>
  );
}

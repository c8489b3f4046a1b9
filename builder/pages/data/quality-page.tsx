/** /studio/data/quality: how good the data is, resource by resource: what is empty, wrong, contested, or never used. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DataQualityRow } from '../../../schemas/generated/api.ts';
import { useDataQuality } from '../../api/data.ts';
import { Loaded } from '../../data/Loaded.tsx';
import { ShareBar } from '../../data/Spark.tsx';
import { useFreshness, usePercent } from '../../data/states.tsx';
import { localMinute } from '../../data/times.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { listQuery, useFilters } from './address.ts';
import { DaySpark } from './DaySpark.tsx';
import { Pager } from './Pager.tsx';
import { resourceAddress } from './places.ts';
import { SearchForm } from './SearchForm.tsx';

const known = ['q', 'department', 'use', 'page'] as const;

export function QualityPage() {
  const { t } = useTranslation();
  const { address, change, page } = useFilters();
  const asked = useDataQuality(listQuery(address, known));
  const q = address.get('q') ?? '';
  const zero = address.get('use') === 'zero';
  return (
    <Page title={t('data.quality')} lead={t('data.quality.lead')}>
      <div className="data-bar">
        <SearchForm key={q} q={q} label={t('data.catalogue.search')} onSearch={(words) => change({ q: words })} />
        <label className="data-check">
          <input type="checkbox" checked={zero} onChange={(event) => change({ use: event.target.checked ? 'zero' : '' })} />
          <span>{t('data.zeroOnly')}</span>
        </label>
      </div>
      <Loaded asked={asked}>
        {({ rows, total, pageSize }) =>
          rows.length === 0 ? (
            <EmptyState
              title={t(q || zero ? 'data.catalogue.noneFound' : 'data.catalogue.none')}
              action={(q || zero) && <Button onClick={() => change({ q: '', use: '' })}>{t('data.clear')}</Button>}
            />
          ) : (
            <>
              <ul className="quality-list">
                {rows.map((row) => (
                  <QualityItem key={row.key} row={row} />
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

function QualityItem({ row }: { row: DataQualityRow }) {
  const { t } = useTranslation();
  const text = useText();
  const percent = usePercent();
  const freshness = useFreshness();
  const { figures } = row;
  return (
    <li className="quality-item">
      <div className="quality-head">
        <h2>
          <Link to={resourceAddress(row.key)}>{text(row.name)}</Link>
        </h2>
        <span className="hint">{`${row.regionName} ${text(row.departmentName)}`}</span>
        {figures.zeroUse && <Chip tone="idle">{t('data.zeroUse')}</Chip>}
        {row.openDisputes > 0 && <Chip tone="amber">{t('data.quality.open', { count: row.openDisputes })}</Chip>}
        {row.formatErrors > 0 && <Chip tone="amber">{t('data.quality.format', { count: row.formatErrors })}</Chip>}
      </div>
      {figures.zeroUse ? (
        <p className="hint">{t('data.quality.zero')}</p>
      ) : (
        <>
          <dl className="quality-figures">
            <div>
              <dt>{t('data.quality.null')}</dt>
              <dd>
                {row.worstNullRate === null ? (
                  t('data.unmeasured')
                ) : (
                  <ShareBar
                    share={row.worstNullRate}
                    words={
                      row.nullFields[0]
                        ? t('data.quality.worst', { share: percent(row.worstNullRate), field: text(row.nullFields[0].name) })
                        : percent(row.worstNullRate)
                    }
                  />
                )}
              </dd>
            </div>
            <div>
              <dt>{t('data.hitRate')}</dt>
              <dd>
                {figures.hitRate === null ? t('data.unmeasured') : <ShareBar share={figures.hitRate} words={percent(figures.hitRate)} />}
              </dd>
            </div>
            <div>
              <dt>{t('data.uptime')}</dt>
              <dd>
                {figures.uptime === null ? t('data.unmeasured') : <ShareBar share={figures.uptime} words={percent(figures.uptime)} />}
              </dd>
            </div>
            <div>
              <dt>{t('data.disputes')}</dt>
              <dd>{t('data.quality.disputes', { open: row.openDisputes, closed: row.closedDisputes })}</dd>
            </div>
            <div>
              <dt>{t('data.freshness')}</dt>
              <dd>
                {freshness(row.maxAgeSeconds)}
                {figures.lastReadAt && (
                  <span className="hint number"> {t('data.quality.last', { at: localMinute(figures.lastReadAt) })}</span>
                )}
              </dd>
            </div>
          </dl>
          <DaySpark days={row.days} />
          {row.nullFields.length > 1 && (
            <details className="quality-more">
              <summary>{t('data.quality.nullFields', { count: row.nullFields.length })}</summary>
              <ul>
                {row.nullFields.map((field) => (
                  <li key={field.id}>
                    <span>{text(field.name)}</span> <ShareBar share={field.nullRate} words={percent(field.nullRate)} />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </li>
  );
}

import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { type ScenarioRow, useScenarios } from '../../api/scenarios.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { CreateScenario } from './create-scenario.tsx';
import { shortDate } from './dates.ts';
import './scenario-list.css';

/** All scenarios of the region; the search stands in the address. */
export function ScenarioListPage() {
  const { t } = useTranslation();
  const text = useText();
  const [params, setParams] = useSearchParams();
  const { data, error, isPending, refetch } = useScenarios();
  const q = params.get('q') ?? '';
  const rows = data?.filter((row) => `${text(row.name)} ${row.name['zh-CN']}`.includes(q.trim()));
  return (
    <Page title={t('studio.scenes')} lead={t('studio.list.lead')} actions={<CreateScenario />}>
      <SearchBox
        className="list-search"
        label={t('studio.list.search')}
        value={q}
        onChange={(event) => setParams(event.target.value ? { q: event.target.value } : {}, { replace: true })}
      />
      {isPending && <Skeleton lines={6} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {rows?.length === 0 && (
        <EmptyState
          title={q ? t('studio.list.none') : t('studio.home.empty')}
          action={q ? <Button onClick={() => setParams({}, { replace: true })}>{t('studio.list.clear')}</Button> : <CreateScenario />}
        />
      )}
      {rows && rows.length > 0 && (
        <div className="list-scroll">
          <table className="list list-cards">
            <thead>
              <tr>
                <th scope="col">{t('studio.list.name')}</th>
                <th scope="col">{t('studio.list.state')}</th>
                <th scope="col">{t('studio.list.health')}</th>
                <th scope="col">{t('studio.list.cases')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  );
}

/** A clone of a template that has a newer version: straight to what it changes. */
function UpgradeChip({ id, lineage }: { id: string; lineage: ScenarioRow['lineage'] }) {
  const { t } = useTranslation();
  if (!lineage || lineage.master || lineage.newest === undefined || lineage.newest <= lineage.baseVersion) return null;
  return (
    <Link to={`/studio/scenes/${id}/upgrade`}>
      <Chip tone={lineage.must ? 'amber' : 'going'}>{t('upgrade.chip', { version: lineage.newest })}</Chip>
    </Link>
  );
}

function Row({ row }: { row: ScenarioRow }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { errors, warnings } = row.findings;
  return (
    <tr>
      <th scope="row">
        <Link to={`/studio/scenes/${row.id}`}>{text(row.name)}</Link>
        {row.lineage && <small>{text(row.lineage.words)}</small>}
        {row.draft && (
          <small>{t('studio.list.edited', { who: row.draft.editedBy, when: shortDate(row.draft.editedAt, i18n.language) })}</small>
        )}
      </th>
      <td>
        <span className="list-chips">
          {row.live ? (
            <Chip tone="done">{t('studio.live', { version: row.live.version })}</Chip>
          ) : (
            <Chip tone="idle">{t('studio.live.none')}</Chip>
          )}
          {row.draft?.changed && <Chip tone="action">{t('studio.list.changed')}</Chip>}
          <UpgradeChip id={row.id} lineage={row.lineage} />
        </span>
      </td>
      <td>
        {errors > 0 ? (
          <Chip tone="red">{t('studio.problems', { count: errors })}</Chip>
        ) : warnings > 0 ? (
          <Chip tone="amber">{t('studio.problems', { count: warnings })}</Chip>
        ) : (
          t('studio.problems.none')
        )}
      </td>
      <td>{t('studio.list.running', { count: row.running })}</td>
    </tr>
  );
}

import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { useVersion, useVersions } from '../../api/scenarios.ts';
import { useDocument, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { shortDate } from './dates.ts';
import { Compared, VersionTable } from './version-table.tsx';

/** What was published, newest first; any version can be compared with the draft. */
export function VersionsPage() {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const { id } = useScenarioSession();
  const { data, error, isPending, refetch } = useVersions(id);
  const [params, setParams] = useSearchParams();
  const compared = Number(params.get('a')) || undefined;
  return (
    <Page title={t('studio.tab.versions')} titles={[text(scenario.name)]} lead={t('studio.versions.lead')}>
      {isPending && <Skeleton />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState title={t('studio.versions.none')}>{t('studio.versions.noneWords')}</EmptyState>}
      {data && data.length > 0 && (
        <VersionTable
          rows={data}
          columns={[
            { name: 'version', cell: (row) => `v${row.version}` },
            { name: 'when', cell: (row) => shortDate(row.publishedAt, i18n.language) },
            { name: 'who', cell: (row) => row.publishedBy },
            { name: 'notes', cell: (row) => row.notes },
            { name: 'running', cell: (row) => t('studio.list.running', { count: row.running }) },
          ]}
          onCompare={(version) => setParams({ a: String(version) }, { replace: true })}
        />
      )}
      {compared && <Comparison version={compared} />}
    </Page>
  );
}

function Comparison({ version }: { version: number }) {
  const { t } = useTranslation();
  const draft = useDocument();
  const { id } = useScenarioSession();
  const { data, error, refetch } = useVersion(id, version);
  return (
    <Compared
      title={t('studio.versions.compared', { version })}
      before={data?.package}
      after={draft}
      error={error}
      onRetry={() => void refetch()}
    />
  );
}

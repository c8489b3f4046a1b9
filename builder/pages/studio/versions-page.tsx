import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { useVersion, useVersions } from '../../api/scenarios.ts';
import { differences } from '../../editing/difference.ts';
import { useDocument, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { shortDate } from './dates.ts';
import './scenario-list.css';
import { DifferenceList } from './stale-notice.tsx';

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
        <div className="list-scroll">
          <table className="list">
            <thead>
              <tr>
                {(['version', 'when', 'who', 'notes', 'running'] as const).map((column) => (
                  <th scope="col" key={column}>
                    {t(`studio.versions.${column}`)}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {data.map((version) => (
                <tr key={version.version}>
                  <th scope="row">v{version.version}</th>
                  <td>{shortDate(version.publishedAt, i18n.language)}</td>
                  <td>{version.publishedBy}</td>
                  <td>{version.notes}</td>
                  <td>{t('studio.list.running', { count: version.running })}</td>
                  <td>
                    <Button size="small" onClick={() => setParams({ a: String(version.version) }, { replace: true })}>
                      {t('studio.versions.compare')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
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
    <Sheet title={t('studio.versions.compared', { version })} className="comparison">
      {error ? (
        <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />
      ) : data ? (
        <DifferenceList list={differences(data.package, draft)} />
      ) : (
        <Skeleton />
      )}
    </Sheet>
  );
}

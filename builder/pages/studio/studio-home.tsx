import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { type ScenarioRow, useScenarios } from '../../api/scenarios.ts';
import { useSession } from '../../api/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { CreateScenario } from './create-scenario.tsx';
import './scenario-list.css';

/** 等我处理: what needs a designer's hand first. */
export function StudioHome() {
  const { data: session } = useSession();
  const roles = new Set(session?.grants.map(({ role }) => role));
  // Keepers of a department build no scenarios: their work begins at their forms.
  if (roles.has('keeper') && !roles.has('designer')) return <Navigate to="/studio/forms" replace />;
  return <Scenarios />;
}

function Scenarios() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useScenarios();
  return (
    <Page title={t('studio.home')} lead={t('studio.home.lead')} actions={<CreateScenario />}>
      {isPending && <Skeleton lines={6} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.length === 0 && (
        <EmptyState title={t('studio.home.empty')} action={<CreateScenario />}>
          {t('studio.home.emptyWords')}
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <>
          <ul className="home-list">
            {[...data]
              .sort((a, b) => urgency(b) - urgency(a))
              .map((row) => (
                <HomeRow key={row.id} row={row} />
              ))}
          </ul>
          <p className="home-all">
            <Link to="/studio/scenes">{t('studio.home.all')}</Link> <Link to="/studio/gallery">{t('gallery.title')}</Link>{' '}
            <Link to="/studio/forms">{t('library.title')}</Link> <Link to="/studio/reviews">{t('reviews.title')}</Link>
          </p>
        </>
      )}
    </Page>
  );
}

const urgency = (row: ScenarioRow) => (row.findings.errors > 0 ? 3 : !row.live ? 2 : row.draft?.changed ? 1 : 0);

function HomeRow({ row }: { row: ScenarioRow }) {
  const { t } = useTranslation();
  const text = useText();
  const words =
    row.findings.errors > 0
      ? t('studio.home.problems', { count: row.findings.errors })
      : !row.live
        ? t('studio.home.never')
        : row.draft?.changed
          ? t('studio.home.unpublished')
          : t('studio.home.fine');
  return (
    <li className="home-row">
      <span>
        <Link to={`/studio/scenes/${row.id}`}>{text(row.name)}</Link>
        <Chip tone={row.findings.errors > 0 ? 'red' : !row.live || row.draft?.changed ? 'amber' : 'plain'}>{words}</Chip>
      </span>
      <Link to={`/studio/scenes/${row.id}/flow`}>
        <Button>{t('studio.home.open')}</Button>
      </Link>
    </li>
  );
}

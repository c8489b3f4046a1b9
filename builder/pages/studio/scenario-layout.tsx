import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useParams } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { useDraftOf } from '../../api/scenarios.ts';
import { RightsProvider } from '../../data/rights.tsx';
import { ScenarioProvider } from '../../editing/react/session.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { ToastPlace } from '../../ui/toast.tsx';
import { Problems } from './problems.tsx';
import { ScenarioHeader } from './scenario-header.tsx';
import { StaleNotice } from './stale-notice.tsx';
import { useScenarioKeys } from './use-scenario-keys.ts';
import { useScenarioOpened } from './use-scenario-session.ts';

/** Everything below one scenario: opened once, the same header on every page, the same document under all of them. */
export function ScenarioLayout() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useDraftOf(id);
  const opened = useScenarioOpened(id, data);
  if (error) return <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (!opened)
    return (
      <div className="page page-wide">
        <Skeleton lines={8} />
      </div>
    );
  return (
    <ScenarioProvider key={id} session={opened.session}>
      <RightsProvider>
        <OpenedScenarioPages recovered={opened.recovered} />
      </RightsProvider>
    </ScenarioProvider>
  );
}

function OpenedScenarioPages({ recovered }: { recovered: boolean }) {
  const { t } = useTranslation();
  const [problems, setProblems] = useState(false);
  useScenarioKeys();
  return (
    <>
      <ScenarioHeader problemsOpen={problems} onProblems={() => setProblems((open) => !open)} />
      {recovered && <Alert type="info" showIcon banner closable title={t('editing.save.recovered')} />}
      <StaleNotice />
      <Problems open={problems} onClose={() => setProblems(false)} />
      <Outlet />
      <ToastPlace />
    </>
  );
}

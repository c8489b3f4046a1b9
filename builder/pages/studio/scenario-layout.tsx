import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useParams } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { getDraft, useDraftOf } from '../../api/scenarios.ts';
import { CommentsPanel } from '../../comments/comments-panel.tsx';
import { CommentsProvider } from '../../comments/context.tsx';
import { RightsProvider } from '../../data/rights.tsx';
import { ScenarioProvider, useDocument, useScenarioSession } from '../../editing/react/session.tsx';
import { addressOfFinding } from '../../flow/findings.ts';
import { BranchEditorPlace } from '../../properties/branching/branch-editor-place.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { ToastPlace } from '../../ui/toast.tsx';
import { CommandPalette } from './command-palette.tsx';
import { PeopleProvider, SoftHold } from './people-here.tsx';
import { Problems } from './problems.tsx';
import { RefusedSave } from './refused-save.tsx';
import { ScenarioHeader } from './scenario-header.tsx';
import { StaleDialog } from './stale-dialog.tsx';
import { useScenarioOpened } from './use-scenario-session.ts';
import { useStudioKeys } from './use-studio-keys.ts';

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
        <PeopleProvider>
          <CommentsProvider>
            <OpenedScenarioPages recovered={opened.recovered} />
          </CommentsProvider>
        </PeopleProvider>
      </RightsProvider>
    </ScenarioProvider>
  );
}

function OpenedScenarioPages({ recovered }: { recovered: boolean }) {
  const { t } = useTranslation();
  const [problems, setProblems] = useState(false);
  const pkg = useDocument();
  const { id } = useScenarioSession();
  useStudioKeys((finding) => `/studio/scenes/${id}/${addressOfFinding(pkg, finding)}`);
  return (
    <>
      <ScenarioHeader problemsOpen={problems} onProblems={() => setProblems((open) => !open)} />
      {recovered && <Alert type="info" showIcon banner closable={{ 'aria-label': t('ui.close') }} title={t('editing.save.recovered')} />}
      <RefusedSave />
      <SoftHold />
      <StaleDialog scope="scenarios" read={getDraft} />
      <Problems open={problems} onClose={() => setProblems(false)} />
      <Outlet />
      <CommentsPanel />
      <CommandPalette />
      <BranchEditorPlace />
      <ToastPlace />
    </>
  );
}
